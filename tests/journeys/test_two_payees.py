"""Two payees with a real platform: the power fails between the two payments, and nothing is paid twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import BareStage, message_keys
from kiosk.scenario.world import build_world
from tests import frozen
from tests.journeys.hand_driven import START, HandDrivenWorld

TO_PAY = (
    ("touch", "start"), ("touch", "group:bundles"), ("touch", "item:files-copied"), ("touch", "continue"),
    ("touch", "continue"), ("touch", "continue"), ("card", "wang_old"), ("touch", "continue"),
    ("touch", "agree:consent-record"), ("touch", "declare"),
)  # fmt: skip
PAYEE = """items = ["study-copy"]
[titles]
"zh-CN" = "样例市教育档案中心"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = frozen.config_in(tmp_path / "config")
    shutil.copytree(frozen.PAYEES, folder / "services", dirs_exist_ok=True)
    office = folder / "departments" / "archives"
    office.mkdir()
    (office / "payee.toml").write_text(PAYEE, encoding="utf-8")
    return folder


@pytest.fixture
def platform(config: Path, tmp_path: Path) -> Iterator[Platform]:
    made = Platform(config / "services", config / "people.toml", tmp_path / "sandbox")
    yield made
    made.stop()


def terminal(config: Path, tmp_path: Path, platform: Platform, hours: int = 0) -> HandDrivenWorld:
    """Switch the terminal on, so many hours after the first time."""
    driven = HandDrivenWorld.__new__(HandDrivenWorld)
    driven.clock = FakeClock(START + timedelta(hours=hours))
    driven.stage = BareStage(driven.clock)
    data = tmp_path / "terminal"
    driven.world = build_world(config, data, data, driven.clock, driven.stage.publish, platform=platform)
    driven.stage.post = driven.world.terminal.post
    driven.world.terminal.start()
    driven.stage.settle()
    driven.stage.advance(3)
    return driven


def pay(driven: HandDrivenWorld, platform: Platform) -> None:
    """Somebody pays the code on the screen, and the page comes to say so."""
    assert driven.stage.view().id == "pay"
    code = driven.world.phone.code_to_pay()
    platform.request("POST", "/sandbox/payments", {"order": code, "payment": "pay"})
    driven.stage.advance(4)
    assert driven.stage.view().id == "pay/paid"


def states(platform: Platform) -> list[tuple[str, str, str]]:
    return [(row["payee"], row["sum"], row["state"]) for row in platform.request("GET", "/sandbox/orders")]


def test_a_power_cut_between_two_payments_leaves_the_second_to_be_paid(
    config: Path, tmp_path: Path, platform: Platform
) -> None:
    first = terminal(config, tmp_path, platform)
    first.play(*TO_PAY)
    first.stage.advance(5)
    pay(first, platform)
    first.play(("touch", "continue"))
    first.stage.advance(1)
    assert states(platform) == [("treasury", "20.00", "paid"), ("archives", "6.00", "open")]
    first.world.terminal.stop()
    slip = platform.cases()[0]["slip_number"]
    second = terminal(config, tmp_path, platform, hours=1)
    second.stage.advance(60)
    assert states(platform)[1] == ("archives", "6.00", "closed"), "nobody can pay what nobody sees"
    second.play(("touch", "start"), ("touch", "item:case-progress"), ("touch", "continue"), ("touch", "way:slip"))
    second.play(("slip", slip), ("touch", "continue"))
    second.stage.advance(2)
    second.play(("touch", "pay"))
    second.stage.advance(2)
    assert "pay-paid-next" in message_keys(second.stage.view())
    second.play(("touch", "continue"))
    second.stage.advance(2)
    pay(second, platform)
    assert "pay-paid-lead" in message_keys(second.stage.view())
    second.world.terminal.stop()
    assert states(platform) == [
        ("treasury", "20.00", "paid"), ("archives", "6.00", "closed"), ("archives", "6.00", "paid"),
    ]  # fmt: skip
