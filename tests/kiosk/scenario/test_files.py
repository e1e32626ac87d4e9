"""Files of scenarios: folders, names, and the beginning of an item that the start page shows in a group."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalogue.build import build_catalogue
from kiosk.scenario.files import files_of, name_of
from kiosk.scenario.start_page import group_in, keys_to
from kiosk.view import Choice, View
from kiosk.words import Data
from tests.frozen import BUNDLE, SERVICES, SHIPPED


def test_a_folder_has_its_scenarios_and_those_of_the_items_in_it(tmp_path: Path) -> None:
    one, item = tmp_path / "one.toml", tmp_path / "services" / "moving"
    scenarios = item / "scenarios"
    scenarios.mkdir(parents=True)
    for file in (one, item / "item.toml", item / "examples.toml", scenarios / "b.toml", scenarios / "a.toml"):
        file.touch()
    assert files_of([tmp_path]) == [one]
    assert files_of([tmp_path / "services"]) == files_of([item]) == [scenarios / "a.toml", scenarios / "b.toml"]
    assert [name_of(file) for file in files_of([one, item])] == ["one", "moving/a", "moving/b"]


def test_an_item_is_built_without_its_scenarios() -> None:
    folder = next(path.parent.parent for path in (SHIPPED / "services").glob("*/scenarios/*.toml"))
    assert [item.id for item in build_catalogue(folder).items if item.kind != "bundle"] in ([folder.name], [])


def home(*keys: str) -> View:
    return View("Home", "home", "en", Data(""), choices=tuple(Choice(key, Data(key)) for key in keys))


@pytest.mark.parametrize(
    ("offered", "touched"),
    [
        (("item:old-age-allowance",), ("item:old-age-allowance",)),
        (("group:elderly", "group:health"), ("group:elderly", "item:old-age-allowance")),
        (("group:health",), ("item:old-age-allowance",)),
    ],
)
def test_before_an_item_its_group_is_touched_where_there_are_groups(
    offered: tuple[str, ...], touched: tuple[str, ...]
) -> None:
    assert keys_to(home(*offered), "item:old-age-allowance", SERVICES) == touched


def test_the_group_of_a_bundle_is_that_of_bundles_and_an_unknown_item_has_none() -> None:
    assert group_in(BUNDLE, "moving") == "bundles"
    assert group_in(SERVICES, "nothing") == ""
