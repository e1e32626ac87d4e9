"""The ledger has a row for every driver and simulator, and every test file it names exists."""

from __future__ import annotations

import re

import pytest

from devices.driver_table import DRIVERS
from tests.house.doors import ROOT

LEDGER = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
COLUMNS = ["transcript", "contract suite", "misfortunes", "third-party component", "real hardware"]


def rows(section: str) -> dict[str, list[str]]:
    """Return the rows of a section's table: `family/driver` → cells after the first."""
    _, _, rest = LEDGER.partition(f"\n## {section}\n")
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0][1:] == COLUMNS
    return {cell[0].strip("`"): cell[1:] for cell in cells[2:]}


@pytest.mark.parametrize("section", ["Drivers", "Simulators"])
def test_every_driver_and_simulator_has_its_row(section: str) -> None:
    there = {f"{row.family}/{row.name}" for row in DRIVERS if row.simulator or section == "Drivers"}
    assert set(rows(section)) == there


@pytest.mark.parametrize("section", ["Drivers", "Simulators"])
def test_a_proof_names_an_existing_test(section: str) -> None:
    for name, cells in rows(section).items():
        for column, cell in zip(COLUMNS, cells, strict=True):
            rating = re.match(r"proven|in part|not proven", cell)
            files = re.findall(r"`(tests/[\w/]+\.py)`", cell)
            assert rating, f"{name}, {column}: {cell!r} begins with no rating"
            assert bool(files) == (rating[0] != "not proven"), f"{name}, {column}: proof and rating disagree"
            assert all((ROOT / file).is_file() for file in files), f"{name}, {column}: {files}"


@pytest.mark.parametrize("section", ["Drivers", "Simulators"])
def test_a_contract_suite_names_its_family(section: str) -> None:
    for name, cells in rows(section).items():
        assert f"tests/contracts/test_{name.partition('/')[0]}.py" in cells[COLUMNS.index("contract suite")]
