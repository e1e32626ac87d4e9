"""The scan desk: pictures read by the real process, no bytes on the way to the session, nothing left after a visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from devices import FakeClock, Fault, Next, Wait
from devices.document_scanner.contract import Glance, ScannedPage, ScanOutcome, ScanRequest
from devices.drawn_scans import Scan, scan_jpeg
from kiosk.case.blobs import BlobRef, BlobStore
from kiosk.effects import ForgetPapers, Recut
from kiosk.events import Event, JobEnded
from kiosk.paper_events import PageCutAgain, PageLost
from kiosk.papers.page import PageCut, PagesScanned, PaperPage
from kiosk.papers.pictures import Pictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.workers.scan_desk import ScanDesk, past
from kiosk.workers.supervised import JobDeadline

TEXT = "\n".join(f"第{number}条 甲方把房屋租给乙方" for number in range(1, 13))
JAM = Fault("document_scanner.jam", Next.ASK_CITIZEN)


def glass(text: str | None = TEXT, dpi: int = 200, *, blurred: bool = False) -> ScannedPage:
    width, height = 1654 * dpi // 200, 2339 * dpi // 200
    return ScannedPage(scan_jpeg(text, Scan(dpi, True, width, height, blurred)), "image/jpeg", width, height, dpi)


class SharedReader(ScanReader):
    """One process for all tests; closing it is noted."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedReader]:
    reader = SharedReader()
    yield reader
    ScanReader.close(reader)


@dataclass
class Desk:
    reader: SharedReader
    blobs: BlobStore = field(default_factory=BlobStore)
    pictures: Pictures = field(default_factory=Pictures)
    posted: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = ScanDesk(FakeClock(), self.posted.append, lambda: self.reader, self.blobs, self.pictures)
        self.desk.keep_only("visit-1", frozenset({1}))
        self.desk.prepare("visit-1", 1, ScanRequest())
        self.work_off()

    def work_off(self) -> None:
        job = self.desk.next()
        assert job is not None
        self.desk.run(job, cast(JobDeadline, None))

    def scans(self, *pages: ScannedPage, fault: Fault | None = None) -> PagesScanned:
        past(self.desk, cast(Any, self.posted.append))(JobEnded("visit-1", 1, ScanOutcome(pages, fault)))
        self.work_off()
        ended = self.posted[-1]
        assert isinstance(ended, JobEnded)
        assert isinstance(ended.outcome, PagesScanned)
        return ended.outcome

    def cuts(self, page: PaperPage, cut: PageCut) -> Event:
        self.desk.take("visit-1", Recut(2, page, cut))
        self.work_off()
        return self.posted[-1]

    def size_of(self, blob: BlobRef) -> tuple[int, int]:
        look = self.reader.look(self.blobs.get(blob), Wait(FakeClock(), None))
        return look.width, look.height


@pytest.fixture
def desk(shared: SharedReader) -> Iterator[Desk]:
    made = Desk(shared)
    yield made
    made.desk.close()


def test_a_scan_becomes_pages_and_a_picture_and_its_bytes_go_no_further(desk: Desk) -> None:
    scanned = desk.scans(glass())
    (page,) = scanned.pages
    assert (page.sharp, page.blank, scanned.glass_empty, scanned.why) == (True, False, False, "")
    assert scanned.shown is not None
    assert desk.pictures.find(scanned.shown.key) is not None
    assert not any(isinstance(value, bytes) for value in vars(page).values())
    desk.desk.keep_only("visit-2", frozenset())
    desk.work_off()
    assert desk.blobs.size == 0
    assert not desk.pictures.keys
    assert desk.reader.closed > 0


@pytest.mark.parametrize(
    ("page", "sharp", "blank", "empty"),
    [(glass(blurred=True), False, False, False), (glass(" "), False, True, False), (glass(None), False, True, True)],
    ids=["blurred", "blank sheet", "nothing on the glass"],
)
def test_a_blurred_and_a_blank_page_are_held_and_said_to_be(
    desk: Desk, page: ScannedPage, sharp: bool, blank: bool, empty: bool
) -> None:
    scanned = desk.scans(page)
    assert [(each.sharp, each.blank) for each in scanned.pages] == [(sharp, blank)]
    assert scanned.glass_empty is empty


@pytest.mark.parametrize(("text", "empty"), [(TEXT, False), (None, True)])
def test_a_glance_says_whether_something_lies_on_the_glass_and_holds_nothing(
    desk: Desk, text: str | None, empty: bool
) -> None:
    desk.desk.prepare("visit-1", 1, Glance())
    desk.work_off()
    assert desk.scans(glass(text, 75)) == PagesScanned(glass_empty=empty)
    assert desk.blobs.size == 0


def test_pages_that_were_whole_before_a_jam_are_kept_and_the_jam_is_reported(desk: Desk) -> None:
    scanned = desk.scans(glass(), glass(), fault=JAM)
    assert (len(scanned.pages), scanned.fault) == (2, JAM)
    assert desk.scans(fault=JAM) == PagesScanned(fault=JAM)


def test_a_page_is_turned_and_widened_and_what_it_was_is_dropped(desk: Desk) -> None:
    (page,) = desk.scans(glass()).pages
    upright = desk.size_of(page.file)
    turned = desk.cuts(page, page.cut.turned())
    assert isinstance(turned, PageCutAgain)
    assert desk.size_of(turned.page.file) == upright[::-1]
    assert turned.page.scan is not None
    assert desk.blobs.size == turned.page.file.size + turned.page.scan.size, "the first cut is gone"
    assert len(desk.pictures.keys) == 1
    if turned.page.found:
        # Its right side as it is seen now is the top of the scan.
        wider = desk.cuts(turned.page, turned.page.cut.wider(1))
        assert isinstance(wider, PageCutAgain)
        assert desk.size_of(wider.page.file)[0] > upright[1]
        assert desk.size_of(wider.page.file)[1] == upright[0]


def test_what_is_no_picture_and_what_does_not_fit_are_outcomes(shared: SharedReader) -> None:
    small = Desk(shared, BlobStore({"visit": 1000}))
    bad = ScannedPage(b"<html>Log in</html>", "image/jpeg", 1654, 2339, 200)
    assert small.scans(bad).why == "not_a_picture"
    assert small.scans(glass()).why == "full"
    assert small.blobs.size == 0
    page = PaperPage(BlobRef(99, "0" * 64, 1, 1, "image/jpeg"))
    assert small.cuts(page, PageCut(1)) == PageLost("visit-1", 2, "no_answer")
    small.desk.close()


def test_a_scan_that_ends_after_its_visit_leaves_nothing(desk: Desk) -> None:
    desk.desk.landed(JobEnded("visit-1", 1, ScanOutcome((glass(),), None)))
    desk.desk.keep_only("visit-2", frozenset())
    desk.work_off()
    assert desk.posted[-1] == JobEnded("visit-1", 1, PagesScanned())
    assert desk.blobs.size == 0


def test_pages_taken_back_are_overwritten(desk: Desk) -> None:
    (page,) = desk.scans(glass()).pages
    assert page.scan is not None
    desk.desk.forget("visit-1", ForgetPapers(3, (page.file, page.scan)))
    assert desk.blobs.size == 0
