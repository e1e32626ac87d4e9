"""The driver of keypads that are keyboards to the system (HID over USB): an input device of Linux.

Codes of keys: the kernel's include/uapi/linux/input-event-codes.h. A pad sends those of a keyboard's figures, of its
keypad, or KEY_NUMERIC_*, and its maker chooses the others: Backspace or Clear is 更正, Enter is 确认, Escape or Cancel
is 取消. Num Lock changes none of them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.input_records import EV_KEY, HELD, PRESSED, NoRecord, RecordReader
from devices.keypad.contract import Keypad, PadKey
from devices.keypad.listening import ListeningKeypad, LostKeys, Moves, NotAPad
from devices.keypad.pressing import Move
from devices.transport import Port

SETTLE_S = 0.03
"""A contact bounces for a few milliseconds; between two presses by a person are more than 50."""
CODES: Mapping[int, PadKey] = MappingProxyType(
    {
        # KEY_KP7 to KEY_KP0, in the order of their codes.
        **dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), map(PadKey, "7894561230"), strict=True)),
        # KEY_1 to KEY_0.
        **{2 + place: PadKey(figure) for place, figure in enumerate("1234567890")},
        # KEY_NUMERIC_0 to _9, _STAR, _POUND.
        **{512 + figure: PadKey(str(figure)) for figure in range(10)},
        522: PadKey.STAR, 523: PadKey.HASH, 55: PadKey.STAR,
        96: PadKey.CONFIRM, 28: PadKey.CONFIRM, 1: PadKey.CANCEL, 223: PadKey.CANCEL,
        14: PadKey.CLEAR, 355: PadKey.CLEAR,
        103: PadKey.UP, 108: PadKey.DOWN, 105: PadKey.LEFT, 106: PadKey.RIGHT,
        **{59 + place: PadKey(f"f{place + 1}") for place in range(8)},
    }
)  # fmt: skip
MOVES: Mapping[int, Move] = MappingProxyType({PRESSED: Move.DOWN, HELD: Move.HELD})


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> Keypad:
    """The driver for a port; nothing is opened yet. Its return type has mypy check it against the contract."""
    return ListeningKeypad(port, clock, lambda: _Reader().moves, SETTLE_S, model)


class _Reader:
    def __init__(self) -> None:
        self._records = RecordReader()

    def moves(self, data: bytes, since: float, now: float) -> Moves:
        """Keys that waited came as long before the last one as their records say."""
        try:
            records = list(self._records.feed(data))
        except NoRecord as wrong:
            raise NotAPad("no records of an input device") from wrong
        for record in records:
            if record.lost_some:
                raise LostKeys
            if record.kind == EV_KEY and record.code in CODES:
                before_s = min(max(0.0, records[-1].at - record.at), now - since)
                yield CODES[record.code], MOVES.get(record.value, Move.UP), now - before_s
