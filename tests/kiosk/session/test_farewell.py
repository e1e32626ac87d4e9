"""The end of a visit: rating, farewell, and nothing left or forgotten, through all its matters."""

from __future__ import annotations

from datetime import date

from devices import Presence
from devices.receipt_printer.contract import Paper
from kiosk.effects import Rate
from kiosk.session import timers_of, watches_of
from kiosk.words import Text, text
from tests.kiosk.session.citizen import Citizen, invented_card
from tests.kiosk.session.ways import at_ending, at_rating, at_review


def lead(citizen: Citizen) -> str:
    """The key of the sentence in which the farewell says how the visit ended."""
    assert citizen.page == "farewell"
    assert isinstance(citizen.view.lead, Text)
    return citizen.view.lead.key


def test_silence_is_no_rating() -> None:
    citizen = at_rating()
    citizen.touch("skip")
    assert citizen.count(Rate) == 0


def test_a_good_rating_is_sent_at_once_a_bad_one_asks_why() -> None:
    good = at_rating()
    good.touch("rate:4")
    assert good.last(Rate).level == 4
    bad = at_rating()
    bad.touch("rate:1")
    assert bad.page == "rate/reason"
    bad.touch("continue")
    assert bad.view.wrong
    bad.touch("label:108", "continue")
    assert bad.last(Rate).labels == ("108",)
    assert bad.last(Rate).case_id == "case-1"


def test_the_farewell_waits_until_the_card_is_taken() -> None:
    citizen = at_rating()
    citizen.touch("skip")
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
    citizen = at_review()
    citizen.touch("continue", "declare", "help")
    citizen.kept()
    citizen.rings("idle")
    citizen.receipt()
    citizen.rings("countdown")
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
