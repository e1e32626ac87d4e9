"""Rules for a form field beyond its structure: its keyboard can write its answer, and a date has sensible limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kiosk.catalogue.days import TODAY, limit_of
from kiosk.catalogue.item import SCHEMA, Control
from kiosk.vocabulary.fields import IN_EVERY_VALUE, LONGEST_VALUE, WIDGETS, unwritable

DATE = "date"


def field_mistakes(control: Control, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield option, mistake and remedy for everything that is wrong with a field."""
    kind = schema.get("format")
    lacking = unwritable(control.widget, IN_EVERY_VALUE.get(str(kind), ""))
    if (control.widget == "choice") != ("enum" in schema):
        yield "widget", "a choice and an enum go together", f"correct it, or {SCHEMA}"
    elif control.widget != "choice" and lacking:
        wrong = f"its keyboard cannot write the format {kind!r}: no {lacking!r}"
        yield "widget", wrong, "take a widget that can, or another format"
    elif kind == DATE and control.widget in WIDGETS and control.widget not in (DATE, "choice"):
        yield "widget", "the citizen cannot write it without knowing how a date is written", f"use {DATE}"
    elif control.widget == DATE and kind != DATE:
        yield "widget", "a date field and the format date go together", f"write the format in {SCHEMA}"
    for name in ("earliest", "latest"):
        limit = getattr(control, name)
        if limit and control.widget != DATE:
            yield name, "is for dates only", "remove it"
        elif limit and not is_limit(limit):
            yield name, f"{limit!r} is no day", f"write YYYY-MM-DD, or {TODAY}"
            return
    first, last = (limit_of(each, None) for each in (control.earliest, control.latest))
    if first is not None and last is not None and first > last:
        yield "latest", "is before earliest", "exchange them"


def unanswerable(control: Control, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield option, mistake and remedy for a field that cannot take every right answer."""
    longest = max(LONGEST_VALUE.get(str(schema.get("format")), 0), schema.get("minLength", 0))
    if control.max_length < longest and control.widget not in (DATE, "choice"):
        wrong = f"an answer may have {longest} characters, the field takes {control.max_length}"
        yield "max_length", wrong, f"give it {longest} or more"
    if schema.get("type") != "string" or not all(isinstance(each, str) for each in schema.get("enum", ())):
        yield "widget", "a field gives text, and its answer is to be something else", f'write "string" in {SCHEMA}'


def is_limit(limit: str) -> bool:
    """Whether it is a day or the day on which the form is filled in."""
    try:
        date.fromisoformat(limit if limit != TODAY else "2000-01-01")
    except ValueError:
        return False
    return True
