"""Qt's own event loop, as on a terminal: without one running, no page that went would ever be deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtQuick import QQuickWindow

PATIENCE_MS = 30_000
LOOK_MS = 50
"""How often a wait looks, beside at every frame: one that asked all the time would take the lock that other threads
need."""


def calm(seconds: float) -> None:
    """Let this time pass."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(window: QQuickWindow, true: Callable[[], bool]) -> None:
    """Let time pass until this is true, looked for at every frame of the window. Raises TimeoutError."""
    loop = QEventLoop()

    def look() -> None:
        if true():
            loop.quit()

    looking, ending = QTimer(), QTimer()
    looking.timeout.connect(look)
    ending.timeout.connect(loop.quit)
    link = window.frameSwapped.connect(look)
    looking.start(LOOK_MS)
    ending.start(PATIENCE_MS)
    if not true():
        loop.exec()
    window.frameSwapped.disconnect(link)
    looking.stop()
    ending.stop()
    if not true():
        raise TimeoutError("the window did not follow")
