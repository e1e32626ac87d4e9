"""The formats that an item's schema gives to its answers: their normal form, and answers that are unusual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.catalogue.formats import FORMATS, POSSIBLE, normal_form


def unusual_answers(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Valid answers that break the published rule of their format, in the order of the schema: a genuine one may."""
    given = ((name, format_of(schema, name), answers.get(name)) for name in schema.get("properties", {}))
    return tuple(
        name
        for name, kind, value in given
        if kind in FORMATS and isinstance(value, str) and POSSIBLE[kind](value) and not FORMATS[kind](value)
    )


def format_of(schema: Mapping[str, Any], answer: str) -> str:
    """Return the format that an answer is held to, "" for none."""
    return str(schema.get("properties", {}).get(answer, {}).get("format", ""))


def normal_answer(schema: Mapping[str, Any], answer: str, value: str) -> str:
    """Return a typed answer in the normal form of its format."""
    return normal_form(format_of(schema, answer), value)
