"""Writing on the glass: the event of a stroke, and the pad as a part of a view."""

from __future__ import annotations

from dataclasses import field

from devices.lazy_dataclass import dataclass
from kiosk.keys import Keyed
from kiosk.signature import HEIGHT, PAD_MM, POINTS_MOST, WIDTH, Stroke, Strokes, path_of, stroke_of
from kiosk.words import Words


@dataclass(frozen=True)
class Drawn(Keyed):
    """A stroke was written on the pad with this key: x, y and milliseconds in turn, as the screen gives them."""

    numbers: tuple[int, ...] = field(repr=False)
    width_mm: int
    """Width of the pad."""

    @property
    def stroke(self) -> Stroke | None:
        """The stroke; None where the numbers cannot be one of a pad."""
        return stroke_of(self.numbers) if PAD_MM[0] <= self.width_mm <= PAD_MM[1] else None


@dataclass(frozen=True)
class Pad:
    """A surface to write on by finger, and the strokes that are on it; `label` is its name for a screen reader.

    `full`: it takes no more. `hint` stands below the line that one writes on, `note` at its other end.
    """

    key: str
    label: Words
    hint: Words
    note: Words
    strokes: Strokes = field(default=(), repr=False)
    full: bool = False

    width = WIDTH
    height = HEIGHT
    points_most = POINTS_MOST

    @property
    def ink(self) -> str:
        """The strokes as the data of an SVG path."""
        return path_of(self.strokes)
