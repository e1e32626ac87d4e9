"""Devices by the names of the profile: two of one family, and outputs sent as differences."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from devices import FakeClock
from devices.id_reader.contract import PRESENCE, READ
from kiosk.events import Output, Watch
from kiosk.scenario.actors import Platform, simulator_of
from kiosk.scenario.language import load_scenario
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.runner import play
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import build_world
from kiosk.steps import table
from kiosk.visit import Session
from tests import frozen
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld

TWO_PRINTERS = """
[devices.back_printer]
family = "receipt_printer"
driver = "escpos"
port = "sim:"
model = "kiosk_80"

[devices.slip_printer]
family = "receipt_printer"
driver"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A profile with two slip printers; neither has its family's name."""
    folder = frozen.config_in(tmp_path / "config")
    profile = folder / "terminals" / "rehearsal.toml"
    text = profile.read_text(encoding="utf-8").replace("\n[devices.receipt_printer]\ndriver", TWO_PRINTERS)
    text = text.replace("\nreceipt_printer = [", "\nslip_printer = [")
    profile.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("broken", "prints"), [(False, "back_printer"), (True, "slip_printer")])
def test_of_two_printers_the_first_that_can_print_does(
    broken: bool, prints: str, config: Path, shipped_platform: Platform, tmp_path: Path
) -> None:
    scenario = load_scenario(frozen.SHIPPED / "scenarios" / "happy_visit.toml")
    clock = FakeClock(scenario.start.astimezone(UTC))
    stage, recorder = BareStage(clock), Recorder(None)
    world = build_world(
        config, tmp_path / "data", tmp_path / "sandbox", clock, stage.publish, platform=shipped_platform
    )
    stage.post = world.terminal.post
    printers = {name: simulator_of(world.terminal.devices[name]) for name in ("back_printer", "slip_printer")}
    if broken:
        printers["back_printer"].begin("paper_out")
    try:
        world.terminal.start()
        play(scenario, stage, world, clock, recorder)
        assert [name for name, printer in printers.items() if printer.slips] == [prints]
        assert set(world.terminal.conductor.status.devices) == {"id_reader", "back_printer", "slip_printer"}
    finally:
        world.terminal.stop()


def test_outputs_are_sent_when_they_change_and_rest_when_nobody_wants_them(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str, Hashable | None]] = []
    runner: Any = driven.world.terminal._parts.runner
    monkeypatch.setattr(runner, "put", lambda device, verb, state: sent.append((device, verb, state)))
    lit = frozenset({Output("lamp", "light", "green")})
    monkeypatch.setitem(table.STEPS["guide"].__dict__, "outputs", lambda session: lit)
    driven.play(("touch", "start"), ("touch", "item:old-age-allowance"))
    assert sent == [("lamp", "light", "green")]
    driven.play(("touch", "language"), ("touch", "larger"))
    assert len(sent) == 1
    driven.play(("touch", "help"), ("touch", "pause"))
    assert sent[1:] == [("lamp", "light", None)], "behind the curtain nobody is guided"
    driven.play(("touch", "curtain-off"), ("touch", "continue"))
    assert sent[2:] == [("lamp", "light", "green"), ("lamp", "light", None)]


def test_two_watches_of_one_device_are_refused_by_name(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(session: Session) -> frozenset[Watch]:
        return session.watch(READ) | session.watch(PRESENCE)

    monkeypatch.setitem(table.STEPS["identify"].__dict__, "watches", two)
    driven.play(*TO_REVIEW[:5])
    assert driven.stage.view().page == "Trouble", "not a page that waits for a card for ever"
    runner: Any = driven.world.terminal._parts.runner
    with pytest.raises(ValueError, match=r"not id_reader\.presence, id_reader\.read"):
        runner.watch("visit-1", frozenset({Watch("id_reader", verb, "", 1) for verb in ("presence", "read")}))
    with pytest.raises(KeyError, match="no_such_reader"):
        runner.watch("visit-1", frozenset({Watch("no_such_reader", "read", "", 1)}))
