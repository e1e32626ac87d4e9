"""Copies of an item's folder that a test may change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.catalogue.item import Item
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.sources import BadItem, read_item
from tests import frozen
from tests.languages import FOLDER

SERVICES = frozen.SERVICES
LANGUAGES = FOLDER
ALLOWANCE = "old-age-allowance"


@dataclass(frozen=True)
class Folder:
    """An item's folder under a temporary one."""

    path: Path

    @classmethod
    def copy(cls, under: Path, item: str = ALLOWANCE) -> Folder:
        shutil.copytree(SERVICES / item, under / item)
        return cls(under / item)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace `old`, which must be there."""
        content = (self.path / file).read_text(encoding="utf-8")
        assert old in content, f"{file} has no {old!r}"
        (self.path / file).write_text(content.replace(old, new, 1), encoding="utf-8")

    def read(self) -> Item:
        return read_item(self.path)

    def mistakes(self) -> list[Mistake]:
        """The mistakes of the item; none if it is valid."""
        try:
            self.read()
        except BadItem as error:
            return error.mistakes
        return []
