"""Candidates said as they come and chosen by figures, for who writes Chinese without seeing the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt

from ui.keyboard.keyboard import Keyboard

CHINESE = "zh-CN"
"""The language candidates are said in, whatever the page speaks."""
K = Qt.Key
MEANS: Mapping[int, str] = MappingProxyType(
    {
        K.Key_PageDown: "page-down", K.Key_PageUp: "page-up", K.Key_Space: "space",
        K.Key_Backspace: "delete", K.Key_Asterisk: "delete",
    }
)  # fmt: skip
"""What a key of a board does while letters are being composed."""


class Aloud(QObject):
    """Hears the keyboard while `writing` says that somebody listens; `say` says one line after another."""

    def __init__(
        self, keyboard: Keyboard, writing: Callable[[], bool], say: Callable[[Sequence[str]], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._keyboard, self._writing, self._say = keyboard, writing, say
        self._offered: list[str] = []
        keyboard.changed.connect(self._changed)

    def pressed(self, key: int) -> bool:
        """A key of a board goes to the composition where one is written; False where it means nothing there."""
        if not self._keyboard.property("composes"):
            return False
        if K.Key_A <= key <= K.Key_Z:
            self._keyboard.press(chr(key).lower())
            return True
        if not self._keyboard.property("letters"):
            return False
        place = key - K.Key_1
        if 0 <= place < len(self._offered):
            self._keyboard.press(f"choose:{place}")
            return True
        if key in MEANS:
            self._keyboard.press(MEANS[key])
        return key in MEANS

    def _changed(self) -> None:
        composed = self._keyboard.property("letters")
        offered = list(self._keyboard.property("spoken")) if composed and self._writing() else []
        if offered != self._offered:
            self._offered = offered
            if offered:
                self._say([f"{number}，{word}" for number, word in enumerate(offered, 1)])
