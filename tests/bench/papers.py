"""Papers: a certificate from the touch to printing, a scanned page from the end of the scan to its picture, memory."""

from __future__ import annotations

import resource
import time
from typing import Any, cast

from devices import DeviceSpec, SystemClock, Wait, open_device
from devices.document_printer.contract import PdfDocument
from devices.document_printer.ipp import IppPrinter
from devices.document_printer.simulator import IppSimulator
from devices.document_scanner.contract import ScannedPage, ScanOutcome, ScanRequest
from devices.drawn_scans import Scan, scan_jpeg
from kiosk.case.blobs import VISIT_MOST, BlobStore
from kiosk.events import Event, JobEnded
from kiosk.papers.page import PagesScanned
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pictures import Pictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.workers.scan_desk import ScanDesk
from tests.bench.figures import Figure, ratios
from tests.house.doors import ROOT
from tests.kiosk.papers import making

ROUNDS = 12
PAGES = 40
MEGABYTE = 2**20
A4_200 = Scan(200, True, 1654, 2339)
TEXT = "\n".join(f"第{number}条 甲方把房屋租给乙方，租金按月支付 {number}" for number in range(1, 30))


def certificate() -> list[Figure]:
    """Measure a document of three pages from the touch "print" until the printer has it, relative to the check of its
    signature and the transfer alone. The platform's permit is a question like others, and not in it."""
    clock = SystemClock()
    pdf = making.good(2 * making.ROWS_A_PAGE)
    document = PdfDocument(pdf, 3)
    reader = PdfReader(making.roots(), clock_at_signing())
    reader.prepare()
    ours, bare = [], []
    for _ in range(ROUNDS):
        began = time.monotonic()
        assert reader.check(pdf, Wait(clock, 10)).accepted
        checked = time.monotonic() - began
        bare.append(checked + _until_printing(document, bare=True))
        ours.append(_until_printing(document, bare=False))
    reader.close()
    return [Figure("certificate, touch to printing / check + IPP", ratios(ours, bare), "ratio", 1.5)]


def clock_at_signing() -> Any:
    """A clock that stands at the moment at which the document's certificates are valid."""
    from devices import FakeClock

    return FakeClock(making.NOW)


def _until_printing(document: PdfDocument, *, bare: bool) -> float:
    """Seconds until the printer has the whole job: with all that the driver asks first, or the transfer alone."""
    clock = SystemClock()
    opened = open_device(DeviceSpec("document_printer", "ipp", "sim:"), clock, ROOT / "config" / "models")
    printer, simulator = opened.device, opened.simulator
    assert isinstance(printer, IppPrinter)
    assert isinstance(simulator, IppSimulator)
    arrived: list[float] = []
    take: Any = simulator._print_job

    def taken(asked: Any, content: bytes) -> Any:
        arrived.append(time.monotonic())
        return take(asked, content)

    cast(Any, simulator)._print_job = taken
    began = time.monotonic()
    if bare:
        printer._client.print("bench", document, frozenset(), Wait(clock, 10))
    else:
        printer.print(document, Wait(clock, 60))
    printer.close()
    return arrived[0] - began


def scan() -> list[Figure]:
    """Measure a page of A4 at 200 dpi from the end of the scan to its picture, and what forty of them hold."""
    clock = SystemClock()
    posted: list[Event] = []
    blobs, pictures = BlobStore(), Pictures()
    desk = ScanDesk(clock, posted.append, ScanReader, blobs, pictures)
    desk.keep_only("bench", frozenset({1}))
    desk.prepare("bench", 1, ScanRequest())
    _work_off(desk)
    page = ScannedPage(scan_jpeg(TEXT, A4_200), "image/jpeg", A4_200.width, A4_200.height, A4_200.dpi)
    before, samples = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
    for _ in range(PAGES):
        began = time.monotonic()
        desk.landed(JobEnded("bench", 1, ScanOutcome((page,))))
        _work_off(desk)
        samples.append(1000 * (time.monotonic() - began))
        ended = posted[-1]
        assert isinstance(ended, JobEnded)
        assert isinstance(ended.outcome, PagesScanned)
        assert ended.outcome.shown is not None
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    held = blobs.size / MEGABYTE
    desk.close()
    return [
        Figure("scanned page, end of scan to picture", samples, "ms", 300.0),
        Figure(f"papers held of {PAGES} pages", [held], "MB", VISIT_MOST / MEGABYTE),
        Figure(f"memory grown by {PAGES} pages", [grown], "MB", VISIT_MOST / MEGABYTE),
    ]


def _work_off(desk: ScanDesk) -> None:
    job = desk.next()
    assert job is not None
    desk.run(job, cast(Any, None))


def papers() -> list[Figure]:
    return [*certificate(), *scan()]
