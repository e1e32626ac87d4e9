"""Digits in groups, as people read and say them: 199 0000 0001, and how many digits a complete number has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Grouping:
    """Sizes of the groups, the last one for all digits that are left. `length` is that of a complete number, 0 where it
    is not known."""

    groups: tuple[int, ...] = ()
    length: int = 0


MOBILE = Grouping((3, 4, 4), 11)
LANDLINES = (Grouping((3, 4, 4)), Grouping((4, 4, 4)))
"""With an area code of three digits (010, 02x) and of four."""


def _phone(typed: str) -> Grouping:
    if typed.startswith("0"):
        return LANDLINES[typed[1:2] not in ("", "1", "2")]
    return MOBILE


FORMATS: Mapping[str, Callable[[str], Grouping]] = MappingProxyType(
    {
        "phone": _phone,
        "bank-card": lambda typed: Grouping((4, 4, 4, 4, 4)),
        "resident-number": lambda typed: Grouping((6, 8, 4), 18),
    }
)
"""Format of an answer → its grouping, by what is typed so far."""


def grouping(kind: str, typed: str) -> Grouping:
    """Return how an answer of this format is grouped; no groups for any other format."""
    return FORMATS[kind](typed) if kind in FORMATS else Grouping()


def code_grouping(digits: int) -> Grouping:
    """Return the grouping of a one-time code: of six digits in two groups."""
    return Grouping((3, 3) if digits == 6 else (digits,), digits)
