"""Lists for QML, updated by key: a row that stayed keeps its delegate, its focus and its scroll position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex

Row = Mapping[str, Any]
DISPLAY_ROLE, USER_ROLE = 0, 0x100
"""Qt.ItemDataRole; naming `Qt` builds every list of constants it has, which the first picture would wait for."""


class KeyedModel(QAbstractListModel):
    """Rows of named values; the value named by `identity` tells rows apart."""

    def __init__(self, names: Sequence[str], parent: QObject, identity: str = "key") -> None:
        super().__init__(parent)
        self._identity = identity
        self._names = {USER_ROLE + n: name for n, name in enumerate(names)}
        self._rows: list[Row] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        return len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY_ROLE) -> Any:
        name = self._names.get(role)
        if name is None or not 0 <= index.row() < len(self._rows):
            return None
        return self._rows[index.row()].get(name)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 (Qt's name)
        return {role: QByteArray(name.encode()) for role, name in self._names.items()}

    def show(self, rows: Sequence[Row]) -> None:
        """Make the list these rows: what stands before and after the changed middle is kept."""
        old, new = [row[self._identity] for row in self._rows], [row[self._identity] for row in rows]
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        self._replace(head, len(old) - tail, list(rows[head : len(new) - tail]))
        for number, row in enumerate(rows):
            if self._rows[number] != row:
                self._rows[number] = row
                here = self.index(number)
                self.dataChanged.emit(here, here)

    def _replace(self, start: int, end: int, rows: list[Row]) -> None:
        if end > start:
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._rows[start:end]
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._rows[start:start] = rows
            self.endInsertRows()
