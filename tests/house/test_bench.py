"""The data folder on which the figures of `make bench` are measured is one on which a terminal starts."""

from __future__ import annotations

from pathlib import Path

from tests.bench.visits import started_offline


def test_a_terminal_starts_on_the_data_of_the_bench(tmp_path: Path) -> None:
    terminal, stage = started_offline(tmp_path / "terminal")
    terminal.stop()
    view = stage.view()
    assert view.page == "Attract"
    assert view.choices, "a visit can begin"
