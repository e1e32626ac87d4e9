"""The seed of what a run samples: another one every day, so that all is run in time, and a failure can be repeated."""

from __future__ import annotations

import os

from devices import SystemClock


def seed() -> int:
    """YIKE_SEED, or the number of the day."""
    return int(os.environ.get("YIKE_SEED") or SystemClock().now().toordinal())
