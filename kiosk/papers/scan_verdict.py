"""Results of looking at a scanned page. Plain data: imports no library that reads pictures."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from devices.lazy_dataclass import dataclass

LARGEST_BYTES = 20 * 2**20
"""Largest file that is looked at; a material is no larger (kiosk.case.blobs)."""
SCAN_PIXELS_MOST = 40_000_000
"""Largest picture, by its header, before it is decoded."""
UPLOAD_PIXELS_MOST = 50_000_000
"""The same for a photo that a phone sends: the largest cameras of phones have 48 to 50 megapixels."""
UPLOAD_LONGEST = 2500
"""Pixels of the longer side of such a photo after it was taken in: A4 at 214 dpi."""
UPLOAD_SHORTEST = 32
"""Pixels that each side of it has at least."""
SHARP_LEAST = 1000.0
"""Sharpness from which print is crisp, measured on made-up pages of 75 to 300 dpi (sharp: over 12 000, out of focus:
under 60); scanners and papers differ, so this is a hint to the citizen and no refusal."""


class WhyNot(StrEnum):
    """Reasons for which a scanned page cannot be looked at. A closed list."""

    NOT_A_PICTURE = "not_a_picture"
    """Neither a JPEG nor a PNG that is whole."""
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    """Whole by its form, and it cannot be decoded."""
    NO_ANSWER = "no_answer"
    """The process that reads pictures gave no usable answer in time: it was ended, and the page with it."""


@dataclass(frozen=True)
class PageLook:
    """Measurements of a scanned page.

    `found`: its edges were found, and it can be cut out and straightened, by `tilt` degrees. `sharpness` is the
    mean square of the Laplacian at half size, of the print inside the page; 0 without any. `blank`: nothing is on the
    page. `empty`: nothing lies on the glass at all, neither paper nor print.
    """

    width: int
    height: int
    found: bool
    tilt: float
    sharpness: float
    blank: bool
    empty: bool

    @property
    def sharp(self) -> bool:
        return self.sharpness >= SHARP_LEAST


@dataclass(frozen=True)
class ScanCut:
    """A page as it is to be given out: cut out and straightened where its edges were found, or the whole glass; turned
    by quarters of a circle to the right; no longer than so many pixels. `widen` is what is added to the page that was
    found at its top, right, bottom and left, in pixels of the scan, before it is turned."""

    whole: bool = False
    quarters: int = 0
    longest: int = 10_000
    widen: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class ScanFile:
    """A page as it is handed in: a JPEG."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int


class ScanFailure(Exception):
    """A scanned page could not be looked at; `why` says for what reason."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why
