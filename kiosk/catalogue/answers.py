"""Validate answers by an item's schema, in the same way at the terminal and at the platform.

The schema language is JSON Schema 2020-12 with a closed list of keywords, so that a form cannot contain anything that a
terminal does not know: flat answers, and conditions one level deep (`if`/`then`, or a list of them under `allOf`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import islice
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.strict_struct import near_word
from kiosk.catalogue.conditions import all_hold, facts_of
from kiosk.catalogue.formats import FORMATS
from kiosk.catalogue.item import FormPage, Item
from kiosk.catalogue.schemas import compiled, validator

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
MOST_ANSWERS = 200
MOST_CONDITIONS = 100
MOST_VALUES = 500
"""Of one enum."""
LONGEST_PATTERN = 200
LONGEST_ANSWER = 10_000
MOST_COMPARED = 20
"""Misspelt words of one list for which the word that may be meant is looked for: it takes a while."""
LARGEST_SCHEMA = 100_000
"""Characters of the schema as JSON."""


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
    checker = validator(schema)
    try:
        errors = list(checker.iter_errors(given))
    except ValueError:
        # A value that is no JSON: half of a surrogate pair, or nested too deep.
        if not isinstance(given, dict):
            return [WrongAnswer("", "type")]
        no_json = [name for name, value in given.items() if not _can_be_checked(checker, {name: value})]
        wrong = {name: WrongAnswer(name, "type") for name in no_json}
        errors = list(checker.iter_errors({name: value for name, value in given.items() if name not in wrong}))
    for error in errors:
        for name in _answers_of(error):
            wrong.setdefault(name, WrongAnswer(name, error.kind.name, error.kind.value))
    order = {name: place for place, name in enumerate(schema.get("properties", {}))}
    return sorted(wrong.values(), key=lambda each: (order.get(each.answer, len(order)), each.answer))


def _answers_of(error: Any) -> list[str]:
    if error.instance_path:
        return [str(error.instance_path[0])]
    if error.kind.name == "required":
        return [error.kind.property]
    if error.kind.name == "additionalProperties":
        return list(error.kind.unexpected)
    return [""]


def _can_be_checked(checker: Any, answers: Mapping[str, Any]) -> bool:
    try:
        list(checker.iter_errors(answers))
    except ValueError:
        return False
    return True


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
        if all_hold(page.when, facts_of(visible_answers)):
            shown.append(page)
        else:
            for control in page.controls:
                visible_answers.pop(control.answer, None)
    return tuple(shown), visible_answers


def schema_problems(schema: Any) -> list[tuple[str, str]]:
    """Everything that terminals do not accept in an item's schema: place and reason. No form: `{}`."""
    if schema == {}:
        return []
    return list(_size_problems(schema)) or list(_form_problems(schema)) or list(_unusable(schema))


def rule_problems(schema: Any) -> list[tuple[str, str]]:
    """Everything that terminals do not accept in a page's condition: place and reason."""
    return list(_size_problems(schema)) or list(answer_problems(schema)) or list(_unusable(schema))


def _size_problems(schema: Any) -> Iterator[tuple[str, str]]:
    try:
        size = len(json.dumps(schema, default=dict))
    except (RecursionError, TypeError, ValueError):
        yield "/", "is nested too deep"
        return
    if size > LARGEST_SCHEMA:
        yield "/", f"is larger than {LARGEST_SCHEMA} characters"


def _unusable(schema: Any) -> Iterator[tuple[str, str]]:
    """The last check: whatever a terminal will do with the schema can be done."""
    try:
        validator(schema)
    except ValueError:
        yield "/", "cannot be used: a value in it is no JSON, is nested too deep or needs too much memory"


def _form_problems(schema: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, Mapping):
        yield "/", "is not an object"
        return
    yield from _unknown(schema, FORM_KEYWORDS, "")
    if schema.get("type") != "object":
        yield "/type", 'must be "object"'
    unknown = islice((key for key in schema if key not in FORM_KEYWORDS), MOST_COMPARED)
    meant = {near_word(key, FORM_KEYWORDS) for key in unknown}
    if schema.get("additionalProperties") is not False and "additionalProperties" not in meant:
        yield "/additionalProperties", "must be false, so that nothing unasked is handed in"
    yield from _fields(schema, "")
    names = frozenset(schema["properties"]) if isinstance(schema.get("properties"), Mapping) else frozenset()
    required = schema["required"] if _is_name_list(schema.get("required")) else ()
    for n, name in enumerate(each for each in required if each not in names):
        near = near_word(name, names) if n < MOST_COMPARED else ""
        yield "/required", f"{name!r} is no property" + (f" (did you mean {near!r}?)" if near else "")
    if ("if" in schema) != ("then" in schema):
        yield "/if", "if and then go together"
    elif "if" in schema:
        yield from _condition_problems(schema, "")
    conditions = schema.get("allOf", [])
    if not isinstance(conditions, list):
        yield "/allOf", "must be a list"
        return
    if len(conditions) > MOST_CONDITIONS:
        yield "/allOf", f"are more than {MOST_CONDITIONS}"
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
    if len(properties) > MOST_ANSWERS:
        yield f"{path}/properties", f"are more than {MOST_ANSWERS}"
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
    elif len(schema.get("enum", ())) > MOST_VALUES:
        yield f"{path}/enum", f"are more than {MOST_VALUES} values"
    for key in ("minLength", "maxLength"):
        if key in schema and not (type(schema[key]) is int and 0 <= schema[key] <= LONGEST_ANSWER):
            yield f"{path}/{key}", f"must be a number of characters, at most {LONGEST_ANSWER}"
    for key in ("minimum", "maximum"):
        if key in schema and type(schema[key]) not in (int, float):
            yield f"{path}/{key}", "must be a number"
    if "pattern" in schema:
        yield from ((f"{path}/pattern", wrong) for wrong in pattern_problems(schema["pattern"]))
    if "format" in schema and not isinstance(schema["format"], str):
        yield f"{path}/format", f"must be one of {', '.join(sorted(FORMATS))}"


def _unknown(schema: Mapping[str, Any], known: frozenset[str], path: str) -> Iterator[tuple[str, str]]:
    for n, key in enumerate(each for each in schema if each not in known):
        near = near_word(key, known) if n < MOST_COMPARED else ""
        yield f"{path}/{key}", "keyword not allowed here" + (f" (did you mean {near!r}?)" if near else "")


def _is_name_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def pattern_problems(value: Any) -> Iterator[str]:
    """Why a value of the schema is no pattern that terminals run."""
    if not isinstance(value, str):
        yield "is not a regular expression"
        return
    if len(value) > LONGEST_PATTERN:
        yield f"is longer than {LONGEST_PATTERN} characters"
        return
    try:
        compiled(json.dumps({"pattern": value}))
    except ValueError:
        yield "is not a regular expression of terminals: no lookaround, no back reference, no huge repetition"
