"""Every driver of the table keeps its family's promises, and one that does not is found by mypy and by the sweep."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from devices import registry
from devices.driver_table import DRIVERS, DriverRow
from devices.registry import driver_row
from tests.devices.sweep import problems_of
from tests.house.doors import ROOT

GOOD = '''
"""A reader that finds no card, ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices import Clock, DeviceState, DeviceStatus, Presence, Wait
from devices.family import Begun, silently
from devices.id_reader.contract import IdCard, IdReader, IdReaderCapability
from devices.transport import Port


class PlantedReader:
    def status(self, wait: Wait) -> DeviceStatus:
        return DeviceStatus(DeviceState.READY, capabilities=frozenset({IdReaderCapability.READ_ID_CARD}))

    def read(self, wait: Wait, begun: Begun = silently) -> IdCard:
        while True:
            wait.pause(60)

    def presence(self, wait: Wait) -> Presence:
        return Presence.UNKNOWN

    def close(self) -> None:
        pass


def create(port: Port, clock: Clock, model: Mapping[str, Any], options: Mapping[str, Any]) -> IdReader:
    return PlantedReader()
'''
"""A driver as it must be; the planted mistakes are made from it."""

MISTAKES = {
    "a verb is missing": (
        "def presence(",
        "def presense(",
        "id_reader's contract: no presence",
        "presence",
    ),
    "a verb gives another type": (
        "-> Presence:\n        return Presence.UNKNOWN",
        "-> str:\n        return 'gone'",
        "presence gave str, not Presence",
        "Presence",
    ),
}
"""Mistake → what is written in place of what, what the sweep says of it, and a word of mypy's."""


@pytest.mark.parametrize("row", DRIVERS, ids=lambda row: f"{row.family}-{row.name}")
def test_every_driver_keeps_its_familys_promises(row: DriverRow) -> None:
    assert problems_of(row) == []


def planted(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DriverRow:
    """A row whose driver has this source."""
    path = tmp_path / f"planted_{tmp_path.name}.py"
    path.write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    row = replace(driver_row("id_reader", "samv"), name="planted", module=path.stem)
    monkeypatch.setattr(registry, "DRIVERS", (*DRIVERS, row))
    return row


Check = Callable[[Path], str]


@pytest.fixture(scope="module")
def mypy(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Return mypy's output for one file under the project's configuration: about 5 s at first, then 1 s each."""
    cache = tmp_path_factory.mktemp("mypy")

    def check(path: Path) -> str:
        command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
        command += ["--cache-dir", str(cache), str(path)]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False).stdout

    return check


def test_a_good_driver_passes_both(mypy: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = planted(GOOD, tmp_path, monkeypatch)
    assert problems_of(row) == []
    assert "Success" in mypy(tmp_path / f"{row.module}.py")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_driver_with_a_mistake_is_found_by_the_sweep_and_by_mypy(
    mistake: str, mypy: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad, sweeps_word, mypys_word = MISTAKES[mistake]
    assert good in GOOD
    row = planted(GOOD.replace(good, bad), tmp_path, monkeypatch)
    assert sweeps_word in "\n".join(problems_of(row))
    said = mypy(tmp_path / f"{row.module}.py")
    assert 'expected "IdReader"' in said
    assert mypys_word in said


def test_a_driver_that_hides_its_class_from_mypy_is_found_by_the_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = planted(GOOD.replace("-> IdReader:", "-> Any:"), tmp_path, monkeypatch)
    assert problems_of(row) == [f"{row.module}.create does not return IdReader"]
