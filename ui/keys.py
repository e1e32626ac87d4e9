"""The keys of a visit by voice and keys, in one table: a keypad of four by three is enough, a keyboard does it too.

     1 softer     2 up (before)    3 louder
     4 before     5 choose         6 next
     7 speed      8 down (next)    9 screen off and on
     * say again  0 help           # back

In a field figures and letters are written; `*` deletes one, `#` and Enter go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import Qt

K = Qt.Key


class Act(StrEnum):
    """What a key asks for."""

    NEXT = "next"
    BEFORE = "before"
    CHOOSE = "choose"
    HELP = "help"
    AGAIN = "again"
    BACK = "back"
    QUICKER = "quicker"
    LOUDER = "louder"
    SOFTER = "softer"
    BLANK = "blank"
    DELETE = "delete"


ANYWHERE: Mapping[int, Act] = MappingProxyType(
    {
        K.Key_Down: Act.NEXT, K.Key_Right: Act.NEXT, K.Key_Tab: Act.NEXT,
        K.Key_Up: Act.BEFORE, K.Key_Left: Act.BEFORE, K.Key_Backtab: Act.BEFORE,
        K.Key_Return: Act.CHOOSE, K.Key_Enter: Act.CHOOSE,
        K.Key_Escape: Act.BACK, K.Key_F1: Act.HELP, K.Key_F5: Act.AGAIN, K.Key_F6: Act.SOFTER, K.Key_F7: Act.LOUDER,
        K.Key_F8: Act.QUICKER, K.Key_F9: Act.BLANK,
    }
)  # fmt: skip
"""Keys that write nothing mean the same everywhere."""

ON_A_PAGE: Mapping[int, Act] = MappingProxyType(
    {
        K.Key_1: Act.SOFTER, K.Key_2: Act.BEFORE, K.Key_3: Act.LOUDER,
        K.Key_4: Act.BEFORE, K.Key_5: Act.CHOOSE, K.Key_6: Act.NEXT,
        K.Key_7: Act.QUICKER, K.Key_8: Act.NEXT, K.Key_9: Act.BLANK,
        K.Key_Asterisk: Act.AGAIN, K.Key_0: Act.HELP, K.Key_NumberSign: Act.BACK, K.Key_Space: Act.CHOOSE,
    }
)  # fmt: skip
"""The keypad, where nothing is written."""

IN_A_FIELD: Mapping[int, Act] = MappingProxyType(
    {K.Key_Asterisk: Act.DELETE, K.Key_Backspace: Act.DELETE, K.Key_NumberSign: Act.NEXT}
)
"""The keypad, while a field is written."""


def act_of(key: int, *, writing: bool) -> Act | None:
    """What a key asks for here; None where it writes or means nothing."""
    act = ANYWHERE.get(key) or (IN_A_FIELD if writing else ON_A_PAGE).get(key)
    return Act.NEXT if writing and act is Act.CHOOSE else act
