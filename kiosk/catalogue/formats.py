"""Formats of answers, by their name in a schema. Pure functions of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from devices.id_reader import numbers

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,10}")
_BANK_CARD = re.compile(r"[0-9]{12,19}")


def is_resident_number(value: str) -> bool:
    """Whether it is 18 characters with a real birth date and the right check digit (GB 11643-1999)."""
    return numbers.has_right_check_digit(value) and numbers.birth_of(value) is not None


def is_document_number(value: str) -> bool:
    """Whether it is the number of a readable card: 18 characters, or 15 of a permanent resident card of 2017."""
    return is_resident_number(value) or numbers.is_foreign_2017(value)


def is_phone(value: str) -> bool:
    """Whether it is a mobile number of 11 digits, or a fixed line number with its area code."""
    return bool(_PHONE.fullmatch(value))


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
