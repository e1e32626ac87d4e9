"""Cells of the matrix: faults from the tables of simulators and sandbox, pages from walks, their product, and the
choice of those that are played."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from devices import DeviceSpec, misfortunes
from devices.lazy_dataclass import dataclass
from kiosk.scenario.matrix.brought import BROUGHT
from kiosk.scenario.matrix.citizen import BRANCH_PREFIXES

PROFILE = "rehearsal"
"""The terminal whose devices the matrix is played on, if no other is asked for."""
PRACTICE_PREFIX = "practice/"
"""Prefix of the name of a page in practice mode."""
READER = "a card reader that waits"
"""Offered by a page that waits for a card."""
PERSON_FAULTS: Mapping[str, str] = {
    "walks_away": "The citizen walks away",
    "leaves": "The citizen touches leave",
    "goes_back": "The citizen touches back, and goes on",
    "asks_for_help": "The citizen asks for help, comes back and goes on",
    "card_too_early": "The card is lifted before it could be read",
    "card_left": "The card is never lifted",
    "staff_ends": "Staff end the visit",
}
REQUIRED_OFFERS: Mapping[str, frozenset[str]] = {
    "goes_back": frozenset({"back"}),
    "asks_for_help": frozenset({"help"}),
    "staff_ends": frozenset({"help"}),
    "card_too_early": frozenset({READER}),
    "card_left": frozenset({READER}),
}
"""Fault of a person → what a page must offer for it."""
POWER_FAULTS: Mapping[str, str] = {"killed": "The program is killed at this page and started again"}
NETWORK_FAULTS: Mapping[str, str] = {"off": "The cable is cut"}
PHONE_FAULTS: Mapping[str, str] = {
    "code_never_comes": "The code never arrives at the phone",
    "wrong_code": "A wrong code is typed until no try is left",
}


@dataclass(frozen=True)
class InjectedFault:
    """One fault: its source (a device family, platform, network, phone, power, person, or what a person brought), name,
    description and parameters.

    `faults` are the codes that a page may speak of; None: they are in `rules.NAMES`.
    """

    of: str
    name: str
    words: str
    parameters: tuple[tuple[str, float | int | str | bool], ...] = ()
    faults: tuple[str, ...] | None = None

    @property
    def id(self) -> str:
        return f"{self.of}.{self.name}"


@dataclass(frozen=True)
class ReachedPage:
    """A page of a walk: the number of acts before it first appears, whether it passes by itself, and the keys that can
    be touched or filled."""

    page: str
    act: int
    passing: bool = False
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Walk:
    """One walk through an item, at the terminal of a profile: the choices taken at branches, and the pages reached."""

    item: str
    preferences: tuple[tuple[str, str], ...]
    pages: tuple[ReachedPage, ...] = ()
    profile: str = PROFILE


@dataclass(frozen=True)
class Cell:
    """One page and one fault. `passes`: the fault ends after a while, and the citizen tries again."""

    walk: Walk
    page: str
    act: int
    trouble: InjectedFault
    passes: bool = False

    @property
    def id(self) -> str:
        return f"{self.walk.item}:{self.page}:{self.trouble.id}" + (":passes" if self.passes else "")


def troubles(platform_table: Iterable[Mapping[str, Any]], devices: Iterable[DeviceSpec]) -> list[InjectedFault]:
    """Return every fault that can be injected into the platform, the simulated devices, network, phone and citizen."""
    here = tuple(devices)
    families = {spec.family for spec in here}
    found = [
        InjectedFault(spec.family, each.name, each.words, tuple(sorted(each.parameters.items())), each.faults)
        for spec in here
        for each in misfortunes(spec.family, spec.driver)
    ]
    found += [
        InjectedFault("platform", each["name"], each["words"], _shortened(each["parameters"]))
        for each in platform_table
    ]
    for of, table in (
        ("network", NETWORK_FAULTS),
        ("phone", PHONE_FAULTS),
        ("power", POWER_FAULTS),
        ("person", PERSON_FAULTS),
        ("brought", {name: each.words for name, each in BROUGHT.items() if each.families <= families}),
    ):
        found += [InjectedFault(of, name, words) for name, words in table.items()]
    return found


def _shortened(parameters: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Shorten the platform's delays: only the sandbox runs in real time."""
    short = {"seconds": 0.3, "megabytes": 16}
    return tuple(sorted((name, short.get(name, value)) for name, value in parameters.items()))


def cells(walks: Iterable[Walk], all_troubles: Iterable[InjectedFault]) -> list[Cell]:
    """Return the product of all pages, each by the first walk that reaches it, and the faults possible there."""
    made: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    every = list(all_troubles)
    for walk in walks:
        for reached in walk.pages:
            if (walk.item, reached.page) in seen:
                continue
            seen.add((walk.item, reached.page))
            made += [Cell(walk, reached.page, reached.act, each) for each in every if _can_strike(reached, each)]
    return made


def _can_strike(reached: ReachedPage, trouble: InjectedFault) -> bool:
    if trouble.of == "phone":
        return "code" in reached.offers and not reached.page.startswith(PRACTICE_PREFIX)
    if trouble.of == "brought":
        return reached.page in BROUGHT[trouble.name].pages
    if trouble.of == "person":
        return not reached.passing and REQUIRED_OFFERS.get(trouble.name, frozenset()) <= reached.offers
    return True


def sample(all_cells: Sequence[Cell], count: int, seed: int) -> list[Cell]:
    """Return a random sample of cells, reproducible by seed."""
    return random.Random(seed).sample(list(all_cells), min(count, len(all_cells)))


def covering(all_cells: Sequence[Cell], seed: int) -> list[Cell]:
    """Return cells, chosen by seed, that hold every pair of item and page, of item and fault, and of kind of page and
    fault which any cell holds.

    The product of items, pages and faults is too large to be played. A fault of the program depends on one of these
    pairs: on an item's data on a page, on a device's fault in an item, on a device's fault on a kind of page.
    """
    shuffled = [(cell, _pairs(cell)) for cell in sample(all_cells, len(all_cells), seed)]
    missing = {pair for _, pairs in shuffled for pair in pairs}
    chosen: list[Cell] = []
    for at_least in (3, 2, 1):
        for cell, pairs in shuffled:
            if len(pairs & missing) >= at_least:
                chosen.append(cell)
                missing -= pairs
    return chosen


def _pairs(cell: Cell) -> frozenset[tuple[str, str]]:
    item, trouble = cell.walk.item, cell.trouble.id
    return frozenset({(item, cell.page), (item, trouble), (kind_of(cell.page), trouble)})


def kind_of(page: str) -> str:
    """Return the kind of a page: "form" of "form/phone", "practice/form" of "practice/form/phone"."""
    prefix = PRACTICE_PREFIX if page.startswith(PRACTICE_PREFIX) else ""
    return prefix + page.removeprefix(prefix).partition("/")[0]


def branches_of(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Return the branches among a page's keys as (prefix, value)."""
    parts = (key.partition(":") for key in keys)
    return {(verb, value) for verb, _, value in parts if verb in BRANCH_PREFIXES and verb != "relation" and value}
