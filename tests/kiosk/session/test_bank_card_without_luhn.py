"""A bank card whose last digit is no Luhn digit: the terminal asks once to compare, and the bank is the judge.

Debit cards and all-in-one passbooks of some banks, rural ones above all, do not keep the rule of ISO/IEC 7812-1.
"""

from __future__ import annotations

import pytest

from kiosk.platform.sandbox.published import Published, publish
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_form

WITHOUT_LUHN = ("6200000000000000001", "190000000000002")
WITH_LUHN = "6200000000000000000"
ITEM = "old-age-allowance"
CARD = "form/bank-card"


def at_bank_card(number: str) -> Citizen:
    citizen = at_form()
    citizen.touch("continue", "continue")
    citizen.types("answer:phone", "19900000001")
    citizen.touch("continue", "option:bank:rural", "continue")
    assert citizen.page == CARD
    citizen.types("answer:bank_card", number)
    return citizen


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="the number is refused for ever, and there is no way past the page"
)
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


@pytest.mark.parametrize("number", ["62000000000", "6200A00000000000001", ""])
def test_length_and_digits_stay_hard_rules(number: str) -> None:
    citizen = at_bank_card(number)
    for _ in range(3):
        citizen.touch("continue")
    assert citizen.page == CARD


@pytest.fixture(scope="module")
def published() -> Published:
    return publish(ROOT / "config" / "services")


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="the platform holds answers to the same Luhn rule and would refuse the case",
)
@pytest.mark.parametrize("number", WITHOUT_LUHN)
def test_the_platform_takes_a_number_without_a_luhn_digit(number: str, published: Published) -> None:
    assert "/bank_card" not in published.invalid_answers(ITEM, {"bank_card": number})


def test_the_platform_takes_a_number_with_one_and_none_that_is_too_short(published: Published) -> None:
    assert "/bank_card" not in published.invalid_answers(ITEM, {"bank_card": WITH_LUHN})
    assert "/bank_card" in published.invalid_answers(ITEM, {"bank_card": "62000000000"})
