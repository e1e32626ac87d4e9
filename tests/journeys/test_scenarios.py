"""Every shipped scenario on the bare stage against the sandbox: all expectations hold."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest

from devices import FakeClock
from devices.receipt_printer import commands
from kiosk.scenario.actors import Platform
from kiosk.scenario.files import files_of, name_of
from kiosk.scenario.language import Scenario, load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Report, format_pages
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from tests.frozen import SHIPPED
from tests.house.doors import ROOT
from tests.shipped.sample import some_of, some_scenarios

SCENARIOS = sorted((SHIPPED / "scenarios").glob("*.toml"))


def play_bare(scenario: Scenario, platform: Platform, data: Path, out: Path | None = None) -> Report:
    """Play a scenario on the bare stage with a running sandbox."""
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(out)
    world = build_world(
        SHIPPED,
        data,
        data,
        clock,
        stage.publish,
        profile=scenario.profile,
        record=recorder.event,
        platform=platform,
    )
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        return play(scenario, stage, world, clock, recorder)
    finally:
        world.terminal.stop()


EFFORT = (ROOT / "README.md", ROOT / "docs" / "effort.md")


def written(name: str) -> list[int]:
    """Return the figures of a scenario in the tables of efforts."""
    lines = [line for table in EFFORT for line in table.read_text(encoding="utf-8").splitlines()]
    (row,) = [line for line in lines if line.startswith(f"| {name} |")]
    return [int(cell) for cell in row.strip("| ").split("|")[1:]]


@pytest.mark.parametrize("path", [*some_of(SCENARIOS), *some_scenarios()], ids=name_of)
def test_the_expectations_of_every_scenario_hold(path: Path, shipped_platform: Platform, data: Path) -> None:
    report = play_bare(load_scenario(path), shipped_platform, data)
    assert report.ok, report.failures
    # Regenerate: python -m kiosk.scenario effort config/scenarios (README.md), or config/services (docs/effort.md)
    *counts, characters = written(name_of(path))
    assert tuple(counts) == report.effort[:3]
    assert characters == pytest.approx(report.effort[3], rel=0.1)


def test_what_a_visit_asks_is_counted(shipped_platform: Platform, data: Path) -> None:
    scenario = load_scenario(SHIPPED / "scenarios" / "happy_visit.toml")
    report = play_bare(scenario, shipped_platform, data)
    touches, keys, pages, characters = report.effort
    assert touches == sum(len(step.touches) for step in scenario.step)
    assert keys == len("19900000001") + len("6200000000000000000")
    assert pages <= touches + len(scenario.step)
    assert 1000 < characters < 2000
    of_pages = [line.split() for line in format_pages(report)]
    assert [page for _, page in of_pages] == report.pages
    assert sum(int(figure) for figure, _ in of_pages) == characters
    assert (touches, pages) <= (13, 15), "the goals of a visit without misfortunes"


def test_the_required_scenarios_exist() -> None:
    needed = {
        "happy_visit", "offline_then_delivered", "paper_out_before", "paper_out_during", "unreadable_card",
        "foreign_card", "helper_applies", "walks_away", "network_lost_at_submit", "login_page_answers",
    }  # fmt: skip
    assert needed <= {path.stem for path in SCENARIOS}


def test_every_scenario_has_its_row_and_there_are_no_others() -> None:
    tables = "".join(table.read_text(encoding="utf-8") for table in EFFORT)
    rows = re.findall(r"^\| ([^ |]+)(?: \| \d+){4} \|$", tables, re.MULTILINE)
    assert rows == [name_of(file) for file in files_of([SHIPPED / "scenarios", SHIPPED / "services"])]


def test_a_wrong_expectation_fails(shipped_platform: Platform, data: Path) -> None:
    scenario = load_scenario(SHIPPED / "scenarios" / "unreadable_card.toml")
    wrong_step = scenario.step[-1].model_copy(
        update={"expect": scenario.step[-1].expect.model_copy(update={"page": "Home"})}  # type: ignore[union-attr]
    )
    report = play_bare(scenario.model_copy(update={"step": (*scenario.step[:-1], wrong_step)}), shipped_platform, data)
    assert [failure.what for failure in report.failures] == ["page: expected 'Home', seen 'Attract'"]


def test_a_complaint_of_a_device_fails_a_scenario(
    shipped_platform: Platform, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AUTOMATIC_STATUS_OFF", b"\x1b~")
    report = play_bare(load_scenario(SHIPPED / "scenarios" / "happy_visit.toml"), shipped_platform, data)
    assert {each.what for each in report.failures} == {"receipt_printer complains: unknown command 1b 7e"}


def test_the_recorder_writes_all_files_without_personal_data(
    shipped_platform: Platform, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    report = play_bare(load_scenario(SHIPPED / "scenarios" / "happy_visit.toml"), shipped_platform, data, out)
    assert report.ok, report.failures
    assert {path.name for path in out.iterdir()} >= {
        "events.jsonl", "speech.txt", "cases.json", "report.json", "slip-1.png", "slip-1.bin",
    }  # fmt: skip
    assert "990101194403" not in (out / "events.jsonl").read_text(encoding="utf-8"), "events carry no personal data"
