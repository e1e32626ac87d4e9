"""A finger on a terminal with everything loaded: each touch to its painted end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.view import View
from tests.bench.loaded import Loaded
from tests.bench.loop import Beats, calm, painted, until
from ui.stage import WindowStage, make_finger

REST_S = 0.02

SWITCHES: Mapping[str, Callable[[View], object]] = MappingProxyType(
    {
        "language": lambda view: view.language,
        "larger": lambda view: view.modes.elder,
        "contrast": lambda view: view.modes.contrast,
        "low": lambda view: view.modes.low,
    }
)
"""Each button, and what of the view it changes."""


def tap(window: QQuickWindow, finger: QPointingDevice, place: QPoint) -> None:
    """A finger here, and no wait for what comes of it."""
    QTest.touchEvent(window, finger).press(0, place, window).commit()
    QTest.touchEvent(window, finger).release(0, place, window).commit()


class Fingers:
    """Touches on a loaded terminal, each to its painted end; while `heard` the beats are listened to."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.beats = Beats()
        self.heard = False
        self._finger = make_finger()
        self._stage = WindowStage(loaded.screen, None, self._finger)  # type: ignore[arg-type]

    def go(self, key: str, page: str) -> float:
        """Milliseconds from release to the first frame painted with the page that the touch leads to."""
        return self._touch(key, lambda: self.loaded.view.id == page)

    def switch(self, key: str) -> float:
        """Milliseconds from release to the first frame painted in the new way."""
        before = SWITCHES[key](self.loaded.view)
        return self._touch(key, lambda: SWITCHES[key](self.loaded.view) != before)

    def write(self, key: str) -> float:
        """Milliseconds from release to the first frame painted with the keyboard for this field."""
        return self._touch(key, self._writing)

    def on(self, *keys: str) -> None:
        """Touch these one after the other, uncounted, each when the one before has led to something."""
        for key in keys:
            before = self.loaded.view
            self._stage.touch(key)
            self.until(lambda view, before=before: view is not before)  # type: ignore[misc]

    def type(self, key: str, text: str) -> None:
        """Write into this field, uncounted."""
        self._stage.type_text(key, text)
        self.until(lambda view: any(field.key == key and field.value == text for field in view.fields))

    def close_keyboard(self) -> None:
        self._stage.touch("key:done")
        self.until(lambda _: not self._writing())

    def _writing(self) -> bool:
        return bool(self.loaded.screen.keyboard.property("isOpen"))

    def until(self, true: Callable[[View], bool]) -> None:
        until(self.loaded.screen.window, lambda: true(self.loaded.view))
        calm(0.1)

    def _touch(self, key: str, shown: Callable[[], bool]) -> float:
        window, place = self.loaded.screen.window, self._stage.place(key)
        with self.beats.heard() if self.heard else nullcontext():
            taken = painted(window, partial(tap, window, self._finger, place), shown)
            calm(REST_S)
        return taken
