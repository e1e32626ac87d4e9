"""While a card is being read the page says so, and nothing that it says is left over from before."""

from __future__ import annotations

import pytest

from kiosk.session import timers_of
from kiosk.words import Text
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import WANG, at_identify


def title(citizen: Citizen) -> str:
    assert isinstance(citizen.view.title, Text)
    return citizen.view.title.key


def gesture(citizen: Citizen) -> str:
    assert citizen.view.guidance is not None
    return citizen.view.guidance.gesture


def reading() -> Citizen:
    citizen = at_identify()
    assert (title(citizen), gesture(citizen)) == ("identify-title-self", "place_card")
    citizen.reader_begins()
    assert (title(citizen), gesture(citizen)) == ("identify-title-reading", "place_card")
    return citizen


def test_it_is_said_until_the_card_was_read() -> None:
    citizen = reading()
    citizen.lays_card(WANG)
    assert title(citizen) == "identify-title-read"


def test_a_card_that_went_is_asked_for_again() -> None:
    citizen = reading()
    citizen.rings("card_reading")
    assert (title(citizen), gesture(citizen)) == ("identify-title-self", "place_card")
    assert "card_reading" not in {timer.name for timer in timers_of(citizen.session)}


@pytest.mark.parametrize("code", ["id_reader.lift_and_retry", "id_reader.wrong_card", "transport.gone"])
def test_a_card_that_was_not_read_is_said_and_its_next_tries_are_not(code: str) -> None:
    """A card that stays on the reader is tried again and again: the page would change each time."""
    citizen = reading()
    citizen.reader_says(code)
    said = title(citizen)
    assert said != "identify-title-reading"
    citizen.reader_begins()
    assert title(citizen) == said


def test_it_is_forgotten_when_the_page_is_left() -> None:
    citizen = reading()
    citizen.touch("other-documents", "back")
    assert title(citizen) == "identify-title-self"


def test_a_further_card_beside_one_that_was_read_changes_nothing() -> None:
    citizen = reading()
    citizen.lays_card(WANG)
    citizen.reader_begins()
    assert title(citizen) == "identify-title-read"
    assert "card_read_shown" in {timer.name for timer in timers_of(citizen.session)}
