"""Pictures of pages, for the control panel. The only module of the rehearsal that draws PDF.

What it draws came out of a simulated printer, or is a file that the person who rehearses dropped under the scanner. One
thread, because pypdfium2 has no lock.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

DPI, SCANNED_DPI = 60, 150
MOST_PIXELS = 4_000_000
POINTS_AN_INCH = 72
LARGEST_FILE = 20 * 2**20
PAGES_MOST = 40
PICTURES = (".png", ".jpg", ".jpeg")


def page_files(file: Path, folder: Path) -> list[Path]:
    """Files of pictures of a file's pages, written into `folder` as far as they are not there: of a PDF each page, of a
    picture itself; none of anything else, of a file over LARGEST_FILE and of one that cannot be read."""
    sort = file.suffix.lower()
    try:
        if sort not in (".pdf", *PICTURES) or file.stat().st_size > LARGEST_FILE:
            return []
        data = file.read_bytes()
    except OSError:
        return []
    drawn = [data] if sort in PICTURES else [page_png(data, at, SCANNED_DPI) for at in range(_page_count(data))]
    made = []
    for at, picture in enumerate(drawn):
        # Named by their own words alone: actions separate several by "|".
        made.append(folder / f"{hash((file, at)) & 0xFFFFFFFF:08x}{'.png' if sort == '.pdf' else sort}")
        made[-1].write_bytes(picture)
    return made


def _page_count(pdf: bytes) -> int:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return min(len(document), PAGES_MOST)
    finally:
        document.close()


def page_png(pdf: bytes, index: int, dpi: int = DPI) -> bytes:
    """A page as PNG, a blank sheet for what cannot be drawn."""
    # 80 ms, and a rehearsal may print nothing.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return _png(_blank())
    try:
        width, height = document.get_page_size(index)
        scale = dpi / POINTS_AN_INCH
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
