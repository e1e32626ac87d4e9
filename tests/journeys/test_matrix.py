"""A seeded sample of the misfortune matrix, played and judged; the whole of it is `make matrix`."""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from devices import misfortunes
from kiosk.effects import Rate
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix import command, killed
from kiosk.scenario.matrix.cells import Cell, InjectedFault, cells, sample, troubles
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.played import Held
from kiosk.scenario.matrix.rules import NAMES, judge
from kiosk.scenario.matrix.run import play_cell
from kiosk.scenario.matrix.table import devices_of, play_here
from kiosk.scenario.matrix.walks import items_of, ways_of
from kiosk.workers.case_sealer import CaseSealer
from tests import frozen

CONFIG = frozen.config()
SEED, SIZE = 20261124, 14


@pytest.fixture(scope="module")
def whole(shared_platform: Platform) -> list[Cell]:
    ways = [way for item in items_of(CONFIG / "services") for way in ways_of(item, shared_platform, CONFIG)]
    known = shared_platform.order("GET", "/sandbox/misfortunes")["known"]
    return cells(ways, troubles(known, devices_of(CONFIG)))


def test_every_item_page_and_misfortune_is_in_the_matrix(whole: list[Cell]) -> None:
    assert {cell.way.item for cell in whole} == set(items_of(CONFIG / "services"))
    assert {cell.trouble.id for cell in whole} == set(NAMES) | {
        cell.trouble.id for cell in whole if cell.trouble.of in ("person", "power")
    }
    for spec in devices_of(CONFIG):
        assert {f"{spec.family}.{each.name}" for each in misfortunes(spec.family, spec.driver)} <= set(NAMES)
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
    cell = next(c for c in whole if c.page == "identify" and c.trouble.id == "id_reader.unreadable")
    played = play_cell(cell, platform, CONFIG, tmp_path / "terminal")
    assert judge(cell, played) == []
    lie = replace(cell, trouble=InjectedFault("id_reader", "silent", "The reader does not answer"))
    assert "names" in {each.rule for each in judge(lie, played)}


def test_a_leak_planted_in_a_real_play_is_found(
    whole: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c for c in whole if c.page == "form/person" and c.trouble.id == "person.leaves")
    usual = Play._delivered

    def careless(play: Play) -> Held:
        card = play.world.cards.people["wang_old"]
        (play.world.places.data / "notes.txt").write_bytes(card.number.encode("utf-16-le"))
        Path(tempfile.mkstemp(suffix="-name.tmp")[1]).write_text(card.name, encoding="utf-8")
        return usual(play)

    monkeypatch.setattr(Play, "_delivered", careless)
    found = judge(cell, play_cell(cell, platform, CONFIG, tmp_path / "terminal"))
    assert {each.rule for each in found} == {"leaks"}
    assert {each.what.partition(":")[0][-8:] for each in found} == {"otes.txt", "name.tmp"}


def test_a_rating_that_is_kept_twice_is_found_in_a_real_play(
    whole: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c for c in whole if c.page == "farewell" and c.trouble.id == "receipt_printer.near_end" and rates(c))
    usual = CaseSealer._rating

    def twice(keeper: CaseSealer, visit: str, effect: Rate) -> None:
        usual(keeper, visit, effect)
        usual(keeper, visit, effect)

    monkeypatch.setattr(CaseSealer, "_rating", twice)
    found = judge(cell, play_cell(cell, platform, CONFIG, tmp_path / "terminal"))
    assert [(each.rule, each.what) for each in found] == [("twice", "2 ratings")]


def rates(cell: Cell) -> bool:
    return "rate" in {stop.page for stop in cell.way.stops}


LAST_WORDS = """
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


def test_what_a_killed_process_put_down_or_said_is_found(
    whole: list[Cell], platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = next(c for c in whole if c.page == "guide" and c.trouble.of == "power")
    monkeypatch.setattr(killed, "DIES", ("-c", LAST_WORDS))
    found = judge(cell, killed.play_killed(cell, platform, CONFIG, tmp_path / "terminal"))
    assert {each.what.partition(":")[0] for each in found if each.rule == "leaks"} == {"dump.txt", "log"}
    assert "quiet" in {each.rule for each in found}, "a program that is killed says nothing before"


@pytest.mark.parametrize(("only", "code"), [("", 0), ("no such cell", 1)])
def test_the_command_writes_its_results_where_it_is_asked_to(
    only: str,
    code: int,
    whole: list[Cell],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cell = next(c for c in whole if c.page == "identify" and c.trouble.id == "id_reader.unreadable")
    monkeypatch.setattr(command, "all_cells", lambda config: [cell])
    parser = argparse.ArgumentParser()
    command.add_to(parser.add_subparsers())
    out = tmp_path / "results"
    options = parser.parse_args(["matrix", "--out", str(out), "--jobs", "1", "--only", only, "--json"])
    assert command.run(options, CONFIG) == code
    played = [] if only else [cell.id]
    written = json.loads((out / "matrix.json").read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out) == written
    assert [each["id"] for each in written["results"]][:1] == played
    assert all(words in (out / "index.html").read_text(encoding="utf-8") for words in played)
