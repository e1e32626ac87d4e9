"""The interface between the keyboard and a Chinese input engine: letters in, candidates and committed text out."""

from __future__ import annotations

from typing import NamedTuple, Protocol

SCHEMA = "pinyin_simp"
STROKES = "stroke"
"""Schema of the five strokes, typed as h 横, s 竖, p 撇, n 点, z 折."""
BACKSPACE, PAGE_UP, PAGE_DOWN = 0xFF08, 0xFF55, 0xFF56
"""X11 key symbols."""
PAGE_SIZE = 6
GRID_COLUMNS, GRID_ROWS, FULL_GRID_ROWS = 11, 4, 8
"""The grid of candidates for a name: above the keys on its first page, in their place on the further ones."""
GRID_HEAD_CELLS = 4
"""Cells of the grid's first row that have the letters typed and the arrows."""
GRID_PAGE, FULL_GRID_PAGE = (GRID_COLUMNS * rows - GRID_HEAD_CELLS for rows in (GRID_ROWS, FULL_GRID_ROWS))


class Preedit(NamedTuple):
    """Uncommitted input: the letters typed, one page of candidates, and whether it is the first and the last page."""

    letters: str = ""
    candidates: tuple[str, ...] = ()
    first_page: bool = True
    last_page: bool = True


class Engine(Protocol):
    """Chinese input; `rime.RimeSession` implements it."""

    def press(self, symbol: int) -> str: ...

    def choose(self, place: int) -> str: ...

    def preedit(self) -> Preedit: ...

    def clear(self) -> None: ...

    def select_schema(self, schema: str) -> None: ...

    def spoken(self, text: str) -> str: ...

    def for_names(self) -> Engine:
        """Return the engine whose pages fill the grid of a name's field."""
        ...


class ListedEngine(Engine, Protocol):
    """An engine whose candidates can be listed over all pages."""

    def listing(self, most: int) -> tuple[str, ...]: ...

    def choose_listed(self, place: int) -> str: ...
