"""The repository's files agree with each other: version, changelog, hooks, decisions, links."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.version import VERSION
from tests.house.doors import ROOT

DECISIONS = ROOT / "docs" / "decisions"
GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_is_one() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert PROJECT["project"]["version"] == VERSION
    assert headings[0] == VERSION


def test_main_prints_the_version() -> None:
    printed = subprocess.run(
        [sys.executable, "main.py", "--version"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (printed.returncode, printed.stdout.strip()) == (0, f"yike {VERSION}")


def test_hooks_run_local_tools_only() -> None:
    source = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    checks = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "://" not in source
    for repository in yaml.safe_load(source)["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            command = hook["entry"].removesuffix(" --force-exclude").replace(".venv/bin/python", "$(PYTHON)")
            assert hook["language"] == "system"
            assert command in checks, f"{hook['id']} is not what `make check` runs"


def test_coverage_has_a_floor() -> None:
    assert PROJECT["tool"]["coverage"]["report"]["fail_under"] >= 80
    assert "-m coverage report" in (ROOT / "Makefile").read_text(encoding="utf-8")


def _links(path: Path) -> list[str]:
    """Return the targets of Markdown links, without anchors."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    linked = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    return [target for target in linked if target and "://" not in target]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_guide_has_a_target(path: Path) -> None:
    missing = [target for target in _links(path) if not (path.parent / target).exists()]
    assert not missing, missing


SPAN = re.compile(r"`((?:\.ci|config|devices|docs|kiosk|scripts|tests|ui)/[\w./-]*)(?:::(\w+))?`")
"""A file or folder of the repository named in a text, optionally with one of its tests, functions or classes."""

OPTIONAL = {"config/prompts"}
"""Named in texts, but present only if an operator added something (recorded prompts)."""


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_name_that_a_guide_names_exists(path: Path) -> None:
    for name, inside in SPAN.findall(path.read_text(encoding="utf-8")):
        assert name in OPTIONAL or (ROOT / name).exists(), name
        defined = re.compile(rf"^ *(?:def|class) {inside}\b", re.MULTILINE)
        assert not inside or defined.search((ROOT / name).read_text(encoding="utf-8")), f"{name}::{inside}"


def test_every_test_that_a_guide_names_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    named = {
        (path.name, test) for path in GUIDES for test in re.findall(r"`(test_\w+)`", path.read_text(encoding="utf-8"))
    }
    assert named
    assert not [each for each in sorted(named) if f"def {each[1]}(" not in sources]


def _pages() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9]*.md"))


def test_decisions_are_numbered_dated_and_in_the_index() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert [int(page.name[:4]) for page in _pages()] == list(range(1, len(_pages()) + 1))
    for page in _pages():
        text = page.read_text(encoding="utf-8")
        title = re.match(rf"# {page.name[:4]}\. (.+)\n", text)
        assert title, page.name
        assert re.search(r"^Date: 20\d\d-\d\d-\d\d · Status: (accepted|superseded by \d{4})$", text, re.MULTILINE)
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "How to check"]
        assert f"[{title[1]}]({page.name})" in index, page.name
