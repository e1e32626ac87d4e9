"""A simulated keypad on a serial line that sends one byte a key, and a key that is held again and again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.keypad.simulator import ACTIONS, COMMON, FIRST_S, Fingers
from devices.misfortunes import Parameter, SimulatedDevice, Simulator

__all__ = ["ACTIONS", "MISFORTUNES", "create"]

MISFORTUNES = COMMON
REPEAT_S, REPEATS = 0.1, 80
"""A key that is held is sent again so often; so many times are enough to be found stuck."""
PRESS_S = 0.18
"""From one key that a finger presses to the next."""
CODES: Mapping[str, bytes] = MappingProxyType(
    {
        **{figure: figure.encode() for figure in "0123456789"},
        "clear": b"\x08", "confirm": b"\x0d", "cancel": b"\x1b", "star": b"*",
        **{f"f{number}": bytes([0x40 + number]) for number in range(1, 9)},
    }
)  # fmt: skip
NOISE = bytes(0x80 | (73 * place) % 64 for place in range(24))


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A pad that nobody touches."""
    return SerialKeypadSimulator(clock)


class SerialKeypadSimulator(SimulatedDevice, Fingers):
    """The other end of the line."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self._free_at = 0.0

    def received(self, data: bytes) -> None:
        self.complain("bytes are sent to a pad that is asked nothing")

    def _press(self, names: tuple[str, ...]) -> None:
        with self._lock:
            now = self._clock.monotonic()
            at = max(now + FIRST_S, self._free_at)
            for name in names:
                self._wire.send(NOISE if self.misfortunes.on("garbled") else CODES[name], at - now)
                at += PRESS_S
            self._free_at = at

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            if misfortune == "stuck_key":
                code = CODES[str(self.misfortunes.on(misfortune)["key"])]
                for place in range(REPEATS):
                    self._wire.send(code, REPEAT_S * place)
            elif misfortune == "garbled":
                self._wire.send(NOISE)
