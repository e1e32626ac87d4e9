"""A signature on the glass, as strokes; or the declaration that stands for it where somebody does not write.

The unit of x and y is a ten-thousandth of the pad's width; the pad is three fifths as high as it is wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import pairwise
from math import hypot

from devices.lazy_dataclass import dataclass

WIDTH, HEIGHT = 10_000, 6_000
"""Size of the pad in its unit."""
POINTS_MOST = 256
"""Points of a stroke; the pad leaves out points of a longer one, so that its shape stays."""
STROKES_MOST = 200
"""The longest names have about a hundred."""
ALL_POINTS_MOST = 5_000
"""As JSON 90 kB: a sealed case may have 256."""
MILLISECONDS_MOST = 60_000
"""Later points of a stroke have this time."""
INK_LEAST = 200
"""Length of all strokes with which one stroke is a signature: 5 mm on a large screen. The name 一 is one stroke, and a
person may sign by a line or a cross; a finger that only touched the glass leaves a dot, which is nobody's sign."""
PAD_MM = (30, 1_000)
"""Width of a pad on any screen, in millimetres."""

Point = tuple[int, int, int]
"""x, y, and the milliseconds since the stroke began."""
Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]


@dataclass(frozen=True)
class Signature:
    """The signature under the declaration, of the person who stood here. `way` is "signed" (the strokes, on a pad of
    this size) or "declared": the words that a signature stands for, confirmed by a button or a key."""

    way: str
    strokes: Strokes = field(default=(), repr=False)
    width_mm: int = 0
    height_mm: int = 0


def stroke_of(numbers: Sequence[int]) -> Stroke | None:
    """Make a stroke of x, y and milliseconds in turn; None where they cannot be one."""
    if not numbers or len(numbers) % 3 or len(numbers) > 3 * POINTS_MOST or not all(type(n) is int for n in numbers):
        return None
    stroke = tuple(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    within = all(0 <= x <= WIDTH and 0 <= y <= HEIGHT and 0 <= at <= MILLISECONDS_MOST for x, y, at in stroke)
    return stroke if within and stroke[0][2] == 0 and all(a[2] <= b[2] for a, b in pairwise(stroke)) else None


def is_full(strokes: Strokes) -> bool:
    """Whether nothing more can be written: one more stroke could be too much."""
    return len(strokes) >= STROKES_MOST or sum(map(len, strokes)) > ALL_POINTS_MOST - POINTS_MOST


def is_enough(strokes: Strokes) -> bool:
    """Whether it can be a signature: two strokes, or one that is more than a touch."""
    return len(strokes) > 1 or sum(map(_length, strokes)) >= INK_LEAST


def _length(stroke: Stroke) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(stroke))


def path_of(strokes: Iterable[Stroke]) -> str:
    """The strokes as the data of an SVG path. A dot is a line of one unit: one without length is not drawn."""
    return " ".join(_path(stroke) for stroke in strokes)


def _path(stroke: Stroke) -> str:
    points = [f"{x} {y}" for x, y, _ in stroke]
    return f"M{'L'.join(points)}" + ("h1" if len(points) == 1 else "")
