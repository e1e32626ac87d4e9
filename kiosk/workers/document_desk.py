"""The worker that fetches documents, has them checked and drawn in another process, and asks for permits to print.

What it holds (bytes, pictures, the process) belongs to one visit and is gone with it: `keep_only` of another visit
wipes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices import Cancelled, Clock, DeadlineReached, Mailbox, Wait
from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef, BlobRefused, BlobStore
from kiosk.delays import DELAYS
from kiosk.effects import AskPermit, Fetch
from kiosk.events import Event, Fetched, NotAnswered, NotFetched, Permitted
from kiosk.papers.pdf_reader import PaperReader
from kiosk.papers.pdf_verdict import PaperFailure, Why
from kiosk.papers.pictures import Pictures, TooManyPictures
from kiosk.papers.sheet import Sheet
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser
from kiosk.workers.supervised import Turn

PREVIEW_DPI = 120
"""A4 is 993 x 1404 pixels: as wide as the screen's pages at 4 pixels a millimetre."""
PDF = "application/pdf"
WHOLE = (0.0, 0.0, 1.0, 1.0)
GRACE_S = 5.0
LONGEST_S: Mapping[type, float] = MappingProxyType({Fetch: DELAYS["document"], AskPermit: DELAYS["question"]})


@dataclass(frozen=True)
class DeskJob:
    """One request of one visit. `work` is None for the visit's end: what is held for it is wiped."""

    visit: str
    work: Fetch | AskPermit | None
    wait: Wait


class DocumentDesk(GatewayUser):
    """A body of the supervised loop; every request gets exactly one outcome, within its deadline."""

    name = "document_desk"
    replaceable = True

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
        reader: Callable[[], PaperReader],
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        """`on_trouble` is called after a failure of the line; `reader` makes the process that reads PDF for a visit."""
        super().__init__(gateway)
        self._clock = clock
        self._post = post
        self._on_trouble = on_trouble
        self._make_reader = reader
        self._reader: PaperReader | None = None
        self._blobs = blobs
        self._pictures = pictures
        self._jobs: Mailbox[DeskJob | None] = Mailbox(clock)
        self._running: dict[int, Wait] = {}
        self._visit = ""

    def take(self, visit: str, work: Fetch | AskPermit) -> None:
        """Queue a request. Called by the conductor, as are `keep_only` and `document`."""
        self._visit = visit
        wait = self._running[work.number] = Wait(self._clock, LONGEST_S[type(work)])
        self._jobs.put(DeskJob(visit, work, wait))

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; of another visit than the last, wipe what is held."""
        over = bool(self._visit) and visit != self._visit
        for number, wait in tuple(self._running.items()):
            if over or number not in numbers:
                self._running.pop(number, None)
                wait.cancel()
        # Also of a visit that asked nothing here: the stores are the visit's, and others may have put papers into them.
        self._visit = visit
        if over:
            self._wipe()
            self._jobs.put(DeskJob("", None, Wait(self._clock, None)))

    def document(self, blob: BlobRef) -> bytes:
        """Return the bytes of a held document. Raises BlobGone."""
        return self._blobs.get(blob)

    def next(self) -> DeskJob | None:
        return self._jobs.get()

    def visit_of(self, job: DeskJob) -> str:
        return job.visit

    def longest_s(self, job: DeskJob) -> float:
        return (job.wait.remaining() or 0.0) + GRACE_S

    def run(self, job: DeskJob, turn: Turn) -> None:
        if job.work is None:
            self._close_reader()
            return
        outcome = self._outcome(job, job.work)
        self._running.pop(job.work.number, None)
        if job.wait.cancelled:
            # The visit may have ended after its wiping: nothing of it is left behind by a request in hand.
            self._drop(outcome)
        elif outcome is not None:
            self._post(outcome)

    def failed(self, job: DeskJob) -> None:
        if job.work is not None:
            self._running.pop(job.work.number, None)
            if not job.wait.cancelled:
                self._post(NotAnswered(job.visit, job.work.number, FailureKind.BROKEN, "program"))

    def refused(self, job: DeskJob) -> None:
        self.failed(job)

    def reset(self) -> None:
        self._close_reader()
        super().reset()

    def abandon(self) -> None:
        self._reader = None
        super().abandon()

    def close(self) -> None:
        self._wipe()
        self.reset()

    def stop(self) -> None:
        for wait in tuple(self._running.values()):
            wait.cancel()
        self._jobs.put(None)

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

    def _outcome(self, job: DeskJob, work: Fetch | AskPermit) -> Event | None:
        try:
            job.wait.check()
            if isinstance(work, AskPermit):
                self.gateway().permit(work.request, job.wait)
                return Permitted(job.visit, work.number)
            return self._fetched(job, work)
        except Cancelled:
            return None
        except DeadlineReached:
            return NotAnswered(job.visit, work.number, FailureKind.SLOW)
        except PlatformFailure as failure:
            if failure.kind is not FailureKind.REFUSED:
                self._on_trouble()
            return NotAnswered(job.visit, work.number, failure.kind, failure.reason)
        except PaperFailure as failure:
            return NotFetched(job.visit, work.number, failure.why.value)
        except (BlobRefused, TooManyPictures):
            return NotFetched(job.visit, work.number, Why.TOO_LARGE.value)

    def _fetched(self, job: DeskJob, fetch: Fetch) -> Event:
        """Fetch, check, draw. Raises PlatformFailure, PaperFailure, BlobRefused, TooManyPictures, Cancelled and
        DeadlineReached."""
        if self._reader is None:
            self._reader = self._make_reader()
        reader = self._reader
        reader.prepare()
        pdf = self.gateway().fetch(fetch.request, job.wait)
        verdict = reader.check(pdf, job.wait, holds=fetch.holds)
        if not verdict.accepted:
            raise PaperFailure(verdict.why)
        if verdict.pages > fetch.pages_most:
            raise PaperFailure(Why.TOO_MANY_PAGES)
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

    def _sheet(self, reader: PaperReader, index: int, covers: tuple[str, ...], wait: Wait) -> Sheet:
        parts = tuple((box.x, box.y, box.width, box.height) for box in reader.find(index, covers, wait))
        picture = reader.page(index, PREVIEW_DPI, wait)
        # Where none of the names is found, nobody knows what is on the page: all of it is covered.
        return Sheet(self._pictures.add(picture), picture.width, picture.height, parts or (WHOLE,))
