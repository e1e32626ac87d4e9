"""Results of checking and drawing a PDF document. Plain data: imports none of the libraries that read PDF."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from devices.lazy_dataclass import dataclass

PDF_START = b"%PDF-"
LARGEST_BYTES = 10 * 2**20
"""Largest document that is checked; the platform sends none that is larger."""
UPLOAD_MOST = 15 * 2**20
"""Largest PDF of a phone that is drawn."""
PAGES_MOST = 20
PIXELS_MOST = 12_000_000
"""Largest picture of a page. A4 at 300 dpi has 8.7 million."""
CHECKED_DPI = 200
"""Every page of an accepted document can be drawn at this resolution within PIXELS_MOST (up to about A2)."""
DPI_LEAST, DPI_MOST = 24, 300


class Why(StrEnum):
    """Reasons for which a document is refused. A closed list: every word has a page."""

    NONE = ""
    """It is accepted."""
    NOT_PDF = "not_pdf"
    """It does not begin as a PDF."""
    DAMAGED = "damaged"
    """It begins as a PDF and cannot be read as one, for example because its end is missing."""
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    """It has more than LARGEST_BYTES."""
    UNSIGNED = "unsigned"
    TWO_SIGNATURES = "two_signatures"
    """Two or more: a certificate is signed once, by the authority."""
    CHANGED = "changed"
    """Bytes that were signed are others now."""
    APPENDED = "appended"
    """Something was added after signing; the signature does not cover the whole file."""
    UNTRUSTED = "untrusted"
    """Signed correctly, but not under one of the pinned roots, or by a key that may not sign documents."""
    EXPIRED = "expired"
    """The signer's certificate or its root has expired."""
    NOT_YET_VALID = "not_yet_valid"
    """The signer's certificate or its root is not valid yet; often the terminal's clock is wrong."""
    TOO_MANY_PAGES = "too_many_pages"
    PAGE_TOO_LARGE = "page_too_large"
    FONT_MISSING = "font_missing"
    """A font that it uses is not in it (PDF/A demands them all): screen and paper would differ, or have gaps."""
    OTHER_DOCUMENT = "other_document"
    """Valid, but a text that the expected document must hold (number, name) is not in it: another one was sent."""
    NO_ANSWER = "no_answer"
    """The process that reads PDF gave no usable answer in time: it was ended, and the document with it."""


@dataclass(frozen=True)
class Verdict:
    """The result of a check. `why` is Why.NONE exactly if accepted; `pages` is 0 if they were not counted."""

    accepted: bool
    why: Why
    pages: int


def accepted(pages: int) -> Verdict:
    return Verdict(True, Why.NONE, pages)


def refused(why: Why, pages: int = 0) -> Verdict:
    return Verdict(False, why, pages)


class PdfFailure(Exception):
    """A page of an accepted document could not be drawn or searched; `why` says for what reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class PageImage:
    """A drawn page: `rgb32` has four bytes for a pixel (blue, green, red, unused), row by row without gaps, as
    QImage.Format_RGB32 takes it."""

    width: int
    height: int
    rgb32: bytes = field(repr=False)


@dataclass(frozen=True)
class Box:
    """A rectangle on a page in fractions of its width and height, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
