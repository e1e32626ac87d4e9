"""Mistakes of a typed day: unfinished, in no calendar, or outside the item's limits."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from devices.lazy_dataclass import dataclass

_COMPLETE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TODAY = "today"


class DayFault(StrEnum):
    """Reason for refusing a day."""

    UNFINISHED = "unfinished"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True)
class WrongDay:
    """The fault, the parts of the day that were typed, and the limit: the month's last day, or the day not to pass."""

    fault: DayFault
    year: int = 0
    month: int = 0
    day: int = 0
    last: int = 0
    limit: date | None = None


def day_fault(text: str, earliest: str, latest: str, today: date | None) -> WrongDay | None:
    """Return what is wrong with `YYYY-MM-DD`, None if nothing is. A limit of `today` does not count while the day is
    unknown."""
    if not _COMPLETE.fullmatch(text):
        return WrongDay(DayFault.UNFINISHED)
    year, month, day = (int(part) for part in text.split("-"))
    if year == 0:
        return WrongDay(DayFault.YEAR)
    if not 1 <= month <= 12:
        return WrongDay(DayFault.MONTH, year, month)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return WrongDay(DayFault.DAY, year, month, day, last)
    given, first, end = date(year, month, day), limit_of(earliest, today), limit_of(latest, today)
    if first is not None and given < first:
        return WrongDay(DayFault.EARLY, limit=first)
    if end is not None and given > end:
        return WrongDay(DayFault.LATE, limit=end)
    return None


def limit_of(limit: str, today: date | None) -> date | None:
    """The day that an item's limit means; None if there is none or today is not known. Raises ValueError."""
    if limit == TODAY:
        return today
    return date.fromisoformat(limit) if limit else None
