"""The window: opened first, on the software renderer, with the page "Starting"; views come in from any thread."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from ui.bridge import Bridge
from ui.keyboard.chinese import Engine
from ui.keyboard.keyboard import Keyboard
from ui.palm_rejection import PalmRejection
from ui.profile import ScreenProfile

if TYPE_CHECKING:
    from kiosk.messages import LanguageWords
    from kiosk.view import View

HERE = Path(__file__).parent
TEXT_FONT = "Noto Sans CJK SC"
BRAND = "Yike · 一刻"
"""The name on the very first picture, when no words are loaded yet; the same in every language."""
LAYOUTS: Mapping[str, Path] = MappingProxyType({"portrait": HERE / "qml" / "layouts" / "Portrait.qml"})
"""The screen's layouts by the name that a profile gives (`screen.layout`). A layout is an Item with the properties
`viewModel` and `keyboard`; it arranges the zones and shows the page by a PageLoader."""
ICON_FONTS = (
    "/usr/share/fonts/truetype/materialdesignicons-webfont/materialdesignicons-webfont.ttf",
    "C:/Windows/Fonts/materialdesignicons-webfont.ttf",
)
PROBES = (0x4E2D, 0x4DAE)
"""A common and a rare character that must be drawable."""


class CannotShow(Exception):
    """This machine cannot show the terminal; the text says what to install or unset."""


class _Door(QObject):
    """Carries views from any thread to the GUI thread, on which it lives."""

    view = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.arrived: Callable[[View, LanguageWords], None] = lambda view, words: None
        self.view.connect(self._arrive)

    @Slot(object, object)
    def _arrive(self, view: View, words: LanguageWords) -> None:
        self.arrived(view, words)


@dataclass
class Screen:
    """The window and its bridge. `show` may be called from any thread; the rest belongs to the GUI thread."""

    window: QQuickWindow
    bridge: Bridge
    keyboard: Keyboard
    _engine: QQmlApplicationEngine = field(repr=False)
    _door: _Door = field(repr=False)
    shown: int = 0
    on_not_shown: Callable[[Exception], None] | None = None
    """Called on the GUI thread when a view could not be shown; without it the exception goes on."""

    def show(self, view: View, words: LanguageWords) -> None:
        """Show this view, in these words, soon."""
        self._door.view.emit(view, words)

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        image = self.window.grabWindow()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def singleton(self, module: str, name: str) -> QObject | None:
        """A QML singleton, for tests that measure it."""
        found = self._engine.singletonInstance(module, name)
        return found if isinstance(found, QObject) else None

    def close(self) -> None:
        """Close the window; its pages are gone when this returns."""
        _close(self.window, self._engine)

    def arrived(self, view: View, words: LanguageWords) -> None:
        """A view reached the GUI thread."""
        try:
            self.bridge.show(view, words)
        except Exception as error:
            if self.on_not_shown is None:
                raise
            self.on_not_shown(error)
            return
        self.shown += 1


def prepare() -> None:
    """What must be set before Qt starts. Raises CannotShow."""
    if os.environ.get("QT_IM_MODULE") == "qtvirtualkeyboard":
        raise CannotShow("QT_IM_MODULE=qtvirtualkeyboard remembers what citizens type: unset it")
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"
    # pydantic looks through all installed packages for plug-ins; there are none, and the first page waits for it.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def application(arguments: list[str]) -> QGuiApplication:
    """The Qt application, its fonts checked. Raises CannotShow."""
    prepare()
    existing = QGuiApplication.instance()
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(arguments)
    app.setFont(QFont(TEXT_FONT))
    raw = QRawFont.fromFont(QFont(TEXT_FONT, 20))
    if not all(raw.supportsCharacter(probe) for probe in PROBES):
        raise CannotShow("Chinese and rare characters cannot be drawn: apt-get install fonts-noto-cjk")
    icons = next((path for path in ICON_FONTS if Path(path).exists()), None)
    if icons is None:
        raise CannotShow("icons cannot be drawn: apt-get install fonts-materialdesignicons-webfont")
    QFontDatabase.addApplicationFont(icons)
    return app


def create_screen(
    profile: ScreenProfile,
    engine: Callable[[], Engine | None] = lambda: None,
    *,
    fit_desktop: bool = False,
    layouts: Mapping[str, Path] = LAYOUTS,
) -> Screen:
    """Build and open the window. Raises CannotShow for an unknown layout, for QML that does not load, and for another
    renderer than the software one."""
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
    # Children of the engine outlive its pages, so no binding ever looks at a bridge that is gone.
    bridge, keyboard, door = Bridge(screen, qml), Keyboard(engine, qml), _Door(qml)
    keyboard.on_writing = lambda: bridge.touch("still-here")
    qml.addImportPath(str(HERE / "qml"))
    icons = json.loads((HERE / "icons.json").read_text(encoding="utf-8"))
    qml.setInitialProperties(
        {"bridge": bridge, "icons": icons, "keyboard": keyboard, "layout": QUrl.fromLocalFile(str(layout))}
    )
    qml.load(QUrl.fromLocalFile(str(HERE / "qml" / "Main.qml")))
    roots = qml.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise CannotShow("the screen's pages cannot be loaded")
    window = roots[0]
    if not window.property("laidOut"):
        _close(window, qml)
        raise CannotShow(f"screen.layout: {layout} cannot be loaded")
    _place(window, profile, fit_desktop=fit_desktop)
    if window.rendererInterface().graphicsApi() != QSGRendererInterface.GraphicsApi.Software:
        raise CannotShow("Qt did not take the software renderer: unset QT_QUICK_BACKEND and QSG_RHI_BACKEND")
    PalmRejection(window, bridge, qml)
    made = Screen(window, bridge, keyboard, qml, door)
    door.arrived = made.arrived
    return made


def _close(window: QQuickWindow, engine: QQmlApplicationEngine) -> None:
    window.close()
    engine.deleteLater()
    QCoreApplication.sendPostedEvents(engine, QEvent.Type.DeferredDelete.value)


def _place(window: QQuickWindow, profile: ScreenProfile, *, fit_desktop: bool) -> None:
    width, height = profile.width, profile.height
    if fit_desktop:
        room = window.screen().availableSize()
        fit = min(1.0, room.width() / width, (room.height() - 40) / height)
        width, height = round(width * fit), round(height * fit)
    window.resize(width, height)
    if profile.full_screen and not fit_desktop:
        window.showFullScreen()
    else:
        window.show()


def show_time(screen: Screen, now: Callable[[], str]) -> QTimer:
    """Keep the clock in the status bar right."""
    timer = QTimer(screen.window)
    timer.setInterval(5000)
    timer.timeout.connect(lambda: screen.bridge.set_time(now()))
    timer.start()
    screen.bridge.set_time(now())
    return timer
