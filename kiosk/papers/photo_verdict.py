"""Results of looking at a camera's frame for a photo. Plain data: imports no library that reads pictures.

A face is present or it is not, and it is somewhere: nothing here recognises, compares or remembers anybody, tells a
person from a picture of one, or says who somebody is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

PHOTO_WIDTH, PHOTO_HEIGHT = 358, 441
"""Pixels of a photo: 26 x 32 mm at 350 dots per inch."""
PHOTO_BYTES_MOST = 100_000
FRAME_BYTES_MOST = 4_000_000
FRAME_PIXELS_MOST = 13_000_000
"""Largest frame, by its header, before it is decoded."""
VIEW_WIDTH, VIEW_HEIGHT = 640, 480
"""Largest picture for the screen."""
DARK, BRIGHT = 35, 235
"""Mean brightness (0 to 255) of a frame in which no face could be made out."""
FACE_DARK, FACE_BRIGHT = 65, 225
"""The same of a face."""
FAR, CLOSE = 0.26, 0.4
"""Width of a face in parts of the view's: narrower ones have too few pixels, of wider ones the crop does not fit."""
ASIDE = 0.12
"""Distance of a face's middle from the view's, across, in parts of the view's width."""
SHARP_LEAST = 7.0
"""Measured on drawn faces: in focus 14 to 24, blurred by two pixels 7 to 14, by eight under 2. Lenses and noise differ:
to be measured again on the camera in use."""


class PhotoVerdict(StrEnum):
    """One thing to do about the view, or GOOD."""

    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NOBODY = "nobody"
    TWO = "two"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    OFF_CENTRE = "off_centre"
    BLURRED = "blurred"
    GOOD = "good"


class PhotoCheck(StrEnum):
    """A condition of a good photo; the page lists each as met or not met."""

    ALONE = "alone"
    LARGE = "large"
    LIGHT = "light"
    SHARP = "sharp"


class WhyNoPhoto(StrEnum):
    """Reasons for which a frame cannot be looked at. A closed list."""

    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    """Whole by its form, and it cannot be decoded."""
    NO_ANSWER = "no_answer"
    """The process that looks at frames gave no usable answer in time and was ended."""


@dataclass(frozen=True)
class PhotoLook:
    """Measurements of a frame.

    `faces`: 0, 1, or 2 for more than one. `x`, `y`, `width`: middle and width of the largest face, in parts of the
    view. `light`: mean brightness of the frame, `face_light` of the face. `sharpness`: the part of the face's contrast
    that is fine detail, per mille, at one size. `fits`: a photo can be cut out around it.
    """

    faces: int
    x: float
    y: float
    width: float
    light: float
    face_light: float
    sharpness: float
    fits: bool


@dataclass(frozen=True)
class PhotoRule:
    """A verdict, and when it is the one; the first that holds counts. `check` is the check that fails with it."""

    verdict: PhotoVerdict
    holds: Callable[[PhotoLook], bool]
    check: PhotoCheck | None


RULES: tuple[PhotoRule, ...] = (
    PhotoRule(PhotoVerdict.TOO_DARK, lambda look: look.light < DARK, PhotoCheck.LIGHT),
    PhotoRule(PhotoVerdict.TOO_BRIGHT, lambda look: look.light > BRIGHT, PhotoCheck.LIGHT),
    PhotoRule(PhotoVerdict.NOBODY, lambda look: look.faces == 0, PhotoCheck.ALONE),
    PhotoRule(PhotoVerdict.TWO, lambda look: look.faces > 1, PhotoCheck.ALONE),
    PhotoRule(PhotoVerdict.TOO_FAR, lambda look: look.width < FAR, PhotoCheck.LARGE),
    PhotoRule(PhotoVerdict.TOO_CLOSE, lambda look: look.width > CLOSE, PhotoCheck.LARGE),
    PhotoRule(PhotoVerdict.OFF_CENTRE, lambda look: abs(look.x - 0.5) > ASIDE or not look.fits, None),
    PhotoRule(PhotoVerdict.TOO_DARK, lambda look: look.faces > 0 and look.face_light < FACE_DARK, PhotoCheck.LIGHT),
    PhotoRule(PhotoVerdict.TOO_BRIGHT, lambda look: look.face_light > FACE_BRIGHT, PhotoCheck.LIGHT),
    PhotoRule(PhotoVerdict.BLURRED, lambda look: look.sharpness < SHARP_LEAST, PhotoCheck.SHARP),
)
OF_A_FACE: Mapping[PhotoCheck, bool] = MappingProxyType(
    {PhotoCheck.ALONE: True, PhotoCheck.LARGE: True, PhotoCheck.LIGHT: False, PhotoCheck.SHARP: True}
)
"""Whether a check can be passed only with a face in view."""


@dataclass(frozen=True)
class Judgement:
    """The one verdict on a view, and the checks that it passes."""

    verdict: PhotoVerdict
    passed: frozenset[PhotoCheck]


def judge(look: PhotoLook) -> Judgement:
    """Judge what was seen by RULES."""
    verdict = next((rule.verdict for rule in RULES if rule.holds(look)), PhotoVerdict.GOOD)
    failed = {rule.check for rule in RULES if rule.holds(look)}
    passed = (check for check in PhotoCheck if check not in failed and (look.faces > 0 or not OF_A_FACE[check]))
    return Judgement(verdict, frozenset(passed))


@dataclass(frozen=True)
class PhotoFile:
    """A photo: a JPEG of PHOTO_WIDTH x PHOTO_HEIGHT without metadata, and its pixels for the screen (RGB32)."""

    jpeg: bytes = field(repr=False)
    rgb32: bytes = field(repr=False)


class PhotoFailure(Exception):
    """A frame could not be looked at; `why` says for what reason."""

    def __init__(self, why: WhyNoPhoto) -> None:
        super().__init__(why.value)
        self.why = why
