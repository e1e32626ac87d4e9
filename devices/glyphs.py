"""The hanzi that the terminal's font has: read from the font's character map, without drawing anything.

Only ideographs are judged. Letters and signs may come from other fonts of the machine; for hanzi there is one.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, BinaryIO

from devices.lazy_dataclass import dataclass
from devices.raster import CHINA_FACE, FONTS

IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
SEGMENTED_COVERAGE = 12
"""The format of a character map that has all planes (OpenType, table cmap)."""


@dataclass(frozen=True)
class Glyphs:
    """Ranges of code points with a glyph, ascending: first and last point of each."""

    firsts: Sequence[int] = field(repr=False)
    lasts: Sequence[int] = field(repr=False)

    def lack(self, text: str) -> bool:
        """Whether some hanzi of the text would be drawn as a box."""
        return any(_is_ideograph(point) and not self._has(point) for point in map(ord, text))

    def _has(self, point: int) -> bool:
        place = bisect_right(self.firsts, point) - 1
        return place >= 0 and point <= self.lasts[place]


def _is_ideograph(point: int) -> bool:
    return any(first <= point <= last for first, last in IDEOGRAPHS)


def font_glyphs(paths: tuple[str, ...] = FONTS) -> Glyphs | None:
    """Read the map of the mainland face; None where the font is missing or written in another way."""
    path = next((Path(each) for each in paths if Path(each).exists()), None)
    if path is None:
        return None
    try:
        with path.open("rb") as font:
            return _read(font)
    except (OSError, struct.error, StopIteration, ValueError):
        return None


def _read(font: BinaryIO) -> Glyphs:
    face = _numbers(font, 12 + 4 * CHINA_FACE, ">I")[0]
    tables = _numbers(font, face + 4, ">H")[0]
    records = (_numbers(font, face + 12 + 16 * place, ">4sIII") for place in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = _numbers(font, cmap + 2, ">H")[0]
    maps = [cmap + _numbers(font, cmap + 4 + 8 * place, ">HHI")[2] for place in range(count)]
    at = next(each for each in maps if _numbers(font, each, ">H")[0] == SEGMENTED_COVERAGE)
    groups = _numbers(font, at + 12, ">I")[0]
    font.seek(at + 16)
    # Groups of three numbers, in ascending order (OpenType, cmap format 12). Thousands of them: no loop at each start.
    numbers = array("I", font.read(12 * groups))
    if sys.byteorder == "little":
        numbers.byteswap()
    return Glyphs(numbers[0::3], numbers[1::3])


def _numbers(font: BinaryIO, at: int, layout: str) -> tuple[Any, ...]:
    font.seek(at)
    return struct.unpack(layout, font.read(struct.calcsize(layout)))
