"""Check of a scenario's expectations about the data that the platform holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.scenario.actors import Platform
from kiosk.scenario.language import PlatformExpectation


def unmet_by_platform(platform: Platform, held: PlatformExpectation) -> list[str]:
    """Everything that the platform does not hold as expected; empty if nothing."""
    cases = platform.cases()
    unmet = []
    if held.cases is not None and len(cases) != held.cases:
        unmet.append(f"the platform holds {len(cases)} cases, expected {held.cases}")
    if held.orders is not None and (found := _orders(platform)) != held.orders:
        unmet.append(f"the platform holds the orders {', '.join(found)}, expected {', '.join(held.orders)}")
    if held.ratings is not None and len(platform.ratings()) != held.ratings:
        unmet.append(f"the platform holds {len(platform.ratings())} ratings, expected {held.ratings}")
    newest: Any = cases[-1] if cases else {}
    for path, wanted in held.newest.items():
        seen = newest
        for part in path.split("."):
            seen = seen.get(part) if isinstance(seen, Mapping) else None
        if seen != wanted:
            unmet.append(f"the newest case has {path} = {seen!r}, expected {wanted!r}")
    return unmet


def _orders(platform: Platform) -> tuple[str, ...]:
    """The states of the platform's orders, with what goes back of each."""
    rows = platform.request("GET", "/sandbox/orders")
    return tuple(f"{row['state']} {row['refund']}".strip() for row in rows)
