"""A simulated supply on a serial line, byte for byte as nutdrv_qx of NUT 2.8.0 wants it (it stops at one byte less).

Q1 CR    status, 47 bytes
F CR     ratings: #220.0 004 24.00 50.0 CR, 22 bytes
I CR     company (15), model (10), version (10): 39 bytes
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.clock import Clock
from devices.misfortunes import Misfortune, Simulator
from devices.power.simulator import (
    ACTIONS,
    BYPASS,
    FULL,
    GARBLED,
    SILENT,
    SLOW,
    UNPLUGGED,
    UNPLUGGED_DURING,
    SupplySimulator,
)

__all__ = ["ACTIONS", "MISFORTUNES", "create"]

MISFORTUNES = (
    Misfortune("failed", "The supply reports its own failure", ("power.failed",)),
    BYPASS,
    Misfortune("half_frame", "Answers break off in the middle", ("transport.noise",)),
    Misfortune("no_values", "The supply measures neither load nor temperature"),
    SILENT,
    SLOW,
    GARBLED,
    UNPLUGGED,
    UNPLUGGED_DURING,
)
RATING = b"#220.0 004 24.00 50.0\r"
INFORMATION = f"#{'KIOSK':15} {'UPS-1000':10} {'V1.0':10}\r".encode("ascii")
LONGEST_COMMAND = 64
FULL_V, EMPTY_V = 27.2, 21.0


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A supply on the mains with a full battery."""
    return MegatecSimulator(clock)


class MegatecSimulator(SupplySimulator):
    """The other end of a serial line."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MISFORTUNES)
        self._came = b""

    def received(self, data: bytes) -> None:
        with self._lock:
            self._came = (self._came + data)[-LONGEST_COMMAND:]
            while b"\r" in self._came:
                command, _, self._came = self._came.partition(b"\r")
                self._do(command)

    def _do(self, command: bytes) -> None:
        answers = {b"Q1": self._status(), b"F": RATING, b"I": INFORMATION}
        if command not in answers:
            # As real ones do: a command that is not known comes back as it was sent.
            self.complain(f"no question of Q1: {command[:20]!r}")
            self.send(self._wire, command + b"\r")
            return
        content = answers[command]
        self.send(self._wire, content[:20] if self.misfortunes.on("half_frame") else content)

    def _status(self) -> bytes:
        mains = 226.0 if self.mains else 0.0
        battery = EMPTY_V + (FULL_V - EMPTY_V) * self.charge / FULL
        load, heat = ("---", "--.-") if self.misfortunes.on("no_values") else ("014", "30.0")
        bits = (not self.mains, self.low, self.misfortunes.on("bypass"), self.misfortunes.on("failed"))
        flags = "".join("1" if bit else "0" for bit in bits) + ("0" if bits[2] else "1") + "000"
        return f"({mains:05.1f} 195.0 226.0 {load} 49.0 {battery:04.1f} {heat} {flags}\r".encode("ascii")
