"""Draw papers as a simulated scanner or camera sees them. Like `raster` it imports Pillow, on first use."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.raster import font_of

BED, PAPER, INK = 214, 252, 40
"""Brightness of a scanner's lid, of paper and of print."""
PAPER_PART = 0.88
"""A sheet as it lies on the simulated glass: smaller than the glass, so that its edges are seen."""
TILT_DEGREES = 1.3
LINE_CHARACTERS = 24
PICTURES = (".png", ".jpg", ".jpeg")
LARGEST_FILE = 20 * 2**20
SOF0 = b"\xff\xc0\x00"
HUGE_SIDE = 40_000


@dataclass(frozen=True)
class Scan:
    """A scan to draw: resolution, colour or grey, size in pixels, and whether the optics are out of focus."""

    dpi: int
    colour: bool
    width: int
    height: int
    blurred: bool = False


@lru_cache(maxsize=32)
def scan_jpeg(sheet: str | bytes | None, scan: Scan) -> bytes:
    """A sheet under a scanner as JPEG, always alike: a text, a picture file, or None for nothing. Raises NoFont, and
    OSError for what is no picture file."""
    from PIL import Image, ImageFilter

    bed = Image.new("RGB", (scan.width, scan.height), (BED,) * 3)
    if sheet is not None:
        paper = _sheet(sheet, round(scan.width * PAPER_PART), round(scan.height * PAPER_PART), scan.dpi)
        cover = Image.new("L", paper.size, 255).rotate(TILT_DEGREES, Image.Resampling.BICUBIC, expand=True)
        paper = paper.rotate(TILT_DEGREES, Image.Resampling.BICUBIC, expand=True)
        bed.paste(paper, ((bed.width - paper.width) // 2, (bed.height - paper.height) // 2), cover)
    if scan.blurred:
        bed = bed.filter(ImageFilter.GaussianBlur(scan.dpi / 25))
    out = io.BytesIO()
    (bed if scan.colour else bed.convert("L")).save(out, "JPEG", quality=85, dpi=(scan.dpi, scan.dpi))
    return out.getvalue()


def _sheet(sheet: str | bytes, width: int, height: int, dpi: int) -> Any:
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (width, height), (PAPER,) * 3)
    if isinstance(sheet, bytes):
        with Image.open(io.BytesIO(sheet), formats=("JPEG", "PNG")) as opened:
            opened.draft("RGB", (width, height))
            picture = opened.convert("RGB")
        picture.thumbnail((width, height))
        paper.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
        return paper
    draw, letter = ImageDraw.Draw(paper), round(dpi * 0.22)
    font = font_of(letter, False)
    lines = [
        line[at : at + LINE_CHARACTERS]
        for line in sheet.splitlines()
        for at in range(0, len(line) or 1, LINE_CHARACTERS)
    ]
    for number, line in enumerate(lines):
        draw.text((dpi * 0.6, dpi * 0.8 + number * letter * 1.6), line, font=font, fill=(INK,) * 3)
    return paper


def sheet_of(text: str) -> str | bytes:
    """The sheet for an action's text: the picture file of this name if there is one, else the text itself."""
    if text.lower().endswith(PICTURES) and "\n" not in text:
        path = Path(text)
        if path.is_file() and path.stat().st_size <= LARGEST_FILE:
            return path.read_bytes()
    return text


def with_huge_size(jpeg: bytes) -> bytes:
    """The same file with another size in its header (ITU-T T.81, B.2.2)."""
    at = jpeg.index(SOF0) + 5
    return jpeg[:at] + HUGE_SIDE.to_bytes(2) * 2 + jpeg[at + 4 :]
