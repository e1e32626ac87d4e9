"""Find items of the window by their key."""

from __future__ import annotations

from PySide6.QtQuick import QQuickItem


def visible_item(top: QQuickItem, key: str) -> QQuickItem | None:
    """Return the visible item with this key; breadth first, so an overlay's comes before the page's."""
    waiting = [top]
    while waiting:
        item = waiting.pop(0)
        if not item.isVisible():
            continue
        if item.objectName() == key:
            return item
        waiting.extend(item.childItems())
    return None
