"""Scenarios on the real window, with real touches and the on-screen keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import Scenario, load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Report
from kiosk.scenario.runner import play
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests.daily import of_today
from tests.frozen import SHIPPED
from tests.house.doors import ROOT
from ui.app import Screen, application, create_screen
from ui.keyboard.chinese import Preedit
from ui.keyboard.chinese_input import ChineseInput
from ui.keyboard.composition import open_field
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import connect

ON_THE_WINDOW = ["happy_visit", "pension_lookup", "foreign_card", "walks_away", "paper_out_before", "progress_by_slip"]


@pytest.fixture(scope="module")
def finger() -> object:
    application(["test"])
    return make_finger()


@pytest.fixture
def screen(qapp: QGuiApplication) -> Iterator[Screen]:
    chinese = ChineseInput(ROOT / "build" / "rime")
    made = create_screen(load_screen(SHIPPED / "terminals" / "rehearsal.toml"), chinese.engine)
    yield made
    made.close()
    qapp.processEvents()


def play_on(
    screen: Screen,
    finger: object,
    scenario: Scenario,
    platform: Platform,
    data: Path,
    recorder: Recorder,
    progress: Callable[[str], None] = lambda line: None,
) -> Report:
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage = WindowStage(screen, clock, finger)  # type: ignore[arg-type]
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(SHIPPED, data, data, clock, publish, platform=platform)
    try:
        connect(screen, world.terminal)
        world.terminal.start()
        return play(scenario, stage, world, clock, recorder, progress)
    finally:
        world.terminal.stop()


@pytest.mark.parametrize("name", of_today(ON_THE_WINDOW, 3))
def test_the_scenario_passes_on_the_window(
    name: str, screen: Screen, finger: object, shipped_platform: Platform, data: Path, tmp_path: Path
) -> None:
    scenario = load_scenario(SHIPPED / "scenarios" / f"{name}.toml")
    report = play_on(screen, finger, scenario, shipped_platform, data, Recorder(tmp_path / "out"))
    assert report.ok, report.failures
    assert report.searched
    assert len(list((tmp_path / "out").glob("*.png"))) >= len(set(report.pages))


def test_data_left_in_clipboard_or_keyboard_fails_the_scenario(
    screen: Screen, finger: object, shipped_platform: Platform, data: Path
) -> None:
    steps = ({"touch": ("start", "leave")}, {"expect": {"page": "Attract"}})
    scenario = Scenario.model_validate({"title": "Away", "start": "2026-11-24T10:15:00+08:00", "step": steps})
    clipboard = QGuiApplication.clipboard()

    def plant(line: str) -> None:
        if line.startswith("2/2"):
            clipboard.setText("19900000001")
            half_written = replace(open_field("name", "", 50), preedit=Preedit("wang", ("王",)))
            screen.keyboard._state = half_written

    try:
        report = play_on(screen, finger, scenario, shipped_platform, data, Recorder(None), plant)
    finally:
        clipboard.clear()
        screen.keyboard.close()
    assert [failure.what for failure in report.failures] == [
        "left behind: keyboard: unfinished input in the keyboard engine",
        "left behind: clipboard: something was copied",
    ]
