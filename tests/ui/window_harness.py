"""The window as a test holds it: show a view, touch, press keys, look at what stands where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.messages import Languages
from kiosk.view import View
from tests import frozen
from tests.frozen import catalogue
from tests.languages import FOLDER
from tests.ui.pseudo import with_pseudo
from ui.app import LAYOUTS, Screen, application, create_screen
from ui.keyboard.chinese import Engine
from ui.profile import ScreenProfile, load_screen


@cache
def languages() -> Languages:
    """Every language, the pseudo-locale among them, with the words of the service items."""
    return with_pseudo(Languages.load(FOLDER), catalogue())


def reference_screen() -> ScreenProfile:
    """The community kiosk's screen, with its drawings at rest."""
    return replace(load_screen(frozen.TERMINALS / "rehearsal.toml"), moving=False)


@cache
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


class WindowHarness:
    """A screen whose touches and texts are kept in `touched` and `typed`."""

    def __init__(
        self,
        profile: ScreenProfile | None = None,
        engine: Callable[[], Engine | None] = lambda: None,
        layouts: Mapping[str, Path] = LAYOUTS,
    ) -> None:
        application(["tests"])
        self.profile = profile or reference_screen()
        self.words: Callable[[], Languages] = languages
        self.screen: Screen = create_screen(self.profile, engine, layouts=layouts)
        self.touched: list[str] = []
        self.typed: list[tuple[str, str]] = []
        self.screen.bridge.on_touch = lambda visit, key: self.touched.append(key)
        self.screen.bridge.on_typed = lambda visit, key, text: self.typed.append((key, text))
        self.settle()

    def close(self) -> None:
        self.screen.close()

    def forget(self) -> None:
        self.touched.clear()
        self.typed.clear()

    def show(self, view: View) -> None:
        """Show a view and let everything find its place."""
        self.screen.bridge.show(view, self.words().words(view.language))
        self.settle()

    def settle(self) -> None:
        """Columns and pages find their place when a picture is drawn, so two are."""
        for _ in range(2):
            for _ in range(3):
                QCoreApplication.processEvents()
            self.screen.window.grabWindow()
        # Without a running event loop nothing else deletes the pages that went. What goes with them is posted by that
        # deletion, and a test must not hold it.
        for _ in range(2):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def items(self) -> list[QQuickItem]:
        """Every visible item, delegates included, in order of drawing."""
        return list(_walk(self.screen.window.contentItem()))

    def find(self, key: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == key), None)

    def item(self, key: str) -> QQuickItem:
        found = self.find(key)
        assert found is not None, f"{key!r} is not on the screen; there: {sorted(self.touchables())}"
        return found

    def touchables(self) -> set[str]:
        """The keys of everything that can be touched."""
        return {item.objectName() for item in self.controls()}

    def controls(self) -> list[QQuickItem]:
        return [i for i in self.items() if i.inherits("QQuickAbstractButton") or i.inherits("QQuickTextInput")]

    def touch(self, key: str) -> None:
        """A finger on the middle of the item, as it lies on the harness now; after any guard against double taps."""
        while (guard := self.find("double-tap-guard")) and rect(guard).contains(rect(self.item(key)).center()):
            QTest.qWait(20)
        self.tap(key)

    def tap(self, key: str) -> None:
        """A finger at once, guarded or not."""
        self.finger_on(key)
        self.settle()

    def finger_on(self, key: str) -> None:
        """A finger, and no wait for what comes of it."""
        middle = rect(self.item(key)).center().toPoint()
        window = self.screen.window
        QTest.touchEvent(window, finger()).press(0, middle, window).commit()
        QTest.touchEvent(window, finger()).release(0, middle, window).commit()

    def activate(self) -> None:
        """Keys go to the window that a person works at: another test's window may have had the focus last."""
        if not self.screen.window.isActive():
            self.screen.window.requestActivate()
            assert QTest.qWaitForWindowActive(self.screen.window)

    def press(self, key: Qt.Key) -> None:
        self.activate()
        QTest.keyClick(self.screen.window, key)
        self.settle()

    def focused(self) -> QQuickItem | None:
        return self.screen.window.activeFocusItem()


def rect(item: QQuickItem) -> QRectF:
    """Where an item lies in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def clip_of(item: QQuickItem) -> QRectF | None:
    """What of an item's surroundings can be seen; None where nothing clips it."""
    seen: QRectF | None = None
    for above in ancestors(item):
        if above.clip():
            seen = rect(above) if seen is None else seen.intersected(rect(above))
    return seen


def inside(item: QQuickItem, ancestor: QQuickItem) -> bool:
    return item is ancestor or any(above is ancestor for above in ancestors(item))


def ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    """What an item stands in, the nearest first."""
    above = item.parentItem()
    while isinstance(above, QQuickItem):
        yield above
        above = above.parentItem()


def painted(item: QQuickItem) -> QRectF:
    """Where a text's letters stand in the window; its whole width, for nobody tells how it is aligned."""
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    return item.mapRectToScene(QRectF(0, 0, max(width, item.width()), height))


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible():
        return
    yield item
    for child in item.childItems():
        yield from _walk(child)
