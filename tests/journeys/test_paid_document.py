"""Printing of a paid document: after a power cut, here and at another terminal, each copy permitted once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import BareStage, message_keys, touchable_keys
from kiosk.scenario.world import World, build_world
from tests.frozen import SHIPPED

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TO_PAY = ("start", "group:housing", "item:no-house-proof", "continue", "continue")
TO_PROGRESS = ("start", "item:case-progress", "continue", "way:card", "continue")


class Visitor:
    """Somebody at one terminal of the hall."""

    def __init__(self, world: World, stage: BareStage) -> None:
        self.world, self.stage = world, stage

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.stage.touch(key)
            self.stage.settle()

    def proves_themselves(self) -> None:
        self.world.cards.put("li_adult")
        self.stage.advance(2)
        self.touch("continue")
        self.stage.type_text("code", self.world.platform.newest_code())
        self.touch("continue")
        self.stage.advance(2)

    def prints(self, *keys: str) -> None:
        """Print a document from the progress; the copy comes out."""
        self.touch(*TO_PROGRESS)
        self.proves_themselves()
        (own,) = (key for key in touchable_keys(self.stage.view()) if key.startswith("reprint:"))
        self.touch(own)
        self.stage.advance(2)
        self.touch("print", *keys)
        self.stage.advance(40)
        assert "document-out-title" in message_keys(self.stage.view())
        self.touch("continue", "finish")
        self.world.cards.lift()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped configuration with a second terminal beside the one of the hall."""
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)
    hall = (folder / "terminals" / "hall.toml").read_text(encoding="utf-8")
    (folder / "terminals" / "annex.toml").write_text(hall.replace("WT03", "WT04"), encoding="utf-8")
    return folder


@contextmanager
def visitor(config: Path, data: Path, platform: Platform, profile: str) -> Iterator[Visitor]:
    clock = FakeClock(START)
    stage = BareStage(clock)
    world = build_world(config, data, data, clock, stage.publish, profile=profile, platform=platform)
    stage.post = world.terminal.post
    world.terminal.start()
    try:
        stage.settle()
        stage.advance(3)
        yield Visitor(world, stage)
    finally:
        world.terminal.stop()


def test_money_that_moved_before_a_power_cut_is_printed_here_and_at_another_terminal(
    config: Path, shipped_platform: Platform, tmp_path: Path
) -> None:
    platform = shipped_platform
    with visitor(config, tmp_path / "hall", platform, "hall") as her:
        her.touch(*TO_PAY)
        her.proves_themselves()
        her.touch("agree:consent-record", "declare")
        her.stage.advance(3)
        platform.pay(her.world.phone.code_to_pay(), "pay")
        assert len(her.world.terminal.outbox.orders.rows()) == 1, "asked for, and not known to be final"
    with visitor(config, tmp_path / "hall", platform, "hall") as her:
        her.stage.advance(90)
        assert her.world.terminal.outbox.orders.rows() == [], "the courier learned that it is paid"
        her.prints()
    with visitor(config, tmp_path / "annex", platform, "annex") as her:
        her.prints("reason:another")
    assert [order["state"] for order in platform.request("GET", "/sandbox/orders")] == ["paid"]
    permits = platform.request("GET", "/sandbox/permits")
    assert [(each["terminal"], each["copy"], each["reason"], each["outcome"]) for each in permits] == [
        ("WT03", 1, "", "came_out"),
        ("WT04", 2, "another", "came_out"),
    ]
