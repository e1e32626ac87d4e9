"""Days that no calendar has, on genuine cards: chip and reader vouch for both fields.

A card issued on 29 February for ten years ends on 29 February of a common year; a birth was registered by a lunar day.
"""

from __future__ import annotations

from datetime import date

import pytest

from devices.id_reader import numbers
from devices.id_reader.card_text import decode, encode
from devices.id_reader.contract import CardProblem
from tests.kiosk.session.citizen import invented_card
from tests.raw_cards import block, with_fields

ENDS = "days_that_do_not_exist/to-20260229"
BORN = "days_that_do_not_exist/born-19420230"


@pytest.mark.parametrize(("written", "ends"), [("20260229", date(2026, 2, 28)), ("21000229", date(2100, 2, 28))])
def test_a_validity_to_29_february_of_a_common_year_ends_with_the_month(written: str, ends: date) -> None:
    card = decode(with_fields(block(ENDS), valid_to=written))
    assert card.valid_to == ends
    assert card.problems == ()


@pytest.mark.parametrize("written", ["20260230", "20261301", "2026022", "00000000"])
def test_any_other_end_that_is_no_day_stays_a_problem(written: str) -> None:
    assert CardProblem.VALID_TO in decode(with_fields(block(ENDS), valid_to=written)).problems


def test_a_validity_to_29_february_of_a_leap_year_is_that_day() -> None:
    card = decode(with_fields(block(ENDS), valid_from="20140228", valid_to="20240229"))
    assert (card.valid_to, card.problems) == (date(2024, 2, 29), ())


def test_a_birth_field_that_disagrees_with_the_number_is_a_problem() -> None:
    card = decode(with_fields(block(BORN), birth="19420228"))
    assert numbers.has_right_check_digit(card.number)
    assert CardProblem.BIRTH_DATE_DIFFERS in card.problems


@pytest.mark.parametrize("written", ["19420230", "19420431", "19420000", "19421300"])
def test_a_birth_on_no_day_is_kept_as_written_where_the_number_has_the_same(written: str) -> None:
    first = f"990101{written}005"
    card = decode(with_fields(block(BORN), birth=written, number=first + numbers.check_digit(first)))
    assert (card.birth, card.birth_text, card.problems) == (None, written, ())


@pytest.mark.parametrize("written", ["00000101", "1942", "1942-2-3", ""])
def test_a_birth_without_a_year_stays_a_problem(written: str) -> None:
    assert CardProblem.BIRTH_DATE in decode(with_fields(block(BORN), birth=written)).problems


def test_a_small_x_is_the_check_character() -> None:
    card = decode(encode(invented_card(number="99010119440307002x")))
    assert (card.number, card.problems) == ("99010119440307002X", ())


def test_a_number_with_a_line_feed_behind_it_has_no_form() -> None:
    assert not numbers.has_form("99010119440307002X\n")
    assert not numbers.is_foreign_2017("PAK310080010103\n")
