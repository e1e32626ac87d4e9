"""Icons for QML, drawn once for each name, colour and size.

QML asks for an Image of `image://icons/<name>/<colour without #>` and a size.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

PROVIDER = "icons"
KEPT = 96
"""Icons kept drawn: those of the pages of a visit. Qt forgets an image that no page shows after half a minute."""
LARGEST_PX = 1024


class Icons(QQuickImageProvider):
    """Draws icons for QML, on the GUI thread."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._image = lru_cache(maxsize=KEPT)(_draw)

    def requestImage(self, wanted: str, size: QSize, pixels: QSize) -> QImage:  # noqa: N802 (Qt's name)
        """Return `name/colour` as an image; the general icon for an unknown name."""
        name, _, colour = wanted.partition("/")
        image = self._image(name, colour, min(max(pixels.width(), 1), LARGEST_PX))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def _draw(name: str, colour: str, pixels: int) -> QImage:
    from ui.icon_drawing import draw  # imported late: the first frame has no icon

    return draw(name, colour, pixels)
