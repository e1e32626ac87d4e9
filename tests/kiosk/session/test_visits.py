"""Whole ways through the pure session: what is asked, what is shown, and what is never possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from devices.id_reader.contract import CardProblem
from devices.receipt_printer.contract import Paper
from kiosk.effects import Audit, AuditKind, Job, Keep
from kiosk.events import JobEnded, Kept, KeptCase, ReadingCame, TimerRang, Touched
from kiosk.session import timers_of, watches_of
from kiosk.words import Text
from tests.kiosk.session.citizen import ALL_WELL, NOW, Citizen, devices, invented_card
from tests.kiosk.session.ways import WANG, ZHAO, at_ending, at_form, at_review, title

# Before the card


def test_what_cannot_be_finished_here_says_why_before_the_card() -> None:
    offline = Citizen(status=ALL_WELL.__class__(online=False, devices=ALL_WELL.devices, now=ALL_WELL.now))
    tiles = {choice.key: choice for choice in offline.view.choices}
    assert tiles["item:old-age-allowance"].enabled
    assert not tiles["item:pension-enrolment"].enabled
    assert isinstance(why := tiles["item:pension-enrolment"].why_not, Text)
    assert why.key == "not-now-offline"
    offline.touch_in_vain("item:pension-enrolment")


def test_without_a_reader_no_item_that_needs_it() -> None:
    citizen = Citizen()
    citizen.world(devices=devices("absent"))
    assert [c.key for c in citizen.view.choices if c.enabled] == ["item:case-progress"]


@pytest.mark.parametrize("query", ["养老", "yanglao", "ylbx", "pension"])
def test_search_finds_by_words_pinyin_and_initials(query: str) -> None:
    citizen = Citizen()
    citizen.types("search", query)
    assert "item:pension-enrolment" in {choice.key for choice in citizen.view.choices}


def test_a_search_without_result_says_so() -> None:
    citizen = Citizen()
    citizen.types("search", "火星")
    assert citizen.view.choices == ()
    assert citizen.view.fields[0].wrong is not None


# The card


def test_a_card_that_was_read_goes_on_by_itself() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(WANG)
    assert not watches_of(citizen.session), "nothing more is read"
    citizen.rings("card_read_shown")
    assert citizen.page == "consent"


@pytest.mark.parametrize(
    ("card", "trouble"),
    [
        (invented_card(valid_to=date(2020, 1, 1)), "card.expired"),
        (invented_card(problems=(CardProblem.NUMBER_CHECK_DIGIT,)), "card.unusable"),
        (invented_card(birth=date(1985, 6, 12)), "card.too_young"),
    ],
)
def test_a_card_that_cannot_be_used_is_refused_at_once(card: object, trouble: str) -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(card)  # type: ignore[arg-type]
    assert (citizen.page, citizen.session.trouble, citizen.session.matter.card) == ("identify", trouble, None)
    citizen.lays_card(WANG)
    assert citizen.session.matter.card == WANG, "another card is read at once"


def test_eighty_on_the_day_itself() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card(birth=date(1946, 11, 25)))
    assert citizen.session.trouble == "card.too_young"
    citizen.lays_card(invented_card(birth=date(1946, 11, 24)))
    assert citizen.session.trouble == ""


def test_at_two_in_the_morning_it_is_the_day_it_is_in_china() -> None:
    night = replace(ALL_WELL, now=datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    citizen = Citizen(night)
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card(valid_to=date(2026, 11, 24)))
    assert citizen.session.trouble == "card.expired"
    citizen.lays_card(invented_card(birth=date(1946, 11, 25)))
    assert citizen.session.trouble == ""


def test_a_companion_may_stay_unnamed_and_the_case_says_so() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "help", "companion", "back", "continue", "for:self", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue", "without-companion", "agree:consent-record", "continue", "continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural", "continue")
    citizen.types("answer:bank_card", "6200000000000000000")
    citizen.touch("continue", "continue", "declare")
    (draft,) = citizen.last(Keep).drafts
    assert (draft.companion, draft.evidence.modes, draft.evidence.not_checked) == (None, ("companion",), ("companion",))


def test_who_acts_for_another_is_asked_for_no_companion() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "help", "companion", "back", "continue", "for:other")
    citizen.touch("relation:neighbour", "continue", "continue")
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    assert citizen.page == "consent"


def test_a_helper_shows_two_different_cards() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:other", "relation:neighbour", "continue", "continue")
    assert citizen.page == "identify/helper"
    citizen.lays_card(ZHAO)
    citizen.touch("continue")
    citizen.lays_card(ZHAO)
    assert citizen.session.trouble == "card.same_person"
    citizen.lays_card(WANG)
    assert citizen.session.matter.helper_card == ZHAO
    assert citizen.session.matter.card == WANG


def test_a_reading_for_the_page_before_never_reaches_this_one() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    (watch,) = watches_of(citizen.session)
    citizen.touch("back")
    citizen.happens(ReadingCame("visit-1", watch, WANG))
    assert citizen.session.matter.card is None


def test_a_reading_for_the_citizen_before_never_reaches_this_one() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    (watch,) = watches_of(citizen.session)
    citizen.happens(ReadingCame("visit-0", watch, WANG))
    assert citizen.session.matter.card is None


# Consent and form


def test_nothing_is_ticked_beforehand_and_nothing_goes_on_without() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(WANG)
    citizen.touch("continue")
    assert [choice.chosen for choice in citizen.view.choices] == [False]
    citizen.touch("continue")
    assert citizen.page == "consent"
    assert citizen.view.wrong
    citizen.touch("agree:consent-record", "continue")
    assert citizen.page == "form/person"


def test_what_the_card_says_is_filled_in_with_its_source() -> None:
    citizen = at_form()
    assert [(f.value, f.source is not None) for f in citizen.view.fields] == [("王测试", True), (WANG.number, True)]


def test_a_disputed_value_is_emptied_and_its_source_forgotten() -> None:
    citizen = at_form()
    citizen.touch("dispute:name")
    assert (citizen.view.fields[0].value, citizen.view.fields[0].source) == ("", None)
    citizen.touch("continue")
    assert citizen.page == "form/person"
    assert citizen.view.fields[0].wrong is not None


@pytest.mark.parametrize("typed", ["", "12", "电话", "1990000000x"])
def test_the_wrong_input_stays_and_the_message_says_what_to_do(typed: str) -> None:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", typed)
    citizen.touch("continue")
    assert citizen.page == "form/phone"
    assert citizen.view.fields[0].value == typed
    assert citizen.view.fields[0].wrong is not None
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue")
    assert citizen.page == "form/bank"


def test_everything_missing_is_listed_at_once() -> None:
    citizen = at_form()
    citizen.types("answer:name", "")
    citizen.types("answer:number", "")
    citizen.touch("continue")
    assert len(citizen.view.wrong) == 2


def test_a_change_returns_to_the_check_page() -> None:
    citizen = at_review()
    citizen.touch("change:phone:phone")
    assert citizen.page == "form/phone"
    citizen.types("answer:phone", "19900000009")
    citizen.touch("continue")
    assert citizen.page == "review"
    assert citizen.session.matter.answers["phone"] == "19900000009"


def test_back_from_a_change_leads_to_the_check_page_too() -> None:
    citizen = at_review()
    citizen.touch("change:phone:phone", "back")
    assert citizen.page == "review"


def test_a_masked_value_is_shown_for_ten_seconds_and_noted() -> None:
    citizen = at_review()
    shown = [block.reveal.key for block in citizen.view.blocks if block.reveal]
    citizen.touch(shown[0])
    assert citizen.session.revealed
    assert citizen.last(Audit).kind is AuditKind.VALUE_SHOWN
    citizen.rings("reveal")
    assert citizen.session.revealed == ""


def test_the_language_changes_on_any_page_without_losing_a_field() -> None:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "1990")
    citizen.happens(Touched("visit-1", "language"))
    assert citizen.session.language == "en"
    assert citizen.view.fields[0].value == "1990"


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
    assert citizen.page == "rate"


def test_another_matter_begins_with_nothing_of_the_first() -> None:
    citizen = at_ending()
    citizen.touch("another")
    assert citizen.page == "home"
    assert citizen.session.matter.card is None
    assert not citizen.session.typed


# Time


def test_idle_asks_and_one_touch_stays_as_often_as_wished() -> None:
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
