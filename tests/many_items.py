"""A catalogue of 30 invented items in 8 groups, as a terminal of a town has, made from the frozen items.

python -m tests.many_items FOLDER     # writes them as folders of items, for a look at them on a terminal
"""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from devices.strict_struct import replace
from kiosk.catalogue.build import with_search_terms
from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.catalogue.load import Catalogue
from tests import frozen
from tests.house.doors import ROOT

FILE = ROOT / "tests" / "fixtures" / "many" / "items.toml"


@dataclass(frozen=True)
class Row:
    """One item: its group, the kind of the frozen item that it is a copy of, and name and summary by language."""

    number: int
    group: str
    icon: str
    kind: str
    words: Mapping[str, tuple[str, str]]
    effective: date | None
    """First day on which it is offered, if not that of the frozen item."""

    @property
    def id(self) -> str:
        return f"{self.group}-{self.number}"


def rows() -> Iterator[Row]:
    """Yield the 29 rows of the file; with the frozen item that shows the progress of cases there are 30 items."""
    number = 0
    for group in tomllib.loads(FILE.read_text(encoding="utf-8"))["group"]:
        for kind, chinese, about, english, about_it in group["items"]:
            number += 1
            words = {"zh-CN": (chinese, about), "en": (english, about_it)}
            yield Row(number, group["id"], group["icon"], kind, words, group.get("effective"))


def _frozen(kind: str) -> Item:
    return next(item for item in frozen.catalogue() if item.kind == kind)


def _made(row: Row) -> Item:
    like = _frozen(row.kind)
    basic = f"{like.codes.basic[:6]}{row.number:03}000"
    words = {language: _named(source, *row.words[language]) for language, source in like.words.items()}
    made = replace(
        like,
        id=row.id,
        category=row.group,
        icon=row.icon,
        order=100 + row.number,
        effective=row.effective or like.effective,
        codes=replace(like.codes, basic=basic, implementation=like.codes.implementation[:19] + basic),
        words=words,
    )
    return with_search_terms(made)


def _named(source: str, name: str, summary: str) -> str:
    """Return an item's words with another name and summary."""
    for key, value in (("name", name), ("short", name), ("summary", summary), ("keywords", name)):
        source = re.sub(rf"^{key} *=.*$", f"{key} = {value}", source, flags=re.MULTILINE)
    return source


@cache
def many() -> Catalogue:
    """Return the catalogue."""
    return Catalogue(CatalogueDocument("many", (*map(_made, rows()), _frozen("progress"))))


def write_folders(folder: Path) -> None:
    """Write the items as folders of items below `folder`."""
    for item in many():
        source, target = frozen.SERVICES / _frozen(item.kind).id, folder / item.id
        shutil.copytree(source, target)
        for language, words in item.words.items():
            (target / f"{language}.ftl").write_text(words, encoding="utf-8")
        toml = (source / "item.toml").read_text(encoding="utf-8")
        own = {
            "id": f'"{item.id}"',
            "category": f'"{item.category}"',
            "icon": f'"{item.icon}"',
            "order": item.order,
            "effective": item.effective,
            "basic": f'"{item.codes.basic}"',
            "implementation": f'"{item.codes.implementation}"',
        }
        for key, value in own.items():
            toml = re.sub(rf"^{key} = .*$", f"{key} = {value}", toml, count=1, flags=re.MULTILINE)
        (target / "item.toml").write_text(toml, encoding="utf-8")


if __name__ == "__main__":
    write_folders(Path(sys.argv[1]))
