"""The window under test: show a view, touch, press keys, and find items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from devices import FakeClock, SystemClock, Wait
from kiosk.catalogue.item import Item
from kiosk.messages import Languages
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PageImage
from kiosk.view import View
from kiosk.workers.document_desk import PREVIEW_DPI
from tests import frozen
from tests.frozen import bundle, charged, locker, payees, whom, with_pledges
from tests.languages import FOLDER
from tests.ui.pseudo import with_pseudo
from ui.app import LAYOUTS, Screen, application, create_screen
from ui.keyboard.chinese import Engine
from ui.profile import ScreenProfile, load_screen
from ui.stage import delete_later_now


@cache
def languages() -> Languages:
    """Every language, and the pseudo-locale, with the messages of the service items."""
    return with_pseudo(Languages.load(FOLDER), sample_items())


def sample_items() -> tuple[Item, ...]:
    """The items whose pages are among the samples."""
    return (*with_pledges(), *bundle(), *charged(), *payees(), *locker(), *whom())


def reference_screen() -> ScreenProfile:
    """The screen of the reference profile, without animations."""
    return replace(load_screen(frozen.TERMINALS / "rehearsal.toml"), moving=False)


@cache
def sample_page(key: str) -> PageImage:
    """The picture of every page of a document: the sandbox's certificate, drawn as the terminal draws it."""
    from tests.kiosk.papers import making  # few pages have a sheet

    wait, reader = Wait(SystemClock(), 30), PdfReader(making.roots(), FakeClock(making.NOW))
    try:
        assert reader.check(making.good(making.ROWS_A_PAGE), wait).accepted
        return reader.page(0, PREVIEW_DPI, wait)
    finally:
        reader.close()


@cache
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


class WindowHarness:
    """A screen that records touches in `touched`, field texts in `typed` and strokes on a pad in `drawn`."""

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
        self.drawn: list[tuple[str, tuple[int, ...], int]] = []
        self.screen.bridge.on_touch = lambda visit, key: self.touched.append(key)
        self.screen.bridge.on_typed = lambda visit, key, text: self.typed.append((key, text))
        self.screen.bridge.on_drawn = lambda visit, *stroke: self.drawn.append(stroke)
        self.screen.sheets.find = sample_page
        self.settle()

    @property
    def millimetre(self) -> float:
        """Pixels of the millimetre by which sizes are judged: on a screen smaller than the pages are made for
        everything is smaller alike."""
        return self.profile.px_per_mm * min(1.0, float(self._theme.property("scale")))

    @cached_property
    def _theme(self) -> QObject:
        theme = self.screen.singleton("Yike", "Theme")
        assert theme is not None
        return theme

    def close(self) -> None:
        self.screen.close()

    def forget(self) -> None:
        self.touched.clear()
        self.typed.clear()
        self.drawn.clear()

    def show(self, view: View) -> None:
        """Show a view and wait until its layout is complete."""
        self.screen.bridge.show(view, self.words().words(view.language))
        self.settle()

    def settle(self) -> None:
        """Process events and paint twice: positioners and pages place their items when a frame is painted."""
        for _ in range(2):
            for _ in range(3):
                QCoreApplication.processEvents()
            self.screen.window.grabWindow()
        # Otherwise items of an earlier page would be destroyed by the events that a test processes later.
        delete_later_now()

    def items(self) -> list[QQuickItem]:
        """Return every visible item, delegates included, in drawing order."""
        return list(_walk(self.screen.window.contentItem()))

    def find(self, key: str) -> QQuickItem | None:
        return next((item for item in self.items() if item.objectName() == key), None)

    def item(self, key: str) -> QQuickItem:
        found = self.find(key)
        assert found is not None, f"{key!r} is not on the screen; there: {sorted(self.touchables())}"
        return found

    def touchables(self) -> set[str]:
        """The keys of all controls."""
        return {item.objectName() for item in self.controls()}

    def controls(self) -> list[QQuickItem]:
        return [i for i in self.items() if i.inherits("QQuickAbstractButton") or i.inherits("QQuickTextInput")]

    def touch(self, key: str) -> None:
        """Touch the middle of an item, after waiting for a double-tap guard over it."""
        while (guard := self.find("double-tap-guard")) and rect(guard).contains(rect(self.item(key)).center()):
            QTest.qWait(20)
        self.tap(key)

    def tap(self, key: str) -> None:
        """Touch without waiting for the double-tap guard."""
        self.finger_on(key)
        self.settle()

    def finger_on(self, key: str) -> None:
        """Touch without processing the events that follow."""
        middle = rect(self.item(key)).center().toPoint()
        window = self.screen.window
        QTest.touchEvent(window, finger()).press(0, middle, window).commit()
        QTest.touchEvent(window, finger()).release(0, middle, window).commit()

    def activate(self) -> None:
        """Make the window active: key events go to the active window, which may be another test's."""
        if not self.screen.window.isActive():
            self.screen.window.requestActivate()
            assert QTest.qWaitForWindowActive(self.screen.window)

    def press(self, key: Qt.Key) -> None:
        self.activate()
        QTest.keyClick(self.screen.window, key)
        self.settle()

    def focused(self) -> QQuickItem | None:
        # Not activeFocusItem(): PySide makes what a getter returns a child of the window's wrapper.
        item = self.screen.window.property("activeFocusItem")
        return item if isinstance(item, QQuickItem) else None


def rect(item: QQuickItem) -> QRectF:
    """Return an item's rectangle in window coordinates."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def clip_of(item: QQuickItem) -> QRectF | None:
    """Return the intersection of all clipping ancestors; None if nothing clips the item."""
    seen: QRectF | None = None
    for above in ancestors(item):
        if above.clip():
            seen = rect(above) if seen is None else seen.intersected(rect(above))
    return seen


def class_name(item: QQuickItem) -> str:
    """Return the name of an item's class; a QML type's ends in a number."""
    meta = item.metaObject()
    name = str(meta.className())
    # A meta object of QML is freed with its item; its wrapper would be taken for what lies there later.
    shiboken6.invalidate(meta)
    return name


def inside(item: QQuickItem, ancestor: QQuickItem) -> bool:
    return item is ancestor or any(above is ancestor for above in ancestors(item))


def ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    """Yield an item's ancestors, nearest first."""
    above = item.parentItem()
    while isinstance(above, QQuickItem):
        yield above
        above = above.parentItem()


def painted(item: QQuickItem) -> QRectF:
    """Return the rectangle of a text's glyphs in the window; full width, because the alignment is unknown."""
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    return item.mapRectToScene(QRectF(0, 0, max(width, item.width()), height))


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible():
        return
    yield item
    for child in item.childItems():
        yield from _walk(child)
