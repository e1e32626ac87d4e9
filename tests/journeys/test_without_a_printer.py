"""A terminal whose profile has no printer takes an application: handed over, and no slip is promised."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from tests import frozen

WITH_A_SLIP = {
    'message = "paper-out", slips = 1, slip_contains = ["WT02-", "王＊＊＊", "0571-0000 0002"], '
    'slip_lacks = ["杏花", "990101194403"]': 'message = "paper-did-not", slips = 0',
    "[[step]]\ntake_slip = true\n": "",
    ', message = "farewell-slip-taken"': "",
    '"slip_out"': '"slip_not_out"',
}
"""Of the happy visit: what is different without a printer."""


def test_an_application_is_handed_over_and_no_slip_is_promised(shipped_platform: Platform, tmp_path: Path) -> None:
    config = frozen.config_in(tmp_path / "config")
    profile = config / "terminals" / "rehearsal.toml"
    content = profile.read_text(encoding="utf-8")
    content = content[: content.index("[devices.receipt_printer]")] + content[content.index("[screen]") :]
    profile.write_text(content.replace("receipt_printer = [90, 700, 180, 24]", ""), encoding="utf-8")
    visit = (frozen.SHIPPED / "scenarios" / "happy_visit.toml").read_text(encoding="utf-8")
    for old, new in WITH_A_SLIP.items():
        assert old in visit
        visit = visit.replace(old, new)
    (tmp_path / "visit.toml").write_text(visit, encoding="utf-8")

    scenario = load_scenario(tmp_path / "visit.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    world = build_world(
        config, tmp_path / "data", tmp_path / "sandbox", clock, stage.publish, platform=shipped_platform
    )
    stage.post = world.terminal.post
    try:
        world.terminal.start()
        report = play(scenario, stage, world, clock, recorder)
        assert report.failures == []
        assert world.terminal.health().devices
    finally:
        world.close()
