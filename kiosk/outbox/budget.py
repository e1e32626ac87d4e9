"""Limits on unsent cases while the platform cannot be reached: per service item, and by free disk space.

Checked before a citizen begins, so that nobody fills in a form that then cannot be kept.
"""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.item import OfflineBudget

MIN_FREE_MB = 200
"""With less free disk space no item is offered."""
MEGABYTE = 2**20


@dataclass(frozen=True)
class Backlog:
    """Unsent cases of one item: their number, the age of the oldest in seconds, their size in bytes."""

    cases: int = 0
    oldest_s: int = 0
    bytes: int = 0


NOTHING = Backlog()


def exhausted_limit(budget: OfflineBudget, backlog: Backlog, free_mb: int) -> str:
    """Return the limit that is reached: cases | age | bytes | disk, or "" for none."""
    if free_mb < MIN_FREE_MB:
        return "disk"
    if backlog.cases >= budget.cases:
        return "cases"
    if backlog.oldest_s >= budget.hours * 3600:
        return "age"
    return "bytes" if backlog.bytes >= budget.megabytes * MEGABYTE else ""
