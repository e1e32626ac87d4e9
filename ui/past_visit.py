"""Empty what the toolkit keeps outside the pages when a visit ends or begins: both clipboards of the desktop."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.bridge import Bridge


class PastVisit(QObject):
    """Follow the bridge; `forget` may be called at any moment, on the GUI thread."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._visit = ""
        bridge.changed.connect(self._follow)

    def _follow(self) -> None:
        view = self._bridge.view
        if view is not None and view.visit != self._visit:
            self._visit = view.visit
            self.forget()

    def forget(self) -> None:
        """Empty the clipboard and, where the desktop has one, the selection that the middle button pastes."""
        clipboard = QGuiApplication.clipboard()
        clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
