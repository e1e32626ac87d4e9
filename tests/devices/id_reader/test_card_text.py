"""Decoding of the chip's text in four layouts; nothing is repaired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from devices.id_reader import numbers
from devices.id_reader.card_text import decode, encode
from devices.id_reader.contract import CardKind, CardProblem, LongTerm
from devices.id_reader.people import BadPerson, load_people
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import invented_card

PEOPLE = load_people(ROOT / "config" / "people.toml")


@pytest.mark.parametrize("person", PEOPLE)
def test_every_invented_card_survives_the_chip(person: str) -> None:
    card = PEOPLE[person]
    assert replace(decode(encode(card)), former_number="") == card


def test_the_layouts_are_all_there() -> None:
    assert {card.kind for card in PEOPLE.values()} == set(CardKind)
    assert max(len(card.name_latin) for card in PEOPLE.values()) >= 46


def test_long_term_is_no_date() -> None:
    card = decode(encode(invented_card(valid_to=LongTerm.LONG_TERM)))
    assert card.valid_to is LongTerm.LONG_TERM
    assert card.valid_on(date(2090, 1, 1))


def test_a_card_whose_first_day_cannot_be_read_still_expires() -> None:
    card = decode(encode(invented_card(valid_from=None, valid_to=date(2020, 1, 1))))
    assert [card.valid_on(date(2020, 1, day)) for day in (1, 2)] == [None, False]


def test_unknown_codes_are_kept_and_named() -> None:
    card = decode(encode(invented_card(ethnic_code="58", sex_code="7")))
    assert (card.ethnic_code, card.sex_code) == ("58", "7")
    assert card.problems == (CardProblem.SEX_CODE, CardProblem.ETHNIC_CODE)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": "990101194403070021"}, CardProblem.NUMBER_CHECK_DIGIT),
        ({"number": "99010119440307"}, CardProblem.NUMBER_FORM),
        ({"birth": date(1944, 3, 8)}, CardProblem.BIRTH_DATE_DIFFERS),
        ({"birth": None}, CardProblem.BIRTH_DATE),
        ({"valid_from": None}, CardProblem.VALID_FROM),
        ({"valid_to": None}, CardProblem.VALID_TO),
        ({"name": ""}, CardProblem.NAME_EMPTY),
    ],
)
def test_what_does_not_fit_is_listed_not_repaired(changes: dict[str, Any], problem: CardProblem) -> None:
    assert problem in decode(encode(invented_card(**changes))).problems


def test_a_card_of_2017_whose_birth_is_not_its_numbers_is_listed_too() -> None:
    card = PEOPLE["foreign_2017"]
    assert card.birth is not None
    other = decode(encode(replace(card, birth=card.birth.replace(year=card.birth.year - 1))))
    assert other.problems == (CardProblem.BIRTH_DATE_DIFFERS,)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_card_or_a_card_with_problems(block: bytes) -> None:
    card = decode(block)
    assert card.kind in CardKind
    assert isinstance(card.problems, tuple)


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_the_check_digit_is_the_standards(first: str) -> None:
    assert numbers.check_digit(first) == ric.calc_check_digit(first + "0")


def test_the_former_number_of_the_official_specimen() -> None:
    assert numbers.former_number("931586198001010028", "PAK", "000") == "PAK310080010103"
    assert numbers.former_number("931586198001010028", "PAK", "   ") == ""


@pytest.mark.parametrize("text", ["", "20260230", "2026023", "长期", "00000000", "２０２６０１０１"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert numbers.day(text) is None


def test_a_person_with_a_wrong_check_digit_is_refused(tmp_path: Path) -> None:
    text = (
        (ROOT / "config" / "people.toml")
        .read_text(encoding="utf-8")
        .replace("99010119440307002X", "990101194403070020")
    )
    (tmp_path / "people.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPerson, match="wang_old: number_check_digit"):
        load_people(tmp_path / "people.toml")
