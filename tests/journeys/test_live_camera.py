"""A page that watches the camera, on a whole terminal: verdicts reach the session, frames and old pictures nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from devices import FakeClock
from devices.camera.contract import VIEW, CameraFrame
from kiosk.effects import TakePhoto
from kiosk.events import Event, ReadingCame, Touched, ViewJudged, WatchFailed
from kiosk.paper_events import PhotoTaken
from kiosk.papers.photo_verdict import PhotoVerdict
from kiosk.scenario.actors import Platform, simulator_of
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import World, build_world
from kiosk.steps import table
from kiosk.visit import Session, Turn, numbered
from tests import frozen
from tests.journeys.hand_driven import START


@dataclass
class Hall:
    clock: FakeClock
    stage: BareStage
    world: World
    events: list[Event] = field(default_factory=list)

    @property
    def simulator(self) -> Any:
        return simulator_of(self.world.terminal.devices["camera"])

    def touch(self, key: str) -> None:
        self.stage.touch(key)
        self.stage.settle()

    def seen(self, seconds: float) -> list[str]:
        """The verdicts and faults in so many seconds."""
        self.events.clear()
        self.stage.advance(seconds)
        words = (
            each.verdict.value if isinstance(each, ViewJudged) else each.fault.code for each in self._of_the_view()
        )
        return list(words)

    def _of_the_view(self) -> list[ViewJudged | WatchFailed]:
        return [each for each in self.events if isinstance(each, ViewJudged | WatchFailed)]


@pytest.fixture
def hall(shipped_platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """At the start page of a visit, which watches the camera here as the page of a photo does."""

    def watches(session: Session) -> Any:
        return session.watch(VIEW)

    def on(session: Session, event: Event) -> Turn:
        if isinstance(event, ViewJudged) and event.verdict is PhotoVerdict.GOOD and not session.awaiting:
            session, number = numbered(session, "photo")
            return Turn(session, (TakePhoto(number),))
        return Turn(session)

    monkeypatch.setitem(table.STEPS["home"].__dict__, "watches", watches)
    monkeypatch.setitem(table.STEPS["home"].__dict__, "on", on)
    clock = FakeClock(START)
    stage, events = BareStage(clock), list[Event]()
    world = build_world(
        frozen.SHIPPED, tmp_path / "data", tmp_path / "sandbox", clock, stage.publish,
        profile="hall", record=events.append, platform=shipped_platform,
    )  # fmt: skip
    stage.post = world.terminal.post
    made = Hall(clock, stage, world, events)
    world.terminal.start()
    try:
        stage.settle()
        stage.advance(3)
        made.touch("start")
        yield made
    finally:
        world.terminal.stop()
    assert not any(isinstance(each, ReadingCame) and isinstance(each.value, CameraFrame) for each in events)


def test_verdicts_come_help_closes_the_view_and_a_photo_is_gone_with_its_visit(hall: Hall) -> None:
    terminal = hall.world.terminal
    assert hall.seen(0.8) == ["nobody"]
    streams = hall.simulator.streams
    hall.touch("help")
    assert hall.seen(2.0) == []
    assert terminal.live_picture() is None, "behind help nobody is looked at"
    hall.touch("back")
    assert hall.seen(0.8) == ["nobody"]
    assert hall.simulator.streams > streams
    terminal.live_picture()
    hall.simulator.show_person()
    assert hall.seen(1.0) == ["good"]
    (taken,) = (each for each in hall.events if isinstance(each, PhotoTaken))
    assert terminal.pictures.find(taken.picture.key) is not None
    assert terminal.live_picture() is not None
    hall.simulator.begin("freeze")
    assert hall.seen(1.7) == ["camera.frozen"]
    assert terminal.live_picture() is None
    hall.touch("leave")
    hall.stage.post(Touched(hall.stage.view().visit, "finish"))
    hall.stage.advance(1)
    hall.touch("start")
    assert not terminal.pictures.keys, "with the next visit nothing is left"
