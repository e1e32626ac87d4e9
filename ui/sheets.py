"""Pages of a citizen's document for QML: pictures that the terminal holds in memory for the visit.

QML asks for an Image of `image://sheets/<key>` with `cache: false`: Qt keeps none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickImageProvider

PROVIDER = "sheets"


class Picture(Protocol):
    """A picture of four bytes a pixel (blue, green, red, unused), row by row without gaps."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rgb32(self) -> bytes: ...


def image_of(picture: Picture | None, blank: QColor, size: QSize) -> QImage:
    """Return a copy of a picture, one dot of this colour for None; `size` is set to the image's."""
    if picture is None:
        image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(blank)
    else:
        width, height = picture.width, picture.height
        image = QImage(picture.rgb32, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    size.setWidth(image.width())
    size.setHeight(image.height())
    return image


class Sheets(QQuickImageProvider):
    """Gives QML the picture with a key, a blank one where there is none: its visit is over."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self.find: Callable[[str], Picture | None] = lambda key: None

    def requestImage(self, wanted: str, size: QSize, pixels: QSize) -> QImage:  # noqa: N802 (Qt's name)
        """Return a copy of the picture: the terminal may wipe its own at any moment."""
        return image_of(self.find(wanted), QColor("white"), size)
