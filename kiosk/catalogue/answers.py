"""Validate answers by an item's schema, in the same way at the terminal and at the platform.

The only module that imports jsonschema. The schema language is JSON Schema 2020-12 with a closed list of keywords, so
that a form cannot contain anything a terminal does not know: flat answers, and conditions one level deep (`if`/`then`,
or a list of them under `allOf`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.formats import FORMATS, POSSIBLE, normal_form
from kiosk.catalogue.item import FormPage, Item, Rule

FORM_KEYWORDS = frozenset(
    {"$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties"}
    | {"if", "then", "allOf"}
)
CONDITION_KEYWORDS = frozenset(["properties", "required"])
ANSWER_KEYWORDS = frozenset(
    {"type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "format"}
    | {"title", "description"}
)
TYPES = frozenset(["string", "integer", "number", "boolean"])


@dataclass(frozen=True)
class WrongAnswer:
    """An invalid answer, the keyword of the rule it breaks ("required": it is missing), and the rule's limit.

    The value itself is not included, since it is personal data.
    """

    answer: str
    rule: str
    limit: Any = field(default=None, compare=False)


def validate_answers(schema: Mapping[str, Any], answers: Any) -> list[WrongAnswer]:
    """All invalid answers in the order of the schema; empty if all are valid.

    Answers may be any JSON value. The schema must be one in which `schema_problems` finds nothing.
    """
    given = dict(answers) if isinstance(answers, Mapping) else answers
    wrong: dict[str, WrongAnswer] = {}
    for error in _validator(schema).iter_errors(given):
        for name in _answers_of(error):
            wrong.setdefault(name, WrongAnswer(name, str(error.validator), error.validator_value))
    order = {name: place for place, name in enumerate(schema.get("properties", {}))}
    return sorted(wrong.values(), key=lambda each: (order.get(each.answer, len(order)), each.answer))


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


def _answers_of(error: Any) -> list[str]:
    if error.validator == "required":
        return [name for name in error.validator_value if name not in error.instance]
    if error.path:
        return [str(error.path[0])]
    if error.validator == "additionalProperties":
        return [name for name in error.instance if name not in error.schema.get("properties", {})]
    return [""]


def _validator(schema: Mapping[str, Any]) -> Any:
    return _compiled(json.dumps(schema, default=dict))


@lru_cache(maxsize=128)
def _compiled(schema: str) -> Any:
    """Cached, since every page uses the same few schemas; by text, since a mapping cannot be hashed."""
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    for name, fits in POSSIBLE.items():
        checker.checks(name)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    return Draft202012Validator(json.loads(schema), format_checker=checker)


def visible_pages(item: Item, answers: Mapping[str, Any]) -> tuple[FormPage, ...]:
    """The form pages that are shown for these answers.

    A condition on an absent answer is false. An answer of a page that is no longer shown counts as absent.
    """
    return _walk(item, answers)[0]


def relevant_answers(item: Item, answers: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers without those of pages that are not shown: they are not needed, so they are not handed in.

    `known`: answers that the journey provides and conditions may refer to.
    """
    visible_answers = _walk(item, {**answers, **known})[1]
    return MappingProxyType({name: value for name, value in answers.items() if name in visible_answers})


def _walk(item: Item, answers: Mapping[str, Any]) -> tuple[tuple[FormPage, ...], dict[str, Any]]:
    visible_answers = dict(answers)
    shown = []
    for page in item.pages:
        if page.show_if is None or _holds(page.show_if, visible_answers):
            shown.append(page)
        else:
            for control in page.controls:
                visible_answers.pop(control.answer, None)
    return tuple(shown), visible_answers


def _holds(rule: Rule, answers: Mapping[str, Any]) -> bool:
    return rule.answer in answers and bool(_validator(rule.schema_).is_valid(answers[rule.answer]))


def schema_problems(schema: Any) -> list[tuple[str, str]]:
    """Everything that terminals do not accept in an item's schema: place and reason. No form: `{}`."""
    return list(_form_problems(schema)) if schema != {} else []


def _form_problems(schema: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, Mapping):
        yield "/", "is not an object"
        return
    yield from _unknown(schema, FORM_KEYWORDS, "")
    if schema.get("type") != "object":
        yield "/type", 'must be "object"'
    if schema.get("additionalProperties") is not False:
        yield "/additionalProperties", "must be false, so that nothing unasked is handed in"
    yield from _fields(schema, "")
    names = frozenset(schema["properties"]) if isinstance(schema.get("properties"), Mapping) else frozenset()
    for name in schema["required"] if _is_name_list(schema.get("required")) else ():
        if name not in names:
            yield "/required", f"{name!r} is no property"
    if ("if" in schema) != ("then" in schema):
        yield "/if", "if and then go together"
    elif "if" in schema:
        yield from _condition_problems(schema, "")
    conditions = schema.get("allOf", [])
    if not isinstance(conditions, list):
        yield "/allOf", "must be a list"
        return
    for place, each in enumerate(conditions):
        if not isinstance(each, Mapping) or each.keys() != {"if", "then"}:
            yield f"/allOf/{place}", "must have an if, a then, and nothing else"
        else:
            yield from _condition_problems(each, f"/allOf/{place}")


def _condition_problems(schema: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for part in ("if", "then"):
        each = schema[part]
        if not isinstance(each, Mapping):
            yield f"{path}/{part}", "is not an object"
            continue
        yield from _unknown(each, CONDITION_KEYWORDS, f"{path}/{part}")
        yield from _fields(each, f"{path}/{part}")
    condition = schema["if"]
    if isinstance(condition, Mapping) and isinstance(condition.get("properties"), Mapping):
        required = condition.get("required", ())
        for name in condition["properties"]:
            if not _is_name_list(required) or name not in required:
                yield f"{path}/if/required", f"must name {name!r}: else the condition holds when it is absent"


def _fields(schema: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if "required" in schema and not _is_name_list(schema["required"]):
        yield f"{path}/required", "must be a list of names"
    properties = schema.get("properties", {})
    if not isinstance(properties, Mapping):
        yield f"{path}/properties", "is not an object"
        return
    for name, each in properties.items():
        yield from answer_problems(each, f"{path}/properties/{name}", typed=not path)


def answer_problems(schema: Any, path: str = "", *, typed: bool = False) -> Iterator[tuple[str, str]]:
    """Problems of the schema of one answer or of a condition: place and reason. `typed`: it needs a type."""
    if not isinstance(schema, Mapping):
        yield path or "/", "is not an object"
        return
    yield from _unknown(schema, ANSWER_KEYWORDS, path)
    if (typed or "type" in schema) and (not isinstance(schema.get("type"), str) or schema["type"] not in TYPES):
        yield f"{path}/type", f"must be one of {', '.join(sorted(TYPES))}"
    if "enum" in schema and not (isinstance(schema["enum"], list) and schema["enum"]):
        yield f"{path}/enum", "must be a list of values"
    for key in ("minLength", "maxLength"):
        if key in schema and not (type(schema[key]) is int and schema[key] >= 0):
            yield f"{path}/{key}", "must be a number of characters"
    for key in ("minimum", "maximum"):
        if key in schema and type(schema[key]) not in (int, float):
            yield f"{path}/{key}", "must be a number"
    if "pattern" in schema and not _is_pattern(schema["pattern"]):
        yield f"{path}/pattern", "is not a regular expression"
    if "format" in schema and not isinstance(schema["format"], str):
        yield f"{path}/format", f"must be one of {', '.join(sorted(FORMATS))}"


def _unknown(schema: Mapping[str, Any], known: frozenset[str], path: str) -> Iterator[tuple[str, str]]:
    for key in schema:
        if key not in known:
            yield f"{path}/{key}", "keyword not allowed here"


def _is_name_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_pattern(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError):
        return False
    return True
