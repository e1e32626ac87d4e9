"""Keys of touches are parsed in `kiosk.keys` only, not in steps or sessions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.doors import ROOT, name_of

PARSING_METHODS = frozenset({"partition", "rpartition", "split", "rsplit", "removeprefix", "startswith"})
MODULES = [*(ROOT / "kiosk" / "steps").glob("*.py"), *(ROOT / "kiosk" / "session").glob("*.py")]


def parsing_calls(source: str) -> list[str]:
    """Return calls such as `event.key.partition(":")`, as source."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        ast.unparse(call)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in PARSING_METHODS
        and (ast.unparse(call.func.value).endswith("key") or ":" in "".join(ast.unparse(each) for each in call.args))
    ]


@pytest.mark.parametrize("path", sorted(MODULES), ids=name_of)
def test_no_step_parses_a_key(path: Path) -> None:
    found = parsing_calls(path.read_text(encoding="utf-8"))
    assert not found, found


@pytest.mark.parametrize("planted", ["key.partition(':')", "event.key.startswith('option:')", "name.split(':', 2)"])
def test_a_parsing_call_is_found(planted: str) -> None:
    assert parsing_calls(planted) == [planted]
