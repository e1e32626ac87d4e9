"""The characters that the on-screen keyboard of a field can write: a scenario types nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.view import FieldKind

DIGITS = frozenset("0123456789")
SEPARATOR = "-"
"""Written by the field itself, or left out, where its keyboard has no such key."""
WRITTEN: Mapping[FieldKind, frozenset[str]] = MappingProxyType(
    {
        FieldKind.DIGITS: DIGITS,
        FieldKind.DATE: DIGITS,
        FieldKind.ID_NUMBER: DIGITS | frozenset("xX"),
        FieldKind.SLIP_NUMBER: DIGITS | frozenset("qwertypasdfghjkzxcvbnmQWERTYPASDFGHJKZXCVBNM"),
        FieldKind.CHOICE: frozenset(),
    }
)
"""Other kinds of field have letters and Chinese."""


def unwritable(kind: FieldKind, text: str) -> str:
    """Return the characters of a text that nobody can write into such a field."""
    known = WRITTEN.get(kind)
    return "" if known is None else "".join(each for each in text if each not in known and each != SEPARATOR)
