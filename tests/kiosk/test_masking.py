"""At least half of every masked number and name is hidden, whatever its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.masking import STAR, mask_name, mask_number

SIGN = st.characters(categories=("Lu", "Ll", "Lo", "Nd"))


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("99010119440307002X", "9901＊＊＊＊＊＊2X"),
        ("XXA999980010119", "XXA9＊＊＊＊＊＊19"),
        ("19900000001", "199＊＊＊＊＊＊01"),
        ("12345678", "12＊＊＊＊＊＊78"),
        ("1234567", "1＊＊＊＊67"),
        ("123456", "1＊＊＊56"),
        ("123", "＊＊3"),
        ("12", "＊2"),
        ("1", "＊"),
        ("", ""),
    ],
)
def test_a_number_is_masked_by_its_length(number: str, masked: str) -> None:
    assert mask_number(number) == masked


@given(st.text(SIGN, max_size=40))
def test_at_most_half_of_a_number_is_shown(number: str) -> None:
    masked = mask_number(number)
    shown = len(masked.replace(STAR, ""))
    assert 2 * shown <= len(number)
    assert masked.count(STAR) >= shown or not number


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王测试", "王＊＊"),
        ("王测", "王＊"),
        ("王", "＊"),
        ("阿卜杜热合曼·例", "阿＊＊＊"),
        ("SAMPLE, ROSE A", "S＊ R＊ ＊"),
        ("X", "＊"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_name_is_masked_by_its_length(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.lists(st.text(SIGN, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join))
def test_at_most_half_of_a_name_is_shown(name: str) -> None:
    letters = name.replace(" ", "")
    assert 2 * len(mask_name(name).replace(STAR, "").replace(" ", "")) <= len(letters)
