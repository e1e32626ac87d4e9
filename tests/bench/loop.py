"""Qt's own event loop, as on a terminal: without one running, no page that went would ever be deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtQuick import QQuickWindow

PATIENCE_MS = 30_000
LOOK_MS = 50
"""How often a wait looks, beside at every frame: one that asked all the time would take the lock that other threads
need."""
BEAT_MS = 5


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


def painted(window: QQuickWindow, do: Callable[[], None], shown: Callable[[], bool]) -> float:
    """Milliseconds from an act to the first frame painted when this is so: a button that only looks pressed is a frame
    too."""
    frames: list[float] = []

    def note() -> None:
        if shown():
            frames.append(time.monotonic())

    link = window.frameSwapped.connect(note)
    began = time.monotonic()
    do()
    until(window, lambda: bool(frames))
    window.frameSwapped.disconnect(link)
    return (frames[0] - began) * 1000


class Beats:
    """A timer of the GUI thread, and how long it was kept from beating."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen while the program works, not while the bench looks where to touch; and never to what is timed: each
        beat asks for the interpreter, and other threads take their turn."""
        self._last = time.monotonic()
        self._timer.start(BEAT_MS)
        yield
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = time.monotonic()
        self.gaps.append((now - self._last) * 1000)
        self._last = now
