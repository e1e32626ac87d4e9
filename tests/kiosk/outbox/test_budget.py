"""Limits on unsent cases."""

from __future__ import annotations

import pytest

from kiosk.catalogue.item import OfflineBudget
from kiosk.outbox.budget import MEGABYTE, MIN_FREE_MB, Backlog, exhausted_limit

BUDGET = OfflineBudget(cases=10, hours=2, megabytes=5)


@pytest.mark.parametrize(
    ("backlog", "free_mb", "expected"),
    [
        (Backlog(), MIN_FREE_MB, ""),
        (Backlog(9, 7199, 5 * MEGABYTE - 1), 5000, ""),
        (Backlog(10, 0, 0), 5000, "cases"),
        (Backlog(1, 7200, 0), 5000, "age"),
        (Backlog(1, 0, 5 * MEGABYTE), 5000, "bytes"),
        (Backlog(), MIN_FREE_MB - 1, "disk"),
    ],
)
def test_each_limit_of_the_budget_can_be_reached(backlog: Backlog, free_mb: int, expected: str) -> None:
    assert exhausted_limit(BUDGET, backlog, free_mb) == expected
