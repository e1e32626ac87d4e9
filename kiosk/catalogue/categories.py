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
    }
)
"""Category of an item → icon of its group. The group's name is the message `category-<category>`."""
