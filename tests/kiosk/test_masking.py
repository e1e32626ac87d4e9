"""At least half of every masked number and name is hidden, whatever its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.masking import STAR, mask_name, mask_number, mask_phone
from kiosk.platform.gateway import CodeSent
from kiosk.platform.sandbox.codes import masked
from kiosk.words import Data, text
from tests.kiosk.session.ways import at_code

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


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("19900000001", "199＊＊＊＊＊＊01"),
        ("199****0001", "199＊＊＊＊＊＊01"),
        ("199******01", "199******01"),
        ("尾号 0001", "尾号 0001"),
        ("1", "1"),
        ("", ""),
    ],
)
def test_of_a_phone_at_most_five_digits_are_shown_whatever_the_platform_says(said: str, shown: str) -> None:
    assert mask_phone(said) == shown
    citizen = at_code()
    citizen.answers("code.send", CodeSent(said, 6, 300))
    assert citizen.view.lead == text("code-lead", phone=Data(shown), digits=6)


@pytest.mark.parametrize("length", range(20))
def test_the_sandbox_shows_at_most_half_of_a_phone(length: int) -> None:
    phone = "19900000001234567890"[:length]
    shown = masked(phone)
    assert sum(map(str.isdigit, shown)) <= length / 2
    assert masked("19900000001") == "199******01"
