"""The whole matrix: cells found, played by several processes, judged, and told as one result."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from devices import DeviceSpec
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import Cell, cells, troubles
from kiosk.scenario.matrix.killed import play_killed
from kiosk.scenario.matrix.played import Played
from kiosk.scenario.matrix.rules import Violation, faults_shown, judge
from kiosk.scenario.matrix.run import play_cell
from kiosk.scenario.matrix.walks import items_of, ways_of
from kiosk.settings import load_settings
from kiosk.terminal.assembly import device_specs

CHUNKS_A_JOB = 16
"""Pieces a process's share is cut into, so that none waits long for the others."""
CAN_PASS = ("id_reader", "receipt_printer", "platform", "network")


@dataclass(frozen=True)
class Result:
    """One cell as it went."""

    cell: Cell
    played: Played
    violations: tuple[Violation, ...]


Progress = Callable[[int, int, Sequence[Result]], None]


def start_platform(config: Path, folder: Path) -> Platform:
    return Platform(config / "services", config / "people.toml", folder)


def all_cells(config: Path) -> list[Cell]:
    """Every cell there is, found by walking every item in a world where all goes well."""
    with tempfile.TemporaryDirectory(prefix="yike-matrix-") as folder:
        platform = start_platform(config, Path(folder))
        try:
            ways = [way for item in items_of(config / "services") for way in ways_of(item, platform, config)]
            known = platform.order("GET", "/sandbox/misfortunes")["known"]
            return cells(ways, troubles(known, devices_of(config)))
        finally:
            platform.stop()


def devices_of(config: Path) -> list[DeviceSpec]:
    """The devices of the rehearsal's profile."""
    settings = load_settings(config / "terminals" / "rehearsal.toml", rehearsal=True)
    return list(device_specs(settings, config / "models").values())


def play_here(some: Iterable[Cell], config: Path, platform: Platform) -> list[Result]:
    """Play these one after another. A trouble a page spoke of is played again, passing this time."""
    results = []
    for cell in some:
        results.append(_one(cell, config, platform))
        if cell.trouble.of in CAN_PASS and any(map(faults_shown, results[-1].played.seen)):
            results.append(_one(replace(cell, passes=True), config, platform))
    return results


def _one(cell: Cell, config: Path, platform: Platform) -> Result:
    with tempfile.TemporaryDirectory(prefix="yike-cell-") as folder:
        play = play_killed if cell.trouble.of == "power" else play_cell
        played = play(cell, platform, config, Path(folder) / "terminal")
    return Result(cell, played, tuple(judge(cell, played)))


def _share(some: Sequence[Cell], config: Path) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="yike-matrix-") as folder:
        platform = start_platform(config, Path(folder))
        try:
            return play_here(some, config, platform)
        finally:
            platform.stop()


def play_all(some: Sequence[Cell], config: Path, jobs: int, progress: Progress) -> list[Result]:
    """Play these on several processes; the results stand in the order of the cells' ids, whoever played them."""
    size = max(1, -(-len(some) // (jobs * CHUNKS_A_JOB)))
    shares = [some[at : at + size] for at in range(0, len(some), size)]
    results: list[Result] = []
    done = 0
    with ProcessPoolExecutor(jobs) as pool:
        running = {pool.submit(_share, share, config): len(share) for share in shares}
        for each in as_completed(running):
            results += each.result()
            done += running[each]
            progress(done, len(some), each.result())
    return sorted(results, key=lambda result: result.cell.id)
