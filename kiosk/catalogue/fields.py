"""Rules for a form field beyond its structure: its keyboard can write its answer, and a date has sensible limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.days import TODAY, limit_of
from kiosk.catalogue.item import SCHEMA, Control

DATE = "date"
LETTERS = ("latin", "chinese")
WRITERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "resident-number": ("id_number", *LETTERS),
        "document-number": ("id_number", *LETTERS),
        "phone": ("digits", "id_number", *LETTERS),
        "bank-card": ("digits", "id_number", *LETTERS),
        "date": (DATE,),
    }
)
"""Format of an answer → the widgets whose keyboard can write it. Nobody should have to know how a date is written."""

KEYBOARDS = frozenset(widget for widgets in WRITERS.values() for widget in widgets)
"""The widgets of items that have a keyboard. Any other word is a mistake of another rule."""


def field_mistakes(control: Control, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield option, mistake and remedy for everything that is wrong with a field."""
    kind = schema.get("format")
    writers = WRITERS.get(kind, ()) if isinstance(kind, str) else ()
    if (control.widget == "choice") != ("enum" in schema):
        yield "widget", "a choice and an enum go together", f"correct it, or {SCHEMA}"
    elif writers and control.widget in KEYBOARDS and control.widget not in writers:
        yield "widget", f"its keyboard cannot write the format {kind!r}", f"use {' or '.join(writers)}"
    elif control.widget == DATE and kind != DATE:
        yield "widget", "a date field and the format date go together", f"write the format in {SCHEMA}"
    for name in ("earliest", "latest"):
        limit = getattr(control, name)
        if limit and control.widget != DATE:
            yield name, "is for dates only", "remove it"
        elif limit and not _is_limit(limit):
            yield name, f"{limit!r} is no day", f"write YYYY-MM-DD, or {TODAY}"
            return
    first, last = (limit_of(each, None) for each in (control.earliest, control.latest))
    if first is not None and last is not None and first > last:
        yield "latest", "is before earliest", "exchange them"


def _is_limit(limit: str) -> bool:
    try:
        date.fromisoformat(limit if limit != TODAY else "2000-01-01")
    except ValueError:
        return False
    return True
