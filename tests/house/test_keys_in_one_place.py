"""Keys of touches are taken apart in `kiosk.keys` and nowhere in the steps or the session."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.doors import ROOT, name_of

APART = frozenset({"partition", "rpartition", "split", "rsplit", "removeprefix", "startswith"})
MODULES = [*(ROOT / "kiosk" / "steps").glob("*.py"), *(ROOT / "kiosk" / "session").glob("*.py")]


def taken_apart(source: str) -> list[str]:
    """Calls such as `event.key.partition(":")`, by their text."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in APART
        and (ast.unparse(call.func.value).endswith("key") or ":" in "".join(ast.unparse(each) for each in call.args))
    ]


@pytest.mark.parametrize("path", sorted(MODULES), ids=name_of)
def test_no_step_takes_a_key_apart(path: Path) -> None:
    found = taken_apart(path.read_text(encoding="utf-8"))
    assert not found, found


@pytest.mark.parametrize("planted", ["key.partition(':')", "event.key.startswith('option:')", "name.split(':', 2)"])
def test_the_search_finds_what_it_looks_for(planted: str) -> None:
    assert taken_apart(planted) == [planted]
