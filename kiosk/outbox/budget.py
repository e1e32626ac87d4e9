"""How much a terminal may take on while it cannot hand over: by item, and by what its disk has left.

Told before a citizen begins: nobody fills in a form that then cannot be kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.item import OfflineBudget

LEAST_FREE_MB = 200
"""Below this nothing more is taken on, whatever the item."""
MEGABYTE = 2**20


@dataclass(frozen=True)
class Backlog:
    """What an item has waiting here: cases, the age of the oldest in seconds, bytes."""

    cases: int = 0
    oldest_s: int = 0
    bytes: int = 0


NOTHING = Backlog()


def spent(budget: OfflineBudget, burden: Backlog, free_mb: int) -> str:
    """Which part of the budget is spent: cases | age | bytes | disk; "" for none."""
    if free_mb < LEAST_FREE_MB:
        return "disk"
    if burden.cases >= budget.cases:
        return "cases"
    if burden.oldest_s >= budget.hours * 3600:
        return "age"
    return "bytes" if burden.bytes >= budget.megabytes * MEGABYTE else ""
