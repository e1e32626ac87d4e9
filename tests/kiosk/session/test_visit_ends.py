"""Farewell: its words for each way a visit ends, and no way to leave before the slip's fate is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from devices.receipt_printer.contract import Paper
from kiosk.events import VoiceSeen
from kiosk.platform.listing import Cases
from kiosk.session.advance import touchable
from kiosk.view import BlockKind
from kiosk.words import Data, Text
from tests.kiosk.session.anything import CASE
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import (
    FOUND,
    a_case_is_asked_by_its_slip,
    a_look_up_is_asked,
    at_declare,
    at_ending,
    at_ending_after_help,
    at_form,
    at_rating,
)


def left() -> Citizen:
    citizen = at_form()
    citizen.touch("leave")
    return citizen


def timed_out() -> Citizen:
    citizen = at_form()
    citizen.rings("idle")
    citizen.rings("countdown")
    return citizen


def looked_up() -> Citizen:
    citizen = a_look_up_is_asked()
    citizen.answers("lookup", FOUND)
    citizen.touch("leave")
    return citizen


def looked_up_by_slip() -> Citizen:
    citizen = a_case_is_asked_by_its_slip()
    citizen.answers("by_slip", Cases((CASE,)))
    citizen.touch("leave")
    return citizen


def handed_over() -> Citizen:
    return at_rating()


def handed_over_without_slip() -> Citizen:
    citizen = at_ending()
    citizen.receipt()
    citizen.printed(Paper.UNCONFIRMED)
    citizen.touch("continue")
    return citizen


def kept() -> Citizen:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("continue")
    return citizen


def kept_and_then_left_another_matter() -> Citizen:
    citizen = at_ending()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    at_form(citizen).touch("leave")
    return citizen


def not_kept() -> Citizen:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.not_kept()
    citizen.touch("leave")
    return citizen


def unconfirmed() -> Citizen:
    citizen = at_declare()
    citizen.touch("declare")
    citizen.keep_unconfirmed()
    citizen.touch("leave")
    return citizen


ENDS: dict[Callable[[], Citizen], str] = {
    left: "farewell-left",
    timed_out: "farewell-timed-out",
    looked_up: "farewell-looked-up",
    looked_up_by_slip: "farewell-looked-up",
    handed_over: "farewell-handed-over",
    handed_over_without_slip: "farewell-handed-over-no-slip",
    kept: "farewell-kept",
    kept_and_then_left_another_matter: "farewell-kept",
    not_kept: "farewell-nothing-kept",
    unconfirmed: "farewell-unconfirmed",
}


@pytest.mark.parametrize("way", ENDS, ids=lambda way: way.__name__)
def test_the_farewell_says_how_the_visit_ended(way: Callable[[], Citizen]) -> None:
    citizen = way()
    assert citizen.page == "farewell"
    assert isinstance(citizen.view.lead, Text)
    assert citizen.view.lead.key == ENDS[way]


def told(citizen: Citizen) -> tuple[str, str]:
    """The key of the farewell's sentence, and that of the authority in it."""
    lead = citizen.view.lead
    assert isinstance(lead, Text)
    named = dict(lead.args)["authority"]
    assert isinstance(named, Text)
    return lead.key, named.key


def test_a_look_up_after_a_case_names_no_authority_that_did_not_get_it() -> None:
    assert told(handed_over()) == ("farewell-handed-over", "authority-short")
    citizen = at_ending()
    citizen.receipt()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    a_look_up_is_asked(citizen).touch("leave")
    assert told(citizen) == ("farewell-handed-over", "authority-generic")


def test_the_slip_of_an_earlier_case_is_not_that_of_this_one() -> None:
    citizen = at_ending()
    citizen.receipt()
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    at_ending(citizen)
    citizen.receipt()
    citizen.printed(Paper.DID_NOT, "receipt_printer.jam")
    citizen.touch("continue")
    assert told(citizen) == ("farewell-handed-over-no-slip", "authority-short")


def test_who_was_asked_in_vain_on_one_page_and_leaves_a_later_one_by_touch_did_not_time_out() -> None:
    citizen = at_ending_after_help()
    assert citizen.page == "ending", "the number must be seen"
    citizen.printed(Paper.CAME_OUT)
    citizen.touch("another")
    at_form(citizen).touch("leave")
    assert citizen.page == "farewell"
    assert not citizen.session.timed_out


def test_a_case_that_arrives_while_the_farewell_is_shown_was_handed_over() -> None:
    citizen = kept()
    citizen.receipt()
    assert isinstance(citizen.view.lead, Text)
    assert citizen.view.lead.key == "farewell-handed-over"


@pytest.mark.parametrize("paper", Paper)
def test_where_no_slip_came_out_the_farewell_repeats_the_number(paper: Paper) -> None:
    citizen = at_ending()
    citizen.printed(paper)
    citizen.touch("continue")
    number = Data(citizen.session.matter.cases[0].slip_number)
    shown = [block.value for block in citizen.view.blocks if block.kind is BlockKind.BIG_NUMBER]
    assert shown == ([] if paper is Paper.CAME_OUT else [number])


# The slip


def test_nobody_leaves_the_ending_before_it_is_known_whether_the_slip_came_out() -> None:
    citizen = at_ending()
    citizen.happens(VoiceSeen("visit-1", speaking=False, number=True))
    assert "paper-printing" in {block.words.key for block in citizen.view.blocks if isinstance(block.words, Text)}
    for key in ("continue", "another"):
        citizen.touch_in_vain(key)
    citizen.touch("help", "leave")
    assert citizen.page == "ending", "nor through help, though the number was spoken"
    citizen.printed(Paper.UNCONFIRMED)
    citizen.touch("continue")
    assert citizen.page == "farewell"


def test_an_authority_that_has_not_received_the_case_is_not_rated() -> None:
    assert not touchable(kept().view, "rate:5")
    assert touchable(at_rating().view, "rate:5")
