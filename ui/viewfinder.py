"""The live picture of a camera for QML: the newest one, held in memory only while it is shown.

QML asks for an Image of `image://viewfinder/<number>` with `cache: false`, another number each time: Qt keeps none.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.sheets import Picture, image_of

PROVIDER = "viewfinder"


class Viewfinder(QQuickImageProvider):
    """Gives QML the newest picture, an empty one while there is none."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self.newest: Callable[[], Picture | None] = lambda: None

    def requestImage(self, wanted: str, size: QSize, pixels: QSize) -> QImage:  # noqa: N802 (Qt's name)
        """Return a copy of the picture: the terminal may drop its own at any moment."""
        return image_of(self.newest(), QColor("transparent"), size)
