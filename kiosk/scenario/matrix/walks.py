"""Walks: find every page of an item by walking it without faults."""

from __future__ import annotations

import tempfile
from collections import deque
from dataclasses import replace
from pathlib import Path

from kiosk.catalogue.sources import read_item
from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.matrix.cells import (
    PRACTICE_PREFIX,
    PROFILE,
    READER,
    Cell,
    InjectedFault,
    ReachedPage,
    Walk,
    branches_of,
)
from kiosk.scenario.matrix.citizen import DETOUR, DETOURS, DEVICE_WAIT_S, EXCURSIONS, OF_SOME_ITEMS
from kiosk.scenario.matrix.play import MAX_ACTS, Play
from kiosk.scenario.stage import touchable_keys
from kiosk.steps.reasons import UNPRACTISED
from kiosk.view import View

NO_FAULT = InjectedFault("person", "fine", "All goes well")
Preferences = tuple[tuple[str, str], ...]
END_PAGES = ("Attract", "OutOfService")
LOWEST_RATE = "1"
"""Of the levels of a rating one that is asked for its reason is walked; the best is the citizen's own."""


def items_of(services: Path) -> list[str]:
    """Return the ids of all service items."""
    return sorted(path.parent.name for path in services.glob("*/item.toml"))


def walks_of(
    item: str, platform: Platform, config: Path, profile: str = PROFILE, *, detours: bool = True
) -> list[Walk]:
    """Return walks that together show every reachable page: the one without preferences, and one for every branch that
    it did not take, as far as it leads elsewhere. Without `detours`, none of those that every item has."""
    walks: list[Walk] = []
    seen: set[str] = set()
    waiting = deque[Preferences]([()])
    kind = read_item(config / "services" / item).kind
    passed_over = {(DETOUR, "practice")} if kind in UNPRACTISED else set()
    passed_over |= set() if detours else {(DETOUR, name) for name in DETOURS if name not in OF_SOME_ITEMS}
    while waiting:
        preferences = waiting.popleft()
        walk, branches = _walk_item(Walk(item, preferences, profile=profile), platform, config)
        if {reached.page for reached in walk.pages} - seen:
            walks.append(walk)
            seen |= {reached.page for reached in walk.pages}
        if not preferences:
            waiting.extend((branch,) for branch in sorted(branches - passed_over))
    return walks


def _walk_item(bare: Walk, platform: Platform, config: Path) -> tuple[Walk, set[tuple[str, str]]]:
    platform.cable.mend()
    platform.reset()
    pages: dict[str, ReachedPage] = {}
    branches: set[tuple[str, str]] = set()
    taken: set[tuple[str, str]] = set()
    excursion = dict(bare.preferences).get(DETOUR) in EXCURSIONS
    with tempfile.TemporaryDirectory(prefix="yike-walk-") as folder:
        play = Play(Cell(bare, "", 0, NO_FAULT), platform, config, Path(folder))
        published: list[str] = []
        play.on_view = lambda view: published.append(name_of(view))
        try:
            play.start()
            for number in range(MAX_ACTS):
                offered = touchable_keys(play.stage.view())
                branches |= branches_of(offered)
                branches |= {(DETOUR, name) for name, keys in DETOURS.items() if keys[0] in offered}
                branches = {(verb, name) for verb, name in branches if verb != "rate" or name == LOWEST_RATE}
                act = play.citizen.next_act()
                if act is None:
                    break
                taken |= branches_of([act.key])
                published.clear()
                play.act(act)
                view = play.stage.view()
                if view.page in END_PAGES:
                    break
                if excursion and not play.citizen.detour:
                    # What the workers of devices are in the middle of.
                    play.stage.advance(DEVICE_WAIT_S)
                    break
                for page in published:
                    pages.setdefault(page, ReachedPage(page, number, passing=True))
                name = name_of(view)
                here = pages.get(name)
                if here is None or here.passing:
                    pages[name] = ReachedPage(name, here.act if here else number, offers=_offers(view))
        finally:
            play.world.terminal.stop()
    if not excursion and not any(page.endswith("farewell") for page in pages):
        # Pages that are never reached would silently have no cells.
        raise ActorError(
            f"the walk of {bare.item} {bare.preferences} ended at {play.stage.view().id}, before the farewell"
        )
    found = tuple(each for each in pages.values() if each.page not in ("attract", "out_of_service"))
    return replace(bare, pages=found), branches - taken


def name_of(view: View) -> str:
    """Return a page's name in the matrix; a page in practice mode counts as another page."""
    return f"{PRACTICE_PREFIX}{view.id}" if view.practice else view.id


def _offers(view: View) -> frozenset[str]:
    reader = {READER} if view.page == "Identify" and view.guidance is not None and not view.practice else set()
    return frozenset({*touchable_keys(view), *(field.key for field in view.fields), *reader})
