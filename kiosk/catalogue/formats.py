"""Formats of answers, by their name in a schema. Pure functions of text.

Each format has two rules. `POSSIBLE` holds for every answer that can exist; what breaks it is refused, at the terminal
and at the platform. `FORMATS` is the published rule, which some genuine answers break (a bank card without a Luhn
digit, a birth registered on 30 February): the terminal asks once to compare, then takes the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from unicodedata import normalize

from devices.id_reader import numbers

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,10}")
_ANY_PHONE = re.compile(r"1[0-9]{10}|1[0-9]{12}|0[1-9][0-9]{8,14}|00[1-9][0-9]{6,12}|[2-9][0-9]{6,14}")
"""Mobile, of a machine, with area code (and extension), abroad, and local or service numbers. A mobile number with a
digit too many or too few is none of them. vocabulary.LONGEST_VALUE has the greatest length."""
_BANK_CARD = re.compile(r"[0-9]{12,19}")
_WRITTEN_DAY = re.compile(r"(?!0000)[0-9]{4}-(0[0-9]|1[0-2])-([0-2][0-9]|3[01])")
_SEPARATORS = re.compile(r"[\s-]")


def is_resident_number(value: str) -> bool:
    """Whether it is 18 characters with a real birth date and the right check digit (GB 11643-1999)."""
    return numbers.has_right_check_digit(value) and numbers.birth_of(value) is not None


def is_document_number(value: str) -> bool:
    """Whether it is the number of a readable card: 18 characters, or 15 of a permanent resident card of 2017."""
    return is_resident_number(value) or numbers.is_foreign_2017(value)


def is_phone(value: str) -> bool:
    """Whether it is a mobile number of 11 digits, or a fixed line number with its area code."""
    return bool(_PHONE.fullmatch(value))


def can_be_resident_number(value: str) -> bool:
    """Whether the check digit is right. The birth may be on no day of the calendar: people are registered so."""
    return numbers.has_right_check_digit(value) and numbers.latest_birth(value[6:14]) is not None


def can_be_document_number(value: str) -> bool:
    return can_be_resident_number(value) or numbers.is_foreign_2017(value)


def can_be_phone(value: str) -> bool:
    """Whether such a number exists: also one from abroad, of a service, or without its area code."""
    return bool(_ANY_PHONE.fullmatch(value))


def can_be_bank_card(value: str) -> bool:
    """Whether it is 12 to 19 digits: debit cards and passbooks of some banks have no Luhn digit."""
    return bool(_BANK_CARD.fullmatch(value))


def can_be_date(value: str) -> bool:
    """Whether it is written YYYY-MM-DD with a month up to 12 and a day up to 31, as a birth is registered."""
    return bool(_WRITTEN_DAY.fullmatch(value))


def is_bank_card(value: str) -> bool:
    """Whether it is 12 to 19 digits with the right Luhn digit (ISO/IEC 7812-1)."""
    if not _BANK_CARD.fullmatch(value):
        return False
    total = 0
    for place, character in enumerate(reversed(value)):
        digit = int(character) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def is_date(value: str) -> bool:
    """Whether it is a day written YYYY-MM-DD."""
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "resident-number": is_resident_number,
        "document-number": is_document_number,
        "phone": is_phone,
        "bank-card": is_bank_card,
        "date": is_date,
    }
)
"""Name of a format → its published rule."""

POSSIBLE: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "resident-number": can_be_resident_number,
        "document-number": can_be_document_number,
        "phone": can_be_phone,
        "bank-card": can_be_bank_card,
        "date": can_be_date,
    }
)
"""Name of a format → the rule that nothing genuine breaks."""


def normal_form(kind: str, value: str) -> str:
    """Return a number as registers write it: no blanks or hyphens, wide digits as plain ones, a small x as X."""
    if kind not in POSSIBLE or kind == "date":
        return value
    return _SEPARATORS.sub("", normalize("NFKC", value)).upper()
