"""What the matrix is made of: troubles from the tables of those who make them, pages from walks, their product."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from devices import misfortunes
from devices.registry import SIMULATORS
from kiosk.scenario.matrix.citizen import BRANCHES

PERSON: Mapping[str, str] = {
    "walks_away": "The citizen walks away",
    "leaves": "The citizen touches leave",
    "goes_back": "The citizen touches back, and goes on",
    "asks_for_help": "The citizen asks for help, comes back and goes on",
    "card_too_early": "The card is lifted before it could be read",
    "card_left": "The card is never lifted",
    "staff_ends": "Staff end the visit",
}
POWER: Mapping[str, str] = {"killed": "The program is killed at this page and started again"}
NETWORK: Mapping[str, str] = {"off": "The cable is cut"}
PHONE: Mapping[str, str] = {
    "code_never_comes": "The code never arrives at the phone",
    "wrong_code": "A wrong code is typed until no try is left",
}


@dataclass(frozen=True)
class Trouble:
    """One thing that goes wrong: whose it is, its name, words for people, the parameters it is played with."""

    of: str
    name: str
    words: str
    parameters: tuple[tuple[str, float | int | str | bool], ...] = ()

    @property
    def id(self) -> str:
        return f"{self.of}.{self.name}"


@dataclass(frozen=True)
class Way:
    """One walk through an item, and after how many acts each page first appears; `passing` ones go by themselves."""

    item: str
    taste: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, int], ...]
    passing: frozenset[str]
    asks_code: frozenset[str]


@dataclass(frozen=True)
class Cell:
    """One page and one trouble. `passes`: the trouble ends after a while and the citizen tries again."""

    way: Way
    page: str
    act: int
    trouble: Trouble
    passes: bool = False

    @property
    def id(self) -> str:
        return f"{self.way.item}:{self.page}:{self.trouble.id}" + (":passes" if self.passes else "")


def troubles(platform_table: Iterable[Mapping[str, Any]]) -> list[Trouble]:
    """Every trouble there is, from the tables of those who make them."""
    found = [
        Trouble(family, each.name, each.words, tuple(sorted(each.parameters.items())))
        for family, driver in SIMULATORS
        for each in misfortunes(family, driver)
    ]
    found += [
        Trouble("platform", each["name"], each["words"], _in_small(each["parameters"])) for each in platform_table
    ]
    for of, table in (("network", NETWORK), ("phone", PHONE), ("power", POWER), ("person", PERSON)):
        found += [Trouble(of, name, words) for name, words in table.items()]
    return found


def _in_small(parameters: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Only the sandbox works in real seconds: a matrix has its answers late by tenths."""
    small = {"seconds": 0.3, "megabytes": 16}
    return tuple(sorted((name, small.get(name, value)) for name, value in parameters.items()))


def cells(ways: Iterable[Way], all_troubles: Iterable[Trouble]) -> list[Cell]:
    """Every page, by the first way that leads to it, with every trouble that can strike there."""
    made: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    every = list(all_troubles)
    for way in ways:
        for page, act in way.pages:
            if (way.item, page) in seen:
                continue
            seen.add((way.item, page))
            made += [Cell(way, page, act, each) for each in every if _can_strike(way, page, each)]
    return made


def _can_strike(way: Way, page: str, trouble: Trouble) -> bool:
    if trouble.of == "phone":
        return page in way.asks_code
    if trouble.of == "person":
        at_reader = page.startswith("identify")
        return page not in way.passing and (at_reader or not trouble.name.startswith("card_"))
    return True


def sample(all_cells: Sequence[Cell], count: int, seed: int) -> list[Cell]:
    """So many of them, the same ones for the same seed."""
    return random.Random(seed).sample(list(all_cells), min(count, len(all_cells)))


def branches_of(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Where a page's choices part the ways: (prefix, value)."""
    parts = (key.partition(":") for key in keys)
    return {(verb, value) for verb, _, value in parts if verb in BRANCHES and verb != "relation" and value}
