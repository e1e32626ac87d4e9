"""The keyboard as QML sees it: rows of keys, candidates, and the field it writes into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QMetaObject, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.keyboard.chinese import PAGE_SIZE, SCHEMA, Composing, Engine
from ui.keyboard.composition import COMPOSING, ROWS, ComposerState, Key, opened, press

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the program")
class Keyboard(QObject):
    """Opens for a TextInput that has `kind` and `maxPoints`, writes committed text into it and tells it so."""

    changed = Signal()
    laid = Signal()
    """Other keys, or the same in capitals: they are made anew, which a letter typed must not wait for."""
    fixed = Signal()
    """Never rings."""

    def __init__(self, engine: Callable[[], Engine | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine_of_visit = engine
        self._engine: Engine | None = None
        self._state: ComposerState | None = None
        self._input: QObject | None = None
        self._rows: list[list[dict[str, Any]]] = []
        self.on_writing: Callable[[], None] = lambda: None
        """A key was pressed of which the session hears nothing else: somebody is there."""

    @Slot(QObject)
    def open(self, field: QObject) -> None:
        """Write into this field from now on."""
        if field is self._input:
            return
        self.forget()
        self._input = field
        self._state = opened(str(field.property("kind")), str(field.property("text")), int(field.property("maxPoints")))
        self._engine = self._engine_of_visit() if self._state.kind in COMPOSING else None
        self._tell()

    @Slot()
    def close(self) -> None:
        if self._state is None:
            return
        self.forget()
        self._input = None
        self._state = None
        self._tell()

    def forget(self) -> None:
        """Nothing half written stays, and no candidate."""
        if self._engine is not None:
            self._engine.use(SCHEMA)
        self._engine = None

    @Slot(str)
    def press(self, key: str) -> None:
        """A key was touched."""
        if self._state is None or self._input is None:
            return
        if key == "done":
            self._input.setProperty("focus", False)
            self.close()
            return
        # What was typed on a real keyboard meanwhile counts too.
        there = str(self._input.property("text"))
        state = (
            self._state
            if there == self._state.shown
            else replace(self._state, text=there, letters="", composing=Composing())
        )
        self._state = press(state, key, self._engine)
        if self._state.shown != there:
            self._input.setProperty("text", self._state.shown)
            QMetaObject.invokeMethod(self._input, "changedByKey")
        else:
            self.on_writing()
        self._tell()

    def _tell(self) -> None:
        rows = [self._row(row) for row in ROWS[self._state.kind]] if self._state else []
        if rows != self._rows:
            self._rows = rows
            self.laid.emit()
        self.changed.emit()

    @property
    def _composing(self) -> Composing:
        return self._state.composing if self._state else Composing()

    def _row(self, row: tuple[Key, ...]) -> list[dict[str, Any]]:
        shift = self._state is not None and (self._state.shift or self._state.kind in ("id_number", "slip_number"))
        return [
            {"id": key.id, "label": key.label if shift or len(key.id) > 1 else key.id, "width": key.width}
            for key in row
        ]

    @Property(bool, notify=changed)
    def isOpen(self) -> bool:  # noqa: N802 (QML's style)
        return self._state is not None

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self._state.kind if self._state else ""

    @Property("QVariantList", notify=laid)  # type: ignore[arg-type]
    def rows(self) -> list[list[dict[str, Any]]]:
        return self._rows

    @Property(int, notify=fixed)
    def most(self) -> int:
        """How many candidates a page has at most."""
        return PAGE_SIZE

    @Property(str, notify=changed)
    def letters(self) -> str:
        return self._composing.letters

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def candidates(self) -> list[str]:
        return list(self._composing.candidates)

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def spoken(self) -> list[str]:
        """The candidates as they are said."""
        return [self._engine.spoken(each) for each in self._composing.candidates] if self._engine else []

    @Property(bool, notify=changed)
    def composes(self) -> bool:
        return self._engine is not None and self._state is not None and self._state.kind in COMPOSING

    @Property(bool, notify=changed)
    def more(self) -> bool:
        return self._state is not None and not self._state.composing.last_page

    @Property(bool, notify=changed)
    def before(self) -> bool:
        return self._state is not None and not self._state.composing.first_page
