"""Take in a file that a phone sent: whatever it is, what comes out is upright JPEG pages of bounded size, or a refusal.

A file is judged by its bytes and never by its name or type. It is decoded in the processes of `scan_reader` (pictures)
and `pdf_reader` (PDF) only; nothing of it but pixels is kept: no place, no comment, no text, no script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from types import MappingProxyType

from devices import Wait
from devices.lazy_dataclass import dataclass
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PDF_START, PageImage, PdfFailure, Why
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.scan_verdict import UPLOAD_LONGEST, PageLook, ScanCut, ScanFailure, ScanFile, WhyNot
from kiosk.platform.relays import FILE_MOST, RelayReason

DRAWN_DPI = 150
PREVIEW_LONGEST = 1404
"""Pixels of the longer side of the picture for the screen, as documents have (A4 at 120 dpi)."""
REFUSALS: Mapping[WhyNot | Why, RelayReason] = MappingProxyType(
    {
        WhyNot.NOT_A_PICTURE: RelayReason.NOT_A_PICTURE,
        WhyNot.TOO_LARGE: RelayReason.TOO_LARGE,
        Why.NOT_PDF: RelayReason.NOT_A_PICTURE,
        Why.TOO_LARGE: RelayReason.TOO_LARGE,
        Why.PAGE_TOO_LARGE: RelayReason.TOO_LARGE,
        Why.TOO_MANY_PAGES: RelayReason.TOO_MANY_PAGES,
        Why.ENCRYPTED: RelayReason.ENCRYPTED,
        Why.FONT_MISSING: RelayReason.FONT_MISSING,
    }
)
"""Why a process refused → what the phone is told; anything else (it took too long, it ended) is DAMAGED."""


@dataclass(frozen=True)
class TakenPage:
    """A page that was taken in: the file to hand in, its picture for the screen, and what can be seen of it."""

    file: ScanFile = field(repr=False)
    picture: PageImage = field(repr=False)
    look: PageLook

    @property
    def hint(self) -> RelayReason:
        if self.look.blank:
            return RelayReason.BLANK
        return RelayReason.NONE if self.look.sharp else RelayReason.BLURRED


class UploadRefused(Exception):
    """A file is not taken in; `reason` is what the phone is told."""

    def __init__(self, reason: RelayReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class UploadReader:
    """Takes in the files of one visit, in one thread. The processes are started when first needed."""

    def __init__(self, pictures: Callable[[], ScanReader], papers: Callable[[], PdfReader]) -> None:
        self._make_pictures, self._make_papers = pictures, papers
        self._pictures: ScanReader | None = None
        self._papers: PdfReader | None = None

    def prepare(self) -> None:
        """Start the process that nearly every file needs, while nothing has come yet."""
        self._of_pictures().prepare()

    def pages(self, data: bytes, wait: Wait, at_most: int) -> Iterator[TakenPage]:
        """Yield the pages of a file: one of a picture, up to `at_most` of a PDF. Raises UploadRefused, also after some
        pages, DeadlineReached and Cancelled."""
        try:
            yield from self._pages(data, wait, at_most)
        except (ScanFailure, PdfFailure) as failure:
            raise UploadRefused(REFUSALS.get(failure.why, RelayReason.DAMAGED)) from None

    def close(self) -> None:
        """End the processes. A later file starts others."""
        pictures, papers = self._pictures, self._papers
        self._pictures = self._papers = None
        for reader in (pictures, papers):
            if reader is not None:
                reader.close()

    def _pages(self, data: bytes, wait: Wait, at_most: int) -> Iterator[TakenPage]:
        if len(data) > FILE_MOST:
            raise UploadRefused(RelayReason.TOO_LARGE)
        pictures = self._of_pictures()
        if not data.startswith(PDF_START):
            if at_most < 1:
                raise UploadRefused(RelayReason.TOO_MANY_PAGES)
            yield _taken(pictures, pictures.look_at_upload(data, wait), wait)
            return
        self._papers = papers = self._papers or self._make_papers()
        verdict = papers.open(data, wait)
        if not verdict.accepted:
            raise PdfFailure(verdict.why)
        if verdict.pages > at_most:
            raise UploadRefused(RelayReason.TOO_MANY_PAGES)
        for index in range(verdict.pages):
            drawn = papers.page(index, DRAWN_DPI, wait, UPLOAD_LONGEST)
            yield _taken(pictures, pictures.look_at_drawn(drawn, wait), wait)

    def _of_pictures(self) -> ScanReader:
        if self._pictures is None:
            self._pictures = self._make_pictures()
        return self._pictures


def _taken(pictures: ScanReader, look: PageLook, wait: Wait) -> TakenPage:
    file = pictures.file(ScanCut(whole=True, longest=UPLOAD_LONGEST), wait)
    return TakenPage(file, pictures.preview(ScanCut(whole=True, longest=PREVIEW_LONGEST), wait), look)
