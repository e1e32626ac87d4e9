"""Everything that is wrong with an item for its author: more than a terminal refuses, because it would lose all items
for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.catalogue.checks import example_mistakes, field_shortcomings, rule_mistakes, unknown_names
from kiosk.catalogue.item import ITEM, SCHEMA, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.reach import dead_rules
from kiosk.catalogue.word_use import with_misspelt_keys

LISTS = ("legal_basis", "conditions", "notice", "consent", "declaration", "needs", "rows", "for_whom", "service_object")


def author_mistakes(item: Item, own_words: Mapping[str, str]) -> list[Mistake]:
    """All mistakes by file name. What follows from others is left out: examples and fields are checked last."""
    found = [*rule_mistakes(item), *unknown_names(item), *_repeated(item)]
    found = list(with_misspelt_keys(item, own_words, found))
    return found or [*dead_rules(item)] or [*example_mistakes(item), *field_shortcomings(item)]


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
