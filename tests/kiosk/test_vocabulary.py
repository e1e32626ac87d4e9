"""The vocabulary and the code that implements it match in both directions; its rules name existing words."""

from __future__ import annotations

import tomllib
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.registry import families, load_family
from kiosk.catalogue.formats import FORMATS
from kiosk.catalogue.item import Item
from kiosk.steps import facts as facts_of_a_visit
from kiosk.steps import table
from kiosk.view import FieldKind
from kiosk.vocabulary import facts, fields, names, since, steps
from kiosk.vocabulary.builds import parse_build
from kiosk.vocabulary.since import did_you_mean
from tests.house.doors import ROOT, imports_of

SINCE = [(sort, word, build) for sort, words in since.SINCE.items() for word, build in words.items()]


def test_every_step_kind_has_a_row_and_every_row_a_step() -> None:
    modules = (ROOT / "kiosk" / "steps").glob("*.py")
    assert {path.stem for path in modules if "\nSTEP = " in path.read_text(encoding="utf-8")} == set(table.STEPS)


def test_every_field_kind_has_a_row_and_every_row_a_field_kind() -> None:
    assert set(fields.WIDGETS) == {kind.value for kind in FieldKind}


def test_every_answer_format_has_a_row_and_every_row_a_format() -> None:
    assert set(fields.FORMATS) == set(FORMATS)


def test_every_capability_an_item_may_need_is_one_of_a_device_family() -> None:
    known = {each.value for family in families() for each in load_family(family).capabilities}
    assert set(names.CAPABILITIES) <= known


def test_every_fact_has_a_row_and_a_value_in_a_journey() -> None:
    assert set(facts.FACTS) == set(facts_of_a_visit.VALUES)


def test_whoever_an_item_may_be_for_is_a_value_of_acting_for() -> None:
    for_whom, _ = get_args(get_type_hints(Item)["for_whom"])
    assert set(facts.FACTS["acting_for"].values) == set(get_args(for_whom))


def test_the_steps_an_item_cannot_name_are_the_two_ends_of_every_journey() -> None:
    own = {name for name, kind in steps.STEPS.items() if not kind.in_items}
    assert own == {"home", "farewell"}


@pytest.mark.parametrize("name", steps.STEPS)
def test_the_rules_of_a_step_name_steps_elements_and_conditions_that_exist(name: str) -> None:
    kind = steps.STEPS[name]
    assert set(kind.comes_after) <= set(since.SINCE["step"]) - {name}
    assert set(kind.may_skip) <= set(since.SINCE["value"])
    assert all(hasattr(Item, need.element) for need in kind.needs)


def test_no_two_steps_come_after_each_other() -> None:
    done: list[str] = []
    while left := [name for name in since.SINCE["step"] if name not in done]:
        ready = [name for name in left if set(steps.STEPS[name].comes_after) <= set(done)]
        assert ready, f"none of {left} can come first"
        done += ready


@pytest.mark.parametrize("fact", facts.FACTS)
def test_a_fact_is_learnt_by_a_step_that_an_item_can_have(fact: str) -> None:
    assert facts.FACTS[fact].step in {"", "parts", *since.SINCE["step"]}


@pytest.mark.parametrize(("sort", "word", "build"), SINCE)
def test_no_word_is_newer_than_this_build(sort: str, word: str, build: str) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert parse_build(build) <= parse_build(version), f"{sort} {word}"


def test_the_vocabulary_imports_nothing_of_kiosk() -> None:
    files = (ROOT / "kiosk" / "vocabulary").glob("*.py")
    imported = {name for file in files for name in imports_of(file)}
    assert not {name for name in imported if name.startswith(("kiosk", "ui"))} - {
        name for name in imported if name.startswith("kiosk.vocabulary")
    }


def test_builds_are_compared_by_their_numbers() -> None:
    assert parse_build("0.10.0") > parse_build("0.9.12")


@pytest.mark.parametrize("build", ["", "1", "1.2", "1.2.x", "1.2.3.4", "v1.2.3", "1..3", "1.2.３"])
def test_malformed_builds_are_rejected(build: str) -> None:
    with pytest.raises(ValueError, match="build"):
        parse_build(build)


@pytest.mark.parametrize(("word", "meant"), [("notise", "notice"), ("second-proof", "second_proof"), ("qqq", "")])
def test_a_misspelt_word_is_compared_with_those_that_exist(word: str, meant: str) -> None:
    assert did_you_mean(word, since.SINCE["step"]) == (f"did you mean {meant!r}?" if meant else "")


@given(st.text(max_size=12))
def test_suggestions_work_for_any_text(word: str) -> None:
    did_you_mean(word, since.SINCE["step"])


def test_the_characters_of_a_widget_are_the_keys_of_its_keyboard() -> None:
    from ui.keyboard.composition import ROWS

    for widget, characters in fields.KEYBOARDS.items():
        keys = {key.id for row in ROWS[widget] for key in row}
        written = {key for key in keys if len(key) == 1} | ({" "} if "space" in keys else set())
        assert {each.upper() for each in written} == set(characters.upper()), widget


@pytest.mark.parametrize("name", fields.FORMATS)
def test_every_format_says_what_is_in_every_value(name: str) -> None:
    assert fields.IN_EVERY_VALUE[name]


@pytest.mark.parametrize(
    ("widget", "text", "lacking"),
    [
        ("digits", "2020-01-01", "-"),
        ("digits", "0571 x", " x"),
        ("id_number", "99010119440307002x", ""),
        ("slip_number", "WT02-0001", ""),
        ("latin", "O'Neil-Smith", ""),
        ("latin", "王", "王"),
        ("chinese", "王·-1", ""),
    ],
)
def test_a_text_is_written_with_the_keys_of_its_field_alone(widget: str, text: str, lacking: str) -> None:
    assert fields.unwritable(widget, text) == lacking
