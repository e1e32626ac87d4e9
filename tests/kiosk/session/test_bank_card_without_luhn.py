"""A bank card whose last digit is no Luhn digit: the terminal asks once to compare, and the bank is the judge.

Debit cards and all-in-one passbooks of some banks, rural ones above all, do not keep the rule of ISO/IEC 7812-1.
"""

from __future__ import annotations

import pytest

from devices.id_reader.card_text import decode
from kiosk.platform.sandbox.published import Published, publish
from kiosk.steps.drafts import drafts_of
from kiosk.visit import InMatter
from kiosk.words import Text
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_form
from tests.raw_cards import block

WITHOUT_LUHN = ("6200000000000000001", "190000000000002")
WITH_LUHN = "6200000000000000000"
ITEM = "old-age-allowance"
CARD = "form/bank-card"


def at_bank_card(number: str) -> Citizen:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural")
    assert citizen.page == CARD
    citizen.types("answer:bank_card", number)
    return citizen


@pytest.mark.parametrize("number", WITHOUT_LUHN)
def test_a_second_continue_takes_a_number_without_a_luhn_digit(number: str) -> None:
    citizen = at_bank_card(number)
    for _ in range(2):
        if citizen.page == CARD:
            citizen.touch("continue")
    assert citizen.page == "review"
    assert citizen.session.matter.answers["bank_card"] == number


@pytest.mark.parametrize("number", WITHOUT_LUHN)
def test_the_first_continue_asks_to_compare(number: str) -> None:
    citizen = at_bank_card(number)
    citizen.touch("continue")
    assert citizen.page == CARD
    assert "answer:bank_card" in citizen.session.wrong


def test_the_question_to_compare_is_not_the_word_wrong_and_another_number_is_asked_about_again() -> None:
    citizen = at_bank_card(WITHOUT_LUHN[0])
    citizen.touch("continue")
    asked = citizen.session.wrong["answer:bank_card"]
    assert isinstance(asked, Text)
    assert asked.key == "compare-value"
    citizen.types("answer:bank_card", WITHOUT_LUHN[1])
    citizen.touch("continue")
    assert citizen.page == CARD
    citizen.touch("continue")
    assert citizen.page == "review"


def test_the_clerk_sees_that_the_number_breaks_the_usual_rule() -> None:
    citizen = at_bank_card(WITHOUT_LUHN[0])
    citizen.touch("continue", "continue")
    assert isinstance(citizen.session, InMatter)
    (draft,) = drafts_of(citizen.session)
    assert draft.evidence.unusual == ("bank_card",)


def test_a_number_of_the_card_is_not_asked_about() -> None:
    """Born on 30 February: the chip vouches for it."""
    card = decode(block("days_that_do_not_exist/born-19420230"))
    citizen = at_form(card=card)
    citizen.touch("continue")
    assert (citizen.page, citizen.session.wrong) == ("form/address", {})


@pytest.mark.parametrize("number", ["62000000000", "6200A00000000000001", ""])
def test_length_and_digits_stay_hard_rules(number: str) -> None:
    citizen = at_bank_card(number)
    for _ in range(3):
        citizen.touch("continue")
    assert citizen.page == CARD


@pytest.fixture(scope="module")
def published() -> Published:
    return publish(ROOT / "config" / "services")


@pytest.mark.parametrize("number", WITHOUT_LUHN)
def test_the_platform_takes_a_number_without_a_luhn_digit(number: str, published: Published) -> None:
    assert "/bank_card" not in published.invalid_answers(ITEM, {"bank_card": number})


def test_the_platform_takes_a_number_with_one_and_none_that_is_too_short(published: Published) -> None:
    assert "/bank_card" not in published.invalid_answers(ITEM, {"bank_card": WITH_LUHN})
    assert "/bank_card" in published.invalid_answers(ITEM, {"bank_card": "62000000000"})
