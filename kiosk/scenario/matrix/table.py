"""The whole matrix: find the cells, play them in several processes, check them by the rules."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path

from devices import DeviceSpec
from devices.lazy_dataclass import dataclass
from kiosk.catalogue.sources import read_item
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import PROFILE, Cell, cells, troubles
from kiosk.scenario.matrix.killed import play_killed
from kiosk.scenario.matrix.played import Played
from kiosk.scenario.matrix.rules import Violation, faults_shown, judge
from kiosk.scenario.matrix.run import play_cell
from kiosk.scenario.matrix.walks import items_of, walks_of
from kiosk.settings import load_settings
from kiosk.steps.paper_ways import WAYS_NEED
from kiosk.terminal.assembly import device_specs
from kiosk.terminal.facts import absent_capabilities

EVERYTHING = "hall"
"""The profile with every device."""
SHARE_MOST = 40
"""Cells that a process plays one after another: few, so that progress is told, and Ctrl-C heard, within minutes."""
TEMPORARY_KINDS = (
    *("id_reader", "receipt_printer", "document_printer", "document_scanner", "code_scanner", "camera", "card_reader"),
    *("locker", "power"),
    *("platform", "network"),
)


@dataclass(frozen=True)
class Result:
    """A played cell and its violations."""

    cell: Cell
    played: Played
    violations: tuple[Violation, ...]


Progress = Callable[[int, int, Sequence[Result]], None]


def start_platform(config: Path, folder: Path) -> Platform:
    return Platform(config / "services", config / "people.toml", folder)


def all_cells(config: Path, profile: str = PROFILE, only: str = "", jobs: int = 1) -> list[Cell]:
    """Return every cell of the matrix whose id contains `only`, found by walking without faults every item that can
    have one, in several processes."""
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(partial(_cells_of, config, profile), items_like(only, config))
        return [cell for cells_found in found for cell in cells_found if only in cell.id]


def _cells_of(config: Path, profile: str, item: str) -> list[Cell]:
    with tempfile.TemporaryDirectory(prefix="yike-matrix-") as folder:
        platform = start_platform(config, Path(folder))
        try:
            return cells_on(platform, config, profile, items=(item,))
        finally:
            platform.stop()


def items_like(only: str, config: Path) -> list[str]:
    """Return the items that can have a cell whose id, `<item>:<page>:<trouble>`, contains a text."""
    item, colon, _ = only.partition(":")
    every = items_of(config / "services")
    if colon:
        return [each for each in every if each.endswith(item)]
    return [each for each in every if each == only] or every


def cells_on(
    platform: Platform,
    config: Path,
    profile: str = PROFILE,
    detours_of: Collection[str] | None = None,
    items: Iterable[str] | None = None,
) -> list[Cell]:
    """Return every cell, with walks on a platform that runs: each item at a terminal where it can be finished. Detours
    that every item has are walked for these alone (None: for all), and no other items than `items`."""
    known = platform.request("GET", "/sandbox/misfortunes")["known"]
    found: list[Cell] = []
    for item in items_of(config / "services") if items is None else items:
        terminal = profile_for(item, config, profile)
        walks = walks_of(item, platform, config, terminal, detours=detours_of is None or item in detours_of)
        found += cells(walks, troubles(known, devices_of(config, terminal)))
    return found


def profile_for(item: str, config: Path, profile: str) -> str:
    """Return the profile, or the one with every device if the item needs one that it lacks."""
    wanted = read_item(config / "services" / item)
    needs = {*wanted.needs, *(WAYS_NEED.get(way, "") for each in wanted.handed_in for way in each.ways)}
    absent = absent_capabilities(load_settings(config / "terminals" / f"{profile}.toml", rehearsal=True))
    return EVERYTHING if absent & needs else profile


def devices_of(config: Path, profile: str = PROFILE) -> list[DeviceSpec]:
    """Return the devices of a profile."""
    settings = load_settings(config / "terminals" / f"{profile}.toml", rehearsal=True)
    return list(device_specs(settings, config / "models").values())


def play_serially(chosen: Iterable[Cell], config: Path, platform: Platform) -> list[Result]:
    """Play cells one after another. A cell whose page showed the fault is played again with a fault that passes."""
    results = []
    for cell in chosen:
        results.append(_play_and_judge(cell, config, platform))
        if cell.trouble.of in TEMPORARY_KINDS and any(map(faults_shown, results[-1].played.seen)):
            results.append(_play_and_judge(replace(cell, passes=True), config, platform))
    return results


def _play_and_judge(cell: Cell, config: Path, platform: Platform) -> Result:
    with tempfile.TemporaryDirectory(prefix="yike-cell-") as folder:
        play = play_killed if cell.trouble.of == "power" else play_cell
        played = play(cell, platform, config, Path(folder) / "terminal")
    return Result(cell, played, tuple(judge(cell, played)))


def _play_share(chosen: Sequence[Cell], config: Path) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="yike-matrix-") as folder:
        platform = start_platform(config, Path(folder))
        try:
            return play_serially(chosen, config, platform)
        finally:
            platform.stop()


def play_parallel(chosen: Sequence[Cell], config: Path, jobs: int, progress: Progress) -> list[Result]:
    """Play cells in several processes and return the results sorted by cell id."""
    size = max(1, min(SHARE_MOST, -(-len(chosen) // jobs)))
    shares = [chosen[at : at + size] for at in range(0, len(chosen), size)]
    results: list[Result] = []
    done = 0
    with ProcessPoolExecutor(jobs) as pool:
        running = {pool.submit(_play_share, share, config): len(share) for share in shares}
        for each in as_completed(running):
            results += each.result()
            done += running[each]
            progress(done, len(chosen), each.result())
    return sorted(results, key=lambda result: result.cell.id)
