"""Chinese input as the keyboard asks for it: letters in, candidates and committed text out. `rime` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SCHEMA = "pinyin_simp"
STROKES = "stroke"
"""Its letters: h 横, s 竖, p 撇, n 点, z 折."""
BACKSPACE, PAGE_UP, PAGE_DOWN = 0xFF08, 0xFF55, 0xFF56
"""X11 key symbols."""
PAGE_SIZE = 6


@dataclass(frozen=True)
class Composing:
    """What stands in the making: the letters, one page of candidates, and whether there are more before and after."""

    letters: str = ""
    candidates: tuple[str, ...] = ()
    first_page: bool = True
    last_page: bool = True


class Engine(Protocol):
    """Chinese input, as `rime.RimeSession` gives it."""

    def press(self, symbol: int) -> str: ...

    def choose(self, place: int) -> str: ...

    def composing(self) -> Composing: ...

    def clear(self) -> None: ...

    def use(self, schema: str) -> None: ...

    def spoken(self, text: str) -> str: ...
