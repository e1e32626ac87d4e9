"""Begin a service on the start page as a citizen finds it there, in its group where there are groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from devices.text_files import read_toml
from kiosk.catalogue.categories import group_of
from kiosk.catalogue.item import ITEM
from kiosk.scenario.stage import touchable_keys
from kiosk.view import View


def keys_to(view: View, key: str, services: Path) -> tuple[str, ...]:
    """Return what to touch for this key: before an item that the start page shows within a group, its group."""
    offered = touchable_keys(view)
    verb, _, name = key.partition(":")
    if view.page != "Home" or verb != "item" or key in offered:
        return (key,)
    group = f"group:{group_in(services, name)}"
    return (group, key) if group in offered else (key,)


def group_in(services: Path, name: str) -> str:
    """Return the group of an item by its folder, "" if there is none."""
    file = services / name / ITEM
    item: Any = read_toml(file) if file.exists() else {}
    return group_of(str(item.get("category", "")), str(item.get("kind", ""))) if item else ""
