"""A sample of the misfortune matrix by seed, played and checked by the rules; `make matrix` plays all of it."""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from devices import misfortunes
from kiosk.effects import Rate
from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.matrix import command, killed
from kiosk.scenario.matrix.brought import BROUGHT
from kiosk.scenario.matrix.cells import Cell, InjectedFault, covering, kind_of, sample, troubles
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.played import Held
from kiosk.scenario.matrix.rules import NAMELESS, NAMES, judge
from kiosk.scenario.matrix.run import play_cell
from kiosk.scenario.matrix.table import EVERYTHING, cells_on, devices_of, play_serially
from kiosk.scenario.matrix.walks import items_of
from kiosk.workers.case_sealer import CaseSealer
from tests import frozen

CONFIG = frozen.config()
SILENT = ("id_reader.no_answer",)
SEED, SIZE = 20261124, 3


@pytest.fixture(scope="module")
def all_cells(shared_platform: Platform) -> list[Cell]:
    return cells_on(shared_platform, CONFIG, detours_of=("old-age-allowance",))


def test_every_item_page_and_misfortune_is_in_the_matrix(all_cells: list[Cell]) -> None:
    assert {cell.walk.item for cell in all_cells} == set(items_of(CONFIG / "services"))
    of_devices = {
        f"{spec.family}.{each.name}"
        for spec in devices_of(CONFIG, EVERYTHING)
        for each in misfortunes(spec.family, spec.driver)
    }
    assert of_devices
    assert {cell.trouble.id for cell in all_cells if cell.trouble.of not in NAMELESS} == of_devices | set(NAMES)
    pages = {cell.page for cell in all_cells}
    assert {"way/slip", "for_whom/relation", "identify/helper", "submit", "rate/reason", "lookup", "progress"} <= pages
    assert {"home?help", "home?staff", "identify/other_documents", "identify/companion", "practice/ending"} <= pages


def test_what_people_bring_is_on_every_page_where_it_can_be(all_cells: list[Cell]) -> None:
    """The frozen terminals have a scanner of codes at the hall alone, whose items read none."""
    brought = {(cell.trouble.name, cell.page) for cell in all_cells if cell.trouble.of == "brought"}
    codes = {name for name, each in BROUGHT.items() if "code_scanner" in each.families}
    assert brought == {(name, page) for name, each in BROUGHT.items() for page in each.pages if name not in codes}


@pytest.mark.parametrize("name", Random(SEED).sample(sorted(BROUGHT), 2))
def test_what_people_bring_breaks_no_rule(all_cells: list[Cell], platform: Platform, name: str) -> None:
    reached = next(cell for cell in all_cells if cell.page in BROUGHT[name].pages)
    trouble = InjectedFault("brought", name, BROUGHT[name].words)
    chosen = replace(reached, walk=replace(reached.walk, profile=EVERYTHING), trouble=trouble)
    assert {result.cell.id: result.violations for result in play_serially([chosen], CONFIG, platform)} == {
        chosen.id: ()
    }


def test_a_sample_is_reproducible_by_seed(all_cells: list[Cell]) -> None:
    assert sample(all_cells, SIZE, SEED) == sample(all_cells, SIZE, SEED) != sample(all_cells, SIZE, SEED + 1)


def test_the_cells_that_are_played_hold_every_pair(all_cells: list[Cell]) -> None:
    def pairs(cells: list[Cell]) -> set[tuple[str, str]]:
        by_item = {(cell.walk.item, other) for cell in cells for other in (cell.page, cell.trouble.id)}
        return by_item | {(kind_of(cell.page), cell.trouble.id) for cell in cells}

    chosen = covering(all_cells, SEED)
    assert pairs(chosen) == pairs(all_cells)
    assert len(chosen) < len(all_cells) / 2
    assert [kind_of(page) for page in ("form/phone", "practice/form/phone", "home?help")] == [
        *("form", "practice/form", "home?help")
    ]


def test_no_rule_is_broken_in_a_sample(all_cells: list[Cell], platform: Platform) -> None:
    results = play_serially(sample(all_cells, SIZE, SEED), CONFIG, platform)
    assert len(results) >= SIZE
    assert {result.cell.id: result.violations for result in results if result.violations} == {}


def test_a_device_that_a_visit_does_not_need_disturbs_none_of_its_pages(
    all_cells: list[Cell], platform: Platform
) -> None:
    """At the hall an item without paper on A4 is as elsewhere, whatever happens to the A4 printer."""
    (a4,) = (spec for spec in devices_of(CONFIG, "hall") if spec.family == "document_printer")
    table = [each for each in troubles([], [a4]) if each.of == a4.family]
    assert len(table) == len(misfortunes(a4.family, a4.driver))
    random = Random(SEED)
    walks = [(cell.walk, cell.page, cell.act) for cell in all_cells if cell.page in ("home", "submit", "lookup")]
    chosen = [
        Cell(replace(walk, profile="hall"), page, act, trouble)
        for (walk, page, act), trouble in zip(random.sample(walks, 2), random.sample(table, 2), strict=True)
    ]
    results = play_serially(chosen, CONFIG, platform)
    assert {result.cell.id: result.violations for result in results} == {cell.id: () for cell in chosen}


def test_killed_while_a_case_is_kept_it_is_complete_and_single(all_cells: list[Cell], platform: Platform) -> None:
    power = [cell for cell in all_cells if cell.page == "submit" and cell.trouble.of == "power"]
    results = play_serially(power, CONFIG, platform)
    assert [result.cell.walk.item for result in results] == ["old-age-allowance", "residence-permit"]
    assert [result.violations for result in results] == [(), ()]


def test_a_wrong_fault_message_is_found_in_a_real_play(
    all_cells: list[Cell], platform: Platform, tmp_path: Path
) -> None:
    cell = next(c for c in all_cells if c.page == "identify" and c.trouble.id == "id_reader.unreadable")
    played = play_cell(cell, platform, CONFIG, tmp_path / "terminal")
    assert judge(cell, played) == []
    lie = replace(cell, trouble=InjectedFault("id_reader", "silent", "The reader does not answer", (), SILENT))
    assert "names" in {each.rule for each in judge(lie, played)}


def test_a_leak_planted_in_a_real_play_is_found(
    all_cells: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c for c in all_cells if c.page == "form/person" and c.trouble.id == "person.leaves")
    original = Play._wait_for_delivery

    def careless(play: Play) -> Held:
        card = play.world.cards.people["wang_old"]
        (play.world.places.data / "notes.txt").write_bytes(card.number.encode("utf-16-le"))
        Path(tempfile.mkstemp(suffix="-name.tmp")[1]).write_text(card.name, encoding="utf-8")
        return original(play)

    monkeypatch.setattr(Play, "_wait_for_delivery", careless)
    found = judge(cell, play_cell(cell, platform, CONFIG, tmp_path / "terminal"))
    assert {each.rule for each in found} == {"leaks"}
    assert {each.what.partition(":")[0][-8:] for each in found} == {"otes.txt", "name.tmp"}


def test_a_rating_that_is_kept_twice_is_found_in_a_real_play(
    all_cells: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(
        c for c in all_cells if c.page == "farewell" and c.trouble.id == "receipt_printer.near_end" and rates(c)
    )
    original = CaseSealer._rating

    def twice(sealer: CaseSealer, visit: str, effect: Rate) -> None:
        original(sealer, visit, effect)
        original(sealer, visit, effect)

    monkeypatch.setattr(CaseSealer, "_rating", twice)
    found = judge(cell, play_cell(cell, platform, CONFIG, tmp_path / "terminal"))
    assert [(each.rule, each.what) for each in found] == [("twice", "2 ratings")]


def rates(cell: Cell) -> bool:
    return any(key.startswith("rate:") for reached in cell.walk.pages for key in reached.offers)


CARELESS_CHILD = """
import os, sys
from kiosk.scenario.matrix import command, killed
from kiosk.scenario.matrix.play import Play
usual = Play.act
def careless(play, act):
    card = play.world.cards.people["wang_old"]
    with open(os.path.join(os.environ["TMPDIR"], "dump.txt"), "w", encoding="utf-8") as dump:
        dump.write(card.name)
    sys.stderr.buffer.write(b"reading " + card.number.encode() + b"\\n")
    sys.stderr.flush()
    usual(play, act)
Play.act = careless
sys.exit(killed.main())
"""


def test_leaks_of_a_killed_process_are_found(
    all_cells: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c for c in all_cells if c.page == "guide" and c.trouble.of == "power")
    monkeypatch.setattr(killed, "CHILD", ("-c", CARELESS_CHILD))
    found = judge(cell, killed.play_killed(cell, platform, CONFIG, tmp_path / "terminal"))
    assert {each.what.partition(":")[0] for each in found if each.rule == "leaks"} == {"dump.txt", "log"}
    assert "quiet" in {each.rule for each in found}, "a program that is killed says nothing before"


@pytest.mark.parametrize(("only", "code"), [("", 0), ("no such cell", 1)])
def test_the_command_writes_its_results_where_it_is_asked_to(
    only: str,
    code: int,
    all_cells: list[Cell],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cell = next(c for c in all_cells if c.page == "identify" and c.trouble.id == "id_reader.unreadable")
    monkeypatch.setattr(command, "all_cells", lambda config, profile, only, jobs: [cell] if only in cell.id else [])
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    out = tmp_path / "results"
    options = parser.parse_args(["matrix", "--out", str(out), "--jobs", "1", "--only", only, "--json"])
    assert command.run(options, CONFIG) == code
    played = [] if only else [cell.id]
    written = json.loads((out / "matrix.json").read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out) == written
    assert [each["id"] for each in written["results"]][:1] == played
    assert all(words in (out / "index.html").read_text(encoding="utf-8") for words in played)


def test_an_item_that_cannot_be_walked_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stuck(*_: object) -> list[Cell]:
        raise ActorError("the walk of somewhere ended at guide, before the farewell")

    monkeypatch.setattr(command, "all_cells", stuck)
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    assert command.run(parser.parse_args(["matrix", "--jobs", "1"]), CONFIG) == 2
    assert capsys.readouterr().err == "the walk of somewhere ended at guide, before the farewell\n"
