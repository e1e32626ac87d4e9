"""The viewfinder: verdicts for the session, pictures for the screen, photos of fresh frames alone, and nothing left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from devices import FakeClock, Fault, Next, SystemClock, Wait
from devices.camera.contract import VIEW, CameraFrame
from devices.document_scanner.picture import read_size
from devices.portraits import Pose, Scene, camera_jpeg
from kiosk.case.blobs import BlobStore
from kiosk.effects import TakePhoto
from kiosk.events import Event, ReadingCame, ViewJudged, Watch, WatchFailed
from kiosk.paper_events import NoPhoto, PhotoTaken
from kiosk.papers.pdf_verdict import PageImage
from kiosk.papers.photo_frames import Seen
from kiosk.papers.photo_reader import PhotoReader
from kiosk.papers.photo_verdict import PhotoCheck, PhotoFailure, PhotoFile, PhotoLook, PhotoVerdict, WhyNoPhoto
from kiosk.papers.pictures import Pictures
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.view_in_hand import JUDGE_EVERY_S
from kiosk.workers.viewfinder import FRESH_S, Viewfinder

WATCH = Watch("camera", VIEW.name, VIEW.capability, 1)
STANDS, NOBODY, MOVES = b"stands", b"nobody", b"moves"
LOOKS = {
    STANDS: PhotoLook(1, 0.5, 0.45, 0.33, 180.0, 170.0, 15.0, True),
    NOBODY: PhotoLook(0, 0.0, 0.0, 0.0, 180.0, 0.0, 0.0, False),
    MOVES: PhotoLook(1, 0.5, 0.45, 0.33, 180.0, 170.0, 2.0, True),
}
PHOTO = PhotoFile(b"\xff\xd8\xff photo", bytes(358 * 441 * 4))


@dataclass
class Eyes:
    """In place of the process: the bytes of a frame say what is seen. `asked` are the calls."""

    asked: list[str] = field(default_factory=list)
    closed: int = 0
    broken: bool = False

    def prepare(self) -> None:
        self.asked.append("prepare")

    def look(self, data: bytes, wait: Wait, *, look: bool, picture: bool) -> Seen:
        self.asked.append(f"{'look ' if look else ''}{'picture' if picture else ''}".strip())
        if self.broken:
            raise PhotoFailure(WhyNoPhoto.NO_ANSWER)
        return Seen(LOOKS[data] if look else None, PageImage(1, 1, data[:4]) if picture else None)

    def photo(self, data: bytes, wait: Wait) -> tuple[PhotoLook, PhotoFile | None]:
        self.asked.append("photo")
        if self.broken:
            raise PhotoFailure(WhyNoPhoto.NO_ANSWER)
        return LOOKS[data], PHOTO if LOOKS[data].faces else None

    def close(self) -> None:
        self.closed += 1


@dataclass
class Bench:
    clock: FakeClock = field(default_factory=FakeClock)
    eyes: Eyes = field(default_factory=Eyes)
    blobs: BlobStore = field(default_factory=BlobStore)
    pictures: Pictures = field(default_factory=Pictures)
    events: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.finder = Viewfinder(
            self.clock, self.events.append, lambda: cast(PhotoReader, self.eyes), self.blobs, self.pictures
        )
        self.clock.spawn("viewfinder", self._run)
        self.finder.watch("visit-1", WATCH)
        self.clock.settle()

    def _run(self) -> None:
        while (job := self.finder.next()) is not None:
            self.finder.run(job, cast(JobDeadline, None))

    def sees(self, *frames: bytes, visit: str = "visit-1", watch: Watch = WATCH) -> None:
        """One frame after the other, ten a second."""
        for data in frames:
            self.clock.advance(0.1)
            frame = CameraFrame(data, 640, 480, self.clock.monotonic())
            self.finder.take_reading(ReadingCame(visit, watch, frame))
            self.clock.settle()

    def fails(self) -> None:
        self.finder.take_reading(WatchFailed("visit-1", WATCH, Fault("camera.frozen", Next.CALL_STAFF)))

    def verdicts(self) -> list[PhotoVerdict]:
        return [each.verdict for each in self.events if isinstance(each, ViewJudged)]

    def outcome(self, number: int = 1) -> Event:
        (found,) = (each for each in self.events if getattr(each, "effect", None) == number)
        return cast(Event, found)

    def holds_nothing(self) -> bool:
        return self.blobs.size == 0 and not self.pictures.keys


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.finder.stop()
    made.clock.settle()
    made.finder.close()
    assert made.holds_nothing()
    assert made.eyes.closed


def test_a_verdict_is_news_when_it_changes_and_lasts(bench: Bench) -> None:
    bench.sees(*[NOBODY] * 8)
    assert bench.events == [ViewJudged("visit-1", WATCH, PhotoVerdict.NOBODY, frozenset({PhotoCheck.LIGHT}))]
    bench.sees(*[STANDS] * 8)
    assert bench.verdicts() == [PhotoVerdict.NOBODY, PhotoVerdict.GOOD]
    bench.sees(*[NOBODY] * 2, *[STANDS] * 8)
    assert bench.verdicts() == [PhotoVerdict.NOBODY, PhotoVerdict.GOOD], "a face that was missed once is no news"


def test_frames_are_judged_five_times_a_second_and_drawn_only_for_a_screen_that_looks(bench: Bench) -> None:
    bench.sees(*[STANDS] * 20)
    assert bench.eyes.asked.count("look") in (9, 10, 11)
    assert not any("picture" in each for each in bench.eyes.asked)
    assert bench.finder.picture() is None
    bench.eyes.asked.clear()
    bench.sees(*[STANDS] * 5)
    assert len(bench.eyes.asked) in (5, 6), "each, and the one that waited to be judged"
    assert all("picture" in each for each in bench.eyes.asked)
    picture = bench.finder.picture()
    assert picture is not None
    assert picture.rgb32 == STANDS[:4]
    bench.sees(*[STANDS] * 15)
    bench.eyes.asked.clear()
    bench.sees(*[STANDS] * 10)
    assert not any("picture" in each for each in bench.eyes.asked), "nobody asked for a second"


def test_frames_never_reach_the_session_and_those_of_another_view_are_dropped(bench: Bench) -> None:
    bench.sees(STANDS, visit="visit-0")
    bench.sees(STANDS, watch=Watch("camera", VIEW.name, VIEW.capability, 7))
    assert bench.events == []
    assert bench.eyes.asked == ["prepare"]
    fault = WatchFailed("visit-1", WATCH, Fault("camera.dropped", Next.CALL_STAFF))
    bench.finder.take_reading(fault)
    assert bench.events == [fault]


def test_after_a_fault_no_picture_is_shown_as_a_live_one_and_the_next_verdict_is_news(bench: Bench) -> None:
    bench.finder.picture()
    bench.sees(STANDS, STANDS)
    assert bench.finder.picture() is not None
    bench.fails()
    assert bench.finder.picture() is None
    bench.sees(STANDS, STANDS, STANDS)
    assert bench.verdicts() == [PhotoVerdict.GOOD] * 2
    assert bench.finder.picture() is not None


def test_a_photo_is_held_with_its_picture_until_the_end_of_the_visit(bench: Bench) -> None:
    bench.sees(STANDS)
    bench.finder.take("visit-1", TakePhoto(1))
    bench.clock.settle()
    first = bench.outcome()
    assert isinstance(first, PhotoTaken)
    assert bench.blobs.get(first.photo) == PHOTO.jpeg
    assert (first.photo.media_type, first.picture.width, first.picture.height) == ("image/jpeg", 358, 441)
    shown = bench.pictures.find(first.picture.key)
    assert shown is not None
    assert shown.rgb32 == PHOTO.rgb32
    bench.sees(STANDS)
    bench.finder.take("visit-1", TakePhoto(2))
    bench.clock.settle()
    second = bench.outcome(2)
    assert isinstance(second, PhotoTaken)
    assert bench.blobs.get(first.photo) == PHOTO.jpeg, "it may be handed in already; the session says what is forgotten"
    assert bench.pictures.keys == {first.picture.key, second.picture.key}
    bench.finder.watch("visit-1", None)
    bench.finder.keep_only("visit-1", frozenset())
    assert bench.blobs.get(second.photo) == PHOTO.jpeg, "a photo outlives its view"
    bench.finder.keep_only("visit-2", frozenset())
    assert bench.holds_nothing()


@pytest.mark.parametrize(("age_s", "taken"), [(FRESH_S - 0.02, True), (FRESH_S, False), (5.0, False)])
def test_no_photo_is_made_of_an_old_frame(bench: Bench, age_s: float, taken: bool) -> None:
    bench.sees(STANDS)
    bench.clock.advance(age_s)
    bench.finder.take("visit-1", TakePhoto(1))
    bench.clock.advance(5)
    outcome = bench.outcome()
    assert isinstance(outcome, PhotoTaken if taken else NoPhoto)
    if not taken:
        assert outcome == NoPhoto("visit-1", 1, "camera.frozen")
        assert "photo" not in bench.eyes.asked
        assert bench.holds_nothing()


def test_a_photo_waits_for_a_good_frame_and_says_what_was_wrong_when_none_came(bench: Bench) -> None:
    bench.sees(MOVES)
    bench.finder.take("visit-1", TakePhoto(1))
    bench.sees(MOVES, STANDS)
    assert isinstance(bench.outcome(), PhotoTaken)
    bench.sees(MOVES)
    bench.finder.take("visit-1", TakePhoto(2))
    bench.sees(*[MOVES] * 30)
    assert bench.outcome(2) == NoPhoto("visit-1", 2, "blurred")
    bench.fails()
    bench.finder.take("visit-1", TakePhoto(3))
    bench.clock.advance(5)
    assert bench.outcome(3) == NoPhoto("visit-1", 3, "camera.frozen")
    bench.finder.watch("visit-1", None)
    bench.finder.take("visit-1", TakePhoto(4))
    bench.clock.advance(5)
    assert bench.outcome(4) == NoPhoto("visit-1", 4, "camera.frozen")


def test_a_photo_that_nobody_awaits_any_more_is_dropped(bench: Bench) -> None:
    bench.sees(MOVES)
    bench.finder.take("visit-1", TakePhoto(1))
    bench.clock.settle()
    bench.finder.keep_only("visit-2", frozenset())
    bench.sees(STANDS, STANDS)
    assert not [each for each in bench.events if isinstance(each, PhotoTaken | NoPhoto)]
    assert bench.holds_nothing()


def test_a_process_without_answers_is_said_once_and_over_when_it_answers(bench: Bench) -> None:
    bench.sees(STANDS)
    bench.eyes.broken = True
    bench.sees(*[STANDS] * 40)
    failed = [each for each in bench.events if isinstance(each, WatchFailed)]
    assert [each.fault.code for each in failed] == ["camera.not_judged"]
    bench.finder.take("visit-1", TakePhoto(1))
    bench.sees(STANDS)
    assert bench.outcome() == NoPhoto("visit-1", 1, "camera.not_judged")
    bench.eyes.broken = False
    bench.sees(STANDS, STANDS, STANDS)
    assert bench.verdicts() == [PhotoVerdict.GOOD] * 2


def test_without_a_view_nothing_is_asked_and_the_process_ends(bench: Bench) -> None:
    bench.finder.picture()
    bench.sees(STANDS)
    bench.finder.watch("visit-1", None)
    bench.clock.settle()
    assert bench.eyes.closed == 1
    bench.eyes.asked.clear()
    bench.sees(STANDS, STANDS)
    assert bench.eyes.asked == []
    assert bench.finder.picture() is None
    bench.finder.watch("visit-2", Watch("camera", VIEW.name, VIEW.capability, 3))
    bench.clock.settle()
    assert bench.eyes.asked == ["prepare"]


def test_out_of_service_and_after_an_exception_there_is_an_outcome(bench: Bench) -> None:
    bench.sees(STANDS)
    bench.clock.advance(2)
    view = bench.finder._view
    assert view is not None
    view.came(CameraFrame(STANDS, 640, 480, bench.clock.monotonic()))
    job, _ = view.next_look(bench.clock.monotonic() + JUDGE_EVERY_S, shown=False)
    assert job is not None
    bench.finder.refused(job)
    bench.finder.refused(job)
    failed = [each for each in bench.events if isinstance(each, WatchFailed)]
    assert [each.fault.code for each in failed] == ["device.driver_error"]


def test_with_the_real_process_a_photo_of_a_whole_frame_is_taken() -> None:
    clock, events = SystemClock(), list[Any]()
    blobs = BlobStore()
    finder = Viewfinder(clock, events.append, PhotoReader, blobs, Pictures())
    finder.watch("visit-1", WATCH)
    finder.picture()
    data = camera_jpeg(Scene(people=(Pose(width=0.25),)), 1)

    def frame() -> ReadingCame:
        return ReadingCame("visit-1", WATCH, CameraFrame(data, 640, 480, clock.monotonic()))

    try:
        for _ in range(2):
            finder.take_reading(frame())
            job = finder.next()
            assert job is not None
            finder.run(job, cast(JobDeadline, None))
        assert [each.verdict for each in events] == [PhotoVerdict.GOOD]
        picture = finder.picture()
        assert picture is not None
        assert (picture.width, picture.height) == (640, 480)
        finder.take("visit-1", TakePhoto(1))
        finder.take_reading(frame())
        job = finder.next()
        assert job is not None
        finder.run(job, cast(JobDeadline, None))
        assert isinstance(events[-1], PhotoTaken)
        size = read_size(blobs.get(events[-1].photo))
        assert (size.width, size.height) == (358, 441)
    finally:
        finder.close()
