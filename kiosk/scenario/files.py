"""Locations of scenarios: in a folder of their own, and each service item's in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.catalogue.item import ITEM

FOLDER = "scenarios"
"""The folder of an item's scenarios within its own."""


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the scenario files named; of a folder those in it, and those of each service item in it or that it is."""
    return [file for path in paths for file in (_in_folder(path) if path.is_dir() else [path])]


def _in_folder(folder: Path) -> list[Path]:
    own = sorted(folder.glob("*.toml")) if not (folder / ITEM).exists() else []
    items = [folder] if (folder / ITEM).exists() else sorted(each.parent for each in folder.glob(f"*/{ITEM}"))
    return [*own, *(file for item in items for file in sorted((item / FOLDER).glob("*.toml")))]


def name_of(file: Path) -> str:
    """Return the name of a scenario: its file's, of an item's scenario with the item before it."""
    of_item = file.parent.name == FOLDER and (file.parent.parent / ITEM).exists()
    return f"{file.parent.parent.name}/{file.stem}" if of_item else file.stem
