"""The times between which a clock may be right."""

from __future__ import annotations

from datetime import UTC, datetime

BUILD_DATE = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock before this date is wrong (flat battery): no case can be older than the program."""


LAST_DAY = datetime(2076, 11, 1, tzinfo=UTC)
"""A clock at or after this moment is wrong too: a damaged one may begin in any century."""


def clock_is_possible(now: datetime) -> bool:
    """Return whether a clock may be right that says this."""
    return BUILD_DATE <= now < LAST_DAY
