"""Keys of the technician's pages: a digit opens the row with its number, confirm is the main action, cancel leaves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt

from kiosk.view import Choice, View

AREA = "technician"
K = Qt.Key
DIGITS: Mapping[int, int] = MappingProxyType({int(K.Key_1) + n: n + 1 for n in range(9)})
CONFIRM = frozenset({K.Key_Return, K.Key_Enter})
CANCEL = K.Key_Escape


def staff_shortcut(view: View, key: int, *, chosen: bool) -> str:
    """The key of what a key of the keypad touches on this page; "" if it has its usual meaning. `chosen`: a stop of the
    page was gone to, which confirm chooses."""
    if view.traits.area != AREA or view.countdown is not None:
        return ""
    wanted: Choice | None = None
    if key in DIGITS:
        numbered = (block for block in view.blocks if block.sign is not None and block.sign.number == DIGITS[key])
        wanted = next((block.change for block in numbered), None)
    elif key in CONFIRM and not chosen:
        wanted = view.actions.right
    elif key == CANCEL:
        wanted = view.actions.left or view.actions.middle
    return wanted.key if wanted is not None and wanted.enabled else ""
