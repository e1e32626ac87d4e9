"""Requests and answers about scanned pages, in the frames of `frames`. No input or output."""

from __future__ import annotations

import json
import math

from devices.document_scanner.picture import JPEG_START
from kiosk.papers.frames import SIZE, BadFrame, Bytes
from kiosk.papers.pdf_verdict import PIXELS_MOST
from kiosk.papers.scan_verdict import LARGEST_BYTES, SCAN_PIXELS_MOST, UPLOAD_LONGEST, PageLook, ScanFile

LOOK, PREVIEW, FILE = b"L", b"W", b"J"
"""Kinds of requests: look at a new scan; a picture of it for the screen; a file of it to hand in."""
UPLOAD, DRAWN = b"U", b"D"
"""Kinds of requests that take in something else than a scan: a photo of a phone; a page that was drawn, as size and
pixels (frames.SIZE, PageImage)."""
MADE_LOOK, MADE_FILE = b"K", b"E"
"""Kinds of answers; a picture is IMAGE, and a refusal FAILURE."""
REQUEST_MOST = max(LARGEST_BYTES, UPLOAD_LONGEST * UPLOAD_LONGEST * 4) + 64 * 1024
ANSWER_MOST = max(PIXELS_MOST * 4, LARGEST_BYTES) + 1024


def unpack_look(payload: Bytes) -> PageLook:
    """Raises BadFrame, also for a look that contradicts itself."""
    try:
        row = json.loads(bytes(payload))
    except (ValueError, RecursionError):
        raise BadFrame("look") from None
    match row:
        case [int(width), int(height), bool(found), float(tilt), float(sharpness), bool(blank), bool(empty)]:
            pass
        case _:
            raise BadFrame("look")
    if not 0 < width * height <= SCAN_PIXELS_MOST or width < 0:
        raise BadFrame("look")
    if not abs(tilt) <= 45 or not (math.isfinite(sharpness) and sharpness >= 0):
        raise BadFrame("look")
    return PageLook(width, height, found, tilt, sharpness, blank, empty)


def unpack_file(payload: Bytes) -> ScanFile:
    """Raises BadFrame."""
    if len(payload) < SIZE.size:
        raise BadFrame("file")
    width, height = SIZE.unpack_from(payload)
    data = bytes(memoryview(payload)[SIZE.size :])
    if not 0 < width * height <= SCAN_PIXELS_MOST or not data.startswith(JPEG_START) or len(data) > LARGEST_BYTES:
        raise BadFrame("file")
    return ScanFile(data, width, height)
