"""Check digits of identity numbers: found, checked, and made for invented people."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FOREIGN_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


def check_digit(first_17: str) -> str:
    """The last character of an 18-digit number (GB 11643-1999; ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def has_form(number: str) -> bool:
    """Seventeen digits and a digit or X."""
    return bool(_EIGHTEEN.fullmatch(number))


def has_right_check_digit(number: str) -> bool:
    return has_form(number) and check_digit(number[:17]) == number[17]


def birth_of(number: str) -> date | None:
    """The birth date inside an 18-digit number, None if it is no date."""
    return day(number[6:14]) if has_form(number) else None


def agrees_on_birth(number: str, written: str) -> bool:
    """Whether a number carries the birth date that is written beside it, a day of the calendar or not."""
    if is_foreign_2017(number):
        return number[7:13] == written[2:]
    return has_form(number) and number[6:14] == written


def day(text: str) -> date | None:
    """A date written YYYYMMDD, None for anything else."""
    if not _is_eight_digits(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def end_day(text: str) -> date | None:
    """The last day of a validity. Ten years from 29 February end on that day of a common year: the month's last."""
    leap_day = _is_eight_digits(text) and text[4:] == "0229" and not isleap(int(text[:4]))
    return day(f"{text[:6]}28" if leap_day else text)


def latest_birth(text: str) -> date | None:
    """The last day that a registered birth can mean: the day itself, or the end of the month or year that are known.

    Births were registered by a lunar day (30 February) or without one (00). None if not even the year is known.
    """
    if not _is_eight_digits(text) or text[:4] == "0000":
        return None
    year, month = int(text[:4]), int(text[4:6])
    if not 1 <= month <= 12:
        return date(year, 12, 31)
    last = monthrange(year, month)[1]
    return date(year, month, min(int(text[6:]) or last, last))


def _is_eight_digits(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def check_731(payload: str) -> str:
    """The check digit by weights 7, 3, 1 with A = 10 … Z = 35 (ICAO 9303), as on 2017 permanent resident cards."""
    return str(sum(int(character, 36) * (7, 3, 1)[n % 3] for n, character in enumerate(payload)) % 10)


def is_foreign_2017(number: str) -> bool:
    """Three letters and twelve digits, the last of them the check digit."""
    return bool(_FOREIGN_2017.fullmatch(number)) and check_731(number[:14]) == number[14]


def former_number(number: str, nationality: str, link: str) -> str:
    """The 2017 number of the holder of a 2023 card: nationality, digits of the new number, link, birth.

    Empty if the card carries no link.
    """
    if len(link) != 3 or not link.isascii() or not link.isdigit() or len(nationality) != 3 or not has_form(number):
        return ""
    payload = nationality + number[1:3] + link[:2] + number[8:14] + link[2]
    return payload + check_731(payload)
