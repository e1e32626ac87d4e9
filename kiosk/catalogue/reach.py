"""Find rules of an item that no citizen can ever make true: pages, papers, steps and conditions of its schema.

Every combination of what the facts may be is tried, as far as they are few: values of a choice, for whom, ages at their
limits. Of a text that is typed nobody knows what it may be, so that a rule is never called dead for it. For the author
of an item alone: a terminal would lose all items for one dead rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.checks import KNOWN_TO_JOURNEY
from kiosk.catalogue.conditions import satisfies
from kiosk.catalogue.item import ITEM, PAGES, SCHEMA, Condition, FormPage, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.vocabulary.facts import FACTS, head_of, member_of

MOST_CASES = 20_000
"""Combinations that are tried for one rule; one with more of them is not judged."""
OLDEST = 130


@dataclass(frozen=True)
class _Typed:
    """A text that somebody types: it satisfies just these conditions, by their keys."""

    satisfies: frozenset[str]


@dataclass(frozen=True)
class _Rule:
    """Something that is there while all its conditions hold. `answers`: those that are not given without it."""

    file: str
    place: str
    lost: str
    """The loss if they never do, in words."""
    when: Sequence[Condition]
    answers: frozenset[str] = frozenset()


def dead_rules(item: Item) -> Iterator[Mistake]:
    """Rules that never come true. The item must have no other mistake."""
    search = _Search(item)
    dead: set[str] = set()
    named = False
    for rule in _rules(item):
        waits_for = {member_of(each.fact) for each in rule.when if head_of(each.fact) == "answers"}
        if waits_for & dead or (named and rule.file == SCHEMA):
            dead |= rule.answers  # what it waits for is named already
        elif not search.may_hold(rule.when):
            named = True
            dead |= rule.answers
            yield Mistake(rule.file, rule.place, f"{rule.lost}: {search.why(rule.when)}", "correct its conditions")


def _rules(item: Item) -> Iterator[_Rule]:
    for n, entry in enumerate(item.journey):
        if entry.when:
            yield _Rule(ITEM, f"steps.{n}.when", f"the step {entry.step} is never there", entry.when)
    if item.kind == "bundle":
        return  # its pages and papers are those of the parts, which may be for more people than the bundle
    for n, page in enumerate(item.pages):
        if page.when:
            answers = frozenset(control.answer for control in page.controls)
            yield _Rule(PAGES, f"elements.{n}.rule", f"the page {page.id!r} is never shown", page.when, answers)
    for n, material in enumerate(item.materials):
        if material.when:
            yield _Rule(ITEM, f"materials.{n}.when", f"{material.id!r} is never asked for", material.when)
    for place, condition in _ifs(item.answers):
        properties = condition.get("properties", {})
        tests = {name: properties.get(name, {}) for name in (*properties, *condition.get("required", ()))}
        when = [Condition(_fact_of(name), schema) for name, schema in tests.items()]
        yield _Rule(SCHEMA, place, "this if never holds", when)


def _ifs(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "if" in schema:
        yield "/if", schema["if"]
    for n, each in enumerate(schema.get("allOf", ())):
        yield f"/allOf/{n}/if", each["if"]


def _fact_of(name: str) -> str:
    return name if name in KNOWN_TO_JOURNEY else f"answers.{name}"


class _Search:
    """Try what the facts of an item may be."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._asked_on = {control.answer: page for page in item.pages for control in page.controls}
        self._tests: dict[str, dict[str, Condition]] = {}
        for each in (each for rule in _rules(item) for each in rule.when):
            self._tests.setdefault(each.fact, {})[_key(each)] = each

    def may_hold(self, when: Sequence[Condition]) -> bool:
        """Whether some combination makes all conditions true; True also where there are too many to try."""
        pages, facts = self._involved(when)
        values = {fact: self._values(fact) for fact in facts}
        if prod(map(len, values.values())) > MOST_CASES:
            return True
        cases = (dict(zip(values, case, strict=True)) for case in product(*values.values()))
        return any(_all_true(when, _known(case, pages)) for case in cases)

    def _involved(self, when: Iterable[Condition]) -> tuple[list[FormPage], dict[str, None]]:
        """The pages whose answers decide, in their order, and all facts that do."""
        facts: dict[str, None] = {}
        asking: set[str] = set()
        waiting = [each.fact for each in when]
        while waiting:
            fact = waiting.pop()
            page = self._asked_on.get(member_of(fact)) if head_of(fact) == "answers" else None
            facts[fact] = None
            if page is not None and page.id not in asking:
                asking.add(page.id)
                waiting += [each.fact for each in page.when]
        return [page for page in self._item.pages if page.id in asking], facts

    def _values(self, fact: str) -> list[Any]:
        """Everything worth trying for a fact; None: it stays unknown."""
        head, tests = head_of(fact), self._tests.get(fact, {})
        if head == "acting_for":
            return [*self._item.for_whom] if "for_whom" in self._item.steps else ["self"]
        if head == "age":
            return self._ages(tests.values())
        if head == "answers":
            return self._answers(member_of(fact), tests)
        return list(FACTS[head].values) or [True, False]

    def _ages(self, tests: Iterable[Condition]) -> list[Any]:
        if "identify" not in self._item.steps:
            return [None]
        limits = [value for each in tests for value in _numbers(each.schema_)]
        near = {int(value) + step for value in limits for step in (-1, 0, 1)} | {self._item.age_from, OLDEST}
        return sorted(age for age in near if self._item.age_from <= age <= OLDEST)

    def _answers(self, name: str, tests: Mapping[str, Condition]) -> list[Any]:
        schema: Mapping[str, Any] = self._item.answers.get("properties", {}).get(name, {})
        if "enum" in schema or "const" in schema:
            listed = schema.get("enum", [schema.get("const")])
            return [each for each in listed if satisfies(schema, each)]
        literal = [value for each in tests.values() for value in _literals(each.schema_)]
        # Conditions are never negated: one text that fulfils all others stands for every text.
        other = _Typed(frozenset(key for key, each in tests.items() if not _literals(each.schema_)))
        return [*(each for each in literal if satisfies(schema, each)), other]

    def why(self, when: Sequence[Condition]) -> str:
        """In words: what it waits for, and why that cannot be."""
        alone = next((each for each in when if not self.may_hold([each])), None)
        if alone is None:
            return f"it waits for {_all_said(when)}, which cannot be together"
        return f"it waits for {_said(alone)}, {self._never(alone)}"

    def _never(self, condition: Condition) -> str:
        head = head_of(condition.fact)
        if head == "acting_for":
            return f"and for_whom is {', '.join(self._item.for_whom)}"
        if head == "age":
            least = f"is {self._item.age_from} or more" if self._item.age_from else "is that of a person"
            return f"and the age {least}" if "identify" in self._item.steps else "and no card is read"
        page = self._asked_on.get(member_of(condition.fact)) if head == "answers" else None
        if page is not None and page.when:
            return f"which is asked only while {_all_said(page.when)}"
        return "which cannot be"


def _known(case: Mapping[str, Any], pages: Sequence[FormPage]) -> Mapping[str, Any]:
    """The facts of this case that are known: an answer of a page that is not shown is not."""
    known = dict(case)
    for page in pages:
        if not _all_true(page.when, known):
            for control in page.controls:
                known.pop(f"answers.{control.answer}", None)
    return known


def _all_true(when: Iterable[Condition], known: Mapping[str, Any]) -> bool:
    return all(_true(each, known.get(each.fact)) for each in when)


def _true(condition: Condition, value: Any) -> bool:
    if isinstance(value, _Typed):
        return _key(condition) in value.satisfies
    return value is not None and satisfies(condition.schema_, value)


def _key(condition: Condition) -> str:
    return json.dumps(condition.schema_, sort_keys=True, default=dict)


def _literals(schema: Mapping[str, Any]) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))


def _numbers(schema: Mapping[str, Any]) -> list[float]:
    values = (*_literals(schema), *(schema[name] for name in ("minimum", "maximum") if name in schema))
    return [each for each in values if type(each) in (int, float)]


def _all_said(when: Iterable[Condition]) -> str:
    return " and ".join(map(_said, when))


SAYINGS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "const": lambda value: f"is {value!r}",
        "enum": lambda value: f"is one of {', '.join(map(repr, value))}",
        "minimum": lambda value: f"is {value} or more",
        "maximum": lambda value: f"is {value} or less",
    }
)
"""Keyword → how it is said."""


def _said(condition: Condition) -> str:
    """A condition in words: `answers.room is 'family'`."""
    if not condition.schema_:
        return f"{condition.fact} is known"
    parts = [
        SAYINGS[key](value) if key in SAYINGS else f"has the {key} {value!r}"
        for key, value in condition.schema_.items()
    ]
    return f"{condition.fact} {' and '.join(parts)}"
