"""The driver of network scanners that speak eSCL (AirScan). Scanned means: the picture is whole, and the job went well.

The scanner is asked before a job, and nothing is begun on one that cannot scan. After the last page it is asked for
the job's state: the last picture of an aborted job is not handed on. Every job whose name is known is deleted, one that
could not be before the next. A job whose answer was lost has no name; the scanner gives it up after a while.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.document_scanner.contract import (
    BYTES_MOST,
    GLANCE_DPI,
    DocumentScanner,
    DocumentScannerCapability,
    Glance,
    ScannedPage,
    ScanOutcome,
    ScanRequest,
    Source,
)
from devices.document_scanner.escl_client import NO_MORE, NOT_NOW, EsclClient, NotTaken, Picture, page_of
from devices.document_scanner.escl_messages import (
    A4_HEIGHT,
    A4_WIDTH,
    COLOUR,
    GREY,
    JPEG,
    WENT_WRONG,
    InputCaps,
    ScannerState,
    Settings,
)
from devices.document_scanner.faults import failed, fault, fault_of
from devices.faults import DeviceFault, Fault
from devices.lazy_dataclass import dataclass
from devices.readings import DeviceState, DeviceStatus, Inventory, failed_status
from devices.transport import Port

PATH = "/eSCL"
ASK_S = 5.0
"""Seconds that one question to the scanner may take."""
BUSY_S = 10.0
"""A scanner that is busy is waited for so many seconds: it may still be moving its lamp back."""
AGAIN_S = 0.5
STOP_S = 1.5
"""Seconds before the deadline at which a job that is not over is given up."""
DELETE_S = 1.0
"""Seconds that deleting it may take."""
CANCEL_S = 0.1
"""The same after a cancellation."""
MOST_ABANDONED = 8
SHORT_OF_A4 = 0.97
"""Part of A4 that the glass has at least; an edge that no scanner reaches is not missed."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> DocumentScanner:
    """The driver for a port and a model; nothing is opened yet. mypy checks it against the contract here."""
    return EsclScanner(port, clock, {**model, **options})


@dataclass
class _Scan:
    """One scan under way: what came of it so far."""

    request: ScanRequest
    pages: list[ScannedPage] = field(default_factory=list)
    job: str = ""
    feeder_empty: bool | None = None

    @property
    def room(self) -> int:
        return BYTES_MOST - sum(len(page.data) for page in self.pages)

    def outcome(self, trouble: Fault | None = None) -> ScanOutcome:
        whole = trouble is None or self.request.source is Source.FEEDER
        return ScanOutcome(tuple(self.pages) if whole else (), trouble, self.feeder_empty)


class EsclScanner:
    """See `contract.DocumentScanner`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._clock = clock
        self._client = EsclClient(port, clock, str(profile.get("path") or PATH))
        feeder = {DocumentScannerCapability.SCAN_FEEDER} if profile.get("feeder") else set()
        self._capabilities: frozenset[str] = frozenset({DocumentScannerCapability.SCAN_DOCUMENT, *feeder})
        self._abandoned: deque[str] = deque(maxlen=MOST_ABANDONED)
        """Jobs that the scanner may still hold and nobody waits for."""

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            self._end_abandoned(wait)
            seen = self._client.status(wait)
        except (DeviceFault, DeadlineReached) as trouble:
            return failed_status(fault_of(trouble), self._capabilities)
        # An empty feeder is its usual state.
        word = seen.fault_word(Source.FEEDER)
        faults = (fault(word, f"{seen.state} {seen.adf}"),) if word not in ("", "no_paper") else ()
        state = DeviceState.FAULT if faults else DeviceState.READY
        return DeviceStatus(state, faults, capabilities=self._capabilities)

    def inventory(self, wait: Wait) -> Inventory:
        return self._client.names(wait)

    def scan(self, request: ScanRequest, wait: Wait) -> ScanOutcome:
        left = wait.remaining()
        until = wait if left is None else wait.within(max(0.0, left - STOP_S))
        scan = _Scan(request)
        try:
            self._scan(scan, until)
        except (DeviceFault, DeadlineReached, Cancelled) as trouble:
            self._give_up(scan.job, wait)
            if isinstance(trouble, Cancelled):
                return ScanOutcome((), fault("cancelled"))
            late = isinstance(trouble, DeadlineReached) and scan.job and until.spent()
            return scan.outcome(fault("unfinished") if late else fault_of(trouble))
        return scan.outcome()

    def glance(self, look: Glance, wait: Wait) -> ScanOutcome:
        return self.scan(ScanRequest(GLANCE_DPI, colour=False), wait)

    def close(self) -> None:
        self._client.close()

    def _scan(self, scan: _Scan, until: Wait) -> None:
        source = scan.request.source
        until.check()
        self._end_abandoned(until.within(ASK_S))
        self._wait_until_idle(source, until)
        settings = self._settings(scan.request, until)
        scan.job = self._begin(settings, until)
        while len(scan.pages) < scan.request.pages_most:
            picture = self._next(scan, until)
            if picture is None:
                break
            scan.pages.append(page_of(picture, settings))
        self._finish(scan, until)

    def _wait_until_idle(self, source: Source, until: Wait) -> None:
        """Raises DeviceFault for a scanner that cannot scan from there, or stays busy."""
        patience = until.within(BUSY_S)
        while True:
            seen = self._client.status(until.within(ASK_S))
            word = seen.fault_word(source)
            if word:
                raise failed(word, f"{seen.state} {seen.adf}")
            if seen.state == "Idle":
                return
            self._pause_or(patience, until, "busy", seen.state)

    def _settings(self, request: ScanRequest, until: Wait) -> Settings:
        caps = self._client.capabilities(until.within(ASK_S)).get(request.source)
        if caps is None:
            raise failed("not_supported", f"it has no {request.source}")
        dpi = caps.resolution(request.dpi)
        mode = COLOUR if request.colour else GREY
        if dpi is None or mode not in caps.colour_modes or JPEG not in caps.formats or not _large_enough(caps):
            raise failed("not_supported", f"{request.dpi} dpi {mode} {JPEG}, A4 from the {request.source}")
        width, height = min(A4_WIDTH, caps.width), min(A4_HEIGHT, caps.height)
        return Settings(request.source, dpi, request.colour, width, height, caps.format_ext)

    def _begin(self, settings: Settings, until: Wait) -> str:
        """Begin a job, again while the scanner says that it is busy: then it has begun none."""
        patience = until.within(BUSY_S)
        while True:
            answer = self._client.begin(settings, until.within(ASK_S))
            if not isinstance(answer, NotTaken):
                return answer
            word = self._client.status(until.within(ASK_S)).fault_word(settings.source)
            if word or answer.status != NOT_NOW:
                raise failed(word or "refused", f"ScanJobs: HTTP {answer.status}")
            self._pause_or(patience, until, "busy", f"HTTP {answer.status}")

    def _next(self, scan: _Scan, until: Wait) -> Picture | None:
        """The next picture; None if there is none, which is the regular end after the first page."""
        while True:
            answer = self._client.next_page(scan.job, until, scan.room)
            if not isinstance(answer, NotTaken):
                return answer
            if answer.status == NOT_NOW:
                until.pause(AGAIN_S)  # the page is not ready yet
                continue
            seen = self._client.status(until.within(ASK_S))
            word = seen.fault_word(scan.request.source)
            self._note_feeder(scan, seen)
            regular = answer.status in NO_MORE and scan.pages and word in ("", "no_paper")
            if regular and seen.job(scan.job) not in WENT_WRONG:
                return None
            if seen.job(scan.job) in WENT_WRONG and scan.pages and not word:
                scan.pages.pop()  # the page before may be the one that went wrong
            raise failed(word or _word_of(seen.job(scan.job)), f"NextDocument: HTTP {answer.status} {seen.adf}")

    def _finish(self, scan: _Scan, until: Wait) -> None:
        """See to the end of a job whose pages have come; a job that went wrong takes its last page with it."""
        seen = self._client.status(until.within(ASK_S))
        self._note_feeder(scan, seen)
        if seen.job(scan.job) in WENT_WRONG:
            scan.pages.pop()
            raise failed("aborted", f"job {seen.job(scan.job)}")
        self._give_up(scan.job, until.within(ASK_S))

    def _note_feeder(self, scan: _Scan, seen: ScannerState) -> None:
        if scan.request.source is Source.FEEDER and seen.adf in ("ScannerAdfEmpty", "ScannerAdfLoaded"):
            scan.feeder_empty = seen.adf == "ScannerAdfEmpty"

    def _give_up(self, job: str, wait: Wait) -> None:
        """Delete a job now, or else before the next."""
        if not job:
            return
        try:
            self._client.end(job, Wait(self._clock, CANCEL_S) if wait.cancelled else wait.within(DELETE_S))
        except (DeviceFault, DeadlineReached, Cancelled):
            self._abandoned.append(job)

    def _end_abandoned(self, wait: Wait) -> None:
        while self._abandoned:
            self._client.end(self._abandoned[0], wait)
            self._abandoned.popleft()

    def _pause_or(self, patience: Wait, until: Wait, word: str, detail: str) -> None:
        with contextlib.suppress(DeadlineReached):
            patience.pause(AGAIN_S)
        until.check()
        if patience.spent():
            raise failed(word, detail)


def _large_enough(caps: InputCaps) -> bool:
    return caps.width >= A4_WIDTH * SHORT_OF_A4 and caps.height >= A4_HEIGHT * SHORT_OF_A4


def _word_of(job_state: str) -> str:
    return "aborted" if job_state in WENT_WRONG else "io_error"
