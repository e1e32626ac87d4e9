"""Entry of staff: nothing opens before the verdict, which says of no factor that it was wrong; all is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from kiosk.effects import AskChallenge, Audit, AuditKind, CheckStaff, SetService
from kiosk.events import TimerRang, Touched
from kiosk.staff.entry import EntryWay, StaffRole, StaffVerdict, VerdictKind
from kiosk.staff_events import ChallengeCame, StaffChecked
from kiosk.technician.state import LOCKS_AT_MOST, PAGES, Technician
from kiosk.words import text
from tests.kiosk.technician.staff import VISIT, Staff, info

LOCKED = StaffVerdict(VerdictKind.LOCKED, locked_s=840.0)
WRONG = StaffVerdict(VerdictKind.WRONG)


def kinds(staff: Staff) -> list[AuditKind]:
    return [effect.kind for effect in staff.effects if isinstance(effect, Audit)]


def test_both_factors_open_the_map_and_are_forgotten() -> None:
    staff = Staff()
    staff.types(staff="0731", pin="13579")
    staff.touch("enter")
    assert not staff.asked(CheckStaff), "one digit is missing"
    staff.enter()
    assert staff.view.id == "technician/map"
    assert kinds(staff) == [AuditKind.STAFF_ENTERED]
    assert "135790" not in repr(staff.effects) + repr(staff.now)
    assert (staff.now.entering.pin, staff.now.entering.proof) == ("", "")


def test_a_refusal_does_not_say_which_factor_and_clears_both() -> None:
    staff = Staff()
    staff.verdict(WRONG)
    assert [field.value for field in staff.view.fields] == ["0731", "", ""]
    assert kinds(staff) == [AuditKind.STAFF_REFUSED]
    assert staff.view.actions.right is not None
    assert not staff.view.actions.right.enabled


def test_a_lock_says_its_minutes_and_leaves_the_phone_open() -> None:
    staff = Staff()
    staff.verdict(LOCKED)
    right = staff.view.actions.right
    assert right is not None
    assert right.why_not == text("tech-login-locked", minutes=14)
    assert staff.now.view().fields == ()
    staff.touch("way:answer")
    assert [field.key for field in staff.view.fields] == ["staff", "pin", "proof"]
    (asked,) = staff.asked(AskChallenge)
    staff.post(ChallengeCame(VISIT, asked.number, "83521907"))
    staff.types(pin="135790", proof="44170123")
    staff.touch("enter")
    checked = staff.asked(CheckStaff)[-1]
    assert isinstance(checked, CheckStaff)
    assert checked.entry.way is EntryWay.ANSWER


def test_with_a_dead_clock_the_phone_is_the_way() -> None:
    staff = Staff()
    dead = replace(staff.now.status, now=datetime(1970, 1, 1, tzinfo=UTC))
    staff = Staff(Technician(VISIT, staff.now.terminal, dead, staff.now.workshop))
    assert staff.now.entering.way is EntryWay.ANSWER
    assert [choice.key for choice in staff.view.choices] == ["way:site"]


def test_the_lock_ends_by_itself_and_too_many_leave() -> None:
    staff = Staff()
    staff.verdict(LOCKED)
    (timer,) = (each for each in staff.now.timers() if each.name == "unlocked")
    assert timer.seconds == 840.0
    staff.post(TimerRang(VISIT, timer))
    for _ in range(LOCKS_AT_MOST - 2):
        staff.verdict(LOCKED)
        (timer,) = (each for each in staff.now.timers() if each.name == "unlocked")
        staff.post(TimerRang(VISIT, timer))
    staff.verdict(LOCKED)
    assert staff.left


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_a_page_before_the_verdict(name: str) -> None:
    staff = Staff()
    for key in (f"tab:{name}", f"part:{name}", "site:clean", "service:repair", "test:slips:print_page"):
        staff.touch(key)
    assert staff.view.id == "technician/login"
    assert not staff.effects


def test_a_late_or_foreign_verdict_opens_nothing() -> None:
    staff = Staff()
    entered = StaffVerdict(VerdictKind.ENTERED, StaffRole.TECHNICIAN, "0731")
    for visit, number in product((VISIT, "f1"), (0, 1, 7)):
        staff.post(StaffChecked(visit, number, entered))
    assert staff.view.id == "technician/login"


def test_the_site_code_opens_its_acts_and_nothing_else() -> None:
    staff = Staff()
    staff.sees(slips=info("fault", "receipt_printer.paper_out", paper="out"))
    staff.enter(StaffRole.SITE)
    assert {choice.key for choice in staff.view.choices} == {
        "site:end", "site:paper", "site:clean", "site:service", "tab:display"
    }  # fmt: skip
    assert not staff.view.tabs
    for key in ("tab:map", "tab:tests", "part:slips", "fix:slips"):
        staff.touch(key)
        assert staff.view.id == "technician/site"
    staff.touch("site:service", "service:paper")
    assert staff.asked(SetService) == [SetService(0, "paper")]
    staff.touch("back", "site:clean")
    assert staff.view.id == "technician/cleaning"
    assert [
        key for key in ("leave", "back", "site:end") if staff.now.advance(Touched(VISIT, key))[0] != staff.now
    ] == []


def test_every_act_is_audited_and_leaving_too() -> None:
    staff = Staff()
    staff.enter()
    staff.touch("tab:service", "service:repair", "tab:tests", "test:slips:print_page", "leave")
    assert kinds(staff) == [
        AuditKind.STAFF_ENTERED, AuditKind.STAFF_ACT, AuditKind.STAFF_ACT, AuditKind.STAFF_LEFT
    ]  # fmt: skip
    assert [e.code for e in staff.effects if isinstance(e, Audit)][1:3] == ["service:repair", "slips.print"]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("login", "cleaning")])
def test_every_page_leaves_by_itself_after_a_question(name: str) -> None:
    staff = Staff()
    staff.enter()
    staff.state = staff.now.at(name, "slips", "receipt_printer.paper_out")
    (idle,) = staff.now.timers()
    assert idle.seconds + 25 == 300
    staff.post(TimerRang(VISIT, idle))
    assert staff.view.countdown is not None
    (countdown,) = staff.now.timers()
    staff.post(TimerRang(VISIT, countdown))
    assert staff.left
    assert kinds(staff)[-1] is AuditKind.STAFF_LEFT


def test_cleaning_counts_down_and_comes_back() -> None:
    staff = Staff()
    staff.enter(StaffRole.SITE)
    staff.touch("site:clean")
    for _ in range(60):
        (timer,) = staff.now.timers()
        staff.post(TimerRang(VISIT, timer))
    assert staff.view.id == "technician/site"
