"""An item for newer terminals: an older terminal hides it, records that in its audit log, and offers the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from tests import frozen

CONFIG = frozen.SHIPPED
NEWER = "pension-enrolment"


@pytest.fixture
def newer_platform(tmp_path: Path) -> Iterator[Platform]:
    """A sandbox whose catalogue has an item with an unknown step kind."""
    document = json.loads(catalogue_bytes(build_catalogue(CONFIG / "services")))
    (newer,) = (item for item in document["items"] if item["id"] == NEWER)
    newer["steps"].insert(1, "unheard_of")
    (tmp_path / "catalogue.json").write_text(json.dumps(document), encoding="utf-8")
    platform = Platform(tmp_path / "catalogue.json", CONFIG / "people.toml", tmp_path / "sandbox")
    yield platform
    platform.stop()


def hidden_items(data: Path) -> list[str]:
    """Return the items that the audit log records as hidden."""
    lines = (data / "audit" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [record["code"] for record in map(json.loads, lines) if record["kind"] == "item_hidden"]


def test_an_older_terminal_hides_the_item_and_serves_the_others(
    newer_platform: Platform, data: Path, tmp_path: Path
) -> None:
    scenario = load_scenario(CONFIG / "scenarios" / "happy_visit.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    world = build_world(CONFIG, data, tmp_path, clock, stage.publish, record=recorder.event, platform=newer_platform)
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        report = play(scenario, stage, world, clock, recorder)
    finally:
        world.terminal.stop()
    assert report.ok, report.failures
    assert hidden_items(data) == [NEWER]
    again = build_world(CONFIG, data, tmp_path, FakeClock(clock.now()), stage.publish, platform=newer_platform)
    again.terminal.start()
    again.terminal.stop()
    assert hidden_items(data) == [NEWER, NEWER], "the catalogue that was kept is read at the next start"
