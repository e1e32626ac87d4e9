"""The groups in which the start page shows many items, as citizens look for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "elderly": "elder",
        "social-insurance": "document",
        "health": "health",
        "housing": "home",
        "household": "household",
        "family": "baby",
        "work": "briefcase",
        "vehicles": "car",
        "my-matters": "progress",
        "other": "list",
    }
)
"""Category of an item → icon of its group. The group's name is the message `category-<category>`."""

OTHER = "other"
"""The last group: also of items with a category of a later build, which would otherwise be in no group."""


BUNDLES = "bundles"
"""The first group: all bundles, of whichever category."""
GROUPS: Mapping[str, str] = MappingProxyType({BUNDLES: "hall", **ICONS})
"""Group → its icon, in the order in which they are shown."""


def group_of(category: str, kind: str = "") -> str:
    """Return the group in which a terminal shows an item of this category and kind."""
    if kind == "bundle":
        return BUNDLES
    return category if category in ICONS else OTHER
