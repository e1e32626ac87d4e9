"""Pictures of printed pages, for the control panel. The only module of the rehearsal that draws PDF.

What it draws came out of a simulated printer: documents that were checked before they were printed. One thread, because
pypdfium2 has no lock.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

DPI = 60
MOST_PIXELS = 4_000_000
POINTS_AN_INCH = 72


def page_png(pdf: bytes, index: int) -> bytes:
    """A page as PNG, a blank sheet for what cannot be drawn."""
    # 80 ms, and a rehearsal may print nothing.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return _png(_blank())
    try:
        width, height = document.get_page_size(index)
        scale = DPI / POINTS_AN_INCH
        if width * scale * height * scale > MOST_PIXELS:
            return _png(_blank())
        drawn = document[index].render(scale=scale, prefer_bgrx=True)
        # The image owns no bytes: it is written before the bitmap is gone.
        return _png(QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32))
    except (pypdfium2.PdfiumError, IndexError):
        return _png(_blank())
    finally:
        document.close()


def _blank() -> QImage:
    image = QImage(496, 702, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
