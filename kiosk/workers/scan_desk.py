"""The worker between a scanner and the session: scanned pages are looked at, cut out and drawn in another process.

A session sees no bytes: the outcome of a scan is taken here on its way to the conductor, and goes on without them. What
is held (bytes, a picture, the process) belongs to one visit and is gone with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from devices import Cancelled, Clock, DeadlineReached, Wait
from devices.document_scanner.contract import Glance, ScannedPage, ScanOutcome, ScanRequest
from kiosk.case.blobs import BlobGone, BlobRef, BlobRefused, BlobStore
from kiosk.delays import DELAYS
from kiosk.effects import ForgetPapers, Recut
from kiosk.events import Event, JobEnded
from kiosk.paper_events import PageCutAgain, PageLost
from kiosk.papers.page import PageCut, PagesScanned, PaperPage
from kiosk.papers.pictures import Pictures, TooManyPictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.scan_verdict import ScanCut, ScanFailure, WhyNot
from kiosk.papers.sheet import Sheet
from kiosk.workers.device import Post
from kiosk.workers.notices import JobBegun, StatusSeen
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.visit_requests import Request, RequestBody, RequestQueue

JPEG = "image/jpeg"
PREVIEW_LONGEST = 1400
"""Pixels of the longer side of the picture on the screen: A4 is 990 x 1400, twice as large as its place."""
STEP_MM = 2.0
"""Millimetres by which one step widens a page."""
SCAN_DPI = 200
"""Resolution at which papers are scanned here."""
FULL = "full"
"""Why a page could not be held: the limits of kiosk.case.blobs."""


def _mostly(cut: PageCut, longest: int = 10_000) -> ScanCut:
    pixels = STEP_MM / 25.4 * SCAN_DPI
    top, right, bottom, left = (round(each * pixels) for each in cut.widened)
    return ScanCut(cut.whole, cut.quarters, longest, (top, right, bottom, left))


ScanWork = JobEnded | Recut | None
"""None starts the process that reads pictures, and at the end of a visit (whose name is then "") ends it."""


class ScanDesk(RequestBody[ScanWork]):
    """A body of the supervised loop; every request gets exactly one outcome, within its deadline."""

    name = "scan_desk"

    def __init__(
        self,
        clock: Clock,
        post: Callable[[Event], None],
        reader: Callable[[], ScanReader],
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        """`reader` makes the process that reads pictures for a visit."""
        super().__init__(RequestQueue(clock), post)
        self._make_reader = reader
        self._reader: ScanReader | None = None
        self._blobs = blobs
        self._pictures = pictures
        self._glances: set[int] = set()
        """Of the jobs of this visit those of which nothing is held."""
        self._shown = ""
        """The key of the one picture that is held."""

    def prepare(self, visit: str, number: int, request: ScanRequest | Glance) -> None:
        """A scan begins: start the process meanwhile. Called by the conductor, as are `take`, `forget` and
        `keep_only`."""
        self._queue.waits.visit = visit
        if isinstance(request, Glance):
            self._glances.add(number)
        self._queue.add_unawaited(visit, None, DELAYS["page"])

    def take(self, visit: str, work: Recut) -> None:
        self._queue.waits.visit = visit
        self._queue.add(visit, work.number, work, DELAYS["page"])

    def forget(self, visit: str, work: ForgetPapers) -> None:
        """Overwrite what a citizen took back, and drop pictures."""
        for blob in work.blobs:
            self._blobs.drop(blob)
        for key in work.pictures:
            self._pictures.drop(key)

    def landed(self, event: JobEnded) -> None:
        """Take the outcome of a scan. Called by the scanner's worker in place of the conductor's mailbox."""
        self._queue.add(event.visit, event.effect, event, DELAYS["page"])

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; of another visit than the last, wipe what is held."""
        if self._queue.waits.keep_only(visit, numbers):
            self._glances.clear()
            self._wipe()
            self._queue.add_unawaited("", None)

    def run(self, job: Request[ScanWork], deadline: JobDeadline) -> None:
        match job.work:
            case None if job.visit:
                self._open().prepare()
            case None:
                self._close_reader()
            case JobEnded() as event:
                self._queue.waits.done(job.visit, event.effect)
                self._post(replace(event, outcome=self._landed(job, event)))
            case Recut() as work:
                outcome = self._cut_again(job, work)
                self._queue.waits.done(job.visit, work.number)
                if outcome is not None:
                    self._post(outcome)

    def failed(self, job: Request[ScanWork]) -> None:
        match job.work:
            case JobEnded() as event:
                self._queue.waits.done(job.visit, event.effect)
                self._post(replace(event, outcome=PagesScanned(why=WhyNot.NO_ANSWER)))
            case Recut() as work:
                self._queue.waits.done(job.visit, work.number)
                self._post(PageLost(job.visit, work.number, WhyNot.NO_ANSWER))

    def reset(self) -> None:
        self._close_reader()

    def abandon(self) -> None:
        self._reader = None

    def close(self) -> None:
        self._wipe()
        self.reset()

    def _open(self) -> ScanReader:
        if self._reader is None:
            self._reader = self._make_reader()
        return self._reader

    def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()

    def _wipe(self) -> None:
        self._blobs.wipe()
        self._pictures.wipe()
        self._shown = ""

    def _landed(self, job: Request[ScanWork], event: JobEnded) -> PagesScanned:
        """The outcome without its bytes. What was held for a visit that ended meanwhile is dropped again."""
        outcome = event.outcome
        assert isinstance(outcome, ScanOutcome)
        try:
            return self._looked(outcome, job.wait, glance=event.effect in self._glances)
        except Cancelled:
            return PagesScanned(fault=outcome.fault)

    def _looked(self, outcome: ScanOutcome, wait: Wait, *, glance: bool) -> PagesScanned:
        pages: list[PaperPage] = []
        shown, why, empty = None, "", None
        try:
            for page in outcome.pages:
                held, nothing = self._page(page, wait, glance=glance)
                empty = nothing if empty is None else empty and nothing
                if held is not None:
                    pages.append(held)
            if pages:
                shown = self._show(pages[-1].cut, wait)
            wait.check()
        except (ScanFailure, DeadlineReached) as failure:
            why = failure.why.value if isinstance(failure, ScanFailure) else WhyNot.NO_ANSWER.value
        except (BlobRefused, TooManyPictures):
            why = FULL
        except BaseException:
            self._drop(pages)
            raise
        return PagesScanned(tuple(pages), shown, outcome.fault, why, empty)

    def _page(self, page: ScannedPage, wait: Wait, *, glance: bool) -> tuple[PaperPage | None, bool]:
        """Hold a page, and say whether nothing lay on the glass; of a glance nothing is held."""
        reader = self._open()
        look = reader.look(page.data, wait)
        if glance:
            return None, look.empty
        cut = PageCut()
        # The device's own file may be ten times as large, and it is not ours to keep.
        scan = self._blobs.put(reader.file(ScanCut(whole=True), wait).jpeg, JPEG, 1, case="glass")
        try:
            file = self._file(cut, wait)
        except BaseException:
            self._blobs.drop(scan)
            raise
        return PaperPage(file, scan, cut, look.sharp, look.blank, look.found), look.empty

    def _file(self, cut: PageCut, wait: Wait) -> BlobRef:
        return self._blobs.put(self._open().file(_mostly(cut), wait).jpeg, JPEG, 1, case="handed")

    def _show(self, cut: PageCut, wait: Wait) -> Sheet:
        """Draw the page that was looked at last, in place of the one before."""
        picture = self._open().preview(_mostly(cut, PREVIEW_LONGEST), wait)
        self._pictures.drop(self._shown)
        self._shown = self._pictures.add(picture)
        return Sheet(self._shown, picture.width, picture.height)

    def _drop(self, pages: list[PaperPage]) -> None:
        for page in pages:
            self._blobs.drop(page.file)
            if page.scan is not None:
                self._blobs.drop(page.scan)

    def _cut_again(self, job: Request[ScanWork], work: Recut) -> Event | None:
        page = work.page
        try:
            job.wait.check()
            self._open().look(self._blobs.get(page.scan or page.file), job.wait)
            if page.scan is None or work.cut == page.cut:
                return PageCutAgain(job.visit, work.number, page, self._show(work.cut, job.wait))
            file = self._file(work.cut, job.wait)
            shown = self._show(work.cut, job.wait)
            self._blobs.drop(page.file)
            return PageCutAgain(job.visit, work.number, replace(page, file=file, cut=work.cut), shown)
        except Cancelled:
            return None
        except (ScanFailure, DeadlineReached) as failure:
            why = failure.why.value if isinstance(failure, ScanFailure) else WhyNot.NO_ANSWER.value
        except (BlobRefused, TooManyPictures):
            why = FULL
        except BlobGone:
            why = WhyNot.NO_ANSWER.value
        return PageLost(job.visit, work.number, why)


def past(desk: ScanDesk, post: Post) -> Post:
    """Return the `post` of a scanner's worker: outcomes of scans go to the desk, everything else straight on."""

    def passed(message: Event | StatusSeen | JobBegun) -> None:
        if isinstance(message, JobEnded) and isinstance(message.outcome, ScanOutcome):
            desk.landed(message)
        else:
            post(message)

    return passed
