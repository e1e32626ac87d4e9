"""Check the conditions of an item: known facts, in places where they may be tested, that can come true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kiosk.catalogue.answers import rule_problems
from kiosk.catalogue.condition_places import Place, conditions_of
from kiosk.catalogue.conditions import satisfies
from kiosk.catalogue.item import Condition, Item
from kiosk.catalogue.mistake import Mistake
from kiosk.vocabulary.facts import FACTS, Fact, head_of, member_of
from kiosk.vocabulary.names import CAPABILITIES
from kiosk.vocabulary.since import did_you_mean


def condition_mistakes(item: Item) -> Iterator[Mistake]:
    """Wrong conditions; unknown facts and values are the vocabulary's mistakes."""
    for place in conditions_of(item):
        schema = place.condition.schema_
        problems = rule_problems(schema)
        for at, wrong in problems:
            where = f"{place.schema}{at.rstrip('/').replace('/', '.')}"
            yield Mistake(place.file, where, wrong, "use the keywords that terminals understand")
        fact = FACTS.get(head_of(place.condition.fact))
        if fact is None:
            continue
        wrong_fact = next(_fact_mistakes(item, place, fact), None)
        if wrong_fact is not None:
            yield wrong_fact
        elif not problems and not _can_hold(item, place.condition, fact):
            yield Mistake(place.file, place.schema, "never holds: no value of the fact satisfies it", "correct it")


def _fact_mistakes(item: Item, place: Place, fact: Fact) -> Iterator[Mistake]:
    name, member = place.condition.fact, member_of(place.condition.fact)
    if place.on not in fact.on:
        wrong = f"{head_of(name)} is no fact for a {place.on}"
        yield Mistake(place.file, place.fact, wrong, f"it is one for a {', a '.join(sorted(fact.on))}")
    if bool(member) != bool(fact.members):
        wrong = f"{name!r} names no {fact.members}" if fact.members else f"{head_of(name)} has no members"
        yield Mistake(place.file, place.fact, wrong, f"write {head_of(name)}{'.<name>' if fact.members else ''}")
    elif fact.members and member not in (known := _members(item, fact.members)):
        near = did_you_mean(member, known) or f"these are: {', '.join(sorted(known)) or 'none'}"
        yield Mistake(place.file, place.fact, f"{member!r} is no {fact.members}", near)


def _members(item: Item, sort: str) -> Sequence[str]:
    match sort:
        case "answer":
            return tuple(item.answers.get("properties", {}))
        case "part":
            return tuple(each.item for each in item.parts)
    return tuple(CAPABILITIES)


def _can_hold(item: Item, condition: Condition, fact: Fact) -> bool:
    """Whether a fact of few values has one that satisfies the condition; of others nobody knows."""
    values = _few_values(item, condition.fact, fact)
    return not values or any(satisfies(condition.schema_, each) for each in values)


def _few_values(item: Item, name: str, fact: Fact) -> tuple[Any, ...]:
    if fact.values:
        return tuple(fact.values)
    if head_of(name) == "age":
        return tuple(range(131))
    if fact.members in ("part", "capability") or head_of(name) == "online":
        return (True, False)
    schema: Mapping[str, Any] = item.answers.get("properties", {}).get(member_of(name), {})
    if schema.get("type") == "boolean":
        return (True, False)
    return tuple(schema.get("enum", ())) or ((schema["const"],) if "const" in schema else ())
