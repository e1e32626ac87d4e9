"""The visits of `make bench` can be played on the data folder that it prepares."""

from __future__ import annotations

from pathlib import Path

from devices.id_reader.people import load_people
from tests.bench.visits import play_visit, started_offline
from tests.house.doors import ROOT


def test_a_terminal_on_the_data_of_the_bench_plays_its_visits(tmp_path: Path) -> None:
    terminal, stage = started_offline(tmp_path / "terminal")
    try:
        card = load_people(ROOT / "config" / "people.toml")["wang_old"]
        for apply in (True, False):
            play_visit(stage, terminal.devices["id_reader"].simulator, card, apply=apply)
            assert stage.view().page == "Attract"
        assert terminal.outbox.case_counts()["unsent"] == 1
    finally:
        terminal.stop()
