"""A scenario stage on the real window: touches on the item with a key, on-screen typing, pictures.

Touching a key that is hidden, disabled or outside the window fails, as it would for a finger.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF
from PySide6.QtGui import QClipboard, QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from devices import FakeClock, SystemClock, Wait
from kiosk.messages import LanguageWords
from kiosk.scenario.drawing import Lines, points_along
from kiosk.scenario.leaks import find_in_keyboard
from kiosk.scenario.stage import CannotTouch, composed_in, pad_of, separators
from kiosk.view import View
from ui.app import Screen
from ui.staff_entry import ENTRY

TURNS_AT_MOST = 40
"""Screens of a page searched for a key."""
SETTLE_TIMEOUT_S = 30.0
LAYOUT_TIMEOUT_S = 0.5
FRAMES_MS = 40
"""Time in which a moving page is painted anew, also on a busy machine."""


class WindowStage:
    """Play on the window with a clock that stops between steps."""

    def __init__(self, screen: Screen, clock: FakeClock, finger: QPointingDevice) -> None:
        self._screen = screen
        self._clock = clock
        self._finger = finger
        self._published = screen.views_shown
        """Views published by now, of those that the screen has shown or is to show."""
        self._frames = 0
        screen.window.frameSwapped.connect(self._count_frame)

    def _count_frame(self) -> None:
        self._frames += 1

    def publish(self, view: View, words: LanguageWords) -> None:
        """Show the conductor's newest view; called from its thread."""
        self._published += 1
        self._screen.show(view, words)

    def view(self) -> View:
        assert self._screen.bridge.view is not None
        return self._screen.bridge.view

    def picture(self) -> bytes:
        self._process_events()
        return self._screen.picture()

    def left_behind(self) -> list[str]:
        clipboard = QGuiApplication.clipboard()
        modes = [QClipboard.Mode.Clipboard, *([QClipboard.Mode.Selection] if clipboard.supportsSelection() else [])]
        copied = any(clipboard.text(mode) for mode in modes)
        return [*find_in_keyboard(self._screen.keyboard), *(["clipboard: something was copied"] if copied else [])]

    def settle(self) -> None:
        """Wait until every worker is idle and the window shows the newest view."""
        deadline = Wait(SystemClock(), SETTLE_TIMEOUT_S)
        while True:
            self._process_events()
            if self._clock.at_rest() and self._screen.views_shown == self._published:
                self._process_events()
                if self._clock.at_rest() and self._screen.views_shown == self._published:
                    return
            deadline.pause(0.002)

    def advance(self, seconds: float) -> None:
        """Advance the clock from alarm to alarm, settling after each."""
        # Towards a fixed end: the sum of many small steps would stop a rounding error before an alarm at the end.
        end = self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0:
            self.settle()
            alarm = self._clock.next_alarm()
            self._clock.move(left if alarm is None else min(max(alarm, 0.0005), left))
        self.settle()

    def touch(self, key: str) -> None:
        if key == ENTRY:
            self._touch_corners()
            return
        item = self._reachable(key)
        self._tap(item)

    def _touch_corners(self) -> None:
        """Touch the corners of the screen in their hidden order."""
        window = self._screen.window
        right, bottom = window.width() - 9, window.height() - 9
        for x, y in ((9, 9), (right, 9), (right, bottom), (9, bottom)):
            QTest.touchEvent(window, self._finger).press(0, QPoint(x, y), window).commit()
            QTest.touchEvent(window, self._finger).release(0, QPoint(x, y), window).commit()
        self._process_events()

    def place(self, key: str) -> QPoint:
        """Return where a finger would touch this key now."""
        return self._centre(self._reachable(key))

    def type_text(self, key: str, text: str) -> None:
        """Touch a field, clear it, and press the on-screen keys; separators that the field sets itself are skipped, and
        hanzi are committed without their sounds.

        Raises CannotTouch for a character that the citizen's keyboard does not have.
        """
        field = self._reachable(key)
        self._tap(field)
        for _ in range(len(str(field.property("text")))):
            self._tap(self._reachable("key:delete"))
        set_by_field = separators(self.view(), key)
        composed = composed_in(self.view(), key, text)
        for character in text:
            name = f"key:{character.lower()}"
            if character in set_by_field and self._find(name) is None:
                continue
            if character in composed and self._find(name) is None:
                # The ways to it, by sound and by strokes, are tested with the keyboard.
                self._screen.keyboard.commit(character)
                self._process_events()
                continue
            self._tap(self._reachable(name))
        self._tap(self._reachable("key:done"))

    def draw(self, lines: Lines) -> None:
        """Move a finger over the pad along each line."""
        for line in lines:
            pad = pad_of(self.view())
            surface = self._reachable(pad.key)
            unit = surface.width() / pad.width
            places = [surface.mapToScene(QPointF(x * unit, y * unit)).toPoint() for x, y in points_along(line)]
            window = self._screen.window
            QTest.touchEvent(window, self._finger).press(0, places[0], window).commit()
            for place in places[1:]:
                QTest.touchEvent(window, self._finger).move(0, place, window).commit()
                QCoreApplication.processEvents()
            QTest.touchEvent(window, self._finger).release(0, places[-1], window).commit()
            self.settle()

    def _tap(self, item: QQuickItem) -> None:
        while self._find("double-tap-guard") is not None:
            QTest.qWait(20)
        place = self._centre(item)
        window = self._screen.window
        QTest.touchEvent(window, self._finger).press(0, place, window).commit()
        QTest.touchEvent(window, self._finger).release(0, place, window).commit()
        self._process_events()

    def _reachable(self, key: str) -> QQuickItem:
        """Return the item with this key, after turning the page to it if necessary. Raises CannotTouch."""
        for _ in range(TURNS_AT_MOST):
            item = self._find(key)
            if item is None:
                raise CannotTouch(f"{key!r} is not shown on {self.view().id}")
            if not item.isEnabled():
                raise CannotTouch(f"{key!r} is disabled on {self.view().id}")
            self._wait_for_layout(item)
            direction = self._scroll_direction(item)
            if direction == 0:
                return item
            turn = self._find("turn-down" if direction > 0 else "turn-up")
            if turn is None or not turn.isEnabled():
                raise CannotTouch(f"{key!r} is outside what can be seen of {self.view().id}")
            self._tap(turn)
            self._wait_for_rest(item)
        raise CannotTouch(f"{key!r} cannot be reached on {self.view().id}")

    def _wait_for_layout(self, item: QQuickItem) -> None:
        """Wait for a frame: new items get their place when a frame is painted."""
        deadline = Wait(SystemClock(), LAYOUT_TIMEOUT_S)
        seen = self._frames
        self._screen.window.update()
        while deadline.remaining() and (self._frames == seen or not self._is_in_window(item)):
            self._process_events()
            Wait(SystemClock(), None).pause(0.002)

    def _wait_for_rest(self, item: QQuickItem) -> None:
        """Wait while a page that was turned still moves."""
        deadline, before = Wait(SystemClock(), LAYOUT_TIMEOUT_S), None
        while deadline.remaining() and before != (now := item.mapToScene(QPointF(0, 0)).y()):
            before = now
            QTest.qWait(FRAMES_MS)

    def _is_in_window(self, item: QQuickItem) -> bool:
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        window = self._screen.window
        return 0 <= middle.x() <= window.width() and 0 <= middle.y() <= window.height()

    def _scroll_direction(self, item: QQuickItem) -> int:
        """Return -1 if the item is above the visible area, 1 if below, 0 if visible. Raises CannotTouch outside the
        window."""
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
        if not self._is_in_window(item):
            raise CannotTouch(f"{item.objectName()!r} is outside the window")
        return 0

    def _centre(self, item: QQuickItem) -> QPoint:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def _find(self, key: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == key and item.isVisible()), None)

    def items(self) -> Iterator[QQuickItem]:
        """Yield every item of the window, Repeater delegates included."""
        waiting = [self._screen.window.contentItem()]
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(item.childItems())

    def _process_events(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
        delete_later_now()


def delete_later_now() -> None:
    """Destroy every object that is to be deleted later; without a running event loop nothing else does.

    Two passes: destroying a page posts the deletion of the delegates in its inner Repeaters and Loaders.
    """
    for _ in range(2):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def make_finger() -> QPointingDevice:
    """Create a touch screen for tests; once per process."""
    return QTest.createTouchDevice()
