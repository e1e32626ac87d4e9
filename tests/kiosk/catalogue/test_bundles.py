"""Bundles: what is merged, what a chosen part needs, and what keeps parts from being one form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.catalogue.bundles import chosen
from kiosk.catalogue.item import Item
from kiosk.catalogue.sources import read_item
from kiosk.fluent.bundle import entries
from tests.frozen import BUNDLE
from tests.kiosk.catalogue.folders import Folder

ITEM, SCHEMA, PAGES, ZH = "item.toml", "answers.schema.json", "pages.json", "zh-CN.ftl"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The bundle, with its parts beside it."""
    shutil.copytree(BUNDLE, tmp_path, dirs_exist_ok=True)
    return Folder(tmp_path / "moving")


def part(folder: Folder, name: str = "bus-card") -> Folder:
    return Folder(folder.path.parent / name)


def parts() -> tuple[Item, ...]:
    return tuple(read_item(BUNDLE / name) for name in ("home-register", "bus-card"))


def test_what_two_parts_ask_is_asked_once(folder: Folder) -> None:
    bundle = folder.read()
    assert [page.id for page in bundle.pages] == ["address", "phone", "zone"]
    assert list(bundle.answers["properties"]) == ["phone", "zone", "address"]
    assert bundle.answers["required"] == ["address", "phone", "zone"]
    assert [each.id for each in bundle.materials] == ["id-card"]
    assert bundle.age_from == 60


def test_a_bundle_has_the_words_of_the_form_and_not_those_of_a_part_itself(folder: Folder) -> None:
    words = entries(folder.read().words["en"])
    assert {"page-address", "answer-zone-town", "wrong-phone"} <= words.keys()
    assert words["name"].strip() == "name = Moving home"
    assert "condition-1" in words


def test_a_word_of_the_bundle_replaces_that_of_a_part(folder: Folder) -> None:
    folder.change("en.ftl", "name = ", "page-phone = Your telephone?\nname = ")
    assert "Your telephone?" in entries(folder.read().words["en"])["page-phone"]


def test_without_a_part_nothing_is_asked_that_only_it_needs(folder: Folder) -> None:
    register, bus = parts()
    one, other = chosen(folder.read(), (register,)), chosen(folder.read(), (bus,))
    assert [page.id for page in one.pages] == ["address", "phone"]
    assert one.answers["required"] == ["address", "phone"]
    assert one.age_from == 0
    assert [page.id for page in other.pages] == ["phone", "zone"]
    assert "address" not in other.answers["properties"]
    assert other.age_from == 60


def test_an_example_of_a_bundle_shows_the_pages_of_all_parts(folder: Folder) -> None:
    folder.change("examples.toml", '"address", "phone", "zone"', '"address", "phone"')
    assert [mistake.place for mistake in folder.mistakes()] == ["example.0 (both parts)"]


BUS = "bus-card"
BUS_PART = '{ item = "bus-card", ticked = false },'
CONFLICTS = [
    # part, file, old, new → file, place and part of what is wrong
    (BUS, SCHEMA, '"format": "phone"', '"minLength": 3', SCHEMA, "phone", "is another"),
    (BUS, PAGES, '"max_length": 16', '"max_length": 15', PAGES, "phone", "is another"),
    (BUS, ZH, "answer-phone = 联系电话", "answer-phone = 电话", ZH, "answer-phone", "is another"),
    (BUS, ITEM, 'forms = ["original"]', 'forms = ["copy"]', ITEM, "id-card", "is another"),
    (BUS, ITEM, 'kind = "application"', 'kind = "lookup"', ITEM, "parts.1", "is no application"),
    (BUS, ITEM, 'proof = "card"', 'proof = "card+person"', ITEM, "parts.1", "needs the proof card+person"),
    (BUS, ITEM, "charged = false", 'charged = true', ITEM, "fee.charged", "bus-card is charged for"),
    ("moving", ITEM, "charged = false", 'charged = true\nbasis = "basis-1"', ITEM, "fee.charged", "none of the parts"),
    ("moving", ITEM, "charged = false", 'charged = false\nsum = "1.00"', ITEM, "fee.sum", "is that of the parts"),
    ("moving", ITEM, BUS_PART, '{ item = "bus" },', ITEM, "parts.1.item", "no item bus beside"),
    ("moving", ITEM, BUS_PART, '{ item = "home-register" },', ITEM, "parts", "is there twice"),
    ("moving", ITEM, 'kind = "bundle"', 'kind = "application"', SCHEMA, "file", "missing"),
    ("moving", ITEM, '"guide", "parts", ', '"guide", ', ITEM, "steps", "parts is missing"),
    ("moving", ITEM, '"parts", "notice"', '"notice", "parts"', ITEM, "steps", "notice comes before parts"),
    ("moving", ZH, "part-school-check-by = 教育局\n", "", ZH, "part-school-check-by", "missing"),
]  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS, ids=[f"{case[0]} {case[5]} {case[6]}" for case in CONFLICTS])
def test_what_keeps_parts_from_being_one_form_is_explained(folder: Folder, case: tuple[str, ...]) -> None:
    where, file, old, new, named, place, reason = case
    part(folder, where).change(file, old, new)
    found = folder.mistakes()
    explained = [m for m in found if Path(m.file).name == named and m.place == place and reason in m.wrong]
    assert len(explained) == 1, "\n".join(map(str, found))
    assert explained[0].remedy


def test_a_part_that_is_a_bundle_is_refused(folder: Folder) -> None:
    folder.change(ITEM, BUS_PART, '{ item = "moving" },')
    assert [m.wrong for m in folder.mistakes() if m.place == "parts.1"] == ["moving is a bundle itself"]
