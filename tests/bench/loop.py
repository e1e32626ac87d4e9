"""Waiting and measuring in Qt's event loop; without a running loop no removed page would ever be deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtQuick import QQuickWindow

TIMEOUT_MS = 30_000
POLL_MS = 50
"""Polling interval of a wait, in addition to every frame: constant polling would hold the interpreter lock."""
BEAT_MS = 5


def run_loop(seconds: float) -> None:
    """Run the event loop for a time."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(window: QQuickWindow, condition: Callable[[], bool]) -> None:
    """Run the event loop until the condition is true, checked at every frame of the window. Raises TimeoutError."""
    loop = QEventLoop()

    def poll() -> None:
        if condition():
            loop.quit()

    polling, timeout = QTimer(), QTimer()
    polling.timeout.connect(poll)
    timeout.timeout.connect(loop.quit)
    link = window.frameSwapped.connect(poll)
    polling.start(POLL_MS)
    timeout.start(TIMEOUT_MS)
    if not condition():
        loop.exec()
    window.frameSwapped.disconnect(link)
    polling.stop()
    timeout.stop()
    if not condition():
        raise TimeoutError("the window did not follow")


def time_to_paint(window: QQuickWindow, do: Callable[[], None], shown: Callable[[], bool]) -> float:
    """Return the milliseconds from `do` to the first frame painted while `shown()` is true.

    Earlier frames, such as that of a pressed button, do not count.
    """
    frames: list[float] = []

    def record() -> None:
        if shown():
            frames.append(time.monotonic())

    link = window.frameSwapped.connect(record)
    began = time.monotonic()
    do()
    wait_until(window, lambda: bool(frames))
    window.frameSwapped.disconnect(link)
    return (frames[0] - began) * 1000


class Beats:
    """A timer of the GUI thread, and the gaps between its beats in milliseconds."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Record the gaps while the program works.

        Not to be combined with timed touches: each beat takes the interpreter lock, and lets other threads run.
        """
        self._last = time.monotonic()
        self._timer.start(BEAT_MS)
        yield
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now = time.monotonic()
        self.gaps.append((now - self._last) * 1000)
        self._last = now
