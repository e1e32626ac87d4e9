"""Writing without seeing: what is written is said, candidates are said as they come and chosen by figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QMetaObject, QObject, Qt
from PySide6.QtQuick import QQuickItem

from kiosk.messages import BASE
from kiosk.spoken import Sentence
from kiosk.view import Field, FieldKind
from kiosk.words import Data, Words, text
from ui.keyboard.keyboard import Keyboard

CHINESE = BASE
"""The language in which candidates are read, whatever the language of the page."""
K = Qt.Key
MEANS: Mapping[int, str] = MappingProxyType(
    {
        K.Key_PageDown: "page-down", K.Key_PageUp: "page-up", K.Key_Space: "space",
        K.Key_Backspace: "delete", K.Key_Asterisk: "delete",
    }
)  # fmt: skip
"""What a key of a board does while letters are being composed."""


class Aloud(QObject):
    """Writes into the field that `here` names (None: the keys stand on none). `say` says words instead of what is being
    said, `read` lines in a language. Without a keyboard no Chinese is written."""

    def __init__(
        self,
        keyboard: Keyboard | None,
        here: Callable[[], tuple[Field, QQuickItem] | None],
        say: Callable[[Words], None],
        read: Callable[[Sequence[Sentence], str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keyboard, self._here, self._say, self._read = keyboard, here, say, read
        self._offered: list[str] = []
        if keyboard is not None:
            keyboard.changed.connect(self._changed)

    @property
    def composes(self) -> bool:
        """Is Chinese composed here?"""
        return self._keyboard is not None and bool(self._keyboard.property("composes"))

    def arrive(self) -> None:
        """The keyboard stands open for a Chinese field while the keys stand on it."""
        if self._keyboard is None:
            return
        here = self._here()
        if here is not None and here[0].kind is FieldKind.CHINESE:
            self._keyboard.open(here[1])
        else:
            self._keyboard.close()

    def pressed(self, key: int) -> bool:
        """A key of a board goes to the composition where one is written; False where it means nothing there."""
        here = self._here()
        if here is None or not self.composes:
            return False
        before = len(_written(here[1]))
        mine = self._composed(key)
        if len(_written(here[1])) > before:
            self.echo(since=before)
        return mine

    def _composed(self, key: int) -> bool:
        assert self._keyboard is not None
        place = key - K.Key_1
        if K.Key_A <= key <= K.Key_Z:
            self._keyboard.press(chr(key).lower())
        elif not self._keyboard.property("letters"):
            return False
        elif 0 <= place < len(self._offered):
            self._keyboard.press(f"choose:{place}")
        elif key in MEANS:
            self._keyboard.press(MEANS[key])
        else:
            return False
        return True

    def _changed(self) -> None:
        assert self._keyboard is not None
        here = self._here()
        composed = here is not None and self._keyboard.property("letters")
        offered = list(self._keyboard.property("spoken")) if composed else []
        if offered == self._offered:
            return
        self._offered = offered
        if here is not None and offered and not here[0].masked:
            self._read([Sentence(f"{number}，{word}") for number, word in enumerate(offered, 1)], CHINESE)

    def echo(self, since: int = -1) -> None:
        """What was written, unless nobody else may hear it."""
        here = self._here()
        if here is None:
            return
        field, written = here[0], _written(here[1])
        if field.masked:
            self._say(text("voice-hidden", count=len(written)))
        elif written:
            self._say(Data(written[since:]))

    def delete(self) -> None:
        """The last sign that was written."""
        here = self._here()
        if here is not None:
            here[1].setProperty("text", _written(here[1])[:-1])
            QMetaObject.invokeMethod(here[1], "changedByKey")
            self._say(text("voice-deleted"))


def _written(item: QQuickItem) -> str:
    return str(item.property("text"))
