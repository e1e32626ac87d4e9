"""A paper that was promised at one terminal is handed in at another by its slip number alone."""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path
from typing import Any

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import Scenario, Step, load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from tests.frozen import SHIPPED

BOTH = load_scenario(SHIPPED / "scenarios" / "pledge_instead_of_proof.toml")
"""The same at one terminal, which is played here in two halves."""
SECOND_HALF = next(n for n, step in enumerate(BOTH.step) if "another" in step.touches)
HERE, ELSEWHERE = "WT03", "WT77"


def step(**verb: Any) -> Step:
    return Step.model_validate(verb)


def visit(config: Path, platform: Platform, data: Path, scenario: Scenario) -> str:
    """Play a visit at a terminal; return the number of its newest slip."""
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    world = build_world(
        config, data, data, clock, stage.publish, profile="hall", record=recorder.event, platform=platform
    )
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        report = play(scenario, stage, world, clock, recorder)
        assert report.ok, report.failures
        return world.slips.newest_number(world.terminal.settings.terminal.code)
    finally:
        world.terminal.stop()


def test_a_missing_paper_is_handed_in_where_nobody_was_before(shipped_platform: Platform, tmp_path: Path) -> None:
    first = BOTH.model_copy(
        update={"step": (*BOTH.step[:SECOND_HALF], step(touch=("continue", "finish")), step(wait={"seconds": 120}))}
    )
    slip = visit(SHIPPED, shipped_platform, tmp_path / "here", first)
    elsewhere = tmp_path / "config"
    shutil.copytree(SHIPPED, elsewhere, ignore=shutil.ignore_patterns("scenarios"))
    profile = elsewhere / "terminals" / "hall.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace(f'"{HERE}"', f'"{ELSEWHERE}"'), encoding="utf-8")
    rest = BOTH.step[SECOND_HALF + 2 :]
    begins = (step(touch=("start", "item:hand-in", "continue", "continue")), step(type={"field": "slip", "text": slip}))
    visit(elsewhere, shipped_platform, tmp_path / "there", BOTH.model_copy(update={"step": (*begins, *rest)}))
    promised, brought = shipped_platform.cases()
    assert (promised["terminal"], promised["state"]) == (HERE, "under_review"), "nothing is missing any more"
    assert (brought["terminal"], brought["act"], brought["content"]["applicant"]) == (ELSEWHERE, "supplement", None)
    assert brought["supersedes"] == {"case_id": promised["case_id"], "digest": promised["digest"]}
    assert [each["id"] for each in brought["content"]["handed"]] == ["payment-receipt"]
    assert brought["receipts"] == ["COMPLETE", "RECEIVED"]
