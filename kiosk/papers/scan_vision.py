"""A scanned page, measured, cut out and straightened with OpenCV. Runs in the process of `scan_child` only.

OpenCV decodes a small file into gigabytes and its decoders have had holes: a file is read by its header first, and only
in that process. Nothing here says what is on a page.
"""

from __future__ import annotations

import os
from typing import Any

from devices.document_scanner.picture import JPEG_START, PNG_SIGNATURE, NotWhole, Size, find_picture, read_size
from devices.lazy_dataclass import dataclass
from kiosk.papers.scan_verdict import (
    LARGEST_BYTES,
    SCAN_PIXELS_MOST,
    UPLOAD_LONGEST,
    UPLOAD_PIXELS_MOST,
    UPLOAD_SHORTEST,
    PageLook,
    ScanCut,
    ScanFailure,
    WhyNot,
)

SIDE_MOST = 20_000
LIMITS = {
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(max(SCAN_PIXELS_MOST, UPLOAD_PIXELS_MOST)),
    "OPENCV_IO_MAX_IMAGE_WIDTH": str(SIDE_MOST),
    "OPENCV_IO_MAX_IMAGE_HEIGHT": str(SIDE_MOST),
    "OPENBLAS_NUM_THREADS": "1",
}
"""Environment of the libraries, which read it when they are imported."""
SMALL = 700
"""Pixels of the longer side at which edges are looked for."""
EDGES = (15, 45)
"""Thresholds of Canny: paper on a scanner's white lid differs by its shadow alone."""
PAGE_PART = 0.15
"""Part of the glass that a page covers at least."""
FILLED = 0.9
"""Part of its rectangle that a page fills: what fills less is a shape of another form, or several papers."""
INSIDE = 0.03
"""Part of a page's side that is its edge, and is left out."""
TRIM = 3
"""Pixels of the edge that are cut off with it, at the scan's size."""
INK_STEP = 24
"""Difference of brightness by which a dot is no background."""
INK_LEAST = 0.0004
"""Part of the dots that differ on a page with something on it; A4 with two characters of 16 points has 0.0008."""
JPEG_QUALITY = 88


def load_library() -> None:
    """Load all of the library: later the process may open no file, and start no thread."""
    os.environ.update(LIMITS)
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    tiny = np.full((64, 64, 3), 200, np.uint8)
    look(Scanned(tiny, tiny[:, :, 0].copy(), None))
    cv2.imencode(".jpg", tiny)


@dataclass
class Rectangle:
    """The place of a page in the scan: its middle, its sides in pixels, and its tilt in degrees (-45 to 45)."""

    x: float
    y: float
    width: float
    height: float
    tilt: float


@dataclass
class Scanned:
    """A decoded scan, in colour and in grey, and its page if one was found."""

    picture: Any
    grey: Any
    page: Rectangle | None


def read(data: bytes) -> Scanned:
    """Decode a file and look for its page. Raises ScanFailure."""
    import cv2
    import numpy as np

    if len(data) > LARGEST_BYTES:
        raise ScanFailure(WhyNot.TOO_LARGE)
    try:
        size = read_size(data)
    except NotWhole:
        raise ScanFailure(WhyNot.NOT_A_PICTURE) from None
    if size.width * size.height > SCAN_PIXELS_MOST:
        raise ScanFailure(WhyNot.TOO_LARGE)
    try:
        flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        picture: Any = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:
        picture = None
    if picture is None or picture.shape[:2] != (size.height, size.width):
        raise ScanFailure(WhyNot.DAMAGED)
    return _taken_in(picture)


def read_upload(data: bytes) -> Scanned:
    """Decode the photo of a phone: judged by its bytes, turned upright, made no longer than UPLOAD_LONGEST. Nothing but
    its pixels is kept. Raises ScanFailure."""
    import cv2
    import numpy as np

    if len(data) > LARGEST_BYTES:
        raise ScanFailure(WhyNot.TOO_LARGE)
    try:
        size, end = find_picture(data)
    except NotWhole:
        begins = data.startswith((JPEG_START, PNG_SIGNATURE))
        raise ScanFailure(WhyNot.DAMAGED if begins else WhyNot.NOT_A_PICTURE) from None
    _check_size(size)
    half = max(size.width, size.height) > 2 * UPLOAD_LONGEST
    try:
        # Without IMREAD_IGNORE_ORIENTATION the picture comes upright, by its EXIF.
        flags = cv2.IMREAD_REDUCED_COLOR_2 if half else cv2.IMREAD_COLOR
        picture: Any = cv2.imdecode(np.frombuffer(data, np.uint8, end), flags)
    except cv2.error:
        picture = None
    if picture is None or not _has_size(picture, size, 2 if half else 1):
        raise ScanFailure(WhyNot.DAMAGED)
    return _taken_in(_no_longer(picture, UPLOAD_LONGEST))


def read_drawn(width: int, height: int, pixels: bytes) -> Scanned:
    """Take in a page that was drawn, as RGB32. Raises ScanFailure."""
    import cv2
    import numpy as np

    _check_size(Size("", width, height))
    if max(width, height) > UPLOAD_LONGEST or len(pixels) != width * height * 4:
        raise ScanFailure(WhyNot.DAMAGED)
    drawn = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)
    return _taken_in(cv2.cvtColor(drawn, cv2.COLOR_BGRA2BGR))


def _check_size(size: Size) -> None:
    if size.width * size.height > UPLOAD_PIXELS_MOST or max(size.width, size.height) > SIDE_MOST:
        raise ScanFailure(WhyNot.TOO_LARGE)
    if min(size.width, size.height) < UPLOAD_SHORTEST:
        raise ScanFailure(WhyNot.NOT_A_PICTURE)


def _has_size(picture: Any, size: Size, divided_by: int) -> bool:
    """Whether a picture has the size of its header, also lying on its side."""
    wanted = sorted((size.width / divided_by, size.height / divided_by))
    return all(abs(a - b) <= 1 for a, b in zip(sorted(picture.shape[:2]), wanted, strict=True))


def _taken_in(picture: Any) -> Scanned:
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return Scanned(picture, grey, _find(grey))


def look(scanned: Scanned) -> PageLook:
    """Measure a scan."""
    height, width = scanned.grey.shape
    inside = _inside(_straight(scanned.grey, scanned.page) if scanned.page else scanned.grey)
    return PageLook(
        width=width,
        height=height,
        found=scanned.page is not None,
        tilt=round(scanned.page.tilt, 2) if scanned.page else 0.0,
        sharpness=round(_sharpness(inside), 1),
        blank=_ink(inside) < INK_LEAST,
        empty=_ink(_inside(scanned.grey)) < INK_LEAST,
    )


def cut(scanned: Scanned, how: ScanCut) -> Any:
    """The page as it is to be given out, in colour."""
    import cv2

    picture = (
        scanned.picture if how.whole or scanned.page is None else _straight(scanned.picture, scanned.page, how.widen)
    )
    turns = (None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)
    turn = turns[how.quarters % 4]
    if turn is not None:
        picture = cv2.rotate(picture, turn)
    return _no_longer(picture, how.longest)


def _no_longer(picture: Any, most: int) -> Any:
    """The picture, made smaller where its longer side has more pixels."""
    import cv2

    longest = max(picture.shape[:2])
    if longest > most:
        scale = most / longest
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return picture


def jpeg(picture: Any) -> bytes:
    import cv2

    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ScanFailure(WhyNot.DAMAGED)
    return bytes(data)


def rgb32(picture: Any) -> tuple[int, int, memoryview]:
    """Width, height and pixels as QImage.Format_RGB32 takes them."""
    import cv2

    pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    return pixels.shape[1], pixels.shape[0], memoryview(pixels).cast("B")


def _find(grey: Any) -> Rectangle | None:
    """The largest rectangle with edges; None where none is large and full enough."""
    import cv2
    import numpy as np

    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(small, (5, 5), 0), *EDGES)
    edges = cv2.dilate(edges, np.ones((5, 5), np.uint8))
    shapes, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not shapes:
        return None
    shape = max(shapes, key=cv2.contourArea)
    (x, y), (width, height), tilt = cv2.minAreaRect(shape)
    if width * height < PAGE_PART * small.size or cv2.contourArea(shape) < FILLED * width * height:
        return None
    while tilt > 45:  # the range of angles differs by version
        width, height, tilt = height, width, tilt - 90
    while tilt < -45:
        width, height, tilt = height, width, tilt + 90
    trim = 5 / scale + 2 * TRIM  # the edges were widened by five pixels
    return Rectangle(x / scale, y / scale, width / scale - trim, height / scale - trim, tilt)


def _straight(picture: Any, page: Rectangle, widen: tuple[int, int, int, int] = (0, 0, 0, 0)) -> Any:
    import cv2

    top, right, bottom, left = widen
    turn = cv2.getRotationMatrix2D((page.x, page.y), page.tilt, 1)
    turn[0, 2] += page.width / 2 + left - page.x
    turn[1, 2] += page.height / 2 + top - page.y
    width = max(1, round(page.width) + left + right)
    height = max(1, round(page.height) + top + bottom)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _inside(grey: Any) -> Any:
    """Without its outermost part, where edges and shadows are."""
    height, width = grey.shape
    down, right = round(height * INSIDE), round(width * INSIDE)
    return grey[down : height - down or None, right : width - right or None]


def _sharpness(grey: Any) -> float:
    """Of the print and what is around it alone, so that a page with few words is as sharp as a full one."""
    import cv2
    import numpy as np

    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = cv2.absdiff(half, np.full_like(half, int(np.median(half)))) > INK_STEP
    near = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return float(np.mean(cv2.Laplacian(half, cv2.CV_32F)[near] ** 2)) if near.any() else 0.0


def _ink(grey: Any) -> float:
    """Part of the dots that differ from the background."""
    import cv2
    import numpy as np

    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    level = float(np.median(small))
    return float(np.mean(np.abs(small.astype(np.float32) - level) > INK_STEP))
