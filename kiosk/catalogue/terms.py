"""One word for one thing: the words that a language must not use, and what to write instead (terms.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from devices.strict_struct import Limits, ShapeError, StrictStruct, read
from devices.text_files import read_toml
from kiosk.catalogue.item import Item
from kiosk.catalogue.mistake import Mistake
from kiosk.fluent.shapes import MessageShape, message_shapes

FILE = "terms.toml"
Line = Annotated[str, Limits(min_length=1, max_length=200)]


class Term(StrictStruct, frozen=True):
    """A thing in a language: what to write for it, and the regular expressions of what never to write."""

    language: Line
    thing: Line
    write: Line
    never: Annotated[tuple[Line, ...], Limits(min_length=1, max_length=50)]


class _Terms(StrictStruct, frozen=True):
    term: Annotated[tuple[Term, ...], Limits(max_length=500)] = ()


def read_terms(folder: Path) -> tuple[tuple[Term, ...], list[str]]:
    """Return the terms of a folder of languages, none where it has no file, and what is wrong with the file."""
    path = folder / FILE
    if not path.exists():
        return (), []
    try:
        terms = read(_Terms, read_toml(path)).term
        for each in (pattern for term in terms for pattern in term.never):
            re.compile(each)
    except ShapeError as error:
        return (), [f"{path}: {'.'.join(each.place)}: {each.wrong}" for each in error.mismatches]
    except OSError as error:
        return (), [f"{path}: cannot be read ({error.strerror})"]
    except (ValueError, re.error) as error:
        return (), [f"{path}: cannot be read: {error}"]
    return terms, []


def item_term_mistakes(terms: Iterable[Term], item: Item) -> Iterator[Mistake]:
    """Yield the same for the words of a service item."""
    words = {language: message_shapes(source)[0] for language, source in item.words.items()}
    for language, key, why in term_mistakes(terms, words):
        wrong, _, remedy = why.rpartition(": ")
        yield Mistake(f"{language}.ftl", key, wrong, remedy)


def term_mistakes(
    terms: Iterable[Term], words: Mapping[str, Mapping[str, MessageShape]]
) -> Iterator[tuple[str, str, str]]:
    """Yield language, key and reason for every message with a word that is never to be written."""
    for term in terms:
        never = re.compile("|".join(f"(?:{each})" for each in term.never))
        for key, shape in words.get(term.language, {}).items():
            if found := never.search(f"{shape.text}\n{shape.spoken_text}"):
                yield term.language, key, f"{found[0]!r} is not our word for {term.thing}: write {term.write}"
