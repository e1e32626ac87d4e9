"""Rules that no citizen can make true are explained to the author of an item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices.strict_struct import replace
from kiosk.catalogue.checks import rule_mistakes
from kiosk.catalogue.reach import dead_rules
from kiosk.catalogue.sources import read_item
from tests.kiosk.catalogue.folders import ALLOWANCE, SERVICES, Folder

ITEM, SCHEMA, PAGES = "item.toml", "answers.schema.json", "pages.json"
HOLDER = '{"scope": "#/properties/account_owner", "schema": {"const": "helper"}}'
BANK = '"id": "bank",'
BANK_CARD = '"id": "bank-card",'
TEXT = '"rule": {"effect": "SHOW", "condition": {"scope": "#/properties/phone", "schema": {"pattern": "^1"}}},'


def both(*conditions: str) -> str:
    return f'{{"type": "AND", "conditions": [{", ".join(conditions)}]}}'


def fact(name: str, schema: str) -> str:
    return f'{{"scope": "#/{name}", "schema": {schema}}}'


DEAD = [
    ("two that exclude each other", PAGES, HOLDER,
     both(HOLDER, fact("properties/acting_for", '{"const": "other"}')), "elements.4.rule",
     ["'holder' is never shown", "account_owner is 'helper'", "acting_for is 'other'", "cannot be together"]),
    ("an age that the item refuses", PAGES, HOLDER, both(HOLDER, fact("facts/age", '{"maximum": 60}')),
     "elements.4.rule", ["age is 60 or less", "the age is 80 or more"]),
    ("nobody it is for", ITEM, '["self", "family", "other"]', '["self", "other"]', "elements.3.rule",
     ["'account' is never shown", "acting_for is 'family'", "for_whom is self, other"]),
    ("an if that no answer fulfils", SCHEMA, '{"const": "helper"}', '{"const": "hepler"}', "/allOf/1/if",
     ["this if never holds", "account_owner is 'hepler'"]),
    ("an if of another person's page", SCHEMA,
     '{"properties": {"account_owner": {"const": "helper"}}, "required": ["account_owner"]}',
     '{"properties": {"account_owner": {"const": "helper"}, "acting_for": {"const": "self"}}, '
     '"required": ["account_owner", "acting_for"]}', "/allOf/1/if", ["cannot be together"]),
    ("a paper for nobody", ITEM, 'id = "bank-card"\n',
     'id = "bank-card"\nwhen = [{fact = "answers.account_owner", schema = {const = "own"}}, '
     '{fact = "acting_for", schema = {const = "self"}}]\n', "materials.1.when", ["'bank-card' is never asked for"]),
]  # fmt: skip


@pytest.mark.parametrize("case", DEAD, ids=[case[0] for case in DEAD])
def test_a_rule_that_never_comes_true_is_explained_once(
    tmp_path: Path, case: tuple[str, str, str, str, str, list[str]]
) -> None:
    _, file, old, new, place, words = case
    folder = Folder.copy(tmp_path)
    folder.change(file, old, new)
    (mistake,) = folder.mistakes()
    assert mistake.place == place
    assert all(each in mistake.wrong for each in words), mistake.wrong
    assert mistake.remedy


LIVE = [
    ("a typed text", PAGES, BANK, f"{BANK} {TEXT}"),
    ("an age within the item's", PAGES, HOLDER, both(HOLDER, fact("facts/age", '{"minimum": 100}'))),
    ("one of several", PAGES, '{"const": "helper"}', '{"enum": ["helper", "own"]}'),
]


@pytest.mark.parametrize("case", LIVE, ids=[case[0] for case in LIVE])
def test_a_rule_that_may_come_true_is_none(tmp_path: Path, case: tuple[str, str, str, str]) -> None:
    _, file, old, new = case
    folder = Folder.copy(tmp_path)
    folder.change(file, old, new)
    assert not [each for each in folder.mistakes() if "never" in each.wrong or "for nobody" in each.wrong]


def test_a_page_behind_a_dead_page_is_not_named_too(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    folder.change(ITEM, '["self", "family", "other"]', '["self", "other"]')
    assert [each.place for each in folder.mistakes()] == ["elements.3.rule"]


def test_pages_that_wait_for_each_other_are_explained(tmp_path: Path) -> None:
    folder = Folder.copy(tmp_path)
    rule = '"rule": {{"effect": "SHOW", "condition": {}}},'
    folder.change(PAGES, BANK, f"{BANK} {rule.format(fact('properties/bank_card', '{}'))}")
    folder.change(PAGES, BANK_CARD, f"{BANK_CARD} {rule.format(fact('properties/bank', '{}'))}")
    (mistake,) = folder.mistakes()
    assert mistake.wrong.endswith("this page and 'bank-card' wait for each other, and neither is ever shown")


def test_a_page_that_waits_for_itself_or_a_later_one(tmp_path: Path) -> None:
    for under, answer, why in (("itself", "bank", "asked on this page itself"), ("later", "bank_card", "comes later")):
        (tmp_path / under).mkdir()
        folder = Folder.copy(tmp_path / under)
        rule = f'"rule": {{"effect": "SHOW", "condition": {fact(f"properties/{answer}", "{}")}}},'
        folder.change(PAGES, BANK, f"{BANK} {rule}")
        (mistake,) = folder.mistakes()
        assert why in mistake.wrong


def test_a_terminal_takes_an_item_with_a_dead_rule() -> None:
    item = read_item(SERVICES / ALLOWANCE)
    assert list(dead_rules(item)) == []
    dead = replace(item, answers=json.loads(json.dumps(item.answers).replace('"helper"}', '"hepler"}')))
    assert [each.place for each in dead_rules(dead)] == ["/allOf/1/if"]
    assert rule_mistakes(dead) == []
