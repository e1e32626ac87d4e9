"""The document desk: PDF read by the real process, each failure with its outcome, and nothing left after the visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from devices import FakeClock, Wait
from kiosk.case.blobs import BlobGone, BlobStore
from kiosk.effects import AskPermit, Fetch
from kiosk.events import Event, Fetched, NotAnswered, NotFetched, Permitted
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.pictures import PICTURES_MOST, Pictures
from kiosk.platform.documents import CopyReason, DocumentRequest, PermitRequest
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.workers.document_desk import DocumentDesk
from kiosk.workers.supervised import JobDeadline
from tests.kiosk.papers import making

PERSON = "990102194209150030"
PERMIT = AskPermit(9, PermitRequest("permit-0001", "document-1", 1, CopyReason.NONE, "visit-1", "proof"))


def fetch(number: int = 1, holds: str = making.NUMBER, pages_most: int = 3) -> Fetch:
    request = DocumentRequest("document-1", "visit-1", "proof")
    return Fetch(number, request, holds=(holds,), covers=(making.NAME, PERSON), pages_most=pages_most)


@dataclass
class Line:
    """The platform as the desk meets it: a document, or a failure; `meanwhile` happens before it answers."""

    document: bytes = b""
    failure: PlatformFailure | None = None
    meanwhile: Callable[[], None] = lambda: None

    def fetch(self, request: DocumentRequest, wait: Wait) -> bytes:
        self.meanwhile()
        if self.failure is not None:
            raise self.failure
        return self.document

    def permit(self, request: PermitRequest, wait: Wait) -> None:
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        pass


class SharedReader(PdfReader):
    """One process for all tests, since it takes half a second to start; closing it is noted."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedReader]:
    reader = SharedReader(making.roots(), FakeClock(making.NOW))
    yield reader
    PdfReader.close(reader)


@dataclass
class Desk:
    reader: SharedReader
    line: Line = field(default_factory=Line)
    blobs: BlobStore = field(default_factory=BlobStore)
    pictures: Pictures = field(default_factory=Pictures)
    outcomes: list[Event] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock = FakeClock(making.NOW)
        self.readers = 0
        self.desk = DocumentDesk(
            lambda: cast(Any, self.line),
            clock,
            self.outcomes.append,
            lambda: self.troubles.append("line"),
            self._reader,
            self.blobs,
            self.pictures,
        )

    def _reader(self) -> PdfReader:
        self.readers += 1
        return self.reader

    def does(self, work: Fetch | AskPermit) -> Event | None:
        """Carry out one request as the worker's loop does; return its outcome."""
        self.desk.take("visit-1", work)
        self.work_off()
        return self.outcomes[-1] if self.outcomes else None

    def work_off(self) -> None:
        job = self.desk.next()
        assert job is not None
        self.desk.run(job, cast(JobDeadline, None))

    def holds_nothing(self) -> bool:
        return self.blobs.size == 0 and not self.pictures.keys


@pytest.fixture
def desk(shared: SharedReader) -> Iterator[Desk]:
    made = Desk(shared)
    yield made
    made.desk.close()


def test_a_valid_document_is_held_with_a_picture_of_each_page_and_names_covered(desk: Desk) -> None:
    desk.line.document = making.good(making.ROWS_A_PAGE)
    fetched = desk.does(fetch())
    assert isinstance(fetched, Fetched)
    assert desk.desk.document(fetched.document) == desk.line.document
    assert len(fetched.sheets) == fetched.document.pages > 1
    first = fetched.sheets[0]
    assert (first.width, first.height) == (993, 1404)
    assert len(first.covered) == 2, "name and number"
    assert fetched.sheets[-1].covered == ((0.0, 0.0, 1.0, 1.0),), "of a page without them nobody knows what is on it"
    desk.desk.keep_only("visit-2", frozenset())
    assert desk.holds_nothing()
    with pytest.raises(BlobGone):
        desk.desk.document(fetched.document)


@pytest.mark.parametrize(
    ("document", "work", "why"),
    [
        (making.drawn(), fetch(), "unsigned"),
        (b"<html>Please log in</html>", fetch(), "not_pdf"),
        (making.good(), fetch(holds="9901-of-somebody-else"), "other_document"),
        (making.good(making.ROWS_A_PAGE), fetch(pages_most=1), "too_many_pages"),
    ],
    ids=["unsigned", "a web page", "of another person", "longer than the item says"],
)
def test_what_is_not_the_document_is_dropped(desk: Desk, document: bytes, work: Fetch, why: str) -> None:
    desk.line.document = document
    assert desk.does(work) == NotFetched("visit-1", 1, why)
    assert desk.holds_nothing()


@pytest.mark.parametrize("work", [fetch(9), PERMIT], ids=["document", "permit"])
def test_a_platform_that_does_not_answer_is_an_outcome_and_looked_for(desk: Desk, work: Fetch | AskPermit) -> None:
    desk.line.failure = PlatformFailure(FailureKind.OFFLINE, "connect")
    assert desk.does(work) == NotAnswered("visit-1", 9, FailureKind.OFFLINE, "connect")
    assert desk.troubles == ["line"]


def test_a_refusal_is_no_trouble_of_the_line(desk: Desk) -> None:
    desk.line.failure = PlatformFailure(FailureKind.REFUSED, "reason-required")
    assert desk.does(PERMIT) == NotAnswered("visit-1", 9, FailureKind.REFUSED, "reason-required")
    assert desk.troubles == []


def test_a_permit_is_an_outcome_of_its_own(desk: Desk) -> None:
    assert desk.does(PERMIT) == Permitted("visit-1", 9)


def test_a_visit_that_ends_while_its_document_is_fetched_leaves_nothing(desk: Desk) -> None:
    desk.line.document = making.good()
    desk.line.meanwhile = lambda: desk.desk.keep_only("visit-2", frozenset())
    desk.does(fetch())
    assert desk.outcomes == []
    assert desk.holds_nothing()
    closed = desk.reader.closed
    desk.work_off()
    assert desk.reader.closed == closed + 1, "the process that read it is ended"


def test_more_pictures_than_a_visit_may_hold_refuse_the_document(desk: Desk) -> None:
    for _ in range(PICTURES_MOST):
        desk.pictures.add(PageImage(1, 1, bytes(4)))
    desk.line.document = making.good()
    assert desk.does(fetch()) == NotFetched("visit-1", 1, "too_large")
    assert len(desk.pictures.keys) == PICTURES_MOST


def test_an_unexpected_error_has_an_outcome_and_the_next_document_another_process(desk: Desk) -> None:
    desk.line.document = making.good()
    desk.does(fetch())
    desk.desk.take("visit-1", fetch(2))
    job = desk.desk.next()
    assert job is not None
    desk.desk.failed(job)
    desk.desk.reset()
    assert desk.outcomes[-1] == NotAnswered("visit-1", 2, FailureKind.BROKEN, "program")
    assert isinstance(desk.does(fetch(3)), Fetched)
    assert desk.readers == 2


def test_papers_that_others_hold_for_a_visit_are_wiped_at_its_end(desk: Desk) -> None:
    desk.desk.keep_only("visit-1", frozenset())
    desk.blobs.put(b"a page from elsewhere", "image/jpeg", 1)
    desk.pictures.add(PageImage(1, 1, bytes(4)))
    desk.desk.keep_only("visit-1", frozenset())
    assert not desk.holds_nothing()
    desk.desk.keep_only("", frozenset())
    assert desk.holds_nothing()


def test_a_cancelled_request_has_no_outcome(desk: Desk) -> None:
    desk.desk.take("visit-1", fetch())
    desk.desk.keep_only("visit-1", frozenset())
    desk.work_off()
    assert desk.outcomes == []
