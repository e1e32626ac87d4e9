"""The driver of printers that take PDF over IPP 2.0 (RFC 8011). Printed means: completed, and no reason to doubt it.

Before a job the printer is asked, and nothing is sent to one that cannot print. The job has a name made here. When its
answer is lost, it is looked for by that name among the printer's jobs; it is never sent again. Then job and printer are
asked until the job is over. What is not over by the deadline is cancelled at the printer, so that it does not come out
for the next person; its outcome stays unconfirmed, because a cancelled job may come out all the same. Until the printer
says that it is over, nothing else is printed.
"""

from __future__ import annotations

import contextlib
import secrets
from collections import deque
from collections.abc import Mapping
from typing import Any

from devices.clock import Cancelled, Clock, DeadlineReached, Wait
from devices.document_printer.contract import DocumentPrinter, DocumentPrinterCapability, PdfDocument
from devices.document_printer.faults import fault
from devices.document_printer.ipp_client import Accepted, IppClient, Refused
from devices.document_printer.ipp_state import FINAL, JobPhase, JobState, PrinterState
from devices.faults import DeviceFault, Fault
from devices.print_outcome import Paper, PrintOutcome, did_not, unconfirmed
from devices.readings import DeviceState, DeviceStatus, Inventory, failed_status
from devices.transport import Port

PATH = "/ipp/print"
PAGE_S = 5.0
WARM_UP_S = 20.0
"""Of a printer without a model."""
BYTES_A_SECOND = 100_000
"""A slow printer takes so many over the network."""
ASK_S = 5.0
"""Seconds that one question to the printer may take."""
POLL_S = 1.0
"""Seconds between two looks at a job."""
TAKE_LONGEST_S = 30.0
"""Seconds that a printer may take to say that it has a job, once it was sent."""
LOST_LONGEST_S = 20.0
"""A printer that is away for so many seconds while it prints is not waited for any longer."""
LOOKS = 3
"""A job is not there if it was not there so many times."""
CANCEL_S = 2.0
"""Seconds before the deadline in which a job that is not over is cancelled."""
MOST_ABANDONED = 8
WITH_ERRORS = frozenset({"job-completed-with-errors", "aborted-by-system", "job-canceled-by-user"})
"""Reasons of a job by which "completed" is not believed."""
COUNTED_IN_FULL = frozenset({"document_printer.paper_out"})
"""A fault that doubts no job whose pages were all counted: its last page was the last of the tray."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> DocumentPrinter:
    """The driver for a port and a model; nothing is opened yet. mypy checks it against the contract here."""
    return IppPrinter(port, clock, {**model, **options})


class IppPrinter:
    """See `contract.DocumentPrinter`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._clock = clock
        self._client = IppClient(port, clock, str(profile.get("path") or PATH))
        self._page_s = float(profile.get("page_s") or PAGE_S)
        self._warm_up_s = float(profile.get("warm_up_s", WARM_UP_S))
        self._counts_pages = bool(profile.get("counts_pages"))
        self._capabilities: frozenset[str] = frozenset({DocumentPrinterCapability.PRINT_A4})
        self._abandoned: deque[str] = deque(maxlen=MOST_ABANDONED)
        """Names of jobs that the printer may still hold and nobody waits for."""

    def status(self, wait: Wait) -> DeviceStatus:
        levels = {"paper": "unknown", "toner": "unknown"}
        try:
            seen = self._client.printer(wait)
        except (DeviceFault, DeadlineReached) as trouble:
            return failed_status(_fault_of(trouble), self._capabilities, levels)
        faults = seen.faults
        with contextlib.suppress(DeviceFault, DeadlineReached):
            faults += self._old_jobs(wait)
        levels = {"paper": seen.paper, "toner": seen.toner}
        nearly = seen.warns or "near_end" in levels.values()
        state = DeviceState.FAULT if faults else DeviceState.WARNING if nearly else DeviceState.READY
        return DeviceStatus(state, faults, levels, self._capabilities)

    def inventory(self, wait: Wait) -> Inventory:
        return self._client.names(wait)

    def print(self, document: PdfDocument, wait: Wait) -> PrintOutcome:
        try:
            before = self._client.printer(wait.within(ASK_S))
            old = self._old_jobs(wait.within(ASK_S))
            wait.check()  # the answer may have come at the deadline
        except (DeviceFault, DeadlineReached, Cancelled) as trouble:
            return did_not(_fault_of(trouble))
        if before.faults or old:
            return did_not((*before.faults, *old)[0])
        # From the first byte on a job is not abandoned: a wait that only the deadline ends.
        return self._print(document, before.takes, Wait(self._clock, wait.remaining()))

    def line_s(self, document: PdfDocument) -> float:
        return len(document.pdf) / BYTES_A_SECOND + self._warm_up_s + document.pages * self._page_s

    def close(self) -> None:
        self._client.close()

    def _print(self, document: PdfDocument, takes: frozenset[str], wait: Wait) -> PrintOutcome:
        name = f"yike-{secrets.token_hex(8)}"
        try:
            sending = wait.within(TAKE_LONGEST_S + len(document.pdf) / BYTES_A_SECOND)
            answer = self._client.print(name, document, takes, sending)
        except (DeviceFault, DeadlineReached) as trouble:
            if not self._client.may_have_arrived:
                return did_not(_fault_of(trouble))
            return self._look_for(name, document, _fault_of(trouble), wait)
        match answer:
            case Refused():
                return did_not(fault(answer.fault_word, answer.detail))
            case Accepted():
                return self._follow(answer.job, name, document, wait)

    def _look_for(self, name: str, document: PdfDocument, why: Fault, wait: Wait) -> PrintOutcome:
        """Follow a job whose answer was lost, if the printer has it."""
        until = wait.within(LOST_LONGEST_S)
        looks = 0
        while looks < LOOKS and not until.spent():
            with contextlib.suppress(DeviceFault, DeadlineReached):
                job = self._client.find(name, until.within(ASK_S))
                looks += 1
                if job is not None:
                    return self._follow(job, name, document, wait)
            # It may still be on its way.
            with contextlib.suppress(DeadlineReached):
                until.pause(POLL_S)
        self._abandoned.append(name)
        return unconfirmed(why)

    def _follow(self, job: JobState, name: str, document: PdfDocument, wait: Wait) -> PrintOutcome:
        """Ask until the job is over, the printer is gone for long, or the deadline comes."""
        left = wait.remaining()
        until = wait if left is None else wait.within(max(0.0, left - CANCEL_S))
        trouble: Fault | None = None
        jammed = False
        seen_at = self._clock.monotonic()
        while not until.spent():
            try:
                now = self._client.job(job.id, until.within(ASK_S))
                printer = self._client.printer(until.within(ASK_S))
            except (DeviceFault, DeadlineReached) as lost:
                if isinstance(lost, DeviceFault) or not until.spent():
                    trouble = _fault_of(lost)
                if self._clock.monotonic() - seen_at > LOST_LONGEST_S:
                    break
            else:
                if now is None:
                    return unconfirmed(fault("job_lost"))
                seen_at = self._clock.monotonic()
                trouble = next(iter(printer.faults), None)
                jammed = jammed or any(each.code == "document_printer.jam" for each in printer.faults)
                if now.phase in FINAL:
                    return self._judged(now, printer, document, jammed=jammed)
            with contextlib.suppress(DeadlineReached):
                until.pause(POLL_S)
        # Also one that the printer agrees to cancel may come out later.
        self._abandoned.append(name)
        with contextlib.suppress(DeviceFault, DeadlineReached):
            self._client.cancel(job.id, wait)
        return unconfirmed(trouble or fault("unfinished"))

    def _judged(self, job: JobState, printer: PrinterState, document: PdfDocument, *, jammed: bool) -> PrintOutcome:
        """The outcome of a job that is over."""
        found = next(iter(printer.faults), None)
        if job.phase is JobPhase.CANCELLED:
            return unconfirmed(fault("cancelled"))
        if job.phase is JobPhase.ABORTED or job.reasons & WITH_ERRORS:
            return unconfirmed(found or fault("aborted", " ".join(sorted(job.reasons))[:200]))
        # A printer that reports no page of any job does not count them.
        counts = job.printed is not None and (self._counts_pages or job.printed > 0)
        if counts and (job.printed or 0) < document.pages:
            return unconfirmed(found or fault("incomplete", f"{job.printed} of {document.pages} pages"))
        if found is not None and not (counts and {each.code for each in printer.faults} <= COUNTED_IN_FULL):
            return unconfirmed(found)
        if jammed and not counts:
            return unconfirmed(fault("jam"))
        return PrintOutcome(Paper.CAME_OUT)

    def _old_jobs(self, wait: Wait) -> tuple[Fault, ...]:
        """A fault while the printer still holds a job that nobody waits for: it would come out with the next one.

        It is cancelled, again if need be; a printer that waits for paper may say that it agrees and print it later.
        """
        for name in tuple(self._abandoned):
            job = self._client.find(name, wait)
            if job is None or job.phase in FINAL:
                self._abandoned.remove(name)
            else:
                self._client.cancel(job.id, wait)
        return (fault("old_job"),) if self._abandoned else ()


def _fault_of(trouble: Exception) -> Fault:
    """The fault of a question that was not answered."""
    return trouble.fault if isinstance(trouble, DeviceFault) else fault("no_answer")
