"""Touches on a fully loaded terminal, each measured to the painted frame."""

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
from tests.bench.loop import Beats, run_loop, time_to_paint, wait_until
from ui.stage import WindowStage, make_finger

REST_S = 0.02

SWITCHES: Mapping[str, Callable[[View], object]] = MappingProxyType(
    {
        "language": lambda view: view.language,
        "larger": lambda view: view.modes.elder,
        "contrast": lambda view: (view.modes.contrast, view.modes.dark),
        "low": lambda view: view.modes.low,
    }
)
"""Mode button → the part of the view that it changes."""


def tap(window: QQuickWindow, finger: QPointingDevice, place: QPoint) -> None:
    """Press and release a finger, without waiting for the effect."""
    QTest.touchEvent(window, finger).press(0, place, window).commit()
    QTest.touchEvent(window, finger).release(0, place, window).commit()


class Fingers:
    """Touches on a loaded terminal, each measured to the painted frame; while `measured`, also the beats."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.beats = Beats()
        self.measured = False
        self._finger = make_finger()
        self._stage = WindowStage(loaded.screen, None, self._finger)  # type: ignore[arg-type]

    def go(self, key: str, page: str) -> float:
        """Touch a key; return the milliseconds from release to the first frame with the expected page."""
        return self._touch(key, lambda: self.loaded.view.id == page)

    def switch(self, key: str) -> float:
        """Switch a mode; return the milliseconds from release to the first frame in the new mode."""
        before = SWITCHES[key](self.loaded.view)
        return self._touch(key, lambda: SWITCHES[key](self.loaded.view) != before)

    def write(self, key: str) -> float:
        """Touch a field; return the milliseconds from release to the first frame with its keyboard."""
        return self._touch(key, self._writing)

    def on(self, *keys: str) -> None:
        """Touch keys one after the other, unmeasured, each after the view has changed."""
        for key in keys:
            before = self.loaded.view
            self._stage.touch(key)
            self.wait_until(lambda view, before=before: view is not before)  # type: ignore[misc]

    def type(self, key: str, text: str) -> None:
        """Type into a field, unmeasured."""
        self._stage.type_text(key, text)
        self.wait_until(lambda view: any(field.key == key and field.value == text for field in view.fields))

    def close_keyboard(self) -> None:
        self._stage.touch("key:done")
        self.wait_until(lambda _: not self._writing())

    def _writing(self) -> bool:
        return bool(self.loaded.screen.keyboard.property("isOpen"))

    def wait_until(self, condition: Callable[[View], bool]) -> None:
        wait_until(self.loaded.screen.window, lambda: condition(self.loaded.view))
        run_loop(0.1)

    def _touch(self, key: str, shown: Callable[[], bool]) -> float:
        window, place = self.loaded.screen.window, self._stage.place(key)
        with self.beats.measured() if self.measured else nullcontext():
            taken = time_to_paint(window, partial(tap, window, self._finger, place), shown)
            run_loop(REST_S)
        return taken
