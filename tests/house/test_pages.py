"""The user interface uses traits of pages: no file of `ui` compares or looks up a page name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.doors import ROOT

UI = ROOT / "ui"
PAGE_NAME = re.compile(r"(?:[A-Z][a-z]+)+\Z")
"""The form of page names: "Home", "ForWhom"."""
SOURCES = [*sorted((ROOT / "kiosk" / "steps").glob("*.py")), *sorted((ROOT / "kiosk" / "session").glob("*.py"))]
QUOTED = re.compile(r"""["']([A-Za-z]+)["']""")
PAGE_IDENTITY = re.compile(r"\b(?:scaffold|pageId)\b")
"""A page's identity in QML: its file and its id."""
COMPARISON = re.compile(r"[!=]==?|\bswitch\b|\.(?:startsWith|endsWith|includes|indexOf|match|search|test)\b")
COMPARED_WITH_EMPTY = re.compile(r"""[!=]==?\s*(?:""|'')""")
"""Testing whether there is a page at all is allowed."""


@cache
def page_names() -> set[str]:
    """Return the names of pages in steps and states."""
    strings = (node.value for path in SOURCES for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    return {each for each in strings if isinstance(each, str) and PAGE_NAME.match(each)}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def names_in_python(source: ast.Module) -> Iterator[str]:
    """Yield page names in strings, and uses of `.page` other than comparing it with another `.page`."""
    names = page_names()
    allowed = {side for node in ast.walk(source) if isinstance(node, ast.Compare) for side in _both_pages(node)}
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and node.value in names:
            yield f"{node.lineno}: {node.value!r}"
        elif isinstance(node, ast.Attribute) and node.attr == "page" and node not in allowed:
            yield f"{node.lineno}: .page"


def _both_pages(compare: ast.Compare) -> list[ast.expr]:
    sides = [compare.left, *compare.comparators]
    return sides if all(isinstance(side, ast.Attribute) and side.attr == "page" for side in sides) else []


def names_in_qml(source: str) -> Iterator[str]:
    """Yield page names in strings, and tests of a page's file or id."""
    names = page_names()
    for number, line in enumerate(source.splitlines(), 1):
        code = line.partition("//")[0]
        yield from (f"{number}: {name!r}" for name in QUOTED.findall(code) if name in names)
        if PAGE_IDENTITY.search(code) and COMPARISON.search(COMPARED_WITH_EMPTY.sub("", code)):
            yield f"{number}: {code.strip()}"


def test_no_python_of_the_ui_uses_a_page_name() -> None:
    found = {str(path): list(names_in_python(tree(path))) for path in UI.rglob("*.py")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_qml_uses_a_page_name() -> None:
    found = {str(path): list(names_in_qml(path.read_text(encoding="utf-8"))) for path in UI.rglob("*.qml")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_page_names_are_found_in_steps_and_states() -> None:
    assert {"Attract", "Home", "ForWhom", "Help", "Trouble", "Ending"} <= page_names()


@pytest.mark.parametrize(
    "line",
    [
        'first = view.page == "Home"',
        'PAGES = frozenset({"Attract"})',
        "known = view.page in PAGES",
        "row = TABLE[view.page]",
        'again = before.page != view.page == "Home"',
    ],
)
def test_a_name_in_python_is_found(line: str) -> None:
    assert list(names_in_python(ast.parse(line)))


def test_comparing_two_pages_is_allowed() -> None:
    assert not list(names_in_python(ast.parse("another = before.page != view.page")))


@pytest.mark.parametrize(
    "line",
    [
        'visible: root.viewModel.where === "Home"',
        'visible: ["Home", "Help"].includes(root.viewModel.where)',
        "visible: root.viewModel.scaffold !== root.other",
        'sourceComponent: root.viewModel.pageId.endsWith("rate") ? faces : reasons',
        'active: "rate" === root.viewModel.pageId',
    ],
)
def test_a_name_in_qml_is_found(line: str) -> None:
    assert list(names_in_qml(line))


def test_no_two_page_files_are_the_same() -> None:
    """A page that looks like others is drawn by `Standard.qml`."""
    files = sorted((UI / "qml" / "pages").glob("*.qml"))
    assert len({path.read_text(encoding="utf-8") for path in files}) == len(files)
