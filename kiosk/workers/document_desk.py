"""The worker that fetches documents, has them checked and drawn in another process, and asks for permits to print.

What it holds (bytes, pictures, the process) belongs to one visit and is gone with it: `keep_only` of another visit
wipes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from devices import Clock, Wait
from kiosk.case.blobs import BlobRef, BlobRefused, BlobStore
from kiosk.delays import DELAYS
from kiosk.effects import AskPermit, Fetch
from kiosk.events import Event, Fetched, NotFetched, Permitted
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PdfFailure, Why
from kiosk.papers.pictures import Pictures, TooManyPictures
from kiosk.papers.sheet import Sheet
from kiosk.platform.gateway import PlatformGateway
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.visit_requests import PlatformBody, Request, RequestQueue

PREVIEW_DPI = 120
"""A4 is 993 x 1404 pixels: as wide as the screen's pages at 4 pixels a millimetre."""
PDF = "application/pdf"
WHOLE = (0.0, 0.0, 1.0, 1.0)
LONGEST_S: Mapping[type, float] = MappingProxyType({Fetch: DELAYS["document"], AskPermit: DELAYS["question"]})


class DocumentDesk(PlatformBody[Fetch | AskPermit | None]):
    """A body of the supervised loop. The work None is the end of a visit: what is held for it is wiped."""

    name = "document_desk"

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
        reader: Callable[[], PdfReader],
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        """`reader` makes the process that reads PDF for a visit."""
        super().__init__(gateway, RequestQueue(clock), post, on_trouble)
        self._make_reader = reader
        self._reader: PdfReader | None = None
        self._blobs = blobs
        self._pictures = pictures

    def take(self, visit: str, work: Fetch | AskPermit) -> None:
        """Queue a request. Called by the conductor, as are `keep_only` and `document`."""
        self._queue.waits.visit = visit
        self._queue.add(visit, work.number, work, LONGEST_S[type(work)])

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; of another visit than the last, wipe what is held."""
        # Also of a visit that asked nothing here: the stores are the visit's, and others may have put papers into them.
        if self._queue.waits.keep_only(visit, numbers):
            self._wipe()
            self._queue.add_unawaited("", None)

    def document(self, blob: BlobRef) -> bytes:
        """Return the bytes of a held document. Raises BlobGone."""
        return self._blobs.get(blob)

    def run(self, job: Request[Fetch | AskPermit | None], deadline: JobDeadline) -> None:
        work = job.work
        if work is None:
            self._close_reader()
            return
        outcome = self._outcome(job, work)
        self._queue.waits.done(job.visit, work.number)
        if job.wait.cancelled:
            # The visit may have ended after its wiping: nothing of it is left behind by a request in hand.
            self._drop(outcome)
        elif outcome is not None:
            self._post(outcome)

    def failed(self, job: Request[Fetch | AskPermit | None]) -> None:
        if job.work is not None:
            super().failed(job)

    def reset(self) -> None:
        self._close_reader()
        super().reset()

    def abandon(self) -> None:
        self._reader = None
        super().abandon()

    def close(self) -> None:
        self._wipe()
        self.reset()

    def _wipe(self) -> None:
        self._blobs.wipe()
        self._pictures.wipe()

    def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _drop(self, outcome: Event | None) -> None:
        if isinstance(outcome, Fetched):
            self._blobs.drop(outcome.document)
            for sheet in outcome.sheets:
                self._pictures.drop(sheet.key)

    def _outcome(self, job: Request[Any], work: Fetch | AskPermit) -> Event | None:
        try:
            if isinstance(work, Fetch):
                return self._outcome_of(job, lambda: self._fetched(job, work))
            return self._outcome_of(job, lambda: self._permitted(job, work))
        except PdfFailure as failure:
            return NotFetched(job.visit, work.number, failure.why.value)
        except (BlobRefused, TooManyPictures):
            return NotFetched(job.visit, work.number, Why.TOO_LARGE.value)

    def _permitted(self, job: Request[Any], ask: AskPermit) -> Event:
        self.gateway().permit(ask.request, job.wait)
        return Permitted(job.visit, ask.number)

    def _fetched(self, job: Request[Any], fetch: Fetch) -> Event:
        """Fetch, check, draw. Raises PlatformFailure, PdfFailure, BlobRefused, TooManyPictures, Cancelled and
        DeadlineReached."""
        if self._reader is None:
            self._reader = self._make_reader()
        reader = self._reader
        reader.prepare()
        pdf = self.gateway().fetch(fetch.request, job.wait)
        verdict = reader.check(pdf, job.wait, holds=fetch.holds)
        if not verdict.accepted:
            raise PdfFailure(verdict.why)
        if verdict.pages > fetch.pages_most:
            raise PdfFailure(Why.TOO_MANY_PAGES)
        sheets: list[Sheet] = []
        try:
            for index in range(verdict.pages):
                sheets.append(self._sheet(reader, index, fetch.covers, job.wait))  # noqa: PERF401  kept when one fails
            document = self._blobs.put(pdf, PDF, verdict.pages)
        except BaseException:
            for sheet in sheets:
                self._pictures.drop(sheet.key)
            raise
        return Fetched(job.visit, fetch.number, document, tuple(sheets))

    def _sheet(self, reader: PdfReader, index: int, covers: tuple[str, ...], wait: Wait) -> Sheet:
        parts = tuple((box.x, box.y, box.width, box.height) for box in reader.find(index, covers, wait))
        picture = reader.page(index, PREVIEW_DPI, wait)
        # Where none of the names is found, nobody knows what is on the page: all of it is covered.
        return Sheet(self._pictures.add(picture), picture.width, picture.height, parts or (WHOLE,))
