"""A bundle with a real platform: every part is a case of its own there, and one that is refused hinders no other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import BareStage, message_keys
from kiosk.scenario.world import build_world
from tests import frozen
from tests.journeys.hand_driven import HandDrivenWorld

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TO_DECLARE = (
    ("touch", "start"), ("touch", "item:moving"), ("touch", "continue"), ("touch", "part:bus-card"),
    ("touch", "continue"), ("touch", "continue"), ("card", "wang_old"), ("touch", "continue"),
    ("touch", "agree:consent-record"), ("touch", "continue"), ("answer:phone", "19900000001"), ("touch", "continue"),
    ("touch", "option:zone:town"), ("touch", "continue"),
)  # fmt: skip


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = frozen.config_in(tmp_path_factory.mktemp("config") / "config")
    shutil.copytree(frozen.BUNDLE, folder / "services", dirs_exist_ok=True)
    return folder


@pytest.fixture
def moving(config: Path, tmp_path: Path) -> Iterator[HandDrivenWorld]:
    platform = Platform(config / "services", config / "people.toml", tmp_path / "sandbox")
    driven = HandDrivenWorld.__new__(HandDrivenWorld)
    driven.clock = FakeClock(START)
    driven.stage = BareStage(driven.clock)
    data = tmp_path / "terminal"
    driven.world = build_world(config, data, data, driven.clock, driven.stage.publish, platform=platform)
    driven.stage.post = driven.world.terminal.post
    driven.world.terminal.start()
    driven.stage.settle()
    driven.stage.advance(3)
    yield driven
    driven.world.terminal.stop()
    platform.stop()


def test_one_form_becomes_a_case_for_each_office(moving: HandDrivenWorld) -> None:
    moving.play(*TO_DECLARE, ("touch", "declare"))
    moving.stage.advance(5)
    assert "ending-parts-handed-over" in message_keys(moving.stage.view())
    cases = moving.world.platform.cases()
    assert {case["item_id"]: set(case["content"]["answers"]) for case in cases} == {
        "home-register": {"address", "phone"},
        "bus-card": {"phone", "zone"},
    }
    assert len({case["slip_number"] for case in cases}) == 1
    assert len({case["content"]["evidence"]["bundle"] for case in cases}) == 1


def test_without_a_line_both_are_kept_and_sent_later(moving: HandDrivenWorld) -> None:
    moving.play(*TO_DECLARE)
    moving.world.platform.cable.cut()
    moving.play(("touch", "declare"))
    moving.stage.advance(8)
    assert "ending-parts-kept" in message_keys(moving.stage.view())
    moving.world.platform.cable.mend()
    moving.stage.advance(120)
    assert len(moving.world.platform.cases()) == 2
    assert "ending-parts-handed-over" in message_keys(moving.stage.view())
