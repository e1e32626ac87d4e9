"""Conditions of an item: on its steps, pages, materials and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kiosk.catalogue.item import Condition
from kiosk.catalogue.schemas import validator

Facts = Callable[[str], Any]
"""Fact → its value now; None while it is not known."""


def all_hold(when: Iterable[Condition], facts: Facts) -> bool:
    """Whether every condition holds; one on a fact that is not known does not."""
    return all(_holds(each.schema_, facts(each.fact)) for each in when)


def satisfies(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value satisfies the schema of one answer."""
    # What nearly every condition is; it spares loading the validator, and compiling.
    if schema.keys() == {"const"}:
        return type(value) is type(schema["const"]) and bool(value == schema["const"])
    if schema.keys() == {"enum"} and isinstance(value, str):
        return value in schema["enum"]
    return bool(validator(schema).is_valid(value))


def _holds(schema: Mapping[str, Any], value: Any) -> bool:
    return value is not None and satisfies(schema, value)


def facts_of(known: Mapping[str, Any]) -> Facts:
    """The facts of a form: answers by their names, other facts by theirs (`acting_for`)."""

    def value(fact: str) -> Any:
        return known.get(fact.removeprefix("answers."))

    return value
