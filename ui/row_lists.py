"""The lists of a page file: its blocks, choices and fields, and the contents of its boxes, for QML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.models import BLOCK_ROLES, CHOICE_ROLES, FIELD_ROLES, KeyedModel

QML_IMPORT_NAME = "Yike.Bridge"
QML_IMPORT_MAJOR_VERSION = 1
Rows = Sequence[Mapping[str, Any]]


@QmlElement
@QmlUncreatable("made by the bridge")
class RowLists(QObject):
    """The three lists that a page shows."""

    fixed = Signal()
    """Never emitted. Notify signal of constant properties, because pyside6-metaobjectdump does not support CONSTANT."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._blocks = KeyedModel(BLOCK_ROLES, self)
        self._choices = KeyedModel(CHOICE_ROLES, self)
        self._fields = KeyedModel(FIELD_ROLES, self, "row")
        self._boxes: dict[int, KeyedModel] = {}

    def show(self, blocks: Sequence[tuple[Mapping[str, Any], Rows | None]], choices: Rows, fields: Rows) -> None:
        """Show these rows; a block that is a box comes with the rows inside it."""
        self._blocks.show([self._with_contents(place, *block) for place, block in enumerate(blocks)])
        self._choices.show(choices)
        self._fields.show(fields)

    def _with_contents(self, place: int, row: Mapping[str, Any], inside: Rows | None) -> Mapping[str, Any]:
        if inside is None:
            return row
        if place not in self._boxes:
            self._boxes[place] = KeyedModel(BLOCK_ROLES, self)
        self._boxes[place].show(inside)
        return {**row, "children_": self._boxes[place].model}

    def clear(self) -> None:
        """Remove all rows."""
        for rows in (self._blocks, self._choices, self._fields, *self._boxes.values()):
            rows.show([])

    def clear_fields(self) -> None:
        """Remove the fields: what is typed belongs to the page on which it was typed."""
        self._fields.show([])

    @Property(QObject, notify=fixed)
    def blocks(self) -> QObject:
        return self._blocks.model

    @Property(QObject, notify=fixed)
    def choices(self) -> QObject:
        return self._choices.model

    @Property(QObject, notify=fixed)
    def fields(self) -> QObject:
        return self._fields.model
