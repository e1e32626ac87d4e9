"""List models for QML, updated by key: an unchanged row keeps its delegate, a changed row is updated in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QStandardItem, QStandardItemModel

Row = Mapping[str, Any]
BLOCK_ROLES = (
    "key", "kind", "text", "value", "tone", "origin", "change", "reveal", "number", "picture", "first", "last",
    "modules", "sheet", "live", "children_", "sign", "chips", "spots", "bars",
)  # fmt: skip
CHOICE_ROLES = (
    "key", "label", "note", "icon", "enabled", "chosen", "option", "main", "tag", "tagTone", "whyNot", "speech",
)  # fmt: skip
FIELD_ROLES = (
    "key", "label", "kind", "value", "hint", "source", "wrong", "maxLength", "masked", "opens", "groups", "length",
    "options", "speech", "secret",
)  # fmt: skip
USER_ROLE = 0x100
"""Qt.ItemDataRole.UserRole. As a number, because importing the `Qt` namespace creates all its enums and delays the
first frame."""


class KeyedModel:
    """A flat list of rows. `identity` is the role that identifies a row.

    Values are kept in a QStandardItemModel (`model`), so that delegates read them without the interpreter lock.
    """

    def __init__(self, names: Sequence[str], parent: QObject, identity: str = "key") -> None:
        self.model = QStandardItemModel(parent)
        self._roles = {name: USER_ROLE + 1 + n for n, name in enumerate(names)}
        self.model.setItemRoleNames({role: name.encode() for name, role in self._roles.items()})  # type: ignore[misc]
        self._identity = identity
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the list by these rows; the rows before and after the changed middle keep their delegates."""
        old, new = [row[self._identity] for row in self._rows], [row[self._identity] for row in rows]
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        self._replace(head, len(old) - tail, list(rows[head : len(new) - tail]))
        for number, row in enumerate(rows):
            was = self._rows[number]
            if was != row:
                item = self.model.item(number)
                for name, role in self._roles.items():
                    if was.get(name) != row.get(name):
                        item.setData(row.get(name), role)
                self._rows[number] = row

    def _replace(self, start: int, end: int, rows: list[Row]) -> None:
        if end > start:
            self.model.removeRows(start, end - start)
        if rows:
            # All in one call: between two, another thread may take the interpreter lock.
            self.model.invisibleRootItem().insertRows(start, [self._item(row) for row in rows])
        self._rows[start:end] = rows

    def _item(self, row: Row) -> QStandardItem:
        item = QStandardItem()
        for name, role in self._roles.items():
            item.setData(row.get(name), role)
        # The first call of each virtual method looks for a Python override under the interpreter lock. Do that now,
        # while the lock is held, and not at every row of a page that is being built.
        _ = item < item
        return item
