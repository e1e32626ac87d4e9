"""Conditions on steps, pages and materials: what they test, and the mistakes in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.answers import visible_pages
from kiosk.catalogue.conditions import all_hold, facts_of, satisfies
from kiosk.catalogue.item import Condition
from kiosk.catalogue.schemas import validator
from tests.kiosk.catalogue.folders import ALLOWANCE, Folder

FAMILY = '"condition": {"scope": "#/properties/acting_for", "schema": {"const": "family"}}'


@pytest.mark.parametrize("value", ["yes", "no", "", True, False, 1, 0, 1.0, 50])
@pytest.mark.parametrize("schema", [{"const": "yes"}, {"const": True}, {"enum": ["yes", "no"]}, {"minimum": 50}, {}])
def test_the_short_way_to_judge_a_value_agrees_with_the_validator(schema: dict[str, Any], value: Any) -> None:
    same_number = isinstance(value, int | float) and isinstance(schema.get("const"), bool)
    assert satisfies(schema, value) == (validator(schema).is_valid(value) and not (same_number and value is not True))


@pytest.mark.parametrize(
    ("known", "expected"),
    [({}, False), ({"work": "no"}, False), ({"work": "yes"}, False), ({"work": "yes", "age": 60}, True)],
)
def test_all_conditions_hold_and_what_is_not_known_fulfils_none(known: dict[str, Any], expected: bool) -> None:
    when = (Condition("answers.work", {"const": "yes"}), Condition("age", {"minimum": 50}))
    assert all_hold(when, facts_of(known)) is expected


def test_a_page_may_have_several_conditions(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    both = '{"type": "AND", "conditions": [{"scope": "#/properties/acting_for", "schema": {"const": "family"}}, '
    both += '{"scope": "#/facts/age", "schema": {"minimum": 80}}]}'
    folder.change("pages.json", FAMILY, f'"condition": {both}')
    examples = folder.path / "examples.toml"
    told = examples.read_text(encoding="utf-8")
    examples.write_text(told.replace("[example.answers]", "[example.facts]\nage = 80\n\n[example.answers]"), "utf-8")
    item = folder.read()
    shown = [{page.id for page in visible_pages(item, {"acting_for": "family", "age": age})} for age in (79, 80)]
    assert shown[1] - shown[0] == {page.id for page in item.pages if len(page.when) == 2} == {"account"}


WRONG = [
    # condition of the page → part of the place, and of what is wrong
    ('"condition": {"scope": "#/facts/mood", "schema": {"const": "good"}}', "scope", "'mood' is no fact for items"),
    ('"condition": {"scope": "#/facts/online", "schema": {"const": true}}', "scope", "online is no fact for a page"),
    ('"condition": {"scope": "#/properties/colour", "schema": {"const": "red"}}', "scope", "'colour' is no answer"),
    ('"condition": {"scope": "#/facts/acting_for", "schema": {"const": "nobody"}}', "schema", "never holds"),
    ('"condition": {"scope": "#/facts/age", "schema": {"minimum": 200}}', "schema", "never holds"),
    ('"condition": {"scope": "#/facts/age", "schema": {"$ref": "x"}}', "schema.$ref", "not allowed here"),
    ('"condition": {"type": "AND", "conditions": []}', "condition", "neither one scope"),
    ('"condition": {"type": "AND", "scope": "#/facts/age", "schema": {}}', "condition", "neither one scope"),
    ('"condition": {"type": "OR", "conditions": []}', "type", "Invalid enum value"),
]  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=[case[0][13:] for case in WRONG])
def test_wrong_conditions_are_explained(tmp_path: Path, case: tuple[str, str, str]) -> None:
    condition, place, reason = case
    folder = Folder.copy(tmp_path)
    folder.change("pages.json", FAMILY, condition)
    explained = [m for m in folder.mistakes() if m.place.endswith(place) and reason in m.wrong]
    assert len(explained) == 1, "\n".join(map(str, folder.mistakes()))
    assert explained[0].remedy


def test_a_paper_may_be_asked_for_on_a_condition(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path, ALLOWANCE)
    when = 'when = [{ fact = "answers.account_owner", schema = { const = "nobody" } }]'
    folder.change("item.toml", 'id = "bank-card"\n', f'id = "bank-card"\n{when}\n')
    assert [(m.place, m.wrong[:11]) for m in folder.mistakes()] == [("materials.1.when.0.schema", "never holds")]
