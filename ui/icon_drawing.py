"""Drawing of icons: strokes of one hand along the paths of `ui/icons.json`, which has them by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from ui.icon_paths import parse

GENERAL = "document"
"""Drawn for a name that has no drawing: an item may be written for a newer terminal."""
UNITS = 24
"""Width and height of a drawing."""
STROKE = 2.0


def draw(name: str, colour: str, pixels: int) -> QImage:
    """Return an icon as a square image; the general icon for an unknown name. `colour`: six hexadecimal digits."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    pen = QPen(QColor(f"#{colour}"), STROKE, Qt.PenStyle.SolidLine)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / UNITS, pixels / UNITS)
    painter.strokePath(_path(name), pen)
    painter.end()
    return image


@cache
def _path(name: str) -> QPainterPath:
    table = drawings()
    return parse(table.get(name) or table[GENERAL])


@cache
def drawings() -> Mapping[str, str]:
    """Return the path data of every icon by its name."""
    table: Mapping[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8"))
    return table
