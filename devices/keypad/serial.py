"""The driver of keypads on a serial line that send one byte a key ("plain mode" of pads made for payment terminals).

Source: key codes of the ZT598 family (SZZT) as its manual lists them: figures as ASCII, 1B 取消, 0D 确认, 08 更正, 2E a
point, 22 the key `00`, 2A an asterisk, 41 to 48 F1 to F8. A key that is held is sent again, about ten times a second;
its release is not sent. The pad is asked nothing, and nothing comes of its encrypting mode: this program loads no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.keypad.contract import Keypad, PadKey
from devices.keypad.listening import ListeningKeypad, Moves, NotAPad
from devices.keypad.pressing import Move
from devices.transport import Port

SETTLE_S = 0.12
"""A key that is held is sent again after 100 ms; a person needs longer for the same key."""
CODES: Mapping[int, PadKey] = MappingProxyType(
    {
        **{ord(figure): PadKey(figure) for figure in "0123456789"},
        0x1B: PadKey.CANCEL, 0x0D: PadKey.CONFIRM, 0x08: PadKey.CLEAR, 0x2A: PadKey.STAR,
        **{0x41 + place: PadKey(f"f{place + 1}") for place in range(8)},
    }
)  # fmt: skip
WITHOUT_MEANING = frozenset({0x2E, 0x22, 0x0A})
"""The point, `00` (a press gives one key), and the line feed that some send after 0D."""
NOISE_MOST = 8
"""So many other bytes in a row are noise; a few are a disturbance of the line."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Keypad:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return ListeningKeypad(port, clock, lambda: _Reader().moves, SETTLE_S, model)


class _Reader:
    def __init__(self) -> None:
        self._noise = 0

    def moves(self, data: bytes, since: float, now: float) -> Moves:
        """Bytes that waited have no moments: the same one again and again may be a key that is held, and is one."""
        for byte in data:
            key = CODES.get(byte)
            if key is None and byte not in WITHOUT_MEANING:
                self._noise += 1
                if self._noise >= NOISE_MOST:
                    raise NotAPad(f"{self._noise} bytes that are no keys")
                continue
            self._noise = 0
            if key is not None:
                yield key, Move.DOWN, since
                yield key, Move.UP, since
