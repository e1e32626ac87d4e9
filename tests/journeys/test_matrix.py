"""A seeded sample of the misfortune matrix, played and judged; the whole of it is `make matrix`."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import misfortunes
from devices.registry import SIMULATORS
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import Cell, Trouble, cells, sample, troubles
from kiosk.scenario.matrix.rules import NAMES
from kiosk.scenario.matrix.run import play_cell
from kiosk.scenario.matrix.table import play_here
from kiosk.scenario.matrix.walks import items_of, ways_of
from tests.house.doors import ROOT

CONFIG = ROOT / "config"
SEED, SIZE = 20261124, 14


@pytest.fixture(scope="module")
def whole(shared_platform: Platform) -> list[Cell]:
    ways = [way for item in items_of(CONFIG / "services") for way in ways_of(item, shared_platform, CONFIG)]
    return cells(ways, troubles(shared_platform.order("GET", "/sandbox/misfortunes")["known"]))


def test_every_item_page_and_misfortune_is_in_the_matrix(whole: list[Cell]) -> None:
    assert {cell.way.item for cell in whole} == set(items_of(CONFIG / "services"))
    assert {cell.trouble.id for cell in whole} == set(NAMES) | {
        cell.trouble.id for cell in whole if cell.trouble.of in ("person", "power")
    }
    for family, driver in SIMULATORS:
        assert {f"{family}.{each.name}" for each in misfortunes(family, driver)} <= set(NAMES)
    pages = {cell.page for cell in whole}
    assert {"way/slip", "for_whom/relation", "identify/helper", "submit", "rate/reason", "lookup", "progress"} <= pages
    assert {"home?help", "home?staff", "identify/other_documents", "identify/companion", "practice/ending"} <= pages


def test_a_seed_chooses_the_same_cells_again(whole: list[Cell]) -> None:
    assert sample(whole, SIZE, SEED) == sample(whole, SIZE, SEED) != sample(whole, SIZE, SEED + 1)


def test_no_rule_is_broken_in_a_sample(whole: list[Cell], platform: Platform) -> None:
    results = play_here(sample(whole, SIZE, SEED), CONFIG, platform)
    assert len(results) >= SIZE
    assert {result.cell.id: result.violations for result in results if result.violations} == {}


def test_killed_while_the_case_is_kept_nothing_is_half_or_double(whole: list[Cell], platform: Platform) -> None:
    power = [cell for cell in whole if cell.page == "submit" and cell.trouble.of == "power"]
    results = play_here(power, CONFIG, platform)
    assert [result.violations for result in results] == [()]


def test_a_page_that_speaks_of_the_wrong_fault_is_found_in_a_real_play(
    whole: list[Cell], platform: Platform, tmp_path: Path
) -> None:
    from dataclasses import replace

    from kiosk.scenario.matrix.rules import judge

    cell = next(c for c in whole if c.page == "identify" and c.trouble.id == "id_reader.unreadable")
    played = play_cell(cell, platform, CONFIG, tmp_path / "terminal")
    assert judge(cell, played) == []
    lie = replace(cell, trouble=Trouble("id_reader", "silent", "The reader does not answer"))
    assert "names" in {each.rule for each in judge(lie, played)}
