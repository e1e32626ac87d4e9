"""Finds every page of an item by walking it, in a world where all goes well."""

from __future__ import annotations

import tempfile
from collections import deque
from pathlib import Path

from kiosk.scenario.actors import ActorTrouble, Platform
from kiosk.scenario.matrix.cells import Cell, Trouble, Way, branches_of
from kiosk.scenario.matrix.play import MOST_ACTS, Play
from kiosk.scenario.stage import keys_of

FINE = Trouble("person", "fine", "All goes well")
Taste = tuple[tuple[str, str], ...]
END = ("Attract", "OutOfService")


def items_of(services: Path) -> list[str]:
    """Every item there is."""
    return sorted(path.parent.name for path in services.glob("*/item.toml"))


def ways_of(item: str, platform: Platform, config: Path) -> list[Way]:
    """Ways that together show every page the citizen can come to: the plain one, and one for every parting."""
    ways: list[Way] = []
    seen: set[str] = set()
    waiting = deque[Taste]([()])
    tried: set[Taste] = {()}
    while waiting:
        taste = waiting.popleft()
        way, partings = _walk(item, taste, platform, config)
        if {page for page, _ in way.pages} - seen:
            ways.append(way)
            seen |= {page for page, _ in way.pages}
        for parting in sorted(partings):
            following = (parting,)
            if not taste and following not in tried:
                tried.add(following)
                waiting.append(following)
    return ways


def _walk(item: str, taste: Taste, platform: Platform, config: Path) -> tuple[Way, set[tuple[str, str]]]:
    platform.cable.mend()
    platform.reset()
    pages: dict[str, int] = {}
    resting: set[str] = set()
    partings: set[tuple[str, str]] = set()
    asks_code: set[str] = set()
    bare = Way(item, taste, (), frozenset(), frozenset())
    with tempfile.TemporaryDirectory(prefix="yike-walk-") as folder:
        play = Play(Cell(bare, "", 0, FINE), platform, config, Path(folder))
        published: list[str] = []
        play.on_view = lambda view: published.append(view.id)
        try:
            play.start()
            for number in range(MOST_ACTS):
                act = play.citizen.next_act()
                if act is None:
                    break
                published.clear()
                play.act(act)
                view = play.stage.view()
                if view.page in END:
                    break
                for page in [*published, view.id]:
                    pages.setdefault(page, number)
                resting.add(view.id)
                partings |= branches_of(keys_of(view))
                if any(field.key == "code" for field in view.fields):
                    asks_code.add(view.id)
        finally:
            play.world.terminal.stop()
    if "farewell" not in pages:
        # Pages that were never reached would have no cells, and nobody would miss them.
        raise ActorTrouble(f"the walk of {item} {taste} ended at {play.stage.view().id}, before the farewell")
    found = tuple((page, number) for page, number in pages.items() if page not in END and page != "attract")
    return Way(item, taste, found, frozenset(pages) - resting, frozenset(asks_code)), partings
