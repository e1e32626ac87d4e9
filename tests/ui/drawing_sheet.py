"""Draw one component of ui/qml/drawings on a sheet, in any look, without the terminal's window."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QUrl
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickWindow

from tests.house.doors import ROOT
from tests.ui.pixels import count_colours
from ui.app import application

QML = ROOT / "ui" / "qml"
WINDOW = """import QtQuick
import QtQuick.Window
import Yike
import "drawings"

Window {{
    visible: true
    width: {width}
    height: {height}
    color: Theme.paper
    {drawing} {{
        anchors.fill: parent
        {properties}
    }}
}}
"""
LOOKS = {
    "standard": {},
    "elder": {"elder": True},
    "contrast": {"contrast": True},
    "dark": {"contrast": True, "dark": True},
}
"""Properties of the theme, by the name of a look."""


class DrawingSheet:
    """An engine of its own, with a theme that the test sets. Close it."""

    def __init__(self) -> None:
        application(["tests"])
        self.engine = QQmlEngine()
        self.engine.addImportPath(str(QML))

    def close(self) -> None:
        self.engine.deleteLater()

    def look(self, name: str) -> None:
        theme = self.engine.singletonInstance("Yike", "Theme")
        assert isinstance(theme, QObject)
        for key in ("elder", "contrast", "dark"):
            theme.setProperty(key, LOOKS[name].get(key, False))
        theme.setProperty("moving", False)

    def draw(
        self, drawing: str, properties: str = "", size: tuple[int, int] = (200, 160), look: str = "standard"
    ) -> QImage:
        """Return the pixels of a component, with these properties in QML."""
        self.look(look)
        source = WINDOW.format(width=size[0], height=size[1], drawing=drawing, properties=properties)
        component = QQmlComponent(self.engine)
        component.setData(QByteArray(source.encode()), QUrl.fromLocalFile(str(QML / "Sheet.qml")))
        window = component.create()
        assert isinstance(window, QQuickWindow), component.errorString()
        for _ in range(2):
            QCoreApplication.processEvents()
        picture = window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
        window.close()
        window.deleteLater()
        return picture


def colours(picture: QImage) -> Counter[str]:
    """Return the number of pixels of each colour, as #rrggbb."""
    return Counter({f"#{rgb:06x}": count for rgb, count in count_colours(picture, picture.rect()).items()})


def differing(one: QImage, other: QImage) -> int:
    """Return the number of pixels that differ."""
    assert one.size() == other.size()
    first, second = memoryview(one.constBits()).cast("I"), memoryview(other.constBits()).cast("I")
    return sum(a != b for a, b in zip(first, second, strict=True))


def drawings() -> list[Path]:
    return sorted((QML / "drawings").glob("*.qml"))
