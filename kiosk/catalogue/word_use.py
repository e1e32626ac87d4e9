"""Compare the words of an item with those that its pages show: misspelt keys, and words that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from devices.strict_struct import near_word
from devices.text_files import read_text
from kiosk.catalogue.checks import UNSEEN, needed_words
from kiosk.catalogue.item import FOR_HELPER, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.fluent.bundle import entries
from kiosk.language_table import BASE

MISSING = "missing"
LIKE_ANOTHER = 0.85
"""Likeness from which an unused key is taken for a misspelt one that the item lacks."""


def shown_if_there(item: Item) -> Iterator[str]:
    """The keys that pages show where the item has them."""
    yield from UNSEEN
    yield from (f"{key}{FOR_HELPER}" for key in item.declaration)
    yield from (f"material-{material.id}-hint" for material in item.materials)
    for page in item.pages:
        yield from (f"page-{page.id}-hint", f"page-{page.id}{FOR_HELPER}")
        for control in page.controls:
            yield from (f"answer-{control.answer}-hint", f"wrong-{control.answer}")


def unused_words(item: Item, own: Mapping[str, str]) -> dict[str, list[str]]:
    """Language → keys of its own words that no page shows."""
    known = {*needed_words(item), *shown_if_there(item)}
    return {language: [key for key in entries(source) if key not in known] for language, source in own.items()}


def with_misspelt_keys(item: Item, own: Mapping[str, str], found: Sequence[Mistake]) -> Iterator[Mistake]:
    """The mistakes, with a misspelt key of a word named by itself instead of what follows from it: a missing word, or a
    key that the base language lacks."""
    unused = unused_words(item, own)
    only_words = all(each.file.endswith(".ftl") for each in found)
    named: set[tuple[str, str]] = set()
    for language, keys in unused.items():
        there = entries(own[language])
        needed = [key for key in needed_words(item) if key not in there]
        others = [key for key in shown_if_there(item) if key not in there] if only_words else []
        for key in keys:
            if near := near_word(key, needed) or near_word(key, others, LIKE_ANOTHER):
                needed = [each for each in needed if each != near]
                named |= {(language, near), (language, key)}
                yield Mistake(f"{language}.ftl", key, "no page shows a word of this name", f"did you mean {near!r}?")
    misspelt = {key for _, key in named}
    for each in found:
        language, key = each.file.removesuffix(".ftl"), each.place
        if each.wrong != MISSING or language not in own:
            yield each
        elif (language, key) in named or key in misspelt:
            continue
        elif language == BASE and (elsewhere := [name for name, keys in unused.items() if key in keys]):
            wrong = f"no page shows a word of this name, and {BASE} does not have it"
            yield Mistake(f"{elsewhere[0]}.ftl", key, wrong, "remove it, or correct its spelling")
        else:
            yield each


def unseen_words(folder: Path, item: Item) -> Iterator[Mistake]:
    """Warnings of words in the item's folder that no page shows."""
    own = {path.stem: read_text(path) for path in sorted(folder.glob("*.ftl"))}
    for language, keys in unused_words(item, own).items():
        for key in keys:
            yield Mistake(f"{language}.ftl", key, "no page shows it", "remove it, or correct its spelling")
