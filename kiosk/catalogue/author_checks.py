"""Everything that is wrong with an item for its author: more than a terminal refuses, because it would lose all items
for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kiosk.catalogue.checks import (
    KNOWN_TO_JOURNEY,
    example_mistakes,
    field_shortcomings,
    rule_mistakes,
    unknown_names,
)
from kiosk.catalogue.item import EXAMPLES, ITEM, SCHEMA, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.reach import dead_rules
from kiosk.catalogue.word_use import with_misspelt_keys
from kiosk.vocabulary.facts import FACTS, head_of
from kiosk.vocabulary.since import did_you_mean

LISTS = ("legal_basis", "conditions", "notice", "consent", "declaration", "needs", "rows", "for_whom", "service_object")


def author_mistakes(item: Item, own_words: Mapping[str, str]) -> list[Mistake]:
    """All mistakes by file name. What follows from others is left out: examples and fields are checked last."""
    found = [*rule_mistakes(item), *unknown_names(item), *_repeated(item)]
    found += [] if any(each.file == SCHEMA for each in found) else _unknown_answers(item)
    found = list(with_misspelt_keys(item, own_words, found))
    return found or [*dead_rules(item)] or [*example_mistakes(item), *field_shortcomings(item)]


def _unknown_answers(item: Item) -> Iterator[Mistake]:
    """Names of answers and facts that do not exist, in the conditions of the schema and in the worked examples. The
    schema must have the form of one."""
    known = item.answers.get("properties", {})
    pairs = [item.answers] if "if" in item.answers else []
    for path, pair in [*(("", each) for each in pairs), *_numbered(item.answers.get("allOf", ()))]:
        for part in ("if", "then"):
            for name in (*pair[part].get("required", ()), *pair[part].get("properties", {})):
                if name not in known:
                    yield _no_answer(SCHEMA, f"{path}/{part}", name, known)
                    break
    for n, example in enumerate(item.examples):
        place = f"example.{n} ({example.name})"
        for name in example.answers:
            if name not in known and name not in KNOWN_TO_JOURNEY and name not in example.wrong:
                yield _no_answer(EXAMPLES, f"{place}.answers", name, known)
        for name in example.facts:
            if head_of(name) not in FACTS:
                remedy = did_you_mean(name, FACTS) or f"these are: {', '.join(FACTS)}"
                yield Mistake(EXAMPLES, f"{place}.facts", f"{name!r} is no fact", remedy)


def _numbered(pairs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((f"/allOf/{n}", pair) for n, pair in enumerate(pairs))


def _no_answer(file: str, place: str, name: str, known: Iterable[str]) -> Mistake:
    remedy = did_you_mean(name, known) or f"name a property of {SCHEMA}"
    return Mistake(file, place, f"{name!r} is no answer", remedy)


def _repeated(item: Item) -> Iterator[Mistake]:
    """Names that are in a list twice: a page would show the same thing twice."""
    lists = {name: getattr(item, name) for name in LISTS}
    # Papers that are handed in are compared by the terminal too.
    lists["materials"] = [each.id for each in item.materials if not each.ways]
    for name, values in lists.items():
        for twice in sorted({each for each in values if values.count(each) > 1}):
            yield Mistake(ITEM, name, f"{twice!r} is there twice", "remove one")
    for name, schema in item.answers.get("properties", {}).items() if isinstance(item.answers, Mapping) else ():
        found = schema.get("enum") if isinstance(schema, Mapping) else None
        listed = found if isinstance(found, list) else []
        for n, each in enumerate(listed):
            if each in listed[:n]:
                yield Mistake(SCHEMA, f"/properties/{name}/enum", f"{each!r} is there twice", "remove one")
