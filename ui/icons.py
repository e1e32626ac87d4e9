"""Icons: drawings of one hand, stroked once for each name, colour and size.

`ui/icons.json` has the drawings by name. QML asks for an Image of `image://icons/<name>/<colour without #>` and a size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtQuick import QQuickImageProvider

from ui.icon_paths import parse

PROVIDER = "icons"
GENERAL = "document"
"""Drawn for a name that has no drawing: an item may be written for a newer terminal."""
UNITS = 24
"""Width and height of a drawing."""
STROKE = 2.0
KEPT = 96
"""Icons kept drawn: those of the pages of a visit. Qt forgets an image that no page shows after half a minute."""
LARGEST_PX = 1024


class Icons(QQuickImageProvider):
    """Draws icons for QML, on the GUI thread. The table is read when the first icon is asked for."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._path = cache(_read_path)
        self._image = lru_cache(maxsize=KEPT)(self._draw)

    def requestImage(self, wanted: str, size: QSize, pixels: QSize) -> QImage:  # noqa: N802 (Qt's name)
        """Return `name/colour` as an image; the general icon for an unknown name."""
        name, _, colour = wanted.partition("/")
        image = self._image(name, colour, min(max(pixels.width(), 1), LARGEST_PX))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image

    def _draw(self, name: str, colour: str, pixels: int) -> QImage:
        image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
        from PySide6.QtCore import Qt  # imported late: its enums delay the first frame, which has no icon

        image.fill(Qt.GlobalColor.transparent)
        pen = QPen(QColor(f"#{colour}"), STROKE, Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(pixels / UNITS, pixels / UNITS)
        painter.strokePath(self._path(name), pen)
        painter.end()
        return image


def _read_path(name: str) -> QPainterPath:
    table = drawings()
    return parse(table.get(name) or table[GENERAL])


@cache
def drawings() -> Mapping[str, str]:
    """Return the path data of every icon by its name."""
    table: Mapping[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8"))
    return table
