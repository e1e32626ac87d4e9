"""A leak planted in a visit fails its scenario; a scenario that cannot be searched must declare it."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.events import Typed
from kiosk.scenario.actors import Platform, simulator_of
from kiosk.scenario.language import Scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Report, format_report
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import World, build_world
from tests import frozen

TYPED = "梧桐样例街道甲乙丙丁"
"""Long enough to be searched for, and on no card."""
LEAVE: dict[str, object] = {"touch": ("leave",)}
STEPS: tuple[dict[str, object], ...] = (
    {"touch": ("start",)},
    {"type": {"field": "search", "text": TYPED}},
    {"type": {"field": "search", "text": "pension"}},
    LEAVE,
    {"expect": {"page": "Attract"}},
)


class Careless(BareStage):
    """A stage that retains data of the visit."""

    def left_behind(self) -> list[str]:
        return ["clipboard: something was copied"]


def scenario(*steps: dict[str, object], **more: object) -> Scenario:
    return Scenario.model_validate(
        {"title": "A look, and away", "start": "2026-11-24T10:15:00+08:00", "step": steps, **more}
    )


def play_with(
    chosen: Scenario,
    platform: Platform,
    data: Path,
    stage_of: type[BareStage] = BareStage,
    plant: Callable[[World], None] = lambda world: None,
) -> Report:
    """Play a scenario; `plant` is called before its last step."""
    clock = FakeClock(chosen.start.astimezone(UTC))
    stage = stage_of(clock)
    world = build_world(frozen.config(), data, data, clock, stage.publish, platform=platform)

    def progress(line: str) -> None:
        if line.startswith(f"{len(chosen.step)}/"):
            plant(world)

    try:
        stage.post = world.terminal.post
        world.terminal.start()
        return play(chosen, stage, world, clock, Recorder(None), progress)
    finally:
        world.terminal.stop()


@pytest.mark.expects_log
def test_every_kind_of_leak_fails_the_scenario(platform: Platform, data: Path) -> None:
    held: list[Typed] = []

    def plant(world: World) -> None:
        card = world.cards.people["wang_old"]
        (world.places.data / "notes.txt").write_bytes(card.name.encode("gb18030"))
        (world.places.data / "draft.txt").write_text(TYPED, encoding="utf-8")
        Path(tempfile.mkstemp(suffix="-number.tmp")[1]).write_text(card.number, encoding="utf-8")
        (world.places.data / "log" / "events.jsonl").write_text(json.dumps({"part": card.name}), encoding="utf-8")
        (world.places.data / "log" / "events.1.jsonl").write_text(card.number, encoding="utf-8")
        logging.getLogger("kiosk").warning("read %s", card.address)
        printer = simulator_of(world.slips.printer)
        printer.begin("cover_open")
        printer.received(card.name.encode("gb18030") * 3)
        held.append(Typed("visit", "search", "x"))

    report = play_with(scenario(*STEPS), platform, data, Careless, plant)
    assert not report.ok
    found = {failure.what.removeprefix("left behind: ").partition(": personal text")[0] for failure in report.failures}
    (temporary,) = (place for place in found if place.endswith("-number.tmp"))
    assert found == {
        "notes.txt", "draft.txt", "events.jsonl", "events.1.jsonl", temporary, "log",
        "printer: bytes wait in its buffer", "alive: Typed",
        "clipboard: something was copied",
    }  # fmt: skip
    assert format_report(report)[-1] == "NOT as expected"


def test_a_visit_without_leaks_is_reported_as_searched(platform: Platform, data: Path) -> None:
    report = play_with(scenario(*STEPS), platform, data)
    assert report.failures == []
    assert report.searched
    events = [json.loads(line) for line in (data / "log" / "events.jsonl").read_bytes().splitlines()]
    assert [(event["part"], event["code"]) for event in events] == [
        ("terminal", "started"),
        ("profile", "lacks_print_a4:pension-certificate"),
        ("terminal", "stopped"),
    ]


def test_a_scenario_that_stops_in_a_visit_must_declare_it(platform: Platform, data: Path) -> None:
    steps_in_visit = STEPS[: STEPS.index(LEAVE)]
    report = play_with(scenario(*steps_in_visit), platform, data)
    assert [failure.what for failure in report.failures] == [
        "the visit is not over: home; play it to its end, or say ends_in_visit = true"
    ]
    declared = play_with(scenario(*steps_in_visit, ends_in_visit=True), platform, data)
    assert declared.failures == []
    assert "  not searched for what a visit leaves behind" in format_report(declared)


def test_ends_in_visit_fails_for_a_visit_that_is_over(platform: Platform, data: Path) -> None:
    report = play_with(scenario(*STEPS, ends_in_visit=True), platform, data)
    assert [failure.what for failure in report.failures] == [
        "ends_in_visit is said, and nobody is there any more: attract"
    ]
