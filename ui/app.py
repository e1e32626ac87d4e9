"""The window, opened before anything else, on the software renderer. Views may be sent from any thread."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QEvent,
    QIODevice,
    QMessageLogContext,
    QObject,
    QSize,
    QSizeF,
    QTimer,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFont, QGuiApplication, QRawFont
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from ui.announcer import Announcer
from ui.bridge import STILL_HERE, Bridge
from ui.environment import overrule
from ui.icons import PROVIDER, Icons
from ui.keyboard.chinese import Engine
from ui.keyboard.keyboard import Keyboard
from ui.palm_rejection import PalmRejection
from ui.past_visit import PastVisit
from ui.profile import ScreenProfile
from ui.pyside_imports import read_no_sources
from ui.sheets import PROVIDER as SHEETS
from ui.sheets import Sheets
from ui.viewfinder import PROVIDER as VIEWFINDER
from ui.viewfinder import Viewfinder

if TYPE_CHECKING:
    from kiosk.messages import LanguageWords
    from kiosk.view import View

HERE = Path(__file__).parent
TEXT_FONT = "Noto Sans CJK SC"
BRAND = "Yike · 一刻"
"""Product name on the first frame, before any message is loaded; the same in every language."""
LAYOUTS: Mapping[str, Path] = MappingProxyType({"portrait": HERE / "qml" / "layouts" / "Portrait.qml"})
"""Screen layouts by their name in the profile (`screen.layout`). A layout is an Item with the properties `viewModel`
and `keyboard`; it arranges the zones and has a PageLoader for the page."""
NO_DISPLAY = (
    "there is no display here (DISPLAY, WAYLAND_DISPLAY): start it in a graphical session, "
    "or play a scenario without a screen: main.py --scenario FILE --headless"
)
PROBE_CHARACTERS = (0x4E2D, 0x4DAE)
"""A common and a rare Chinese character; the text font must have both."""


class CannotShow(Exception):
    """The terminal cannot be shown on this machine; the message says what to install or unset."""


class _ViewSignal(QObject):
    """Deliver views and keys, in their order, from any thread to the GUI thread, in which this object lives."""

    view = Signal(object, object)
    key = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.receiver: Callable[[View, LanguageWords], None] = lambda view, words: None
        self.on_key: Callable[[str], None] = lambda key: None
        self.view.connect(self._deliver)
        self.key.connect(self._deliver_key)

    @Slot(str)
    def _deliver_key(self, key: str) -> None:
        self.on_key(key)

    @Slot(object, object)
    def _deliver(self, view: View, words: LanguageWords) -> None:
        self.receiver(view, words)


@dataclass
class Screen:
    """The window and its bridge. `show` and `press` may be called from any thread, all else from the GUI thread."""

    window: QQuickWindow
    bridge: Bridge
    keyboard: Keyboard
    sheets: Sheets
    """Its `find` is set to where the pages of documents are held."""
    viewfinder: Viewfinder
    """Its `newest` is set to where a camera's live picture comes from."""
    _engine: QQmlApplicationEngine = field(repr=False)
    _view_signal: _ViewSignal = field(repr=False)
    _past_visit: PastVisit = field(repr=False)
    views_shown: int = 0
    hidden_entry: bool = True
    """Staff enter by the corners of the screen or by keys."""
    larger_than_screen: bool = False
    """Part of the page is outside the screen, or all of it is smaller than the profile's millimetres say."""
    on_not_shown: Callable[[Exception], None] | None = None
    """Called on the GUI thread if showing a view raised an exception; if None, the exception propagates."""

    def show(self, view: View, words: LanguageWords) -> None:
        """Queue a view, with the messages of its language, for the GUI thread."""
        self._view_signal.view.emit(view, words)

    def press(self, key: str) -> None:
        """Queue a key of the keypad for the GUI thread, behind the views that were shown before. From any thread."""
        self._view_signal.key.emit(key)

    def picture(self) -> bytes:
        """Return the window's contents as PNG."""
        image = self.window.grabWindow()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def singleton(self, module: str, name: str) -> QObject | None:
        """Return a QML singleton, or None. For tests."""
        found = self._engine.singletonInstance(module, name)
        return found if isinstance(found, QObject) else None

    def close(self) -> None:
        """Close the window, empty the clipboards and destroy the pages before returning."""
        self._past_visit.forget()
        _close(self.window, self._engine)

    def receive(self, view: View, words: LanguageWords) -> None:
        """Show a view on the GUI thread."""
        try:
            self.bridge.show(view, words)
            if self.bridge.page_error:
                broken, self.bridge.page_error = self.bridge.page_error, ""
                raise CannotShow(f"the page {broken}.qml cannot be loaded")
        except Exception as error:
            if self.on_not_shown is None:
                raise
            self.on_not_shown(error)
            return
        self.views_shown += 1


def prepare() -> None:
    """Set the environment that Qt reads at its start. Raises CannotShow."""
    if os.environ.get("QT_IM_MODULE") == "qtvirtualkeyboard":
        raise CannotShow("QT_IM_MODULE=qtvirtualkeyboard remembers what citizens type: unset it")
    overrule()


def application(arguments: list[str]) -> QGuiApplication:
    """Return the Qt application after checking the fonts. Raises CannotShow."""
    read_no_sources()  # done before by main.py, but not by a tool that opens a window of its own
    prepare()
    existing = QGuiApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else _open_display(arguments)
    # The program ends when it decides to, not when its window is gone.
    app.setQuitOnLastWindowClosed(False)
    app.setFont(QFont(TEXT_FONT))
    raw = QRawFont.fromFont(QFont(TEXT_FONT, 20))
    if not all(raw.supportsCharacter(probe) for probe in PROBE_CHARACTERS):
        raise CannotShow("Chinese and rare characters cannot be drawn: apt-get install fonts-noto-cjk")
    return app


def _open_display(arguments: list[str]) -> QGuiApplication:
    """Begin Qt. Without a usable display Qt would abort: the process ends here, with one line and exit code 2."""

    def no_display(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            print(f"yike: {NO_DISPLAY}", file=sys.stderr, flush=True)
            os._exit(2)

    qInstallMessageHandler(no_display)
    try:
        return QGuiApplication(arguments)
    finally:
        qInstallMessageHandler(None)


def create_screen(
    profile: ScreenProfile,
    engine: Callable[[], Engine | None] = lambda: None,
    *,
    fit_desktop: bool = False,
    layouts: Mapping[str, Path] = LAYOUTS,
) -> Screen:
    """Build and open the window.

    Raises CannotShow for an unknown layout, for QML that does not load, and if the renderer is not the software
    renderer.
    """
    layout = layouts.get(profile.layout)
    if layout is None:
        raise CannotShow(f"screen.layout: no layout {profile.layout!r}; known: {', '.join(sorted(layouts))}")
    screen = {
        "width": profile.width,
        "height": profile.height,
        "px_per_mm": profile.px_per_mm,
        "bottom_mm": profile.screen_bottom_mm,
        "cabinet": dict(profile.cabinet),
        "families": dict(profile.families),
        "brand": BRAND,
        "speaks": profile.speaks,
        "moving": profile.moving,
    }
    qml = QQmlApplicationEngine()
    # Children of the engine are destroyed after its pages, so no binding can read a destroyed bridge.
    bridge, keyboard, view_signal = Bridge(screen, qml), Keyboard(engine, qml), _ViewSignal(qml)
    keyboard.on_activity = lambda: bridge.touch(STILL_HERE)
    bridge.before_touch = keyboard.finish
    qml.addImportPath(str(HERE / "qml"))
    qml.addImageProvider(PROVIDER, Icons())
    sheets, viewfinder = Sheets(), Viewfinder()
    qml.addImageProvider(SHEETS, sheets)
    qml.addImageProvider(VIEWFINDER, viewfinder)
    qml.setInitialProperties({"bridge": bridge, "keyboard": keyboard, "layout": QUrl.fromLocalFile(str(layout))})
    qml.load(QUrl.fromLocalFile(str(HERE / "qml" / "Main.qml")))
    roots = qml.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise CannotShow("the screen's pages cannot be loaded")
    window = roots[0]
    if not window.property("layoutReady"):
        _close(window, qml)
        raise CannotShow(f"screen.layout: {layout} cannot be loaded")
    larger = _place(window, profile, fit_desktop=fit_desktop)
    if window.rendererInterface().graphicsApi() != QSGRendererInterface.GraphicsApi.Software:
        raise CannotShow("Qt did not take the software renderer: unset QT_QUICK_BACKEND and QSG_RHI_BACKEND")
    PalmRejection(window, bridge, qml)
    Announcer(window, bridge)
    made = Screen(window, bridge, keyboard, sheets, viewfinder, qml, view_signal, PastVisit(bridge, qml))
    made.larger_than_screen, made.hidden_entry = larger, profile.hidden_entry
    view_signal.receiver = made.receive
    view_signal.on_key = lambda key: bridge.on_pad_key(key)
    return made


def _close(window: QQuickWindow, engine: QQmlApplicationEngine) -> None:
    window.setProperty("mayClose", True)
    window.close()
    destroy(engine)


def destroy(engine: QQmlApplicationEngine) -> None:
    """Destroy an engine and its pages before returning: no binding may read what is destroyed after them."""
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(engine, QEvent.Type.DeferredDelete.value)


def _size(window: QQuickWindow, name: str) -> QSize:
    found = window.property(name)
    assert isinstance(found, QSizeF)
    return found.toSize()


def _place(window: QQuickWindow, profile: ScreenProfile, *, fit_desktop: bool) -> bool:
    """Show the window. Return, and say on stderr, that the profile's page is larger than the screen."""
    width, height = profile.width, profile.height
    if fit_desktop:
        available = _size(window, "availableSize")
        fit = min(1.0, available.width() / width, (available.height() - 40) / height)
        width, height = round(width * fit), round(height * fit)
    window.resize(width, height)
    if profile.full_screen and not fit_desktop:
        window.showFullScreen()
    else:
        window.show()
    screen = _size(window, "screenSize")
    # Without a display ("offscreen") windows are drawn whole, whatever the size of the screen.
    shown = profile.full_screen or QGuiApplication.platformName() != "offscreen"
    if fit_desktop or not shown or (width <= screen.width() and height <= screen.height()):
        return False
    print(
        f"yike: the page has {width} x {height} pixels, the screen {screen.width()} x {screen.height()}: "
        "correct screen.width, screen.height and screen.px_per_mm in the profile, or the mode of the display",
        file=sys.stderr,
    )
    return True


def show_time(screen: Screen, now: Callable[[], str]) -> QTimer:
    """Update the clock in the status bar every five seconds."""
    timer = QTimer(screen.window)
    timer.setInterval(5000)
    timer.timeout.connect(lambda: screen.bridge.set_time(now()))
    timer.start()
    screen.bridge.set_time(now())
    return timer
