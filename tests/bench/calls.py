"""A visit by the calls that the window's controls make, without the toolkit's test library: that one loads QtWidgets,
whose memory would count as the terminal's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMetaObject
from PySide6.QtQuick import QQuickItem

from kiosk.view import View
from tests.bench.loaded import Loaded
from tests.bench.loop import run_loop, wait_until
from ui.items import visible_item


class Calls:
    """The unmeasured actions of `Fingers`."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded

    def on(self, *keys: str) -> None:
        """Report touches one after the other, each after the view has changed and was painted."""
        for key in keys:
            before = self.loaded.view
            self.loaded.screen.bridge.touch(key)
            self.wait_until(lambda view, before=before: view is not before)  # type: ignore[misc]

    def write(self, key: str) -> None:
        """Open the keyboard of a field."""
        QMetaObject.invokeMethod(self._input(key), "begun")
        self.wait_until(lambda _: self._is_open())

    def type(self, key: str, text: str) -> None:
        """Press the on-screen keys of a field."""
        QMetaObject.invokeMethod(self._input(key), "begun")
        for character in text:
            self.loaded.screen.keyboard.press(character)
            run_loop(0.0)
        self.wait_until(lambda view: any(field.key == key and field.value == text for field in view.fields))
        self.close_keyboard()

    def close_keyboard(self) -> None:
        self.loaded.screen.keyboard.press("done")
        self.wait_until(lambda _: not self._is_open())

    def wait_until(self, condition: Callable[[View], bool]) -> None:
        wait_until(self.loaded.screen.window, lambda: condition(self.loaded.view))
        run_loop(0.1)

    def _input(self, key: str) -> QQuickItem:
        found = visible_item(self.loaded.screen.window.contentItem(), key)
        assert found is not None, f"{key} is not shown"
        return found

    def _is_open(self) -> bool:
        return bool(self.loaded.screen.keyboard.property("isOpen"))
