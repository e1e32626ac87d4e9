"""A Chinese input engine that offers only hanzi of registers that the screen can draw.

The data for strokes has thousands of characters that the font lacks. Each would be a box: two pages of three had one.
It also has characters that only look like a hanzi.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.glyphs import Glyphs
from devices.unified_hanzi import has_look_alike
from ui.keyboard.chinese import PAGE_DOWN, PAGE_UP, Engine, ListedEngine, Preedit
from ui.keyboard.name_candidates import NameCandidates


def is_offered(candidate: str, glyphs: Glyphs | None) -> bool:
    return not has_look_alike(candidate) and (glyphs is None or not glyphs.lack(candidate))


@dataclass
class DrawableCandidates:
    """An `Engine` in front of another. A page on which nothing is left is passed over."""

    engine: ListedEngine
    glyphs: Glyphs | None
    """The font's; None where its map cannot be read, and everything is offered."""
    _places: list[int] = field(default_factory=list)
    """The engine's places of the candidates that are offered."""

    def press(self, symbol: int) -> str:
        committed = self.engine.press(symbol)
        self._pass_over(PAGE_UP if symbol == PAGE_UP else PAGE_DOWN)
        return committed

    def choose(self, place: int) -> str:
        committed = self.engine.choose(self._places[place]) if 0 <= place < len(self._places) else ""
        self._pass_over(PAGE_DOWN)
        return committed

    def preedit(self) -> Preedit:
        page = self.engine.preedit()
        self._places = self._drawable(page)
        return page._replace(candidates=tuple(page.candidates[place] for place in self._places))

    def clear(self) -> None:
        self.engine.clear()

    def select_schema(self, schema: str) -> None:
        self.engine.select_schema(schema)

    def spoken(self, text: str) -> str:
        return self.engine.spoken(text)

    def for_names(self) -> Engine:
        return NameCandidates(self.engine, lambda candidate: is_offered(candidate, self.glyphs))

    def _pass_over(self, way: int) -> None:
        """Turn to the next page with something to offer, or back where there is none on this way."""
        for symbol in (way, PAGE_DOWN if way == PAGE_UP else PAGE_UP):
            page = self.engine.preedit()
            while page.candidates and not self._drawable(page):
                if page.first_page if symbol == PAGE_UP else page.last_page:
                    break
                self.engine.press(symbol)
                page = self.engine.preedit()
            else:
                return

    def _drawable(self, page: Preedit) -> list[int]:
        return [place for place, each in enumerate(page.candidates) if is_offered(each, self.glyphs)]
