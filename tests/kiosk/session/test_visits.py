"""Whole ways through the pure session: what is asked, what is shown, and what is never possible."""

from __future__ import annotations

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.case_events import Kept, KeptCase
from kiosk.effects import Job, Keep
from kiosk.events import JobEnded, TimerRang, Touched
from kiosk.session import timers_of
from tests.kiosk.session.citizen import NOW, Citizen
from tests.kiosk.session.ways import at_ending, at_form, at_review, title

# Keep, then thank


def test_nobody_is_thanked_before_the_case_is_kept() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare")
    assert citizen.page == "submit"
    assert citizen.count(Job) == 0
    assert not citizen.view.actions.right
    keep = citizen.last(Keep)
    assert keep.drafts[0].answers["bank"] == "rural"
    assert set(keep.shown) == {"guide", "notice", "consent", "declaration"}
    citizen.kept()
    assert citizen.page == "submit"
    assert "receipt_wait" in {timer.name for timer in timers_of(citizen.session)}


def test_handed_over_only_with_the_receipt_of_this_case() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare")
    citizen.kept()
    citizen.receipt("another-case")
    assert citizen.page == "submit"
    citizen.receipt()
    assert title(citizen) == "ending-handed-over-title"


def test_kept_is_upgraded_by_a_late_receipt_and_the_slip_is_not_printed_again() -> None:
    citizen = at_ending()
    assert title(citizen) == "ending-kept-title"
    citizen.printed(Paper.CAME_OUT)
    citizen.receipt()
    assert title(citizen) == "ending-handed-over-title"
    assert citizen.count(Job) == 1


def test_nothing_kept_prints_nothing_and_says_so() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare")
    citizen.not_kept()
    assert title(citizen) == "ending-nothing-title"
    assert citizen.count(Job) == 0
    citizen.touch("leave")
    assert citizen.page == "farewell"


def test_keep_is_asked_for_once_whatever_the_impatient_do() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare")
    for key in ("declare", "continue", "back", "leave"):
        citizen.touch_in_vain(key)
    assert citizen.count(Keep) == 1


def test_there_is_no_way_back_after_keep() -> None:
    citizen = at_ending()
    citizen.touch_in_vain("back")


def test_the_outcome_of_an_effect_nobody_awaits_changes_nothing() -> None:
    citizen = at_ending()
    before = citizen.session
    citizen.happens(Kept("visit-1", 999, (KeptCase("other", "WT02-0009-XXXX-Y", NOW),)))
    citizen.happens(JobEnded("visit-1", 999, citizen.last(Job)))
    assert citizen.session == before


@pytest.mark.parametrize("paper", [Paper.DID_NOT, Paper.UNCONFIRMED])
def test_no_time_out_hides_the_number_before_it_is_on_paper(paper: Paper) -> None:
    citizen = at_ending()
    citizen.printed(paper, "receipt_printer.paper_out")
    assert not [timer for timer in timers_of(citizen.session) if timer.name.startswith("idle")]
    citizen.touch("continue")
    assert citizen.page == "farewell"


def test_another_matter_begins_with_nothing_of_the_first() -> None:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    assert citizen.page == "home"
    assert citizen.session.matter.card is None
    assert not citizen.session.typed


# Time


def test_idle_asks_and_one_touch_stays_any_number_of_times() -> None:
    citizen = at_form()
    for _ in range(12):
        citizen.rings("idle")
        assert citizen.view.countdown is not None
        citizen.touch_in_vain("continue")
        citizen.touch("more-time")
        assert citizen.view.countdown is None
    assert citizen.page == "form/person"


def test_nobody_answers_and_the_visit_ends() -> None:
    citizen = at_form()
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.page == "farewell"


def test_a_timer_of_a_page_that_was_left_rings_in_vain() -> None:
    citizen = at_form()
    (idle,) = timers_of(citizen.session)
    citizen.touch("continue")
    before = citizen.session
    citizen.happens(TimerRang("visit-1", idle))
    assert citizen.session == before


def test_the_curtain_covers_the_page_and_rests_the_timer() -> None:
    home = Citizen()
    home.touch("help", "pause")
    assert home.view.curtain
    assert {timer.name for timer in timers_of(home.session)} == {"curtain"}
    home.touch("curtain-off")
    assert not home.view.curtain


def test_elder_mode_gives_twice_the_time() -> None:
    citizen = at_form()
    citizen.happens(Touched("visit-1", "larger"))
    assert {timer.name for timer in timers_of(citizen.session)} == {"idle_slow"}
