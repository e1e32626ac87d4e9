"""Outcomes of what is done with the pages of papers that a citizen hands in."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef
from kiosk.outcome import Outcome
from kiosk.papers.page import PaperPage
from kiosk.papers.sheet import Sheet


@dataclass(frozen=True)
class PageCutAgain(Outcome):
    """A page was cut again, or only drawn; `shown` is a picture of it, in place of the one before."""

    page: PaperPage
    shown: Sheet


@dataclass(frozen=True)
class PageLost(Outcome):
    """A page could not be cut or drawn; it is held as it was. `why` is a word of papers.scan_verdict.WhyNot, or
    "full"."""

    why: str


@dataclass(frozen=True)
class PhotoTaken(Outcome):
    """A photo is held for the visit, in place of the one before; `picture` shows it."""

    photo: BlobRef
    picture: Sheet


@dataclass(frozen=True)
class NoPhoto(Outcome):
    """No photo was taken. `why` is a word of PhotoVerdict, or a fault's code."""

    why: str
