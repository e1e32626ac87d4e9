"""The keys of a visit by voice, in one table. A numeric keypad of 4 × 3 keys suffices.

     1 softer     2 previous       3 louder
     4 previous   5 choose         6 next
     7 rate       8 next           9 blank the screen
     * repeat     0 help           # back

In a field digits and letters are input; `*` deletes a character, `#` and Enter go to the next stop. On a pad
with 更正, 确认 and 取消 in place of `*` and `#`, 更正 reads again, or deletes a character in a field; 确认 is Enter;
取消 goes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

K = Qt.Key


class KeyCommand(StrEnum):
    """A command given by a key."""

    NEXT = "next"
    PREVIOUS = "previous"
    CHOOSE = "choose"
    HELP = "help"
    REPEAT = "repeat"
    BACK = "back"
    NEXT_RATE = "next_rate"
    LOUDER = "louder"
    SOFTER = "softer"
    BLANK = "blank"
    DELETE = "delete"


ANYWHERE: Mapping[int, KeyCommand] = MappingProxyType(
    {
        K.Key_Down: KeyCommand.NEXT, K.Key_Right: KeyCommand.NEXT, K.Key_Tab: KeyCommand.NEXT,
        K.Key_Up: KeyCommand.PREVIOUS, K.Key_Left: KeyCommand.PREVIOUS, K.Key_Backtab: KeyCommand.PREVIOUS,
        K.Key_Return: KeyCommand.CHOOSE, K.Key_Enter: KeyCommand.CHOOSE,
        K.Key_Escape: KeyCommand.BACK, K.Key_F1: KeyCommand.HELP, K.Key_F5: KeyCommand.REPEAT,
        K.Key_F6: KeyCommand.SOFTER, K.Key_F7: KeyCommand.LOUDER,
        K.Key_F8: KeyCommand.NEXT_RATE, K.Key_F9: KeyCommand.BLANK,
    }
)  # fmt: skip
"""Keys that write no character have the same meaning everywhere."""

ON_A_PAGE: Mapping[int, KeyCommand] = MappingProxyType(
    {
        K.Key_1: KeyCommand.SOFTER, K.Key_2: KeyCommand.PREVIOUS, K.Key_3: KeyCommand.LOUDER,
        K.Key_4: KeyCommand.PREVIOUS, K.Key_5: KeyCommand.CHOOSE, K.Key_6: KeyCommand.NEXT,
        K.Key_7: KeyCommand.NEXT_RATE, K.Key_8: KeyCommand.NEXT, K.Key_9: KeyCommand.BLANK,
        K.Key_Asterisk: KeyCommand.REPEAT, K.Key_0: KeyCommand.HELP, K.Key_NumberSign: KeyCommand.BACK,
        K.Key_Space: KeyCommand.CHOOSE, K.Key_Backspace: KeyCommand.REPEAT,
    }
)  # fmt: skip
"""The keypad outside fields."""

IN_A_FIELD: Mapping[int, KeyCommand] = MappingProxyType(
    {K.Key_Asterisk: KeyCommand.DELETE, K.Key_Backspace: KeyCommand.DELETE, K.Key_NumberSign: KeyCommand.NEXT}
)
"""The keypad inside a field."""


PAD_KEYS: Mapping[str, int] = MappingProxyType(
    {
        **{figure: ord(figure) for figure in "0123456789"},
        "clear": K.Key_Backspace, "confirm": K.Key_Enter, "cancel": K.Key_Escape,
        "star": K.Key_Asterisk, "hash": K.Key_NumberSign,
        "up": K.Key_Up, "down": K.Key_Down, "left": K.Key_Left, "right": K.Key_Right,
        "f1": K.Key_F1, "f2": K.Key_F2, "f3": K.Key_F3, "f4": K.Key_F4,
        "f5": K.Key_F5, "f6": K.Key_F6, "f7": K.Key_F7, "f8": K.Key_F8,
    }
)  # fmt: skip
"""Key of the terminal's keypad (devices.keypad.contract.PadKey) → the key of a keyboard that it is."""
SILENT = frozenset({KeyCommand.REPEAT, KeyCommand.NEXT_RATE, KeyCommand.LOUDER, KeyCommand.SOFTER, KeyCommand.BLANK})
"""Commands of the voice, which do nothing while nothing is read aloud."""


def pad_events(key: str) -> tuple[QKeyEvent, ...]:
    """Return the events of a key of the keypad: pressed and let go, as a keyboard gives them."""
    code = PAD_KEYS.get(key)
    if code is None:
        return ()
    written = chr(code) if code < K.Key_Escape else ""
    kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    return tuple(QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, written) for kind in kinds)


WITHOUT_NUM_LOCK: Mapping[int, int] = MappingProxyType(
    {
        K.Key_Insert: K.Key_0, K.Key_End: K.Key_1, K.Key_Down: K.Key_2, K.Key_PageDown: K.Key_3, K.Key_Left: K.Key_4,
        K.Key_Clear: K.Key_5, K.Key_Right: K.Key_6, K.Key_Home: K.Key_7, K.Key_Up: K.Key_8, K.Key_PageUp: K.Key_9,
    }
)  # fmt: skip
"""The figures printed on a keypad, by what its keys send while Num Lock is off, as it is after most starts."""


def with_figures(event: QKeyEvent) -> QKeyEvent | None:
    """Return the event of the figure printed on a key of the keypad; None for any other key, and for a figure."""
    key = WITHOUT_NUM_LOCK.get(event.key())
    if key is None or not event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return None
    return QKeyEvent(event.type(), key, Qt.KeyboardModifier.KeypadModifier, chr(key), event.isAutoRepeat())


def command_of(key: int, *, writing: bool) -> KeyCommand | None:
    """Return the command of a key; None if it is input or has no meaning."""
    command = ANYWHERE.get(key) or (IN_A_FIELD if writing else ON_A_PAGE).get(key)
    return KeyCommand.NEXT if writing and command is KeyCommand.CHOOSE else command
