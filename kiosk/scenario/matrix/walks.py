"""Finds every page of an item by walking it, in a world where all goes well."""

from __future__ import annotations

import tempfile
from collections import deque
from pathlib import Path

from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.matrix.cells import PRACTISED, READER, Cell, InjectedFault, Stop, Way, branches_of
from kiosk.scenario.matrix.citizen import DETOUR, DETOURS
from kiosk.scenario.matrix.play import MOST_ACTS, Play
from kiosk.scenario.stage import keys_of
from kiosk.view import View

FINE = InjectedFault("person", "fine", "All goes well")
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
        if {stop.page for stop in way.stops} - seen:
            ways.append(way)
            seen |= {stop.page for stop in way.stops}
        for parting in sorted(partings):
            following = (parting,)
            if not taste and following not in tried:
                tried.add(following)
                waiting.append(following)
    return ways


def _walk(item: str, taste: Taste, platform: Platform, config: Path) -> tuple[Way, set[tuple[str, str]]]:
    platform.cable.mend()
    platform.reset()
    stops: dict[str, Stop] = {}
    partings: set[tuple[str, str]] = set()
    bare = Way(item, taste)
    with tempfile.TemporaryDirectory(prefix="yike-walk-") as folder:
        play = Play(Cell(bare, "", 0, FINE), platform, config, Path(folder))
        published: list[str] = []
        play.on_view = lambda view: published.append(name_of(view))
        try:
            play.start()
            for number in range(MOST_ACTS):
                partings |= branches_of(keys_of(play.stage.view()))
                partings |= {(DETOUR, name) for name, keys in DETOURS.items() if keys[0] in keys_of(play.stage.view())}
                act = play.citizen.next_act()
                if act is None:
                    break
                published.clear()
                play.act(act)
                view = play.stage.view()
                if view.page in END:
                    break
                for page in published:
                    stops.setdefault(page, Stop(page, number, passing=True))
                here = stops.get(name_of(view))
                if here is None or here.passing:
                    stops[name_of(view)] = Stop(name_of(view), here.act if here else number, offers=_offers(view))
        finally:
            play.world.terminal.stop()
    if not any(page.endswith("farewell") for page in stops):
        # Pages that were never reached would have no cells, and nobody would miss them.
        raise ActorError(f"the walk of {item} {taste} ended at {play.stage.view().id}, before the farewell")
    found = tuple(stop for stop in stops.values() if stop.page not in ("attract", "out_of_service"))
    return Way(item, taste, found), partings


def name_of(view: View) -> str:
    """A page's name in the matrix; one that is practised is another page."""
    return f"{PRACTISED}{view.id}" if view.practice else view.id


def _offers(view: View) -> frozenset[str]:
    reader = {READER} if view.page == "Identify" and view.guidance is not None and not view.practice else set()
    return frozenset({*keys_of(view), *(field.key for field in view.fields), *reader})
