"""A slip that nobody takes: said, taken back once, its number repeated; and nobody's slip meets the next person."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from devices import Fault, Next, Presence
from devices.receipt_printer.contract import Retraction, RetractOutcome
from kiosk.effects import Audit, AuditKind, Effect, Job
from kiosk.events import Event, JobEnded, StatusChanged, TerminalStatus, TimerRang, Touched
from kiosk.session import timers_of
from kiosk.session.attract import Attract
from kiosk.session.in_visit import InVisit
from kiosk.visit import RETRACT
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen
from tests.kiosk.session.test_farewell import lead, said
from tests.kiosk.session.ways import at_rating

JAM = Fault("receipt_printer.jam", Next.CALL_STAFF)


def with_printer(capabilities: frozenset[str], mouth: str = "") -> TerminalStatus:
    printer = ALL_WELL.devices["receipt_printer"]
    levels = {**printer.levels, **({"mouth": mouth} if mouth else {})}
    changed = replace(printer, levels=levels, capabilities=capabilities)
    return replace(ALL_WELL, devices=MappingProxyType({**ALL_WELL.devices, "receipt_printer": changed}))


ALL = ALL_WELL.devices["receipt_printer"].capabilities
BLIND = ALL - {"sense_slip_taken"}
HOLDS = ALL - {"retract_slip"}


def forgotten(status: TerminalStatus = ALL_WELL) -> Citizen:
    """The farewell's time is over, and the slip is still there."""
    citizen = at_rating(Citizen(status))
    citizen.sees("receipt_printer", Presence.PRESENT)
    citizen.rings("farewell_longest")
    return citizen


def audits(effects: list[Effect]) -> list[tuple[AuditKind, str]]:
    return [(each.kind, each.code) for each in effects if isinstance(each, Audit) and "back" in each.kind]


def ends(citizen: Citizen, retraction: Retraction, fault: Fault | None = None) -> None:
    citizen.happens(JobEnded("visit-1", citizen.awaited(RETRACT), RetractOutcome(retraction, fault)))


def test_it_is_said_before_and_taken_back_once_when_the_time_is_over() -> None:
    citizen = at_rating()
    citizen.sees("receipt_printer", Presence.PRESENT)
    assert "farewell-slip-left-back" in said(citizen)
    shown = citizen.view.guidance
    assert shown is not None
    citizen.rings("farewell_longest")
    jobs = [each for each in citizen.effects if isinstance(each, Job)]
    assert [(each.device, each.verb) for each in jobs] == [("receipt_printer", "print"), ("receipt_printer", "retract")]
    assert "farewell-slip-goes-back" in said(citizen)
    assert citizen.view.guidance is None
    assert timers_of(citizen.session) == frozenset()
    citizen.touch_in_vain("finish")
    ends(citizen, Retraction.TAKEN_BACK)
    assert {"farewell-slip-back", "slip-number-label"} <= said(citizen)
    assert lead(citizen) == "farewell-handed-over-slip-back"
    assert audits(citizen.effects) == [(AuditKind.SLIP_TAKEN_BACK, "")]
    citizen.rings("farewell")
    assert citizen.session.finished


@pytest.mark.parametrize(
    ("retraction", "fault", "words", "line"),
    [
        (Retraction.NOTHING_THERE, None, "farewell-slip-taken", []),
        (Retraction.STILL_THERE, JAM, "farewell-slip-left-back", [(AuditKind.SLIP_NOT_TAKEN_BACK, JAM.code)]),
        (Retraction.DID_NOT, JAM, "farewell-slip-left-back", [(AuditKind.SLIP_NOT_TAKEN_BACK, JAM.code)]),
        (Retraction.UNCONFIRMED, None, "farewell-slip-left-back", [(AuditKind.SLIP_BACK_UNCONFIRMED, "")]),
    ],
)
def test_any_other_end_is_told_as_it_is_and_nothing_is_told_twice(
    retraction: Retraction, fault: Fault | None, words: str, line: list[tuple[AuditKind, str]]
) -> None:
    citizen = forgotten()
    ends(citizen, retraction, fault)
    assert words in said(citizen)
    assert "slip-number-label" not in said(citizen)
    assert audits(citizen.effects) == line
    citizen.rings("farewell")
    assert (citizen.session.finished, citizen.count(Job)) == ("ended", 2)


def test_a_slip_that_the_printer_took_back_by_itself_is_said_and_its_number_stays_to_be_noted() -> None:
    citizen = at_rating()
    citizen.sees("receipt_printer", Presence.PRESENT)
    citizen.sees("receipt_printer", Presence.TAKEN_BACK)
    assert {"farewell-slip-back", "slip-number-label"} <= said(citizen)
    assert audits(citizen.effects) == [(AuditKind.SLIP_TAKEN_BACK, "by_itself")]
    assert citizen.session.slip_at_presenter is False, "nobody looks for it any more"
    citizen.rings("farewell_longest")
    assert (citizen.session.finished, citizen.count(Job)) == ("ended", 1)


def test_a_printer_that_cannot_take_back_ends_as_ever() -> None:
    citizen = forgotten(with_printer(HOLDS))
    assert "farewell-slip-left" in said(citizen)
    assert (citizen.session.finished, citizen.count(Job)) == ("ended", 1)


def between_visits(mouth: str, capabilities: frozenset[str] = ALL) -> Attract:
    state = Attract("visit-2", FACTS, catalogue(), ALL_WELL)
    return after(state, StatusChanged(with_printer(capabilities, mouth)))[0]


def after(state: Attract, event: Event) -> tuple[Attract, tuple[Effect, ...]]:
    following, effects = state.advance(event)
    assert isinstance(following, Attract)
    return following, effects


def over(state: Attract) -> tuple[Attract, tuple[Effect, ...]]:
    (timer,) = state.timers()
    return after(state, TimerRang("visit-2", timer))


@pytest.mark.parametrize(("mouth", "capabilities"), [("slip", ALL), ("unknown", BLIND)])
def test_between_visits_what_may_wait_is_taken_back_once_until_the_mouth_was_empty(
    mouth: str, capabilities: frozenset[str]
) -> None:
    state, effects = over(between_visits(mouth, capabilities))
    assert effects == (Job(0, "receipt_printer", "retract", None),)
    assert (state.timers(), state.awaiting) == (frozenset(), frozenset({0}))
    state, effects = after(state, JobEnded("visit-2", 0, RetractOutcome(Retraction.STILL_THERE, JAM)))
    assert effects == (Audit(0, AuditKind.SLIP_NOT_TAKEN_BACK, JAM.code),)
    state, _ = after(state, StatusChanged(with_printer(capabilities, mouth)))
    assert (state.timers(), state.awaiting) == (frozenset(), frozenset())
    state, _ = after(state, StatusChanged(with_printer(capabilities, "empty")))
    state, _ = after(state, StatusChanged(with_printer(capabilities, mouth)))
    assert len(state.timers()) == 1


@pytest.mark.parametrize(
    ("mouth", "capabilities"), [("empty", ALL), ("unknown", ALL), ("", HOLDS), ("slip", HOLDS), ("empty", BLIND)]
)
def test_nothing_is_taken_back_where_nothing_waits_or_nobody_can(mouth: str, capabilities: frozenset[str]) -> None:
    assert between_visits(mouth, capabilities).timers() == frozenset()


@pytest.mark.parametrize("already", [False, True])
def test_the_next_visit_begins_with_an_empty_mouth_and_hears_the_outcome(already: bool) -> None:
    state = between_visits("slip")
    if already:
        state, _ = over(state)
    begun, effects = state.advance(Touched("visit-2", "start"))
    assert isinstance(begun, InVisit)
    assert [type(each) for each in effects] == [Audit] if already else [Audit, Job]
    assert begun.awaiting == frozenset({0})
    assert not begun.session.waits, "no page waits for it"
    chosen, _ = begun.advance(Touched("visit-2", "item:old-age-allowance"))
    assert isinstance(chosen, InVisit)
    _, effects = chosen.advance(JobEnded("visit-2", 0, RetractOutcome(Retraction.TAKEN_BACK)))
    assert [each.kind for each in effects if isinstance(each, Audit)] == [AuditKind.SLIP_TAKEN_BACK]


def test_a_slip_of_the_visit_before_does_not_hold_up_the_farewell_of_this_one() -> None:
    begun, _ = between_visits("slip").advance(Touched("visit-2", "start"))
    assert isinstance(begun, InVisit)
    citizen = Citizen()
    citizen.session = replace(begun.session, visit="visit-1")
    at_rating(citizen)
    assert citizen.session.awaits(RETRACT)
    assert "farewell-slip-goes-back" not in said(citizen)
    citizen.touch("finish")
    assert citizen.session.finished
