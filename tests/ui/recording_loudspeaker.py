"""A loudspeaker that records what it is given, and helpers that record touches and press keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.spoken import Sentence
from ui.bridge import Bridge

FAR = 3
"""Steps from the usual rate or volume to the end of the scale."""


class RecordingLoudspeaker:
    """Finishes speech at once; with `slow`, only when `finish` is called."""

    def __init__(self) -> None:
        self.on_state: Callable[[bool], None] = lambda speaking: None
        self.on_number: Callable[[], None] = lambda: None
        self.said: list[str] = []
        self.waiting: list[Sentence] = []
        self.stops = 0
        self.slow = False
        self.rate = 0
        self.volume = 0

    def say(self, sentences: Sequence[Sentence], language: str) -> None:
        began = bool(sentences) and not self.waiting
        self.waiting += sentences
        if began:
            self.on_state(True)
        if not self.slow:
            self.finish()

    def interject(self, sentences: Sequence[Sentence], language: str) -> None:
        waiting, self.waiting = self.waiting, []
        self.say([*sentences, *waiting], language)

    def finish(self) -> None:
        """Finish all queued speech."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        for line in waiting:
            self.said.append(line.text)
            if line.number:
                self.on_number()
        self.on_state(False)

    def stop(self) -> None:
        if self.waiting:
            self.waiting = []
            self.stops += 1
            self.on_state(False)

    def silence(self) -> None:
        self.stop()

    def next_rate(self) -> None:
        self.rate += 1

    def change_rate(self, steps: int) -> bool:
        self.rate += steps
        return abs(self.rate) < FAR

    def change_volume(self, steps: int) -> bool:
        self.volume += steps
        return abs(self.volume) < FAR

    def reset(self) -> None:
        self.rate = self.volume = 0

    def since(self, place: int) -> str:
        return "\n".join(self.said[place:])


def record_touches(bridge: Bridge) -> list[str]:
    """Return a list that collects the keys of touches from now on; they still reach the terminal."""
    touched: list[str] = []
    tell = bridge.on_touch

    def touch(visit: str, key: str) -> None:
        touched.append(key)
        tell(visit, key)

    bridge.on_touch = touch
    return touched


def press(window: QQuickWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window, key)
        for _ in range(3):
            QCoreApplication.processEvents()
