"""The ESC/POS driver meets recorded dialogues to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import DeviceState, FakeClock, Presence, Wait
from devices.models import load_model
from devices.receipt_printer.contract import Align, Paper, Retraction, TextBlock
from devices.receipt_printer.escpos import EscposPrinter
from tests.devices.transcript import ScriptedPeer, scripted
from tests.house.doors import ROOT

HERE = Path(__file__).parent / "transcripts"


def printer_of(name: str, model: str = "kiosk_80") -> tuple[EscposPrinter, FakeClock, ScriptedPeer]:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{name}.txt", clock)
    return EscposPrinter(port, clock, load_model(ROOT / "config" / "models", model)), clock, peer


def test_a_slip_is_printed_confirmed_and_taken() -> None:
    printer, clock, peer = printer_of("slip_printed")
    outcome = printer.print((TextBlock("凭条A", 4.0, align=Align.CENTRE),), Wait(clock, 20))
    assert (outcome.paper, outcome.fault) == (Paper.CAME_OUT, None)
    assert [printer.waiting(Wait(clock, 2)) for _ in range(2)] == [Presence.PRESENT, Presence.GONE]
    peer.finish()


def test_without_paper_nothing_is_sent_to_be_printed() -> None:
    printer, clock, peer = printer_of("paper_out")
    outcome = printer.print((TextBlock("凭条A"),), Wait(clock, 20))
    assert outcome.paper is Paper.DID_NOT
    assert outcome.fault is not None
    assert outcome.fault.code == "receipt_printer.paper_out"
    peer.finish()


def test_near_its_end_the_roll_is_a_warning_and_prints() -> None:
    printer, clock, peer = printer_of("near_end")
    status = printer.status(Wait(clock, 5))
    assert (status.state, status.levels["paper"]) == (DeviceState.WARNING, "near_end")
    assert printer.print((), Wait(clock, 20)).paper is Paper.CAME_OUT
    peer.finish()


def test_paper_that_ends_during_a_slip_is_unconfirmed_and_the_rest_is_thrown_away() -> None:
    printer, clock, peer = printer_of("paper_out_during")
    outcome = printer.print((), Wait(clock, 20))
    assert outcome.paper is Paper.UNCONFIRMED
    assert outcome.fault is not None
    assert outcome.fault.code == "receipt_printer.paper_out"
    peer.finish()


@pytest.mark.parametrize(
    ("dialect", "model", "retraction"),
    [
        ("gs_e", "kiosk_80", Retraction.TAKEN_BACK),
        ("esc_r", "nippon_np2511", Retraction.TAKEN_BACK),
        ("gs_r", "citizen_ppu700", Retraction.UNCONFIRMED),
        ("esc_syn", "star_tup500", Retraction.UNCONFIRMED),
    ],
)
def test_a_slip_is_taken_back_in_the_words_of_each_presenter(dialect: str, model: str, retraction: Retraction) -> None:
    printer, clock, peer = printer_of(f"retracted_{dialect}", model)
    if dialect == "esc_syn":
        assert printer.print((), Wait(clock, 20)).paper is Paper.CAME_OUT
    assert printer.retract(Wait(clock, 12)).retraction is retraction
    peer.finish()
