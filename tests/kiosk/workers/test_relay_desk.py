"""The relay desk: a phone's files come in through the real processes, each failure has its event, and nothing stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import pytest

from devices import Cancelled, FakeClock, Wait
from kiosk.case.blobs import BlobStore
from kiosk.effects import OpenRelay
from kiosk.events import Event, NotAnswered
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.pictures import PICTURES_MOST, Pictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.upload import UploadReader
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import unb64url
from kiosk.platform.relay_crypto import RelayKey, SentFile
from kiosk.platform.relays import OPEN_S, OpenedRelay, RelayFile, RelayOrder, RelayReason, RelayState, RelayStatus
from kiosk.relay_events import RelayEnded, RelayMoved, RelayOpened, RelayReceived, RelayRefused, RelayRemoved
from kiosk.words import Data
from kiosk.workers.relay_desk import POLL_MOST_S, RelayDesk
from kiosk.workers.supervised import JobDeadline
from tests.kiosk.papers import making
from tests.kiosk.papers.test_upload import jpeg, page_of_paper, zip_bomb

EventT = TypeVar("EventT")
OFFLINE, UNKNOWN = PlatformFailure(FailureKind.OFFLINE), PlatformFailure(FailureKind.REFUSED, "unknown")


def opening() -> OpenRelay:
    return OpenRelay(7, Data("居住证"), Data("租房合同"), "zh-CN")


@dataclass
class Platform:
    """The platform and the phone behind it. Each look does the next thing of `script`; after the last one the phone is
    done. `asleep` are the seconds of the clock at each look."""

    clock: FakeClock
    script: list[Callable[[], None]] = field(default_factory=list)
    state: RelayState = RelayState.WAITING
    files: dict[int, bytes] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    told: dict[int, RelayReason] = field(default_factory=dict)
    seconds: int = OPEN_S
    heard: int | None = None
    looks: list[float] = field(default_factory=list)
    order: RelayOrder | None = None
    opened_at: float = 0.0
    closed: list[str] = field(default_factory=list)
    opening: PlatformFailure | None = None

    def open_relay(self, order: RelayOrder, wait: Wait) -> OpenedRelay:
        if self.opening is not None:
            raise self.opening
        self.order, self.opened_at = order, self.clock.monotonic()
        return OpenedRelay(f"https://platform.test/relays/{order.relay}", self.seconds)

    def relay(self, relay: str, wait: Wait) -> RelayStatus:
        wait.check()
        self.looks.append(self.clock.monotonic())
        if self.script:
            self.script.pop(0)()
        else:
            self.state = RelayState.DONE
        files = tuple(
            RelayFile(number, len(data), self.held.get(number, len(data))) for number, data in self.files.items()
        )
        left = round(self.seconds - (self.clock.monotonic() - self.opened_at))
        return RelayStatus(self.state, left, files, self.heard)

    def relay_file(self, relay: str, number: int, wait: Wait) -> bytes:
        if number not in self.files:
            raise UNKNOWN
        return self.files[number]

    def judge_relay_file(self, relay: str, number: int, reason: RelayReason, wait: Wait) -> None:
        self.told[number] = reason

    def close_relay(self, relay: str, wait: Wait) -> None:
        self.closed.append(relay)

    def close(self) -> None:
        pass


class SharedPictures(ScanReader):
    """One process for all tests."""

    def close(self) -> None:
        pass


class SharedPapers(PdfReader):
    """One process for all tests."""

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def uploads() -> Iterator[Callable[[], UploadReader]]:
    pictures, papers = SharedPictures(), SharedPapers((), FakeClock(making.NOW))
    yield lambda: UploadReader(lambda: pictures, lambda: papers)
    ScanReader.close(pictures)
    PdfReader.close(papers)


@dataclass
class Desk:
    uploads: Callable[[], UploadReader]
    blobs: BlobStore = field(default_factory=BlobStore)
    pictures: Pictures = field(default_factory=Pictures)
    events: list[Event] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = FakeClock(making.NOW)
        self.platform = Platform(self.clock)
        self.desk = RelayDesk(
            lambda: cast(Any, self.platform),
            self.clock,
            self.events.append,
            lambda: self.troubles.append("line"),
            lambda words: {"zh-CN": cast(Data, words).text},
            self.uploads,
            self.blobs,
            self.pictures,
        )

    def plays(self, *script: Callable[[], None], work: OpenRelay | None = None) -> list[Event]:
        """Serve a relay to its end, the phone doing one thing before each look; return all events."""
        self.platform.script = list(script)
        self.desk.take("visit-1", work or opening())
        job = self.desk.next()
        assert job is not None
        thread = self.clock.spawn("relay", lambda: self.desk.run(job, JobDeadline(self.clock)))
        while thread.is_alive():
            self.clock.settle()
            if thread.is_alive():
                self.clock.advance(1.0)
        return self.events

    def of(self, kind: type[EventT]) -> list[EventT]:
        return [each for each in self.events if isinstance(each, kind)]

    @property
    def key(self) -> RelayKey:
        (opened,) = self.of(RelayOpened)
        assert self.platform.order is not None
        return RelayKey(self.platform.order.relay, unb64url(opened.link.partition("#")[2]))

    def claims(self) -> None:
        self.platform.state = RelayState.CLAIMED

    def sends(self, number: int, data: bytes, name: str = "IMG.jpg") -> Callable[[], None]:
        def send() -> None:
            self.claims()
            self.platform.files[number] = self.key.seal(number, SentFile(name, "image/jpeg", data))

        return send

    def fails(self, failure: PlatformFailure) -> Callable[[], None]:
        def fail() -> None:
            raise failure

        return fail

    def holds_nothing(self) -> bool:
        return self.blobs.size == 0 and not self.pictures.keys


@pytest.fixture
def desk(uploads: Callable[[], UploadReader]) -> Desk:
    return Desk(uploads)


def test_a_photo_is_received_held_and_told(desk: Desk) -> None:
    desk.plays(desk.claims, desk.sends(1, jpeg(page_of_paper())))
    (opened,) = desk.of(RelayOpened)
    assert (opened.seconds_left, opened.digits) == (OPEN_S, desk.key.digits)
    assert opened.link.startswith("https://platform.test/relays/")
    assert desk.platform.order is not None
    assert (desk.platform.order.item, desk.platform.order.material) == ({"zh-CN": "居住证"}, {"zh-CN": "租房合同"})
    (page,) = desk.of(RelayReceived)
    assert (page.number, page.file, page.page.media_type, page.look.sharp) == (7, 1, "image/jpeg", True)
    assert desk.blobs.get(page.page).startswith(b"\xff\xd8")
    picture = desk.pictures.find(page.picture.key)
    assert picture is not None
    assert (picture.width, picture.height) == (page.picture.width, page.picture.height) == (750, 1000)
    assert desk.platform.told == {1: RelayReason.NONE}
    assert [(each.state, each.pages, each.sending) for each in desk.of(RelayMoved)] == [
        ("claimed", 0, 0),
        ("claimed", 0, 1),
        ("claimed", 1, 0),
    ]
    assert desk.events[-1] == RelayEnded("visit-1", 7, "done")
    assert desk.platform.closed == [desk.key.relay]
    assert len(desk.platform.looks) == 3
    assert desk.platform.looks[2] - desk.platform.looks[0] == 2.0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zip_bomb(), "not_a_picture"),
        (b"<!doctype html><title>contract.pdf</title>", "not_a_picture"),
        (making.pages(21), "too_many_pages"),
        (making.encrypted(), "encrypted"),
    ],
    ids=["a zip bomb", "a web page named .pdf", "21 pages", "a password"],
)
def test_what_is_refused_leaves_nothing_and_the_phone_learns_why(desk: Desk, data: bytes, why: str) -> None:
    desk.plays(desk.sends(1, data, "contract.pdf"))
    assert desk.of(RelayRefused) == [RelayRefused("visit-1", 7, 1, why)]
    assert desk.platform.told == {1: why}
    assert desk.holds_nothing()


def test_bytes_of_another_key_are_refused(desk: Desk) -> None:
    def send() -> None:
        desk.platform.files[1] = RelayKey(desk.key.relay, bytes(32)).seal(1, SentFile("a", "b", b"c"))

    desk.plays(send)
    assert desk.of(RelayRefused) == [RelayRefused("visit-1", 7, 1, "damaged")]


def test_a_pdf_is_several_pages_of_one_file(desk: Desk) -> None:
    desk.plays(desk.sends(1, making.drawn(making.ROWS_A_PAGE)), work=OpenRelay(7, Data("i"), Data("m"), "en", 2))
    assert [each.file for each in desk.of(RelayReceived)] == [1, 1]
    assert len(desk.pictures.keys) == 2


def test_no_more_pages_come_than_are_wanted(desk: Desk) -> None:
    photo = jpeg(page_of_paper())
    desk.plays(desk.sends(1, photo), desk.sends(2, photo), work=OpenRelay(7, Data("i"), Data("m"), "en", 1))
    assert desk.platform.told == {1: RelayReason.NONE, 2: RelayReason.TOO_MANY_PAGES}


def test_a_blurred_photo_is_kept_and_the_phone_is_asked_to_look(desk: Desk) -> None:
    desk.plays(desk.sends(1, jpeg(page_of_paper(blur=9))))
    assert desk.platform.told == {1: RelayReason.BLURRED}
    (page,) = desk.of(RelayReceived)
    assert not page.look.sharp


def test_a_page_that_the_phone_deletes_is_dropped(desk: Desk) -> None:
    desk.plays(desk.sends(1, jpeg(page_of_paper())), lambda: desk.platform.files.clear())
    assert desk.of(RelayRemoved) == [RelayRemoved("visit-1", 7, 1)]
    assert desk.holds_nothing()
    assert desk.of(RelayMoved)[-1].pages == 0


def test_a_file_on_its_way_is_told_by_its_part(desk: Desk) -> None:
    def half() -> None:
        desk.sends(1, jpeg(page_of_paper()))()
        desk.platform.held[1] = len(desk.platform.files[1]) * 12 // 25

    desk.plays(half, desk.platform.held.clear)
    assert [(each.sending, each.percent) for each in desk.of(RelayMoved)] == [(1, 45), (1, 100), (0, 0)]


@pytest.mark.parametrize("failure", [OFFLINE, PlatformFailure(FailureKind.REFUSED, "unknown-question")])
def test_a_platform_without_relays_or_a_line_is_said_at_once(desk: Desk, failure: PlatformFailure) -> None:
    desk.platform.opening = failure
    assert desk.plays() == [NotAnswered("visit-1", 7, failure.kind, failure.reason)]
    assert desk.troubles == (["line"] if failure is OFFLINE else [])
    assert desk.platform.closed == []


def test_after_a_cut_line_it_goes_on_where_it_was(desk: Desk) -> None:
    photo = jpeg(page_of_paper())
    cut = [desk.fails(OFFLINE)] * 5
    desk.plays(desk.sends(1, photo), *cut, desk.sends(2, photo))
    assert [each.state for each in desk.of(RelayMoved)].count("cut") == 1
    assert desk.troubles == ["line"]
    assert [each.file for each in desk.of(RelayReceived)] == [1, 2]
    rests = [b - a for a, b in zip(desk.platform.looks, desk.platform.looks[1:], strict=False)]
    assert rests[:6] == [1.0, 2.0, 4.0, POLL_MOST_S, POLL_MOST_S, POLL_MOST_S]


def test_a_verdict_whose_line_was_cut_is_told_at_the_next_look(desk: Desk) -> None:
    tell, cut = desk.platform.judge_relay_file, iter([True, False])

    def judge(relay: str, number: int, reason: RelayReason, wait: Wait) -> None:
        if next(cut):
            raise OFFLINE
        tell(relay, number, reason, wait)

    desk.platform.judge_relay_file = judge  # type: ignore[method-assign]
    desk.plays(desk.sends(1, jpeg(page_of_paper())), desk.claims)
    assert desk.platform.told == {1: RelayReason.NONE}
    assert len(desk.of(RelayReceived)) == 1, "it is not taken in twice"


def test_a_relay_that_is_over_ends(desk: Desk) -> None:
    desk.plays(desk.claims, desk.fails(UNKNOWN))
    assert desk.events[-1] == RelayEnded("visit-1", 7, "expired")


def test_a_relay_whose_time_passes_without_an_answer_ends(desk: Desk) -> None:
    desk.plays(*[desk.fails(OFFLINE)] * 1000)
    assert desk.events[-1] == RelayEnded("visit-1", 7, "cut")
    assert OPEN_S < desk.clock.monotonic() < OPEN_S + 30


def test_more_time_is_said(desk: Desk) -> None:
    def prolong() -> None:
        desk.platform.seconds = 2 * OPEN_S

    desk.plays(desk.claims, prolong)
    assert [each.seconds_left for each in desk.of(RelayMoved)] == [OPEN_S, 2 * OPEN_S - 1]


def test_a_phone_in_hand_is_a_sign_of_life_now_and_then(desk: Desk) -> None:
    desk.platform.heard = 1
    desk.plays(*[desk.claims] * 61)
    assert len(desk.of(RelayMoved)) == 4, "claimed, and every twenty seconds"
    desk.events.clear()
    desk.plays(*[desk.claims] * 400)
    assert len(desk.of(RelayMoved)) == 1 + 9, "for three minutes, then the terminal asks who is there"
    desk.events.clear()
    desk.platform.heard = 30
    desk.plays(*[desk.claims] * 61)
    assert not desk.of(RelayMoved)[1:], "a phone that lies there with a dark screen is none"


def test_what_does_not_fit_into_the_visit_is_refused(desk: Desk) -> None:
    for _ in range(PICTURES_MOST):
        desk.pictures.add(PageImage(1, 1, bytes(4)))
    desk.plays(desk.sends(1, jpeg(page_of_paper())))
    assert desk.of(RelayRefused) == [RelayRefused("visit-1", 7, 1, "full")]
    assert desk.blobs.size == 0


@pytest.mark.parametrize(("visit", "left"), [("visit-2", 0), ("visit-1", 1)], ids=["the visit is over", "withdrawn"])
def test_a_relay_that_nobody_awaits_is_closed_without_an_outcome(desk: Desk, visit: str, left: int) -> None:
    desk.plays(desk.sends(1, jpeg(page_of_paper())), lambda: desk.desk.keep_only(visit, frozenset()))
    assert not desk.of(RelayEnded)
    assert len(desk.platform.looks) == 2
    assert desk.platform.closed == [desk.key.relay]
    assert len(desk.pictures.keys) == left
    assert (desk.blobs.size > 0) == bool(left)


def test_a_page_in_hand_when_the_visit_ends_is_not_held(desk: Desk) -> None:
    put = desk.pictures.add

    def add(picture: PageImage) -> str:
        desk.desk.keep_only("visit-2", frozenset())
        return put(picture)

    desk.pictures.add = add  # type: ignore[method-assign]
    desk.plays(desk.sends(1, jpeg(page_of_paper())))
    assert not desk.of(RelayReceived)
    assert desk.holds_nothing()


def test_an_unexpected_error_has_an_outcome(desk: Desk) -> None:
    desk.desk.take("visit-1", opening())
    job = desk.desk.next()
    assert job is not None
    desk.desk.failed(job)
    assert desk.events == [NotAnswered("visit-1", 7, FailureKind.BROKEN, "program")]
    with pytest.raises(Cancelled):
        job.wait.check()


def test_a_stuck_relay_that_was_given_up_ends_with_an_outcome_and_says_no_more(desk: Desk) -> None:
    take, jobs = desk.desk.next, list[Any]()
    desk.desk.next = lambda: jobs.append(take()) or jobs[-1]  # type: ignore[method-assign, func-returns-value]
    desk.plays(lambda: desk.desk.failed(jobs[0]), desk.claims)
    assert desk.events[1:] == [RelayEnded("visit-1", 7, "program")]
    assert desk.platform.closed == [desk.key.relay]
