"""Slip numbers: normalisation of typed ones, detection of typing errors."""

from __future__ import annotations

import random
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from kiosk.case.slip_number import ALPHABET, check_character, new_slip_number, parse

NUMBERS = st.builds(
    lambda counter, seed: new_slip_number("WT02", counter, random.Random(seed).randrange),
    st.integers(0, 32**4 - 1),
    st.integers(),
)


@given(NUMBERS)
def test_a_printed_number_can_be_typed_in_any_form(number: str) -> None:
    assert parse(number) == number
    assert parse(number.lower().replace("-", "")) == number
    assert parse(number.replace("0", "O").replace("1", "l").replace("-", " ")) == number


@given(NUMBERS, st.data())
def test_a_single_wrong_character_is_detected(number: str, data: st.DataObject) -> None:
    plain = number.replace("-", "")
    at = data.draw(st.integers(0, len(plain) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != plain[at]]))
    assert parse(plain[:at] + other + plain[at + 1 :]) is None


def test_nearly_all_transpositions_are_detected() -> None:
    random, swaps, missed = Random(1), 0, 0
    for _ in range(2000):
        plain = new_slip_number("WT02", random.randrange(32**4), random.randrange).replace("-", "")
        for at in range(len(plain) - 1):
            swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
            if swapped != plain:
                swaps += 1
                missed += parse(swapped) is not None
    assert swaps > 20_000
    assert missed / swaps < 0.002


@given(st.text(max_size=60))
def test_parsing_any_text_is_idempotent(typed: str) -> None:
    found = parse(typed)
    assert found is None or parse(found) == found


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20))
def test_the_check_character_is_the_standards(payload: str) -> None:
    assert check_character(payload) == mod_37_36.calc_check_digit(payload)


def test_consecutive_numbers_are_not_guessable() -> None:
    random_parts = {new_slip_number("WT02", 7, random.Random(seed).randrange).split("-")[2] for seed in range(50)}
    assert len(random_parts) > 45


@pytest.mark.parametrize("typed", ["", "WT02", "WT02-0001-7K3Q", "中文", "WT02-0001-7K3Q-DDDDDDDDDDDDDDDD"])
def test_other_text_is_rejected(typed: str) -> None:
    assert parse(typed) is None
