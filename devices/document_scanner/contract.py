"""The contract of document scanners: pages scanned on request, and one quick look at what lies on the glass.

A page is handed on only if its scan ended well and its picture is whole. Pages of a feeder that were whole before a
trouble are handed on with the fault: they went through and lie in the output tray. The pictures are not decoded here,
because they come from a device: whoever shows or measures one does that in a process that may be lost.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Family, JobKind
from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.readings import Device

MEGABYTE = 2**20
BYTES_MOST = 20 * MEGABYTE
"""All pages of one scan together."""
PIXELS_MOST = 40_000_000
"""One page by its header. A4 at 300 dpi has 8.7 million."""
PAGES_MOST = 40
RESOLUTIONS = (75, 200, 300)
GLANCE_DPI = 75
PAGE_S = 15.0
"""Seconds that a page may take besides what every scan may take; a slow flatbed at 300 dpi in colour."""


class Source(StrEnum):
    """The place of a page that is scanned."""

    FLATBED = "flatbed"
    FEEDER = "feeder"


@dataclass(frozen=True)
class ScanRequest:
    """A4 pages to scan: dots per inch (one of RESOLUTIONS), colour or grey, from where, and at most how many.

    Of the flatbed there is one page. Raises ValueError.
    """

    dpi: int = 200
    colour: bool = True
    source: Source = Source.FLATBED
    pages_most: int = 1

    def __post_init__(self) -> None:
        most = PAGES_MOST if self.source is Source.FEEDER else 1
        if self.dpi not in RESOLUTIONS or not 1 <= self.pages_most <= most:
            raise ValueError(f"{self.dpi} dpi, {self.pages_most} pages of the {self.source}")


@dataclass(frozen=True)
class Glance:
    """A look at the glass: one page in grey at GLANCE_DPI."""


@dataclass(frozen=True)
class ScannedPage:
    """One whole page: the file as the device made it, its size in pixels by the file's header, and the resolution."""

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    dpi: int


@dataclass(frozen=True)
class ScanOutcome:
    """The pages that were scanned whole, and the fault if it ended with one.

    `feeder_empty` says whether all paper went through; None where there is no feeder, or the device does not say.
    """

    pages: tuple[ScannedPage, ...] = ()
    fault: Fault | None = None
    feeder_empty: bool | None = None


class DocumentScannerCapability(StrEnum):
    """A capability of a scanner."""

    SCAN_DOCUMENT = "scan_document"
    SCAN_FEEDER = "scan_feeder"
    """It has a feeder for several pages."""


class DocumentScanner(Device, Protocol):
    """A scanner of A4 pages.

    Fault codes: document_scanner.no_paper, .jam, .cover_open, .multipick (ask the citizen), .busy, .cut_picture,
    .cancelled (try again), .no_answer, .io_error, .aborted, .stopped, .refused, .not_supported, .too_large,
    .other_service, .unfinished (call staff), and the transport's.
    """

    def scan(self, request: ScanRequest, wait: Wait) -> ScanOutcome:
        """Scan pages. Never raises DeviceFault: trouble is part of the outcome.

        Ends within 200 ms of a cancellation; the device is then told to stop, at the latest before its next use.
        """

    def glance(self, look: Glance, wait: Wait) -> ScanOutcome:
        """Scan the glass once more in grey at GLANCE_DPI, to see whether something was left on it."""


def _scan(scanner: DocumentScanner, request: ScanRequest, wait: Wait) -> ScanOutcome:
    return scanner.scan(request, wait)


def _glance(scanner: DocumentScanner, look: Glance, wait: Wait) -> ScanOutcome:
    return scanner.glance(look, wait)


def _pages_s(scanner: DocumentScanner, request: ScanRequest) -> float:
    return request.pages_most * PAGE_S


def nothing(fault: Fault) -> ScanOutcome:
    """The outcome of a scan without any page."""
    return ScanOutcome((), fault)


SCAN: JobKind[DocumentScanner, ScanRequest, ScanOutcome] = JobKind(
    "scan",
    DocumentScannerCapability.SCAN_DOCUMENT,
    ScanRequest,
    ScanOutcome,
    _scan,
    longest_s=30.0,
    surprised=nothing,
    not_begun=nothing,
    line_s=_pages_s,
)
GLANCE: JobKind[DocumentScanner, Glance, ScanOutcome] = JobKind(
    "glance",
    DocumentScannerCapability.SCAN_DOCUMENT,
    Glance,
    ScanOutcome,
    _glance,
    longest_s=20.0,
    surprised=nothing,
    not_begun=nothing,
)
FAMILY: Family[DocumentScanner] = Family(
    "document_scanner", DocumentScanner, DocumentScannerCapability, jobs=(SCAN, GLANCE)
)
