"""What the matrix is made of: troubles from the tables of those who make them, pages from walks, their product."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from devices import DeviceSpec, misfortunes
from kiosk.scenario.matrix.citizen import BRANCHES

PRACTISED = "practice/"
"""Before the name of a page on which somebody only practises."""
READER = "a card reader that waits"
"""What a page offers on which a card is laid."""
PERSON: Mapping[str, str] = {
    "walks_away": "The citizen walks away",
    "leaves": "The citizen touches leave",
    "goes_back": "The citizen touches back, and goes on",
    "asks_for_help": "The citizen asks for help, comes back and goes on",
    "card_too_early": "The card is lifted before it could be read",
    "card_left": "The card is never lifted",
    "staff_ends": "Staff end the visit",
}
NEEDED: Mapping[str, frozenset[str]] = {
    "goes_back": frozenset({"back"}),
    "asks_for_help": frozenset({"help"}),
    "staff_ends": frozenset({"help"}),
    "card_too_early": frozenset({READER}),
    "card_left": frozenset({READER}),
}
"""What a page must offer for a person to do this there."""
POWER: Mapping[str, str] = {"killed": "The program is killed at this page and started again"}
NETWORK: Mapping[str, str] = {"off": "The cable is cut"}
PHONE: Mapping[str, str] = {
    "code_never_comes": "The code never arrives at the phone",
    "wrong_code": "A wrong code is typed until no try is left",
}


@dataclass(frozen=True)
class InjectedFault:
    """One thing that goes wrong: whose it is, its name, words for people, the parameters it is played with.

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
class Stop:
    """A page: after how many acts it first appears, whether it goes on by itself, what it offers to touch and fill."""

    page: str
    act: int
    passing: bool = False
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Way:
    """One walk through an item: which way is taken where ways part, and the pages it leads to."""

    item: str
    taste: tuple[tuple[str, str], ...]
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One page and one trouble. `passes`: the trouble ends after a while and the citizen tries again."""

    way: Way
    page: str
    act: int
    trouble: InjectedFault
    passes: bool = False

    @property
    def id(self) -> str:
        return f"{self.way.item}:{self.page}:{self.trouble.id}" + (":passes" if self.passes else "")


def troubles(platform_table: Iterable[Mapping[str, Any]], devices: Iterable[DeviceSpec]) -> list[InjectedFault]:
    """Every fault that can be injected, from the tables of the platform and of the terminal's simulated devices."""
    found = [
        InjectedFault(spec.family, each.name, each.words, tuple(sorted(each.parameters.items())), each.faults)
        for spec in devices
        for each in misfortunes(spec.family, spec.driver)
    ]
    found += [
        InjectedFault("platform", each["name"], each["words"], _in_small(each["parameters"])) for each in platform_table
    ]
    for of, table in (("network", NETWORK), ("phone", PHONE), ("power", POWER), ("person", PERSON)):
        found += [InjectedFault(of, name, words) for name, words in table.items()]
    return found


def _in_small(parameters: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Only the sandbox works in real seconds: a matrix has its answers late by tenths."""
    small = {"seconds": 0.3, "megabytes": 16}
    return tuple(sorted((name, small.get(name, value)) for name, value in parameters.items()))


def cells(ways: Iterable[Way], all_troubles: Iterable[InjectedFault]) -> list[Cell]:
    """Every page, by the first way that leads to it, with every trouble that can strike there."""
    made: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    every = list(all_troubles)
    for way in ways:
        for stop in way.stops:
            if (way.item, stop.page) in seen:
                continue
            seen.add((way.item, stop.page))
            made += [Cell(way, stop.page, stop.act, each) for each in every if _can_strike(stop, each)]
    return made


def _can_strike(stop: Stop, trouble: InjectedFault) -> bool:
    if trouble.of == "phone":
        return "code" in stop.offers and not stop.page.startswith(PRACTISED)
    if trouble.of == "person":
        return not stop.passing and NEEDED.get(trouble.name, frozenset()) <= stop.offers
    return True


def sample(all_cells: Sequence[Cell], count: int, seed: int) -> list[Cell]:
    """So many of them, the same ones for the same seed."""
    return random.Random(seed).sample(list(all_cells), min(count, len(all_cells)))


def branches_of(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Where a page's choices part the ways: (prefix, value)."""
    parts = (key.partition(":") for key in keys)
    return {(verb, value) for verb, _, value in parts if verb in BRANCHES and verb != "relation" and value}
