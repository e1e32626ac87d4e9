"""Whether the file of a page is whole and has the size that was asked for."""

from __future__ import annotations

from devices.document_scanner.contract import PIXELS_MOST, ScannedPage, Source
from devices.document_scanner.faults import failed
from devices.document_scanner.picture import NotWhole, read_size

SLACK = 1.02
"""A page may be so much larger than the region: scanners round."""
SHORTEST = 0.95
"""Part of the region that a page of the flatbed has at least; a page of the feeder may be shorter."""


def checked_page(data: bytes, dpi: int, asked: tuple[int, int], source: Source) -> ScannedPage:
    """The page in a file, where about so many pixels were asked for. Raises DeviceFault."""
    try:
        size = read_size(data)
    except NotWhole as wrong:
        raise failed("cut_picture", str(wrong)) from wrong
    if size.width * size.height > PIXELS_MOST or size.width > asked[0] * SLACK or size.height > asked[1] * SLACK:
        raise failed("too_large", f"{size.width} x {size.height} pixels")
    if source is Source.FLATBED and (size.width < asked[0] * SHORTEST or size.height < asked[1] * SHORTEST):
        raise failed("cut_picture", f"{size.width} x {size.height} of {asked[0]} x {asked[1]} pixels")
    return ScannedPage(data, size.media_type, size.width, size.height, dpi)
