"""A terminal with another kind of platform in its profile plays the same scenarios."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import get_args

import pytest

from devices import FakeClock
from kiosk.platform.identity import TerminalKey
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from kiosk.settings import PlatformKind, load_settings
from kiosk.terminal.assembly import GATEWAYS
from tests.contracts.provincial import ProvincialGateway
from tests.frozen import SHIPPED

TERMINAL = load_settings(SHIPPED / "terminals" / "rehearsal.toml", rehearsal=True).terminal.code


@pytest.fixture
def gateway_platform(shipped_platform: Platform, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """The sandbox behind a provincial gateway; the cable is between gateway and sandbox."""
    with ProvincialGateway(
        shipped_platform.url, TERMINAL, TerminalKey.load_or_create(data / "terminal.key")
    ) as province:
        monkeypatch.setattr(Platform, "url", province.url)
        yield shipped_platform


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped data, with another kind of platform in the profile."""
    copied = shutil.copytree(SHIPPED, tmp_path / "config")
    profile = copied / "terminals" / "rehearsal.toml"
    words = profile.read_text(encoding="utf-8")
    profile.write_text(words.replace("[platform]", '[platform]\nkind = "enveloped"'), encoding="utf-8")
    return copied


@pytest.mark.parametrize("name", ["happy_visit", "offline_then_delivered"])
def test_a_visit_is_handed_over_through_a_provincial_gateway(
    name: str, gateway_platform: Platform, config: Path, data: Path
) -> None:
    scenario = load_scenario(SHIPPED / "scenarios" / f"{name}.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    world = build_world(config, data, data, clock, stage.publish, record=recorder.event, platform=gateway_platform)
    assert world.terminal.settings.platform.kind == "enveloped"
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        report = play(scenario, stage, world, clock, recorder)
    finally:
        world.terminal.stop()
    assert report.ok, report.failures


def test_every_kind_of_platform_has_a_gateway() -> None:
    assert set(GATEWAYS) == set(get_args(PlatformKind))
