"""The candidates for a name, in large pages: the first in the engine's order, the others by the number of bearers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ui.keyboard.chinese import FULL_GRID_PAGE, GRID_PAGE, PAGE_DOWN, PAGE_UP, SCHEMA, Engine, ListedEngine, Preedit

SOURCE = Path(__file__).with_name("name_characters.tsv")
FEW, ALL = 64, 4000
"""Candidates that are listed for the first page, and for the further ones (y alone stands for 2 000 hanzi)."""
OTHER_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {"lyu": "lv", "nyu": "nv", "lve": "lue", "nve": "nue", "lyue": "lue", "nyue": "nue"}
)
"""Spellings of a syllable that the table has under another."""
_SYLLABLE = re.compile("[a-z]+")


@cache
def characters_of_names() -> Mapping[str, tuple[str, str]]:
    """Return, by syllable, the characters read so and those that can be, each by the number of bearers."""
    rows = (line.split("\t") for line in SOURCE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {syllable: (first, other) for syllable, first, other in rows}


@dataclass
class NameCandidates:
    """An `Engine` over the session of another: the same letters, other pages."""

    engine: ListedEngine
    is_offered: Callable[[str], bool]
    _page: int = 0
    _pinyin: bool = True
    _letters: str = ""
    _listed: int = 0
    """Number of candidates asked for; 0: none yet for these letters."""
    _order: Sequence[tuple[int, str]] = field(default_factory=tuple, repr=False)
    """Place in the engine's listing, and candidate."""

    def press(self, symbol: int) -> str:
        if symbol in (PAGE_UP, PAGE_DOWN):
            self._turn(-1 if symbol == PAGE_UP else 1)
            return ""
        return self._changed(self.engine.press(symbol))

    def choose(self, place: int) -> str:
        shown = self._shown()
        return self._changed(self.engine.choose_listed(shown[place][0])) if 0 <= place < len(shown) else ""

    def preedit(self) -> Preedit:
        if not self._listed:
            self._letters = self.engine.preedit().letters
            self._list(FEW)
        shown = tuple(candidate for _, candidate in self._shown())
        return Preedit(self._letters, shown, self._page == 0, self._end() >= len(self._order))

    def clear(self) -> None:
        self.engine.clear()
        self._changed("")

    def select_schema(self, schema: str) -> None:
        self._pinyin = schema == SCHEMA
        self.engine.select_schema(schema)
        self._changed("")

    def spoken(self, text: str) -> str:
        return self.engine.spoken(text)

    def for_names(self) -> Engine:
        return self

    def _changed(self, committed: str) -> str:
        self._page = self._listed = 0
        self._order = ()
        return committed

    def _turn(self, way: int) -> None:
        self.preedit()
        if self._listed < ALL:
            self._list(ALL)
        if self._page + way >= 0 and (way < 0 or self._end() < len(self._order)):
            self._page += way

    def _further(self) -> int:
        return FULL_GRID_PAGE if self._pinyin else GRID_PAGE

    def _start(self) -> int:
        return GRID_PAGE + (self._page - 1) * self._further() if self._page else 0

    def _end(self) -> int:
        return GRID_PAGE + self._page * self._further()

    def _shown(self) -> Sequence[tuple[int, str]]:
        return self._order[self._start() : self._end()]

    def _list(self, most: int) -> None:
        """List candidates until the first page is full and the next begun, or all of them with `most` = ALL."""
        listing = self.engine.listing(most)
        offered: dict[str, int] = {}
        for place, candidate in enumerate(listing):
            if candidate not in offered and self.is_offered(candidate):
                offered[candidate] = place
        whole = most == ALL or len(listing) < most
        if not whole and len(offered) <= GRID_PAGE:
            self._list(ALL)
            return
        self._listed = ALL if whole else most
        order = [(place, candidate) for candidate, place in offered.items()]
        rest = order[GRID_PAGE:]
        self._order = (*order[:GRID_PAGE], *(self._by_bearers(rest) if self._pinyin else rest))

    def _by_bearers(self, rest: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
        """Order what follows the first page: words, characters of names by bearers, other characters."""
        found = _SYLLABLE.search(self._letters.replace("ü", "v"))
        syllable = found[0] if found else ""
        first, other = characters_of_names().get(OTHER_SPELLINGS.get(syllable, syllable), ("", ""))
        rank = {character: place for place, character in enumerate(first + other)}
        last = len(rank)
        return sorted(rest, key=lambda each: -1 if len(each[1]) > 1 else rank.get(each[1], last))
