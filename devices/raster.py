"""Draw text, codes and paper. The only module that imports segno; it and Pillow are loaded on first use."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import Any

from devices.lazy_dataclass import dataclass

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "C:/Windows/Fonts/NotoSansCJK-Regular.ttc",
)
BOLD_FONTS = tuple(path.replace("Regular", "Bold") for path in FONTS)
CHINA_FACE = 2
"""The index of the mainland face (SC) inside the collection."""
QUIET_MODULES = 2


class NoFont(Exception):
    """Noto Sans CJK is not on this machine; install the package fonts-noto-cjk."""


@dataclass(frozen=True)
class Bitmap:
    """A picture of one bit a dot: rows of whole bytes, most significant bit left, 1 is black."""

    width: int
    height: int
    rows: bytes = field(repr=False)

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8


@lru_cache(maxsize=16)
def font_of(height: int, bold: bool) -> Any:
    """The font in which hanzi are `height` dots high. Raises NoFont."""
    from PIL import ImageFont

    for path in BOLD_FONTS if bold else FONTS:
        if Path(path).exists():
            # The simple layout takes any characters; the other one fails on broken ones.
            return ImageFont.truetype(path, height, index=CHINA_FACE, layout_engine=ImageFont.Layout.BASIC)
    raise NoFont("install the package fonts-noto-cjk")


def _bitmap(image: Any) -> Bitmap:
    from PIL import ImageOps

    rows = ImageOps.invert(image.convert("L")).point(lambda value: 255 if value > 110 else 0).convert("1").tobytes()
    return Bitmap(image.width, image.height, rows)


def text_width(text: str, height: int, *, bold: bool = False) -> int:
    """Dots that a line needs as `text_bitmap` draws it. Raises NoFont."""
    width: float = font_of(height, bold).getlength(text)
    return max(1, round(width))


def text_bitmap(text: str, height: int, *, bold: bool = False) -> Bitmap:
    """One line of text whose hanzi are `height` dots high. Raises NoFont."""
    from PIL import Image, ImageDraw

    font = font_of(height, bold)
    image = Image.new("L", (text_width(text, height, bold=bold), round(height * 1.25)), 255)
    ImageDraw.Draw(image).text((0, round(height * 1.05)), text, font=font, fill=0, anchor="ls")
    return _bitmap(image)


def qr_modules(data: str) -> tuple[str, ...]:
    """The modules of a QR code, a string of "0" and "1" for each row, without quiet zone; error correction M."""
    import segno

    return tuple("".join(str(module) for module in row) for row in segno.make(data, error="m", micro=False).matrix)


def qr_bitmap(data: str, side: int) -> Bitmap:
    """A QR code about `side` dots wide: whole dots a module, quiet zone included, error correction M."""
    modules = qr_modules(data)
    margin, edge = "0" * QUIET_MODULES, ["0" * (len(modules) + 2 * QUIET_MODULES)] * QUIET_MODULES
    quiet = [*edge, *(margin + row + margin for row in modules), *edge]
    scale = max(2, round(side / len(quiet)))
    dots = len(quiet) * scale
    row_bytes = (dots + 7) // 8
    packed = (int("".join(bit * scale for bit in row).ljust(row_bytes * 8, "0"), 2) for row in quiet)
    return Bitmap(dots, dots, b"".join(row.to_bytes(row_bytes) * scale for row in packed))


@dataclass(frozen=True)
class _Line:
    """A line in the printer's own font: cells of `height` dots, of these widths, one a character."""

    text: str = field(repr=False)
    cells: Sequence[int]
    height: int
    bold: bool

    def drawn(self) -> Bitmap:
        from PIL import Image, ImageDraw

        font = font_of(self.height, self.bold)
        line = Image.new("L", (max(1, sum(self.cells)), round(self.height * 1.25)), 255)
        at = 0
        for character, cell in zip(self.text, self.cells, strict=True):
            ink = max(1, round(font.getlength(character)))
            glyph = Image.new("L", (ink, line.height), 255)
            ImageDraw.Draw(glyph).text((0, round(self.height * 1.05)), character, font=font, fill=0, anchor="ls")
            if ink > cell:
                glyph = glyph.resize((cell, line.height))
            line.paste(glyph, (at + max(0, cell - ink) // 2, 0))
            at += cell
        return _bitmap(line)


class Canvas:
    """A strip of paper `width` dots wide that grows as it is drawn on. It is painted when its picture is asked for."""

    def __init__(self, width: int, longest: int) -> None:
        self.width = width
        self.height = 0
        self._longest = longest
        self._marks: list[tuple[tuple[int, int], Bitmap | _Line, tuple[int, int]]] = []
        """Place from the upper left corner, what is drawn there, and how many times as wide and high."""

    def feed(self, dots: int) -> None:
        self.height = min(self.height + max(0, dots), self._longest)

    def bitmap(self, left: int, bitmap: Bitmap) -> None:
        """Draw a bitmap at the foot of the paper; does not feed."""
        if bitmap.width and bitmap.height:
            self._mark(left, bitmap, (1, 1))

    def text(
        self, left: int, text: str, cells: Sequence[int], height: int, scale: tuple[int, int], *, bold: bool
    ) -> None:
        """Draw a line of text at the foot of the paper; does not feed."""
        self._mark(left, _Line(text, cells, height, bold), scale)

    def _mark(self, left: int, mark: Bitmap | _Line, scale: tuple[int, int]) -> None:
        if self.height < self._longest:
            self._marks.append(((left, self.height), mark, scale))

    def png(self) -> bytes:
        """The paper so far, with a margin, as PNG. Raises NoFont."""
        from PIL import Image, ImageOps

        paper = Image.new("L", (self.width, max(1, self.height)), 255)
        for place, mark, scale in self._marks:
            bitmap = mark.drawn() if isinstance(mark, _Line) else mark
            picture = ImageOps.invert(Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.rows).convert("L"))
            wide, high = scale
            paper.paste(picture.resize((bitmap.width * wide, bitmap.height * high), Image.Resampling.NEAREST), place)
        out = io.BytesIO()
        ImageOps.expand(paper, border=24, fill=255).save(out, "PNG", optimize=True)
        return out.getvalue()
