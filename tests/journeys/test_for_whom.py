"""Registers and mandates in whole visits against the sandbox: every scenario of tests/fixtures/whom holds.

A seeded sample; all of them with YIKE_WHOM=all.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.language import load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from tests import frozen

ALL = sorted((frozen.WHOM / "scenarios").glob("*.toml"))
SAMPLE = ALL if os.environ.get("YIKE_WHOM") == "all" else sorted(random.Random(18).sample(ALL, 3))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = frozen.config_in(tmp_path_factory.mktemp("config") / "config")
    shutil.rmtree(folder / "services")
    shutil.copytree(frozen.WHOM / "services", folder / "services")
    return folder


@pytest.fixture(scope="module")
def shared(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    platform = Platform(config / "services", config / "people.toml", tmp_path_factory.mktemp("sandbox"))
    yield platform
    platform.stop()


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_what_a_scenario_promises_holds(path: Path, config: Path, shared: Platform, tmp_path: Path) -> None:
    shared.cable.mend()
    shared.reset()
    scenario = load_scenario(path)
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    data = tmp_path / "terminal"
    world = build_world(config, data, data, clock, stage.publish, record=recorder.event, platform=shared)
    try:
        stage.post = world.terminal.post
        world.terminal.start()
        report = play(scenario, stage, world, clock, recorder)
    finally:
        world.terminal.stop()
    assert report.ok, report.failures
    # Each consent is recorded under the very words whose digest is in the case.
    recorded = {each["digest"] for each in shared.request("GET", "/sandbox/consents")}
    sealed = {case["content"]["evidence"]["shown"]["consent"] for case in shared.cases()}
    assert recorded in (set(), sealed) or not sealed
