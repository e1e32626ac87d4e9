"""The inside of a simulated printer: jobs become sheets of paper, in the time that this takes.

It has no thread. Whoever looks at it brings it up to the present first (`advance`), so that hours of a fake clock pass
in a moment and always alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from devices.clock import Clock
from devices.document_printer.pages import count_pages
from devices.lazy_dataclass import dataclass
from devices.misfortunes import FaultInjection

PENDING, PROCESSING, CANCELLED, ABORTED, COMPLETED = 3, 5, 7, 8, 9
OVER = (CANCELLED, ABORTED, COMPLETED)
STOPS = ("paper_out", "jam", "cover_open", "toner_empty")
"""Misfortunes under which no paper moves."""
KEEP_JOBS = 50
KEEP_SHEETS = 200


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper as it came out: page `number` of a document. Not `whole`: torn, or half printed."""

    job: str
    number: int
    pages: int
    pdf: bytes = field(repr=False)
    whole: bool = True


@dataclass
class PrintJob:
    """A job and how far it is. `ghost`: it is reported as over and goes on all the same."""

    id: int
    name: str
    user: str
    pdf: bytes = field(repr=False)
    pages: int
    at: float
    state: int = PENDING
    reason: str = "none"
    printed: int = 0
    counted: int = 0
    ghost: bool = False


class Engine:
    """Prints one job after the other. `on_cut` is called when its power or its network is gone."""

    def __init__(
        self,
        clock: Clock,
        misfortunes: FaultInjection,
        page_s: float,
        warm_up_s: float,
        on_cut: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._misfortunes = misfortunes
        self._page_s = page_s
        self._warm_up_s = warm_up_s
        self._on_cut = on_cut
        self._next_at: float | None = None
        """Moment at which the sheet that is on its way will be out; None while nothing moves."""
        self._numbers = 0
        self.jobs: dict[int, PrintJob] = {}
        self.sheets: list[Sheet] = []

    def add(self, name: str, user: str, pdf: bytes) -> PrintJob:
        """Take a job into the queue."""
        self._numbers += 1
        job = PrintJob(self._numbers, name, user, pdf, count_pages(pdf), self._clock.monotonic())
        self.jobs[job.id] = job
        for old in list(self.jobs)[:-KEEP_JOBS]:
            del self.jobs[old]
        self.advance()
        return job

    def current(self) -> PrintJob | None:
        """The job that is printed now, or would be if paper could move."""
        return next((job for job in self.jobs.values() if job.ghost or job.state == PROCESSING), None)

    def stopped(self) -> bool:
        return any(self._misfortunes.on(name) for name in STOPS)

    def cancel(self, job: PrintJob) -> bool:
        """Stop a job; the sheet that is on its way comes out. False if it is over."""
        if job.state in OVER:
            return False
        if job.state == PROCESSING and self._next_at is not None:
            self._out(job, whole=True)
            job.printed += 1
        self._end(job, CANCELLED, "job-canceled-by-user")
        return True

    def power_off(self) -> None:
        """Forget every job; a sheet that was on its way is torn."""
        job = self.current()
        if job is not None and self._next_at is not None:
            self._out(job, whole=False)
        self.jobs.clear()
        self._next_at = None

    def advance(self) -> None:
        """Do all that was done since the last time."""
        now = self._clock.monotonic()
        while True:
            job = self.current() or self._begin()
            if job is None:
                return
            if self.stopped():
                self._next_at = None
                return
            if self._next_at is None:
                self._next_at = now + self._sheet_s()
            if self._next_at > now:
                return
            self._sheet(job)

    def _sheet_s(self) -> float:
        slow = self._misfortunes.on("slow")
        return self._page_s * (float(slow["factor"]) if slow else 1.0)

    def _begin(self) -> PrintJob | None:
        """Begin the oldest job that waits."""
        job = next((each for each in self.jobs.values() if each.state == PENDING), None)
        if job is None:
            return None
        job.state, job.reason = PROCESSING, "job-printing"
        self._next_at = max(job.at, self._next_at or 0.0) + self._warm_up_s + self._sheet_s()
        if self._misfortunes.on("completes_without_paper"):
            self._end(job, COMPLETED, "job-completed-successfully")
            return self._begin()
        if self._misfortunes.on("cancelled_but_printed"):
            job.state, job.reason, job.ghost = CANCELLED, "job-canceled-at-device", True
        self._during(job)
        return self.current() or self._begin()

    def _sheet(self, job: PrintJob) -> None:
        assert self._next_at is not None
        self._out(job, whole=True)
        job.printed += 1
        job.counted += 1
        if job.printed >= job.pages:
            self._end(job, job.state if job.ghost else COMPLETED, "job-completed-successfully")
        else:
            self._next_at += self._sheet_s()
        self._during(job)

    def _during(self, job: PrintJob) -> None:
        """Begin what happens after a certain page."""
        if job.state in OVER and not job.ghost:
            return
        for name, then in (("paper_out_during", "paper_out"), ("jam_during", "jam")):
            if self._reached(name, job):
                self._misfortunes.end(name)
                self._misfortunes.begin(then)
        if self._reached("aborts", job):
            self._end(job, ABORTED, "aborted-by-system")
        elif self._reached("dies_during", job):
            self.power_off()
            self._on_cut()
        elif self._reached("unplugged_during", job):
            self._on_cut()

    def _reached(self, name: str, job: PrintJob) -> bool:
        parameters = self._misfortunes.on(name)
        return bool(parameters) and job.printed >= int(parameters["after_page"])

    def _end(self, job: PrintJob, state: int, reason: str) -> None:
        job.state, job.ghost = state, False
        if job.reason != "job-canceled-at-device":
            job.reason = reason

    def _out(self, job: PrintJob, *, whole: bool) -> None:
        sheet = Sheet(job.name, min(job.printed + 1, job.pages), job.pages, job.pdf, whole)
        self.sheets = [*self.sheets[-KEEP_SHEETS + 1 :], sheet]
