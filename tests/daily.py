"""The seed of what a run samples: another one every day, so that all is run in time, and a failure can be repeated."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

from devices import SystemClock

T = TypeVar("T")


def seed() -> int:
    """YIKE_SEED, or the number of the day."""
    return int(os.environ.get("YIKE_SEED") or SystemClock().now().toordinal())


def of_today(rows: Sequence[T], count: int) -> list[T]:
    """So many of the rows, others every day in turn; all of them with YIKE_ITEMS=all."""
    if os.environ.get("YIKE_ITEMS") == "all":
        return list(rows)
    first = seed() * count
    return [rows[(first + place) % len(rows)] for place in range(min(count, len(rows)))]
