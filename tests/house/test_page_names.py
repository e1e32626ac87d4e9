"""A page name is used only in the step that owns it; the names are derived from the steps."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.steps.table import OWNERS, STEPS
from kiosk.vocabulary.facts import FACTS
from tests.house.doors import ROOT, name_of

ELSEWHERE = sorted([*(ROOT / "kiosk" / "session").rglob("*.py"), *(ROOT / "kiosk").glob("*.py")])
"""Modules of visits that own no page."""


def page_names(path: Path) -> Iterator[str]:
    """Yield the string literals of a module that name a page of a step, or a page below one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition("/")[0] in OWNERS:
            yield f"{name_of(path)}:{node.lineno}: {node.value!r}"


def test_no_page_has_two_owners() -> None:
    owned = Counter(page for step in STEPS.values() for page in step.owns)
    assert not [page for page, owners in owned.items() if owners > 1]


@pytest.mark.parametrize("path", ELSEWHERE, ids=name_of)
def test_a_module_without_pages_names_none(path: Path) -> None:
    # A delay or a fact of the journey may have the name of a page; the vocabulary lists the kinds of steps.
    named = [] if path.name == "delays.py" or path.parent.name == "vocabulary" else list(page_names(path))
    named = [found for found in named if found.rpartition(" ")[2].strip("'") not in FACTS]
    assert not named, named


def test_a_page_name_is_found() -> None:
    planted = ROOT / "kiosk" / "steps" / "rate.py"
    assert {found.rpartition(" ")[2] for found in page_names(planted)} >= {"'rate'", "'rate/reason'"}
