"""Draw the icons that service items may use on one sheet, each above its name: docs/icons.png.

    python -m tests.ui.icon_sheet docs/icons.png

The picture carries a digest of what it shows, by which a test sees whether it is out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from kiosk.vocabulary.names import ICONS

DIGEST = "Icons"
"""Key of the digest in the picture's texts."""
COLUMNS, CELL_WIDTH, CELL_HEIGHT, SIZE = 9, 120, 104, 56
INK = "14213d"


def digest() -> str:
    """Return the digest of the names and drawings on the sheet."""
    from ui.icon_drawing import drawings

    shown = {name: drawings()[name] for name in ICONS}
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def save(path: Path) -> None:
    """Write the sheet as PNG."""
    from PySide6.QtCore import QPoint, QRect, QSize, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    from ui.app import application
    from ui.icons import Icons

    application(sys.argv[:1])
    rows = -(-len(ICONS) // COLUMNS)
    sheet = QImage(COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT, QImage.Format.Format_Grayscale8)
    sheet.fill(Qt.GlobalColor.white)
    painter, icons = QPainter(sheet), Icons()
    painter.setPen(QColor("black"))
    for place, name in enumerate(ICONS):
        row, column = divmod(place, COLUMNS)
        cell = QRect(column * CELL_WIDTH, row * CELL_HEIGHT, CELL_WIDTH, CELL_HEIGHT)
        image = icons.requestImage(f"{name}/{INK}", QSize(), QSize(SIZE, SIZE))
        painter.drawImage(QPoint(cell.center().x() - SIZE // 2, cell.top() + 12), image)
        painter.drawText(cell.adjusted(0, SIZE + 16, 0, 0), Qt.AlignmentFlag.AlignHCenter, name)
    painter.end()
    sheet.setText(DIGEST, digest())
    sheet.save(str(path), "PNG")  # type: ignore[call-overload]


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    save(Path(sys.argv[1]))
