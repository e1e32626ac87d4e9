"""The keyboard's view model for QML: rows of keys, candidates, and the field that receives the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QMetaObject, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable
from shiboken6 import isValid

from ui.keyboard.chinese import (
    FULL_GRID_PAGE,
    FULL_GRID_ROWS,
    GRID_COLUMNS,
    GRID_PAGE,
    GRID_ROWS,
    PAGE_SIZE,
    SCHEMA,
    Engine,
    Preedit,
)
from ui.keyboard.composition import (
    COMPOSED_KINDS,
    LAYERS,
    UPPERCASE_KINDS,
    ComposerState,
    Key,
    end_composition,
    open_field,
    press,
    rows_of,
)

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class Look:
    """The keys and the room for candidates that a state needs."""

    kind: str = ""
    is_name: bool = False
    composes: bool = False


@QmlElement
@QmlUncreatable("made by the program")
class Keyboard(QObject):
    """Writes committed text into the open TextInput and calls its `changedByKey`. The input has the properties `kind`
    and `maxPoints` (maximum length in code points)."""

    changed = Signal()
    rows_changed = Signal()
    """Other keys, or other capitalization. Separate from `changed`, because it rebuilds all key delegates."""
    fixed = Signal()
    """Never emitted; notify signal of a constant."""

    def __init__(self, engine: Callable[[], Engine | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._get_engine = engine
        self._engine: Engine | None = None
        self._state: ComposerState | None = None
        self._input: QObject | None = None
        self._rows: list[list[dict[str, Any]]] = []
        self._look = Look()
        """Of the field that is or was open: a closed keyboard keeps its keys for the next field."""
        self.on_key: Callable[[], None] = lambda: None
        """Called for every touched key."""
        self.on_activity: Callable[[], None] = lambda: None
        """Called for a key that changes no field text: the session would not notice the citizen's activity
        otherwise."""

    @Slot(QObject)
    def open(self, field: QObject) -> None:
        """Direct keys to this input from now on."""
        if field is self._input:
            return
        self.finish()
        self.forget()
        self._input = field
        self._state = open_field(
            str(field.property("kind")), str(field.property("text")), int(field.property("maxPoints"))
        )
        composed = self._state.kind in COMPOSED_KINDS | LAYERS
        engine = self._get_engine() if composed else None
        self._engine = engine.for_names() if engine is not None and self._state.is_name else engine
        self._notify()

    @Slot()
    def close(self) -> None:
        """Commit what is composed, as it is shown, and take the keyboard away."""
        self.finish()
        self.discard()

    @Slot()
    def discard(self) -> None:
        """Take the keyboard away with what is composed: its field belongs to a page that is no longer shown."""
        if self._state is None:
            return
        self.forget()
        self._input = None
        self._state = None
        self._notify()

    def finish(self) -> None:
        """Commit what is composed, as it is shown, before something else is touched; typing goes on after it."""
        if self._state is None or self._input is None or not self._state.letters or not isValid(self._input):
            return
        current, state = str(self._input.property("text")), self._state
        if current != state.shown:
            # Edited on a hardware keyboard meanwhile; a search has its letters in the text already.
            state = replace(state, text=current.removesuffix(state.letters) if state.kind == "search" else current)
        self._write(end_composition(state, self._engine))

    def forget(self) -> None:
        """Discard the preedit and its candidates."""
        if self._engine is not None:
            self._engine.select_schema(SCHEMA)
        self._engine = None

    @Slot(str)
    def press(self, key: str) -> None:
        """Handle a touched key."""
        if self._state is None or self._input is None:
            return
        self.on_key()
        if key == "done":
            self.finish()
            self._input.setProperty("focus", False)
            self.close()
            return
        # The text may have been edited on a hardware keyboard since.
        current = str(self._input.property("text"))
        state = (
            self._state
            if current == self._state.shown
            else replace(self._state, text=current, letters="", preedit=Preedit())
        )
        if not self._write(press(state, key, self._engine)):
            self.on_activity()

    def commit(self, text: str) -> None:
        """Write characters as if each had been chosen among the candidates."""
        self.finish()
        if self._state is not None and self._input is not None:
            self._write(replace(self._state, text=self._state.text + text))

    def _write(self, state: ComposerState) -> bool:
        """Show a state; True if it changed the field's text, which the field then reports."""
        assert self._input is not None
        self._state = state
        changed = state.shown != str(self._input.property("text"))
        if changed:
            self._input.setProperty("text", state.shown)
            QMetaObject.invokeMethod(self._input, "changedByKey")
        self._notify()
        return changed

    def _notify(self) -> None:
        state = self._state
        if state is not None:
            self._look = Look(state.kind, state.is_name, self._engine is not None and state.kind in COMPOSED_KINDS)
            rows = [self._row(row) for row in rows_of(state)]
            if rows != self._rows:
                self._rows = rows
                self.rows_changed.emit()
        self.changed.emit()

    @property
    def _preedit(self) -> Preedit:
        return self._state.preedit if self._state else Preedit()

    def _row(self, row: tuple[Key, ...]) -> list[dict[str, Any]]:
        shift = self._state is not None and (self._state.shift or self._state.kind in UPPERCASE_KINDS)
        return [
            {"id": key.id, "label": key.label if shift or len(key.id) > 1 else key.id, "width": key.width}
            for key in row
        ]

    @Property(bool, notify=changed)
    def isOpen(self) -> bool:  # noqa: N802 (QML's style)
        return self._state is not None

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self._look.kind

    @Property("QVariantList", notify=rows_changed)  # type: ignore[arg-type]
    def rows(self) -> list[list[dict[str, Any]]]:
        return self._rows

    @Property(bool, notify=changed)
    def gridIsFull(self) -> bool:  # noqa: N802 (QML's style)
        """The grid of candidates takes the place of the keys: a further page of pinyin."""
        return self._look.is_name and self._look.kind == "chinese" and not self._preedit.first_page

    @Property(int, notify=changed)
    def gridRows(self) -> int:  # noqa: N802 (QML's style)
        """Rows of candidates in a name's field; 0 elsewhere, where they are one strip."""
        return (FULL_GRID_ROWS if self.gridIsFull else GRID_ROWS) if self._look.is_name else 0

    @Property(int, notify=fixed)
    def gridColumns(self) -> int:  # noqa: N802 (QML's style)
        return GRID_COLUMNS

    @Property(int, notify=fixed)
    def gridPage(self) -> int:  # noqa: N802 (QML's style)
        """Maximum number of candidates on the grid's first page."""
        return GRID_PAGE

    @Property(int, notify=changed)
    def pageSize(self) -> int:  # noqa: N802 (QML's style)
        """Maximum number of candidates on this page."""
        return (FULL_GRID_PAGE if self.gridIsFull else GRID_PAGE) if self._look.is_name else PAGE_SIZE

    @Property(str, notify=changed)
    def letters(self) -> str:
        return self._preedit.letters

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def candidates(self) -> list[str]:
        return list(self._preedit.candidates)

    @Property("QStringList", notify=changed)  # type: ignore[arg-type]
    def spoken(self) -> list[str]:
        """The candidates as they are spoken."""
        return [self._engine.spoken(each) for each in self._preedit.candidates] if self._engine else []

    @Property(bool, notify=changed)
    def composes(self) -> bool:
        return self._look.composes

    @Property(bool, notify=changed)
    def hasNextPage(self) -> bool:  # noqa: N802 (QML's style)
        return self._state is not None and not self._state.preedit.last_page

    @Property(bool, notify=changed)
    def hasPreviousPage(self) -> bool:  # noqa: N802 (QML's style)
        return self._state is not None and not self._state.preedit.first_page
