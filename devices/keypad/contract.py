"""The contract of keypads: one verb, and the keys that were pressed.

A key counts when it is let go, as a button on the screen does: so a key that is stuck types nothing. What is pressed
may be somebody's number: a key is in no `repr`, no fault and no log.
A PIN is never typed here: this is no pad of a bank.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, WatchKind
from devices.lazy_dataclass import dataclass
from devices.readings import Device

STUCK_S = 5.0
"""A key that is down for so long is stuck."""
LISTEN_S = 2.0
"""A call listens for so long; then it gives the value before."""
LONGEST_S = 4.0


class PadKey(StrEnum):
    """A key of a pad: the figures, 更正, 确认, 取消, and those that only some pads have."""

    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"
    CLEAR = "clear"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    STAR = "star"
    HASH = "hash"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    F1 = "f1"
    F2 = "f2"
    F3 = "f3"
    F4 = "f4"
    F5 = "f5"
    F6 = "f6"
    F7 = "f7"
    F8 = "f8"


@dataclass(frozen=True)
class KeysPressed:
    """The keys that were pressed and let go since the value before, in order. `repr` does not show which.

    `number` counts the keys of the pad up to here: the same key again is another value.
    """

    number: int = 0
    keys: tuple[PadKey, ...] = field(default=(), repr=False)


class KeypadCapability(StrEnum):
    """A capability of a keypad."""

    PRESS_KEYS = "press_keys"
    DOT_ON_FIVE = "dot_on_five"
    """A raised dot on the 5 lets fingers find the others."""


class Keypad(Device, Protocol):
    """A keypad.

    Fault codes: keypad.stuck_key (call staff), and the transport's. A pad whose key is stuck goes on giving the others.
    """

    def pressed(self, wait: Wait) -> KeysPressed:
        """The next keys that are pressed and let go; the value before again after LISTEN_S without one. The value after
        a fault has no keys that were told before.

        Keys that are pressed between two calls are kept. A key that is stuck is a fault once, and gives nothing until
        it was let go. Raises DeadlineReached, Cancelled (within 200 ms) or DeviceFault.
        """

    def forget(self) -> None:
        """Drop the keys that were pressed and not taken: they are of somebody who has gone."""


def _pressed(pad: Keypad, wait: Wait, _: Begun) -> KeysPressed:
    return pad.pressed(wait)


def _forget(pad: Keypad) -> None:
    pad.forget()


KEYS: WatchKind[Keypad, KeysPressed] = WatchKind(
    "keys",
    KeypadCapability.PRESS_KEYS,
    KeysPressed,
    _pressed,
    every_s=0.0,
    longest_s=LONGEST_S,
    end=_forget,
    lasting=True,
)
FAMILY: Family[Keypad] = Family("keypad", Keypad, KeypadCapability, watches=(KEYS,))
