"""Chinese words of numbers, read back by a second reader."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.pronunciation.numbers import DIGITS, in_groups, integer, money

UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"亿": 10**8, "万": 10**4}


def value_of(words: str) -> int:
    """Read a number's words: a value before 亿 and 万 counts that often, 两 is 2."""
    for group, worth in GROUPS.items():
        before, found, after = words.rpartition(group)
        if found:
            return value_of(before) * worth + value_of(after)
    total, digit = 0, 0
    for sign in words.replace("两", "二").lstrip("零"):
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def test_every_number_is_read_back() -> None:
    random = Random(16)
    numbers = [*range(1200), *(10**size + more for size in range(3, 15) for more in (-1, 0, 1, 10))]
    numbers += [random.randrange(10**12) for _ in range(3000)]
    assert not [number for number in numbers if value_of(integer(number)) != number]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"), (10, "十"), (12, "十二"), (101, "一百零一"), (110, "一百一十"), (1001, "一千零一"), (2000, "两千"),
        (12000, "一万二千"), (20002, "两万零二"), (100010, "十万零一十"), (200000001, "两亿零一"), (-5, "负五"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_people_say_them(value: int, words: str) -> None:
    assert integer(value) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("13862.40", "一万三千八百六十二元四角"), ("0.40", "四角"), ("3.05", "三元零五分"), ("0.00", "零元"),
        ("2", "两元"), ("1,234.56", "一千二百三十四元五角六分"), ("0.005", "零点零零五元"), ("0012", "零零一二元"),
    ],
)  # fmt: skip
def test_a_sum_is_said_in_yuan_jiao_and_fen(written: str, words: str) -> None:
    assert money(written) == words


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("19900000001", ["199", "0000", "0001"]), ("99010119440307002X", ["990101", "1944", "0307", "002X"]),
        ("12345", ["12345"]), ("0571-0000 0011", ["0571", "0000", "0011"]),
        ("WT02-0001-ABCD-E", ["WT02", "0001", "ABCD", "E"]), ("-", []),
    ],
)  # fmt: skip
def test_a_number_to_keep_is_dictated_in_groups(written: str, groups: list[str]) -> None:
    assert in_groups(written) == groups
