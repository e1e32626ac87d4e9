"""Digits in groups as people read them, and how many digits are missing, by the format and what is typed so far."""

from __future__ import annotations

import pytest

from kiosk.documents.grouping import Grouping, code_grouping, grouping


def grouped(digits: str, how: Grouping) -> str:
    parts, rest = [], digits
    for size in how.groups:
        parts.append(rest[:size])
        rest = rest[size:]
    return " ".join(part for part in (*parts, rest) if part)


@pytest.mark.parametrize(
    ("kind", "typed", "shown", "length"),
    [
        ("phone", "", "", 11),
        ("phone", "199", "199", 11),
        ("phone", "19900000001", "199 0000 0001", 11),
        ("phone", "01000000001", "010 0000 0001", 0),
        ("phone", "02100000001", "021 0000 0001", 0),
        ("phone", "057100000001", "0571 0000 0001", 0),
        ("phone", "07550000001", "0755 0000 001", 0),
        ("bank-card", "6200000000000000", "6200 0000 0000 0000", 0),
        ("bank-card", "6200000000000000000", "6200 0000 0000 0000 000", 0),
        ("resident-number", "99010119440307002X", "990101 19440307 002X", 18),
        ("slip-number", "123456", "123456", 0),
        ("", "123456", "123456", 0),
    ],
)
def test_digits_are_in_the_groups_of_their_format(kind: str, typed: str, shown: str, length: int) -> None:
    how = grouping(kind, typed)
    assert (grouped(typed, how), how.length) == (shown, length)


@pytest.mark.parametrize(("digits", "shown"), [(4, "1234"), (5, "12345"), (6, "123 456"), (8, "12345678")])
def test_a_code_of_six_digits_is_in_two_groups(digits: int, shown: str) -> None:
    how = code_grouping(digits)
    assert (grouped("12345678"[:digits], how), how.length) == (shown, digits)


def test_a_format_of_a_later_build_has_no_groups() -> None:
    assert grouping("flight-number", "123") == Grouping()
