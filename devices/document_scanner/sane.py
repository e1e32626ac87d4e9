"""The driver of scanners that SANE drives (USB and others): one run of scanimage for each scan.

A page counts if scanimage called it done, its picture is whole and has the size that was asked for. Whatever it ends
with otherwise is a fault, and the page under way is none: a scan that is stopped gives a short picture and no error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
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
from devices.document_scanner.faults import failed, fault, fault_of
from devices.document_scanner.page_check import checked_page
from devices.document_scanner.sane_frames import ABSENT, FrameReader, NoFrame, Run
from devices.faults import DeviceFault, Fault
from devices.readings import DeviceState, DeviceStatus, failed_status
from devices.transport import Pipe, Port, absent, noise

A4_MM = (210.0, 297.0)
MM_PER_INCH = 25.4
END_S = 1.0
"""Seconds before the deadline in which a scan is stopped."""
STOPPING_S = 6.0
"""A scan that was given up is waited for so many seconds: the lamp moves back."""
AGAIN_S = 0.1
CLEAN_UP_S = 0.5
"""Seconds until the end of a program that has named its trouble, or called all pages done; it is stopped then."""
READ_BYTES = 64 * 1024
FLATBED, COLOUR, GREY = "Flatbed", "Color", "Gray"
"""The usual words of backends, where a model has no others."""


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> DocumentScanner:
    """The driver for a port and a model; nothing is opened yet. mypy checks it against the contract here."""
    return SaneScanner(port, clock, {**model, **options})


class SaneScanner:
    """See `contract.DocumentScanner`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, profile: Mapping[str, Any]) -> None:
        self._port = port
        self._clock = clock
        self._feeder = str(profile.get("feeder_source") or "")
        self._sources = {
            Source.FLATBED: str(profile.get("flatbed_source", FLATBED)),
            Source.FEEDER: self._feeder,
        }
        self._colour = str(profile.get("colour_mode") or COLOUR)
        self._grey = str(profile.get("grey_mode") or GREY)
        glass = profile.get("glass_mm") or A4_MM
        self._area = (min(A4_MM[0], float(glass[0])), min(A4_MM[1], float(glass[1])))
        self._settings = tuple(str(each) for each in profile.get("settings", ()))
        feeder = {DocumentScannerCapability.SCAN_FEEDER} if self._feeder else set()
        self._capabilities: frozenset[str] = frozenset({DocumentScannerCapability.SCAN_DOCUMENT, *feeder})

    def status(self, wait: Wait) -> DeviceStatus:
        """Open the device and scan nothing: a list of names would not ask it."""
        run = Run()
        try:
            self._run(run, 0, (), wait)
            word = run.fault_word()
            found = self._fault(word, run) if word else None
        except (DeviceFault, DeadlineReached) as trouble:
            found = fault_of(trouble)
        if found is None:
            return DeviceStatus(DeviceState.READY, capabilities=self._capabilities)
        return failed_status(found, self._capabilities)

    def scan(self, request: ScanRequest, wait: Wait) -> ScanOutcome:
        if request.source is Source.FEEDER and not self._feeder:
            return ScanOutcome((), fault("not_supported", "no feeder_source in its model"))
        left = wait.remaining()
        until = wait if left is None else wait.within(max(0.0, left - END_S))
        run = Run()
        try:
            self._run(run, request.pages_most, self._options(request), until)
        except Cancelled:
            return ScanOutcome((), fault("cancelled"))
        except (DeviceFault, DeadlineReached) as trouble:
            late = isinstance(trouble, DeadlineReached) and run.size
            return self._outcome(request, run, fault("unfinished") if late else fault_of(trouble))
        word = run.fault_word()
        at_its_end = word == "no_paper" and request.source is Source.FEEDER and bool(run.pages())
        return self._outcome(request, run, self._fault(word, run) if word and not at_its_end else None)

    def glance(self, look: Glance, wait: Wait) -> ScanOutcome:
        return self.scan(ScanRequest(GLANCE_DPI, colour=False), wait)

    def close(self) -> None:
        """Nothing is open between two scans."""

    def _outcome(self, request: ScanRequest, run: Run, trouble: Fault | None) -> ScanOutcome:
        """The whole pages of a run; of the flatbed there is none after a trouble."""
        asked = [round(length / MM_PER_INCH * request.dpi) for length in self._area]
        pages: list[ScannedPage] = []
        for data in run.pages():
            try:
                page = checked_page(data, request.dpi, (asked[0], asked[1]), request.source)
            except DeviceFault as bad:
                trouble = trouble or bad.fault
                break
            pages.append(page)
        if not pages and trouble is None:
            trouble = fault("io_error", "it ended without a page")
        if request.source is Source.FLATBED:
            return ScanOutcome(tuple(pages) if trouble is None else (), trouble)
        return ScanOutcome(tuple(pages), trouble, True if run.fault_word() == "no_paper" else None)

    def _options(self, request: ScanRequest) -> tuple[str, ...]:
        source = self._sources[request.source]
        return (
            "--format=jpeg",
            *((f"--source={source}",) if source else ()),
            f"--mode={self._colour if request.colour else self._grey}",
            f"--resolution={request.dpi}",
            *(f"--{each}" for each in self._settings),
            "-l0",
            "-t0",
            f"-x{self._area[0]:g}",
            f"-y{self._area[1]:g}",
        )

    def _run(self, run: Run, pages: int, options: tuple[str, ...], wait: Wait) -> None:
        """Run scanimage to its end. Raises DeviceFault, DeadlineReached and Cancelled."""
        wait.check()
        pipe = self._open(wait)
        reader = FrameReader()
        try:
            pipe.write("\n".join((str(pages), *options, "", "")).encode("utf-8"))
            while run.exit_code is None:
                decided = run.failing or 0 < pages == run.done
                try:
                    came = pipe.read(wait.within(CLEAN_UP_S) if decided else wait, READ_BYTES)
                except DeadlineReached:
                    if not decided:
                        raise
                    return
                for kind, data in reader.feed(came):
                    run.take(kind, data)
                if run.size > BYTES_MOST:
                    raise failed("too_large", f"more than {BYTES_MOST} bytes")
        except NoFrame as wrong:
            raise noise(f"{self._port.address}: {wrong}") from wrong
        finally:
            pipe.close()

    def _open(self, wait: Wait) -> Pipe:
        """Open the port, and wait for a scan that is still being stopped."""
        patience = wait.within(STOPPING_S)
        while True:
            try:
                return self._port.open()
            except DeviceFault as trouble:
                if trouble.fault.cause != "stopping" or patience.spent():
                    raise
            with contextlib.suppress(DeadlineReached):
                patience.pause(AGAIN_S)
            wait.check()

    def _fault(self, word: str, run: Run) -> Fault:
        said = f"scanimage {run.exit_code}: {run.last_words()}"
        return absent(f"{self._port.address}: {said}").fault if word == ABSENT else fault(word, said)
