"""The power fails: a visit goes on while the battery lasts, and ends truly when it is nearly empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.power.contract import PowerState
from kiosk.case_events import Kept, KeptCase
from kiosk.effects import Audit, AuditKind, ShutDown
from kiosk.events import DeviceInfo, StatusChanged, TerminalStatus, TimerRang, Touched
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.session.trouble import InTrouble
from kiosk.terminal_state import TerminalState
from kiosk.view import View
from kiosk.words import Data, Text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen
from tests.kiosk.session.ways import at_review

SLIP = "WT02-0001-ABCD-E"


def powered(*states: str) -> TerminalStatus:
    supplies = {f"power_{n}": DeviceInfo("warning", levels={"power": each}) for n, each in enumerate(states)}
    return replace(ALL_WELL, devices={**ALL_WELL.devices, **supplies})


def of(citizen: Citizen) -> InVisit:
    return InVisit(citizen.session)


def said(view: View) -> set[str]:
    words = [view.title, view.lead, *(each for block in view.blocks for each in (block.words, block.value))]
    return {each.key for each in words if isinstance(each, Text)} | {
        each.text for each in words if isinstance(each, Data)
    }


@pytest.mark.parametrize(
    ("states", "power"),
    [
        ((), None),
        (("line",), None),
        (("unknown",), None),
        (("battery", "line"), PowerState.BATTERY),
        (("battery", "low", "unknown"), PowerState.LOW),
    ],
)
def test_the_worse_of_several_supplies_counts_and_silence_does_not(
    states: tuple[str, ...], power: PowerState | None
) -> None:
    assert powered(*states).power is power


def test_on_battery_a_visit_goes_on_and_no_matter_with_paper_begins() -> None:
    visit = of(at_review())
    after, effects = visit.advance(StatusChanged(powered("battery")))
    assert isinstance(after, InVisit)
    assert (after.view().page, effects) == (visit.view().page, ())
    state = Attract("visit-1", FACTS, catalogue(), powered("battery"))
    assert "slips-on-battery" in said(state.view())
    begun, _ = state.advance(Touched("", "start"))
    assert isinstance(begun, InVisit)
    reasons = {each.key: each.why_not for each in begun.view().choices}
    assert Text("not-now-power") in reasons.values()
    assert None in reasons.values(), "what needs no paper is done on battery too"


def test_nearly_empty_ends_a_visit_with_nothing_of_it_left() -> None:
    after, effects = of(at_review()).advance(StatusChanged(powered("low")))
    assert isinstance(after, InTrouble)
    assert effects == (Audit(0, AuditKind.TROUBLE, "power.low"),)
    assert {"trouble-power-low", "power-nothing-kept", "fault-do-power-back"} <= said(after.view())
    assert "farewell-card-check" in said(after.view())
    (timer,) = after.timers()
    assert timer.name == "power_goodbye"
    over, acts = after.advance(TimerRang(after.visit, timer))
    assert over is None
    assert [type(each) for each in acts] == [Audit, ShutDown]


def test_nearly_empty_while_sealing_waits_for_the_outcome_and_shows_the_number() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare")
    after, _ = of(citizen).advance(StatusChanged(powered("low")))
    assert isinstance(after, InTrouble)
    assert "trouble-unconfirmed" in said(after.view())
    (number,) = after.awaiting
    kept, _ = after.advance(Kept(after.visit, number, (KeptCase("case-1", SLIP, NOW),)))
    assert kept is not None
    assert {SLIP, "trouble-kept"} <= said(kept.view())
    assert [each.name for each in kept.timers()] == ["power_goodbye"], "a number in nobody's hand does not keep it on"


def test_power_that_came_back_during_the_goodbye_shuts_nothing_down() -> None:
    state: TerminalState | None = of(at_review()).advance(StatusChanged(powered("low")))[0]
    assert state is not None
    state, _ = state.advance(StatusChanged(powered("line")))
    assert state is not None
    assert state.advance(Touched(state.visit, "finish")) == (None, (Audit(0, AuditKind.VISIT_ENDED),))


def test_with_nobody_there_it_is_asked_once_and_again_after_power_was_back() -> None:
    state: TerminalState = Attract("visit-1", FACTS, catalogue(), ALL_WELL)
    asked = []
    for each in ("battery", "low", "low", "line", "low"):
        after, effects = state.refreshed(powered(each), catalogue()).advance(StatusChanged(powered(each)))
        assert after is not None
        state = after
        asked.append([type(effect) for effect in effects])
        assert (state.view().id == "out_of_service") is (each == "low")
    assert asked == [[], [ShutDown], [], [], [ShutDown]]
