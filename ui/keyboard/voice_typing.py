"""Typing in a visit by voice: typed text and Chinese candidates are spoken; a candidate is chosen by its digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtQuick import QQuickItem

from kiosk.messages import BASE
from kiosk.spoken import Sentence
from kiosk.view import Field, FieldKind
from kiosk.words import Data, text
from ui.keyboard.keyboard import Keyboard
from ui.page_reader import PageReader

CHINESE = BASE
"""Language in which candidates are spoken, whatever the language of the page."""
K = Qt.Key
FUNCTIONS: Mapping[int, str] = MappingProxyType(
    {
        K.Key_PageDown: "page-down", K.Key_PageUp: "page-up", K.Key_Space: "space",
        K.Key_Backspace: "delete", K.Key_Asterisk: "delete",
    }
)  # fmt: skip
"""Function keys of a hardware keyboard while Chinese is composed."""


class VoiceTyping(QObject):
    """Type into the field that `current` returns, None for no field. Without an on-screen keyboard no Chinese can be
    typed."""

    def __init__(
        self,
        keyboard: Keyboard | None,
        current: Callable[[], tuple[Field, QQuickItem] | None],
        reader: PageReader,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keyboard, self._current, self._reader = keyboard, current, reader
        self._offered: list[str] = []
        if keyboard is not None:
            keyboard.changed.connect(self._speak_candidates)

    @property
    def composes(self) -> bool:
        """True if Chinese is composed in the current field."""
        return self._keyboard is not None and bool(self._keyboard.property("composes"))

    def follow_focus(self) -> None:
        """Open the on-screen keyboard if the current field takes Chinese, else close it."""
        if self._keyboard is None:
            return
        current = self._current()
        if current is not None and current[0].kind is FieldKind.CHINESE:
            self._keyboard.open(current[1])
        else:
            self._keyboard.close()

    def handle_key(self, key: int) -> bool:
        """Pass a hardware key to the composition; return False if it has no meaning there."""
        current = self._current()
        if current is None or not self.composes:
            return False
        before = len(_text_of(current[1]))
        handled = self._compose(key)
        if len(_text_of(current[1])) > before:
            self.echo(since=before)
        return handled

    def _compose(self, key: int) -> bool:
        assert self._keyboard is not None
        place = key - K.Key_1
        if K.Key_A <= key <= K.Key_Z:
            self._keyboard.press(chr(key).lower())
        elif not self._keyboard.property("letters"):
            return False
        elif 0 <= place < len(self._offered):
            self._keyboard.press(f"choose:{place}")
        elif key in FUNCTIONS:
            self._keyboard.press(FUNCTIONS[key])
        else:
            return False
        return True

    def _speak_candidates(self) -> None:
        assert self._keyboard is not None
        current = self._current()
        composed = current is not None and self._keyboard.property("letters")
        offered = list(self._keyboard.property("spoken")) if composed else []
        if offered == self._offered:
            return
        self._offered = offered
        if current is not None and offered and not self._hides(current[0]):
            self._reader.interrupt([Sentence(f"{number}，{word}") for number, word in enumerate(offered, 1)], CHINESE)

    def _hides(self, field: Field) -> bool:
        return field.masked and not self._reader.private

    def echo(self, since: int = -1) -> None:
        """Speak the text from this position on; of a masked field only its length."""
        current = self._current()
        if current is None:
            return
        field, typed = current[0], _text_of(current[1])
        if self._hides(field):
            self._reader.say(text("voice-hidden", count=len(typed)))
        elif typed:
            self._reader.say(Data(typed[since:]))

    def delete_last(self) -> None:
        """Delete the last character of the field."""
        current = self._current()
        if current is not None:
            current[1].setProperty("text", _text_of(current[1])[:-1])
            QMetaObject.invokeMethod(current[1], "changedByKey")
            self._reader.say(text("voice-deleted"))


def _text_of(item: QQuickItem) -> str:
    return str(item.property("text"))
