"""Visits on the real window, with real touches and our own keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.runner import Recorder, play
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests.house.doors import ROOT
from ui.app import Screen, application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from ui.rehearsal.theatre import connect
from ui.stage import WindowStage, make_finger

ON_THE_WINDOW = ["happy_visit", "pension_lookup", "foreign_card", "walks_away", "paper_out_before", "progress_by_slip"]


@pytest.fixture(scope="module")
def finger() -> object:
    application(["test"])
    return make_finger()


@pytest.fixture
def screen(qapp: QGuiApplication) -> Iterator[Screen]:
    chinese = ChineseInput(ROOT / "build" / "rime")
    made = create_screen(load_screen(ROOT / "config" / "terminals" / "rehearsal.toml"), chinese.engine)
    yield made
    made.close()
    qapp.processEvents()


@pytest.mark.parametrize("name", ON_THE_WINDOW)
def test_the_visit_holds_on_the_window(
    name: str, screen: Screen, finger: object, platform: Platform, data: Path, tmp_path: Path
) -> None:
    scenario = load_scenario(ROOT / "config" / "scenarios" / f"{name}.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = WindowStage(screen, clock, finger)  # type: ignore[arg-type]
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(ROOT / "config", data, data, clock, publish, platform=platform)
    try:
        connect(screen, world)
        world.terminal.start()
        report = play(scenario, stage, world, clock, Recorder(tmp_path / "out"))
    finally:
        world.terminal.stop()
    assert report.ok, report.failures
    assert len(list((tmp_path / "out").glob("*.png"))) >= len(set(report.pages))
