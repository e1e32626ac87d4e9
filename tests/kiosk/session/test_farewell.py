"""The end of a visit: rating, farewell, and nothing left or forgotten, through all its matters."""

from __future__ import annotations

from datetime import date

from devices import Presence
from devices.receipt_printer.contract import Paper
from kiosk.delays import DELAYS
from kiosk.effects import Rate
from kiosk.session import timers_of, watches_of
from kiosk.words import Text, text
from tests.kiosk.session.citizen import Citizen, invented_card
from tests.kiosk.session.ways import at_ending, at_ending_after_help, at_rating, at_review


def lead(citizen: Citizen) -> str:
    """The key of the sentence in which the farewell says how the visit ended."""
    assert citizen.page == "farewell"
    assert isinstance(citizen.view.lead, Text)
    return citizen.view.lead.key


LEVELS = tuple(f"rate:{level}" for level in (5, 4, 3, 2, 1))


def levels(citizen: Citizen) -> tuple[str, ...]:
    """The levels that the farewell shows; none may be chosen in advance."""
    assert citizen.page == "farewell"
    assert not any(choice.chosen for choice in citizen.view.choices)
    return tuple(choice.key for choice in citizen.view.choices)


def said(citizen: Citizen) -> set[str]:
    """Keys of the words in the page's blocks."""
    return {block.words.key for block in citizen.view.blocks if isinstance(block.words, Text)}


def test_the_levels_are_on_the_farewell_beside_card_and_slip() -> None:
    citizen = at_rating()
    assert levels(citizen) == LEVELS
    assert {"farewell-card-check", "farewell-slip-left-back", "rate-title"} <= said(citizen)


def test_silence_is_no_rating() -> None:
    for end in ("finish", "timer"):
        citizen = at_rating()
        if end == "timer":
            citizen.sees("receipt_printer", Presence.GONE)
            citizen.rings("farewell_asks")
        else:
            citizen.touch("finish")
        assert citizen.session.finished
        assert citizen.count(Rate) == 0


def test_a_good_rating_is_sent_at_once_and_once() -> None:
    citizen = at_rating()
    citizen.touch("rate:4")
    assert citizen.last(Rate).level == 4
    assert levels(citizen) == ()
    assert "rate-thanks" in said(citizen)
    citizen.touch_in_vain("rate:4")
    assert citizen.count(Rate) == 1
    citizen.rings("farewell")
    assert citizen.session.finished


def test_a_bad_rating_asks_why_before_it_is_sent() -> None:
    citizen = at_rating()
    citizen.touch("rate:1")
    assert citizen.page == "rate/reason"
    citizen.touch("continue")
    assert citizen.view.wrong
    citizen.touch("label:108", "continue")
    assert citizen.last(Rate).labels == ("108",)
    assert citizen.last(Rate).case_id == "case-1"
    assert (levels(citizen), citizen.count(Rate)) == ((), 1)
    assert "rate-thanks" in said(citizen)


def test_back_from_the_reasons_leads_to_the_levels_and_no_rating_past_them() -> None:
    citizen = at_rating()
    citizen.touch("rate:1", "label:108", "levels")
    assert levels(citizen) == LEVELS
    citizen.touch("rate:2")
    assert not any(choice.chosen for choice in citizen.view.choices)
    citizen.touch("skip")
    assert levels(citizen) == ()
    assert "rate-thanks" not in said(citizen)
    assert citizen.count(Rate) == 0


def test_reasons_that_nobody_gives_are_no_rating() -> None:
    citizen = at_rating()
    citizen.touch("rate:1")
    citizen.rings("idle")
    citizen.rings("countdown")
    assert levels(citizen) == ()
    assert citizen.count(Rate) == 0


def test_what_is_left_behind_comes_before_the_question() -> None:
    citizen = at_rating()
    citizen.sees("id_reader", Presence.PRESENT)
    assert levels(citizen) == ()
    assert "rate-title" not in said(citizen)
    citizen.sees("id_reader", Presence.GONE)
    assert levels(citizen) == LEVELS


def test_who_is_asked_how_it_was_has_time_to_answer() -> None:
    citizen = at_rating()
    citizen.sees("receipt_printer", Presence.GONE)
    assert {timer.name for timer in timers_of(citizen.session)} == {"farewell_asks"}
    assert DELAYS["farewell_asks"] >= 30


def test_a_visit_that_was_left_or_kept_here_is_not_rated() -> None:
    left = at_review()
    left.touch("leave")
    here = at_ending()
    here.printed(Paper.CAME_OUT)
    here.touch("continue")
    timed_out = at_ending()
    timed_out.receipt()
    timed_out.printed(Paper.CAME_OUT)
    timed_out.rings("idle")
    timed_out.rings("countdown")
    assert [levels(citizen) for citizen in (left, here, timed_out)] == [(), (), ()]
    here.receipt()
    assert lead(here) == "farewell-handed-over"
    assert levels(here) == (), "nothing appears under a finger"


def test_the_farewell_waits_until_the_card_is_taken() -> None:
    citizen = at_rating()
    citizen.touch("rate:5")
    citizen.sees("id_reader", Presence.PRESENT)
    assert {timer.name for timer in timers_of(citizen.session)} == {"farewell_longest"}
    citizen.sees("id_reader", Presence.GONE)
    citizen.sees("receipt_printer", Presence.GONE)
    citizen.rings("farewell")
    assert citizen.session.finished


def test_card_and_slip_of_an_earlier_matter_are_asked_for_at_the_end() -> None:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another", "item:case-progress", "leave")
    assert citizen.page == "farewell"
    assert {watch.device for watch in watches_of(citizen.session)} == {"id_reader", "receipt_printer"}
    citizen.sees("receipt_printer", Presence.PRESENT)
    assert citizen.view.guidance is not None
    assert citizen.view.guidance.gesture == "take_slip"


def test_a_refused_card_is_not_forgotten_on_the_reader() -> None:
    citizen = Citizen()
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.lays_card(invented_card(valid_to=date(2020, 1, 1)))
    citizen.touch("leave")
    assert {watch.device for watch in watches_of(citizen.session)} == {"id_reader"}


def test_who_leaves_from_home_after_one_matter_is_still_asked_for_card_and_slip() -> None:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another", "leave")
    assert citizen.page == "farewell"
    assert lead(citizen) == "farewell-kept", "the case of the matter before is still kept"


def test_a_kept_case_without_a_slip_is_not_said_to_have_its_number_on_one() -> None:
    citizen = at_ending()
    citizen.printed(Paper.DID_NOT, "receipt_printer.paper_out")
    citizen.touch("continue")
    assert lead(citizen) == "farewell-kept-no-slip"


def test_help_that_lay_over_the_sealing_does_not_lead_past_the_number() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare", "help")
    citizen.kept()
    citizen.receipt()
    citizen.printed(Paper.DID_NOT, "receipt_printer.jam")
    citizen.touch("leave")
    assert citizen.page == "ending"
    assert not citizen.session.help_over


def test_a_countdown_that_began_under_help_does_not_lead_past_the_number() -> None:
    citizen = at_ending_after_help()
    assert citizen.page == "ending"
    assert not citizen.session.help_over
    citizen.printed(Paper.CAME_OUT)
    citizen.rings("idle")
    citizen.rings("countdown")
    assert citizen.page == "farewell"


def test_staff_end_a_visit_while_its_case_is_being_sealed_and_the_page_says_that_it_goes_on() -> None:
    citizen = at_review()
    citizen.touch("continue", "declare", "help", "staff-end")
    assert citizen.view.lead == text("staff-end-under-way")
    citizen.touch("staff-end-now")
    assert citizen.session.finished
