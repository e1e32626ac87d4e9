"""Longest words of an item that the pages show whole.

A longer one is no mistake: the terminal draws it over more lines, and shortens it on a tile. The author is warned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.catalogue.item import Item
from kiosk.catalogue.mistake import Mistake
from kiosk.fluent.shapes import message_shapes

LONGEST: Mapping[str, int] = MappingProxyType(
    {"short": 32, "name": 80, "summary": 96, "authority": 80, "authority-short": 40, "result": 160}
)
"""Width of these words in half characters: a hanzi is as wide as two Latin letters. `short` takes two lines of a tile,
`name` three lines of a title, `summary` two lines of a row."""
UNDER_THE_NAME = 240
"""The same of every other message: a page shows about twenty lines."""


def width_of(text: str) -> int:
    """Return the width of a text in half characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def long_words(item: Item) -> Iterator[Mistake]:
    """Yield a warning for each word of an item that is longer than the pages have room for."""
    for language, source in item.words.items():
        shapes, _ = message_shapes(source)
        for key, shape in shapes.items():
            most, width = LONGEST.get(key, UNDER_THE_NAME), width_of(shape.text)
            if width > most and key != "keywords":
                wrong = f"is {width} half characters long; pages have room for {most} (a hanzi counts as two)"
                yield Mistake(f"{language}.ftl", key, wrong, "say it in fewer words")
