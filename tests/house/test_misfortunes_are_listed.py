"""docs/misfortunes.md lists the sandbox's table of misfortunes, row by row."""

from __future__ import annotations

import json

from kiosk.platform.sandbox.misfortunes import TABLE, Misfortune
from tests.house.doors import ROOT


def row(misfortune: Misfortune) -> str:
    parameters = ", ".join(f"`{name} = {json.dumps(value)}`" for name, value in misfortune.parameters.items())
    return f"| `{misfortune.name}` | {parameters} | {misfortune.words} |"


def test_every_misfortune_of_the_platform_is_listed_as_it_is() -> None:
    listed = (ROOT / "docs" / "misfortunes.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if line.startswith("| `")] == [row(each) for each in TABLE.values()]


def test_the_guide_of_scenarios_is_one_page_and_leads_there() -> None:
    guide = (ROOT / "config" / "scenarios" / "README.md").read_text(encoding="utf-8")
    assert len(guide.splitlines()) <= 60
    assert max(len(line) for line in guide.splitlines()) <= 120
    assert "docs/misfortunes.md" in guide
