"""Mistakes of fields: one that cannot take the answer, and dates with limits that make no sense."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.strict_struct import replace
from kiosk.catalogue.checks import field_shortcomings, item_mistakes
from kiosk.catalogue.field_checks import unanswerable
from kiosk.catalogue.formats import POSSIBLE
from kiosk.catalogue.item import Control
from kiosk.vocabulary.fields import LONGEST_VALUE
from tests import frozen
from tests.frozen import DATED
from tests.kiosk.catalogue.folders import Folder

PAGES, SCHEMA = "pages.json", "answers.schema.json"
LIMITS = '"earliest": "1900-01-01", "latest": "today"'
MISTAKES = [
    ("digits, which have no hyphen", PAGES, '"widget": "date", "optional"', '"widget": "digits", "optional"', "widget",
     "cannot write"),
    ("letters for a date", PAGES, '"widget": "date", "optional"', '"widget": "latin", "optional"', "widget",
     "how a date is written"),
    ("a date field without the format", SCHEMA, '"moved": {"type": "string", "format": "date"}',
     '"moved": {"type": "string"}', "widget", "go together"),
    ("a telephone number on a date field", SCHEMA, '"moved": {"type": "string", "format": "date"}',
     '"moved": {"type": "string", "format": "phone"}', "widget", "go together"),
    ("a limit that no calendar has", PAGES, '"1900-01-01"', '"1900-02-30"', "earliest", "is no day"),
    ("limits the wrong way round", PAGES, LIMITS, '"earliest": "2000-01-01", "latest": "1999-01-01"', "latest",
     "before earliest"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "option", "reason"), [each[1:] for each in MISTAKES],
                         ids=[each[0] for each in MISTAKES])  # fmt: skip
def test_a_mistake_is_explained(file: str, old: str, new: str, option: str, reason: str, tmp_path: Path) -> None:
    shutil.copytree(DATED / "home-visit", tmp_path / "home-visit")
    folder = Folder(tmp_path / "home-visit")
    folder.change(file, old, new)
    assert [(each.place.rpartition(".")[2], reason in str(each)) for each in folder.mistakes()] == [(option, True)]


def test_a_limit_on_another_field_is_a_mistake(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(PAGES, '"widget": "digits", "mask": true, "max_length": 16', '"widget": "digits", "latest": "today"')
    assert [(each.place.rpartition(".")[2], each.wrong) for each in folder.mistakes()] == [
        ("latest", "is for dates only")
    ]


@pytest.mark.parametrize(
    ("widget", "longest"),
    [('"digits", "mask": true, "max_length": ', 16), ('"digits", "mask": true, "max_length": ', 19)],
)
def test_a_field_too_short_for_its_format_is_a_mistake(widget: str, longest: int, tmp_path: Path) -> None:
    """A citizen with a genuine number, such as a telephone abroad, could not write it."""
    folder = Folder.copy(tmp_path)
    folder.change(PAGES, f"{widget}{longest}", f"{widget}{longest - 1}")
    (mistake,) = folder.mistakes()
    assert mistake.place.endswith(".options.max_length")
    assert f"may have {longest} characters, the field takes {longest - 1}" in mistake.wrong


def test_a_field_too_short_for_its_least_length_is_a_mistake() -> None:
    control = Control(answer="address", widget="chinese", max_length=10)
    (found,) = unanswerable(control, {"type": "string", "minLength": 11})
    assert found[0] == "max_length"
    assert not list(unanswerable(control, {"type": "string", "minLength": 10}))


@pytest.mark.parametrize("kind", LONGEST_VALUE)
def test_the_longest_value_of_a_format_is_possible_and_no_longer_one(kind: str) -> None:
    alphabet = st.text("0123456789", min_size=LONGEST_VALUE[kind] + 1, max_size=LONGEST_VALUE[kind] + 4)

    @settings(max_examples=60, deadline=None, database=None)
    @given(alphabet)
    def longer(value: str) -> None:
        assert not POSSIBLE[kind](value)

    longer()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"phone": {"type": "string", "format": "phone"}', '"phone": {"type": "integer"}'),
        ('"enum": ["own", "helper"]', '"enum": ["own", "helper", 3]'),
    ],
)
def test_a_field_whose_answer_is_no_text_is_a_mistake(old: str, new: str, tmp_path: Path) -> None:
    """A field gives text: nobody could fill it, though its examples are right."""
    folder = Folder.copy(tmp_path)
    folder.change(SCHEMA, old, new)
    if "phone" in old:
        examples = folder.path / "examples.toml"
        numbers = re.sub(r'phone = "[0-9]+"', "phone = 7", examples.read_text("utf-8"))
        examples.write_text(numbers.replace('["number", "phone"]', '["number"]'), encoding="utf-8")
    for language in ("zh-CN", "en") if "enum" in old else ():
        words = folder.path / f"{language}.ftl"
        words.write_text(words.read_text("utf-8") + "\nanswer-account_owner-3 = 都可以\n", encoding="utf-8")
    assert [(each.place.rpartition(".")[2], "gives text" in each.wrong) for each in folder.mistakes()] == [
        ("widget", True)
    ]


def test_a_terminal_takes_a_catalogue_whose_field_is_too_short() -> None:
    """Its author is told; the terminal would otherwise lose all items for one field."""
    item = next(each for each in frozen.catalogue().items if each.id == "old-age-allowance")
    pages = tuple(
        replace(page, controls=tuple(replace(each, max_length=12) for each in page.controls)) for page in item.pages
    )
    narrow = replace(item, pages=pages)
    assert item_mistakes(narrow) == []
    assert list(field_shortcomings(narrow)) != []
