"""A camera on its wire, its worker, the viewfinder and the process that judges, together under a fake clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, open_device
from devices.camera.contract import FROZEN_S, VIEW
from kiosk.case.blobs import BlobStore
from kiosk.effects import TakePhoto
from kiosk.events import ReadingCame, ViewJudged, Watch, WatchFailed
from kiosk.paper_events import NoPhoto, PhotoTaken
from kiosk.papers.photo_reader import PhotoReader
from kiosk.papers.photo_verdict import PhotoVerdict
from kiosk.papers.pictures import Pictures
from kiosk.workers.device import DeviceWorker
from kiosk.workers.device_agenda import LOOK_EVERY
from kiosk.workers.viewfinder import Viewfinder
from tests.house.doors import ROOT
from tests.loops import loop_of

WATCH = Watch("camera", VIEW.name, VIEW.capability, 1)


@dataclass
class Live:
    clock: FakeClock = field(default_factory=FakeClock)
    events: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        opened = open_device(DeviceSpec("camera", "mjpeg", "sim:"), self.clock, ROOT / "config" / "models")
        self.simulator: Any = opened.simulator
        self.finder = Viewfinder(self.clock, self.events.append, PhotoReader, BlobStore(), Pictures())
        self.worker = DeviceWorker(opened, self.clock, self.finder.take_reading)
        self.loops = (loop_of(self.worker, self.clock), loop_of(self.finder, self.clock))
        for loop in self.loops:
            loop.start()

    def watch(self, watch: Watch | None) -> None:
        """As WorkerEffects does."""
        self.finder.watch("visit-1", watch)
        self.worker.watch("visit-1", watch)

    def seen(self, seconds: float) -> list[Any]:
        """Return the events of so many seconds, apart from the status of the device."""
        self.events.clear()
        self.clock.advance(seconds)
        return [each for each in self.events if isinstance(each, ViewJudged | WatchFailed | PhotoTaken | NoPhoto)]


@pytest.fixture
def live() -> Iterator[Live]:
    made = Live()
    yield made
    for loop in made.loops:
        loop.stop()
    made.clock.settle()
    assert not any(isinstance(each, ReadingCame) for each in made.events)


def test_a_person_before_the_camera_is_judged_and_photographed_and_a_frozen_picture_is_a_fault(live: Live) -> None:
    live.watch(WATCH)
    assert [each.verdict for each in live.seen(0.6)] == [PhotoVerdict.NOBODY]
    live.simulator.show_person()
    assert [each.verdict for each in live.seen(0.8)] == [PhotoVerdict.GOOD]
    live.finder.picture()
    live.seen(0.3)
    assert live.finder.picture() is not None
    live.finder.take("visit-1", TakePhoto(1))
    assert [type(each) for each in live.seen(0.3)] == [PhotoTaken]

    live.simulator.begin("freeze")
    began = live.clock.monotonic()
    (failed,) = live.seen(FROZEN_S + 0.1)
    assert failed.fault.code == "camera.frozen"
    assert live.finder.picture() is None
    live.finder.take("visit-1", TakePhoto(2))
    assert live.seen(3.0)[-1] == NoPhoto("visit-1", 2, "camera.frozen")
    assert live.clock.monotonic() - began < 6
    live.simulator.end("freeze")
    assert [each.verdict for each in live.seen(4.5) if isinstance(each, ViewJudged)] == [PhotoVerdict.GOOD]


def test_nothing_comes_from_the_camera_while_no_page_shows_it(live: Live) -> None:
    asked: list[int] = []
    plain = live.simulator.part

    def noted(number: int, ended: bool) -> Any:
        asked.append(number)
        return plain(number, ended)

    live.simulator.part = noted
    live.seen(12)
    assert len(asked) <= 12 / LOOK_EVERY, "its status asks for no picture"
    live.watch(WATCH)
    live.seen(0.5)
    assert len(asked) >= 5
    live.watch(None)
    asked.clear()
    assert live.seen(4) == []
    assert len(asked) <= 4 / LOOK_EVERY + 1
    assert live.finder._reader is None
