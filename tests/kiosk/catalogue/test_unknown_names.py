"""The icon and the category of an item: checked where it is written, harmless where a terminal does not know them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.categories import ICONS as CATEGORIES
from kiosk.catalogue.checks import item_mistakes
from kiosk.catalogue.sources import BadItem, read_item
from kiosk.vocabulary.names import ICONS
from tests.house.doors import ROOT

ITEM = ROOT / "tests" / "fixtures" / "services" / "old-age-allowance"
WRITTEN = {"icon": 'icon = "elder"', "category": 'category = "elderly"'}


@pytest.mark.parametrize(
    ("place", "written", "remedy"),
    [
        ("icon", "eldr", "did you mean 'elder'?"),
        ("icon", "account-heart-outline", "known are: baby, bank-card,"),
        ("icon", "", "known are: "),
        ("category", "elderl", "did you mean 'elderly'?"),
        ("category", "zoo", "known are: elderly, social-insurance,"),
        ("category", "", "known are: "),
    ],
)
def test_an_unknown_name_is_refused_to_its_author(tmp_path: Path, place: str, written: str, remedy: str) -> None:
    folder = Path(shutil.copytree(ITEM, tmp_path / ITEM.name))
    source = folder / "item.toml"
    text = source.read_text("utf-8")
    assert WRITTEN[place] in text
    source.write_text(text.replace(WRITTEN[place], f'{place} = "{written}"'), "utf-8")
    with pytest.raises(BadItem) as refused:
        read_item(folder)
    wrong = f"no {place} is called {written!r}"
    assert [(each.place, each.wrong) for each in refused.value.mistakes] == [(place, wrong)]
    assert refused.value.mistakes[0].remedy.startswith(remedy)


def test_a_terminal_takes_an_item_with_names_of_a_later_build() -> None:
    assert item_mistakes(replace(read_item(ITEM), icon="submarine", category="underwater")) == []


def test_the_guide_for_authors_lists_every_icon() -> None:
    guide = (ROOT / "config" / "services" / "README.md").read_text(encoding="utf-8")
    section = guide.partition("### Icons\n")[2].partition("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    listed = [name for row in rows for name in re.findall(r"`([a-z-]+)`", row)]
    assert sorted(listed) == sorted(ICONS)


def test_the_guide_for_authors_lists_every_category() -> None:
    guide = (ROOT / "config" / "services" / "README.md").read_text(encoding="utf-8")
    (row,) = (line for line in guide.splitlines() if line.startswith("| `category` |"))
    assert re.findall(r"`([a-z-]+)`", row)[1:] == list(CATEGORIES)
