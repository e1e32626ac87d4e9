"""The sandbox's rules of an item: what the checker explains, and that no catalogue has any of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from devices.strict_struct import read
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.case_rules import CaseRules, Move, RuleFact, holds
from kiosk.platform.listing import CaseState, Delivery
from tests.frozen import SERVICES

ITEM = "old-age-allowance"


def checked(tmp_path: Path, rules: str) -> int:
    shutil.copytree(SERVICES / ITEM, tmp_path / ITEM)
    (tmp_path / ITEM / "sandbox.toml").write_text(rules, encoding="utf-8")
    return main(["check", str(tmp_path)])


MISTAKES = [
    ('[[rule]]\nthen = [{ after = "soon", state = "granted" }]', "rule.0.then.0.after", ""),
    ('[[rule]]\nthen = [{ after = "1h", state = "lost" }]', "rule.0.then.0.state", ""),
    ('[[rule]]\nthen = [{ after = "1h", state = "correction" }]', "rule.0.then.0.missing", "names what is missing"),
    ('[[rule]]\nthen = [{ after = "1h", state = "granted", missing = ["id-card"] }]', "missing", "nothing else does"),
    ('[[rule]]\nthen = [{ after = "1h", state = "correction", missing = ["id-cart"] }]', "missing", "'id-card'?"),
    ('[[rule]]\nthen = [{ after = "1h", state = "transferred" }]', "rule.0.then.0.to", "name the office"),
    (
        '[[rule]]\nwhen = [{ fact = "weather", schema = {} }]\nthen = [{ after = "1h", state = "granted" }]',
        "fact",
        "no fact",
    ),
    (
        '[[rule]]\nwhen = [{ fact = "answers.bonk", schema = {} }]\nthen = [{ after = "1h", state = "granted" }]',
        "fact",
        "bank",
    ),
    (
        '[[rule]]\nwhen = [{ fact = "person", schema = { konst = 1 } }]\nthen = [{ after = "1h", state = "granted" }]',
        "schema.konst",
        "'const'?",
    ),
    (
        '[[rule]]\nthen = [{ after = "1h", state = "granted" }]\n'
        '[[rule]]\nthen = [{ after = "2h", state = "granted" }]',
        "rule.1",
        "never fires",
    ),
    ('[[refund]]\nthen = [{ after = "1h", state = "granted" }]', "refund.0.then", "nothing is paid for this item"),
    ('[[refund]]\nthen = [{ after = "1h", state = "accepted" }]', "refund.0.then", "does not end with a decision"),
    (
        '[[refund]]\nwhen = [{ fact = "part", schema = {} }]\nthen = [{ after = "1h", state = "granted" }]',
        "refund.0.when.0.fact",
        "no fact about a refund",
    ),
    ("rule = 5", "rule", ""),
    ("[[rule]", "file", "cannot be read"),
]


@pytest.mark.parametrize(("rules", "place", "words"), MISTAKES)
def test_a_mistake_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: str, place: str, words: str
) -> None:
    assert checked(tmp_path, rules) == 1
    said = capsys.readouterr().err
    assert "sandbox.toml" in said
    assert place in said
    assert words in said


def test_good_rules_pass_and_are_never_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = '[[rule]]\nwhen = [{ fact = "person", schema = { const = "li_adult" } }]\n'
    rules += 'then = [{ after = "2h", state = "correction", missing = ["id-card"], days = 8 }]\n'
    assert checked(tmp_path, rules) == 0, capsys.readouterr().err
    published = catalogue_bytes(build_catalogue(tmp_path))
    assert b"li_adult" not in published
    (tmp_path / ITEM / "sandbox.toml").unlink()
    assert catalogue_bytes(build_catalogue(tmp_path)) == published


@pytest.mark.parametrize(
    ("schema", "facts", "true"),
    [
        ({"const": "yes"}, {"part": "yes"}, True),
        ({"const": "yes"}, {"part": "no"}, False),
        ({}, {}, False),
        ({"minimum": 50}, {"part": 51}, True),
        ({"enum": ["a", "b"]}, {"part": "b"}, True),
    ],
)
def test_a_condition(schema: dict[str, object], facts: dict[str, object], true: bool) -> None:
    assert holds(read(RuleFact, {"fact": "part", "schema": schema}), facts) is true


def test_the_closed_lists_are_those_of_the_contract() -> None:
    hints = get_type_hints(Move)
    assert set(get_args(hints["state"])) == set(CaseState) - {CaseState.RECEIVED, CaseState.WITHDRAWN}
    assert set(get_args(hints["delivery"])) == {"", *Delivery}
    assert CaseRules().first({}) is None
