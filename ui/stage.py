"""The window as a stage: real touches on the item that carries the key, text through our own keyboard, pictures.

A key that is hidden, disabled, or not inside the window fails, as it would for a finger.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from devices import FakeClock, SystemClock, Wait
from kiosk.messages import LanguageWords
from kiosk.scenario.leaks import find_in_keyboard
from kiosk.scenario.stage import CannotTouch
from kiosk.view import View
from ui.app import Screen

TURNS = 40
"""How often the page is turned to find something further down."""
SLOWEST_S = 30.0
LAYOUT_S = 0.5


class WindowStage:
    """Plays on a real window, on a clock that stands still between steps."""

    def __init__(self, screen: Screen, clock: FakeClock, finger: QPointingDevice) -> None:
        self._screen = screen
        self._clock = clock
        self._finger = finger
        self._published = 0
        self._frames = 0
        screen.window.frameSwapped.connect(self._painted)

    def _painted(self) -> None:
        self._frames += 1

    def publish(self, view: View, words: LanguageWords) -> None:
        """The conductor's newest view; called from its thread."""
        self._published += 1
        self._screen.show(view, words)

    def view(self) -> View:
        assert self._screen.bridge.view is not None
        return self._screen.bridge.view

    def picture(self) -> bytes:
        self._events()
        return self._screen.picture()

    def left_behind(self) -> list[str]:
        clipboard = QGuiApplication.clipboard().text()
        return [*find_in_keyboard(self._screen.keyboard), *(["clipboard: something was copied"] if clipboard else [])]

    def settle(self) -> None:
        """Until every worker rests and the window shows the newest view."""
        patience = Wait(SystemClock(), SLOWEST_S)
        while True:
            self._events()
            if self._clock.at_rest() and self._screen.shown == self._published:
                self._events()
                if self._clock.at_rest() and self._screen.shown == self._published:
                    return
            patience.pause(0.002)

    def advance(self, seconds: float) -> None:
        """Let time pass alarm by alarm, the window keeping up."""
        left = seconds
        while left > 0:
            self.settle()
            alarm = self._clock.next_alarm()
            step = left if alarm is None else min(max(alarm, 0.0005), left)
            self._clock.move(step)
            left -= step
        self.settle()

    def touch(self, key: str) -> None:
        item = self._reachable(key)
        self._tap(item)

    def place(self, key: str) -> QPoint:
        """Where a finger would touch this key now."""
        return self._centre(self._reachable(key))

    def type_text(self, key: str, text: str) -> None:
        """Touch the field, then key after key of our keyboard; what it does not carry is put in as a whole."""
        field = self._reachable(key)
        self._tap(field)
        for _ in range(len(str(field.property("text")))):
            self._tap(self._reachable("key:delete"))
        for character in text:
            name = f"key:{character.lower()}"
            if self._find(name) is None and character == "-":
                continue
            self._tap(self._reachable(name))
        self._tap(self._reachable("key:done"))

    def _tap(self, item: QQuickItem) -> None:
        while self._find("double-tap-guard") is not None:
            QTest.qWait(20)
        place = self._centre(item)
        window = self._screen.window
        QTest.touchEvent(window, self._finger).press(0, place, window).commit()
        QTest.touchEvent(window, self._finger).release(0, place, window).commit()
        self._events()

    def _reachable(self, key: str) -> QQuickItem:
        """The item with this key, brought into sight by the page's own buttons if need be."""
        for _ in range(TURNS):
            item = self._find(key)
            if item is None:
                raise CannotTouch(f"{key!r} is not shown on {self.view().id}")
            if not item.isEnabled():
                raise CannotTouch(f"{key!r} is disabled on {self.view().id}")
            self._laid_out(item)
            direction = self._hidden_towards(item)
            if direction == 0:
                return item
            turn = self._find("turn-down" if direction > 0 else "turn-up")
            if turn is None or not turn.isEnabled():
                raise CannotTouch(f"{key!r} lies outside what can be seen of {self.view().id}")
            self._tap(turn)
        raise CannotTouch(f"{key!r} cannot be reached on {self.view().id}")

    def _laid_out(self, item: QQuickItem) -> None:
        """What just appeared finds its place when a frame is painted; nobody touches what has not been seen."""
        patience = Wait(SystemClock(), LAYOUT_S)
        seen = self._frames
        self._screen.window.update()
        while patience.remaining() and (self._frames == seen or not self._inside(item)):
            self._events()
            Wait(SystemClock(), None).pause(0.002)

    def _inside(self, item: QQuickItem) -> bool:
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        window = self._screen.window
        return 0 <= middle.x() <= window.width() and 0 <= middle.y() <= window.height()

    def _hidden_towards(self, item: QQuickItem) -> int:
        """-1 above, 1 below, 0 in sight: inside the window and inside every clipping ancestor."""
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        ancestor: QQuickItem | None = item.parentItem()
        while ancestor:
            if ancestor.clip():
                top = ancestor.mapToScene(QPointF(0, 0)).y()
                bottom = ancestor.mapToScene(QPointF(0, ancestor.height())).y()
                if middle.y() < top:
                    return -1
                if middle.y() > bottom:
                    return 1
            ancestor = ancestor.parentItem()
        if not self._inside(item):
            raise CannotTouch(f"{item.objectName()!r} lies outside the window")
        return 0

    def _centre(self, item: QQuickItem) -> QPoint:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def _find(self, key: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == key and item.isVisible()), None)

    def items(self) -> Iterator[QQuickItem]:
        """Every item of the window, delegates of repeaters included."""
        waiting = [self._screen.window.contentItem()]
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(item.childItems())

    def _events(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
        # Without a running event loop nothing else deletes the pages that went.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_finger() -> QPointingDevice:
    """A touch screen for tests; once a process."""
    return QTest.createTouchDevice()
