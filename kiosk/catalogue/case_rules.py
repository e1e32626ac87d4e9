"""How the reference platform plays the department of an item: `sandbox.toml` in the item's folder, never published.

The first rule whose conditions hold decides what becomes of a case, and when. Read by the sandbox and, so that mistakes
are explained to the author, by the checker; the catalogue that terminals get has none of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from devices.strict_struct import Limits, ShapeError, StrictStruct, field, read
from devices.text_files import read_toml
from kiosk.catalogue.answers import ANSWER_KEYWORDS, validate_answers
from kiosk.catalogue.conditions import satisfies
from kiosk.catalogue.item import Item
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.shape_mistakes import mismatch_mistakes
from kiosk.vocabulary.since import did_you_mean

SANDBOX = "sandbox.toml"
FACT = re.compile(r"(person|acting_for|part|(answers|materials)\.[a-z][a-z0-9_-]{0,49})\Z")
REFUND_FACT = re.compile(r"(person|reason|state)\Z")
"""Facts of a rule about money: the citizen's reason (RefundReason), and the state of the case that was paid."""
DECISIONS = frozenset({"granted", "not_granted"})
UNITS: Mapping[str, str] = MappingProxyType({"m": "minutes", "h": "hours", "d": "days"})

Line = Annotated[str, Limits(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*\Z")]
Lines = Annotated[Mapping[str, Line], Limits(max_length=20)]
"""Words by language."""


class RuleFact(StrictStruct, frozen=True):
    """One condition: the fact is there and fits the schema, a JSON Schema of one answer.

    Facts: `person` (key of people.toml), `acting_for`, `part` ("yes" for one of several cases of an application),
    `answers.<name>`, `materials.<id>` (the way in which it was handed in).
    """

    fact: Annotated[str, Limits(max_length=100)]
    schema_: Mapping[str, Any] = field(name="schema")


class MissingPaper(StrictStruct, frozen=True):
    """A paper that a correction asks for: the item's material, and what is wrong with what was handed in."""

    id: Annotated[str, Limits(max_length=100)]
    words: Lines = field(default_factory=dict)


class Move(StrictStruct, frozen=True):
    """One step of a case, `after` so long since the step before it ("0m" at once, "2h", "3d")."""

    after: Annotated[str, Limits(pattern=r"^[0-9]{1,4}[mhd]\Z")]
    state: Literal[
        "accepted", "not_accepted", "correction", "under_review", "suspended", "transferred",
        "granted", "not_granted", "decided", "delivered",
    ]  # fmt: skip
    words: Lines = field(default_factory=dict)
    """What the authority says of it."""
    missing: Annotated[tuple[Annotated[str, Limits(max_length=100)] | MissingPaper, ...], Limits(max_length=40)] = ()
    days: Annotated[int, Limits(ge=0, le=365)] = 0
    """Working days to hand in what is missing; 0: no last day."""
    clock_stops: bool = False
    """These days do not count for the authority's limit."""
    to: Lines = field(default_factory=dict)
    """The office that has it now, or that is the right one."""
    delivery: Literal["", "window", "post", "locker", "terminal", "phone"] = ""
    pick_up: Lines = field(default_factory=dict)
    """Where the result is."""

    @property
    def papers(self) -> tuple[MissingPaper, ...]:
        return tuple(MissingPaper(each) if isinstance(each, str) else each for each in self.missing)


def delay_of(after: str) -> timedelta:
    """Return the time that a move's `after` means."""
    return timedelta(**{UNITS[after[-1]]: int(after[:-1])})


class CaseRule(StrictStruct, frozen=True):
    then: Annotated[tuple[Move, ...], Limits(min_length=1, max_length=20)]
    when: Annotated[tuple[RuleFact, ...], Limits(max_length=20)] = ()


class CaseRules(StrictStruct, frozen=True):
    """The rules of one item, in order; `department` is the folder in config/departments of who handles it. The rules
    `refund` are about cases that ask back what was paid: where none fits, nobody is offered to ask."""

    department: Annotated[str, Limits(pattern=r"^([a-z][a-z0-9-]{0,49})?\Z")] = ""
    rule: Annotated[tuple[CaseRule, ...], Limits(max_length=50)] = ()
    refund: Annotated[tuple[CaseRule, ...], Limits(max_length=50)] = ()

    def first_refund(self, facts: Mapping[str, Any]) -> CaseRule | None:
        """Return the first rule about money that fits."""
        return _first(self.refund, facts)

    def first(self, facts: Mapping[str, Any]) -> CaseRule | None:
        """Return the first rule that fits."""
        return _first(self.rule, facts)


def _first(rules: Sequence[CaseRule], facts: Mapping[str, Any]) -> CaseRule | None:
    return next((each for each in rules if all(holds(one, facts) for one in each.when)), None)


def holds(condition: RuleFact, facts: Mapping[str, Any]) -> bool:
    """Whether a condition holds; on an absent fact it does not."""
    return condition.fact in facts and satisfies(condition.schema_, facts[condition.fact])


def read_rules(folder: Path) -> CaseRules:
    """Read the rules of an item's folder, none if it has no file. Raises OSError, ValueError, ShapeError."""
    file = folder / SANDBOX
    return read(CaseRules, read_toml(file)) if file.exists() else CaseRules()


def rule_mistakes(folder: Path, item: Item) -> Iterator[Mistake]:
    """Everything that is wrong with the sandbox's rules of an item."""
    file = str(folder / SANDBOX)
    try:
        rules = read_rules(folder)
    except ShapeError as error:
        yield from mismatch_mistakes(folder / SANDBOX, error.mismatches)
        return
    except (OSError, ValueError) as error:
        yield Mistake(file, "file", f"cannot be read: {error}", "correct what is written there")
        return
    for list_, several in (("rule", rules.rule), ("refund", rules.refund)):
        for number, rule in enumerate(several):
            found = _of_rule(rule, item) if list_ == "rule" else _of_refund(rule, item)
            for place, wrong, remedy in found:
                yield Mistake(file, f"{list_}.{number}.{place}", wrong, remedy)
        always = next((n for n, rule in enumerate(several) if not rule.when), None)
        for number in range((always if always is not None else len(several)) + 1, len(several)):
            wrong = f"never fires: rule {always} fits every case"
            yield Mistake(file, f"{list_}.{number}", wrong, "put it before that one")


def _of_refund(rule: CaseRule, item: Item) -> Iterator[tuple[str, str, str]]:
    if not item.fee_here:
        yield "then", "nothing is paid for this item here", "take it out, or give the item a fee with a sum"
    for n, condition in enumerate(rule.when):
        if not REFUND_FACT.match(condition.fact):
            yield f"when.{n}.fact", f"{condition.fact!r} is no fact about a refund", "person, reason or state"
    if [each.state in DECISIONS for each in rule.then] != [*(len(rule.then) - 1) * [False], True]:
        yield "then", "does not end with a decision", "end it with granted (the money goes back) or not_granted"


def _of_rule(rule: CaseRule, item: Item) -> Iterator[tuple[str, str, str]]:
    known = {"answers": item.answers.get("properties", {}), "materials": [each.id for each in item.materials]}
    for n, condition in enumerate(rule.when):
        place = f"when.{n}"
        if not FACT.match(condition.fact):
            wrong = f"{condition.fact!r} is no fact"
            yield f"{place}.fact", wrong, "person, acting_for, part, answers.<name> or materials.<id>"
        group, _, name = condition.fact.partition(".")
        if name and name not in known.get(group, ()):
            yield f"{place}.fact", f"the item has no {name!r} in its {group}", _help(name, known.get(group, ()))
        for word in sorted(set(condition.schema_) - ANSWER_KEYWORDS):
            yield f"{place}.schema.{word}", "is no keyword of an answer", _help(word, ANSWER_KEYWORDS)
        if not set(condition.schema_) - ANSWER_KEYWORDS and not _is_schema(condition.schema_):
            yield f"{place}.schema", "is no JSON Schema", "correct it"
    for n, move in enumerate(rule.then):
        if (move.state == "correction") != bool(move.missing):
            wrong = "a correction names what is missing, and nothing else does"
            yield f"then.{n}.missing", wrong, "name the materials, or take them out"
        for paper in move.papers:
            if paper.id not in known["materials"]:
                yield f"then.{n}.missing", f"the item has no material {paper.id!r}", _help(paper.id, known["materials"])
        if move.state == "transferred" and not move.to:
            yield f"then.{n}.to", "missing", "name the office that has it now, by language"


def _is_schema(schema: Mapping[str, Any]) -> bool:
    try:
        json.dumps(schema, default=dict)
        validate_answers({"properties": {"fact": schema}}, {"fact": ""})
    except (ValueError, TypeError):
        return False
    return True


def _help(word: str, known: Sequence[str] | Mapping[str, Any] | frozenset[str]) -> str:
    return did_you_mean(word, list(known)) or "correct its spelling"
