"""Answers judged by an item's own schema, the same at the terminal and at the platform. The only door to jsonschema.

The schema language is JSON Schema 2020-12 with a closed list of keywords, so that a form cannot carry what a terminal
does not understand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.item import FormPage, Item

KEYWORDS = frozenset(
    [
        *("$schema", "$id", "title", "description", "type", "enum", "const", "pattern", "minLength", "maxLength"),
        *("minimum", "maximum", "format", "required", "properties", "additionalProperties", "if", "then"),
    ]
)


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that does not fit, and the keyword of the rule it breaks ("required" when it is missing)."""

    answer: str
    rule: str


def _resident_number(value: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if len(value) != 18 or not value[:17].isascii() or not value[:17].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False))
    return "10X98765432"[total % 11] == value[17]


def _phone(value: str) -> bool:
    return (
        value.isascii() and value.isdigit() and ((len(value) == 11 and value.startswith("1")) or 7 <= len(value) <= 12)
    )


def _bank_card(value: str) -> bool:
    if not (value.isascii() and value.isdigit() and 12 <= len(value) <= 19):
        return False
    total = 0
    for place, character in enumerate(reversed(value)):
        digit = int(character) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"resident-number": _resident_number, "phone": _phone, "bank-card": _bank_card, "date": _date}
)
"""Formats a schema may name: GB 11643 check digit, a Chinese phone number, Luhn (ISO/IEC 7812-1), an ISO 8601 day."""


def foreign_keywords(schema: Any, path: str = "") -> list[str]:
    """Keywords and formats that are not of the closed list, each with its path."""
    found: list[str] = []
    if not isinstance(schema, Mapping):
        return found if isinstance(schema, bool) else [f"{path or '/'}: not a schema"]
    for key, value in schema.items():
        here = f"{path}/{key}"
        if key not in KEYWORDS:
            found.append(f"{here}: keyword not allowed")
        elif key == "properties" and isinstance(value, Mapping):
            for name, each in value.items():
                found += foreign_keywords(each, f"{here}/{name}")
        elif key in ("if", "then"):
            found += foreign_keywords(value, here)
        elif key == "format" and value not in FORMATS:
            found.append(f"{here}: unknown format {value!r}; known: {', '.join(sorted(FORMATS))}")
    return found


def _validator(schema: Mapping[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    for name, fits in FORMATS.items():
        checker.checks(name)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    return Draft202012Validator(schema, format_checker=checker)


def validate_answers(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> list[WrongAnswer]:
    """Everything wrong with `answers`, at once, in the schema's order; empty when all fit."""
    wrong: dict[str, WrongAnswer] = {}
    for error in _validator(schema).iter_errors(dict(answers)):
        for each in (error, *error.context):
            for name in _names(each):
                wrong.setdefault(name, WrongAnswer(name, str(each.validator)))
    order = list(schema.get("properties", {}))
    return sorted(wrong.values(), key=lambda w: (order.index(w.answer) if w.answer in order else len(order), w.answer))


def _names(error: Any) -> list[str]:
    if error.validator == "required":
        return [name for name in error.validator_value if name not in error.instance]
    if error.path:
        return [str(error.path[0])]
    if error.validator == "additionalProperties":
        return [name for name in error.instance if name not in error.schema.get("properties", {})]
    return [""]


def visible_pages(item: Item, answers: Mapping[str, Any]) -> tuple[FormPage, ...]:
    """The form pages these answers make necessary. A condition on an answer that is absent is false."""
    return tuple(page for page in item.pages if page.show_if is None or _holds(page, answers))


def _holds(page: FormPage, answers: Mapping[str, Any]) -> bool:
    rule = page.show_if
    assert rule is not None
    return rule.answer in answers and bool(_validator(rule.schema_).is_valid(answers[rule.answer]))
