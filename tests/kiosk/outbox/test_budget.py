"""What a terminal takes on while it cannot hand over: told before anybody begins."""

from __future__ import annotations

import pytest

from kiosk.catalogue.item import OfflineBudget
from kiosk.outbox.budget import LEAST_FREE_MB, MEGABYTE, Burden, spent

BUDGET = OfflineBudget(cases=10, hours=2, megabytes=5)


@pytest.mark.parametrize(
    ("burden", "free_mb", "expected"),
    [
        (Burden(), LEAST_FREE_MB, ""),
        (Burden(9, 7199, 5 * MEGABYTE - 1), 5000, ""),
        (Burden(10, 0, 0), 5000, "cases"),
        (Burden(1, 7200, 0), 5000, "age"),
        (Burden(1, 0, 5 * MEGABYTE), 5000, "bytes"),
        (Burden(), LEAST_FREE_MB - 1, "disk"),
    ],
)
def test_each_part_of_the_budget_can_be_spent(burden: Burden, free_mb: int, expected: str) -> None:
    assert spent(BUDGET, burden, free_mb) == expected
