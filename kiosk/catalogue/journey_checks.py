"""Check the steps of an item against the item, one another and their conditions, by the rules of the vocabulary.

`vocabulary_mistakes` reports a step or condition that the vocabulary does not have; the other checks skip it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from devices.strict_struct import near_word
from kiosk.catalogue.answers import rule_problems
from kiosk.catalogue.conditions import satisfies
from kiosk.catalogue.item import ITEM, Condition, Item, JourneyStep
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.requirements import requirements_of
from kiosk.catalogue.shape_mistakes import FILE_OF_PART
from kiosk.vocabulary.builds import parse_build
from kiosk.vocabulary.facts import FACTS, head_of, word_of
from kiosk.vocabulary.since import SINCE, did_you_mean
from kiosk.vocabulary.steps import FIRST_STEP, STEPS, Need, StepKind

MOST_UNKNOWNS = 10
"""Things that the conditions of one journey may test: every combination of them is tried."""


def vocabulary_mistakes(item: Item) -> Iterator[Mistake]:
    """Unknown steps, widgets, formats and conditions, with the word that may be meant."""
    for each in requirements_of(item):
        if each.since is None:
            known = SINCE[each.sort]
            wrong = f"{each.word!r} is no {each.sort} for items; these are: {', '.join(sorted(known))}"
            yield Mistake(each.file, each.place, wrong, did_you_mean(each.word, known) or "use one of these")


def newer_mistakes(item: Item, build: str) -> Iterator[Mistake]:
    """Words that terminals of this build do not know, so that they would hide the item."""
    limit = parse_build(build)
    for each in requirements_of(item):
        if each.since is not None and parse_build(each.since) > limit:
            wrong = f"{each.sort} {each.word!r} needs build {each.since}, newer than {build}"
            yield Mistake(each.file, each.place, wrong, "do without it, or offer the item to newer terminals only")


def journey_mistakes(item: Item) -> Iterator[Mistake]:
    """Steps that do not fit the elements of the item, are in the wrong order, or have a wrong condition."""
    names = item.steps
    if item.steps_[0] != FIRST_STEP:
        yield Mistake(ITEM, "steps", f"does not begin with the {FIRST_STEP}", f"put {FIRST_STEP} first")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Mistake(ITEM, "steps", f"{name} is there twice", "remove one")
    meant = {near_word(name, SINCE["step"]) for name in names if name not in SINCE["step"]}
    for name, kind in STEPS.items():
        for need in kind.needs if name not in meant else ():
            yield from _need_mistakes(item, name, need)
    yield from _order_mistakes(names)
    yield from _condition_mistakes(item.journey)


def _need_mistakes(item: Item, step: str, need: Need) -> Iterator[Mistake]:
    value = getattr(item, need.element)
    has = any(each in need.values for each in ([value] if isinstance(value, str) else value)) if need.values else value
    there = step in item.steps
    if there and not has and not need.demands and not need.values:
        yield Mistake(
            FILE_OF_PART.get(need.element, ITEM), need.element, "missing", f"add it for {step}: {need.because}"
        )
    elif there and not has:
        wrong = f"{step} is there, but it is not so that {need.because}"
        yield Mistake(ITEM, "steps", wrong, "correct one of the two")
    elif has and not there and need.demands:
        wrong = f"{step} is missing, and {need.because}"
        yield Mistake(ITEM, "steps", wrong, f"add {step} where it belongs")


def _order_mistakes(names: Sequence[str]) -> Iterator[Mistake]:
    for name in dict.fromkeys(names):
        for earlier in STEPS[name].comes_after if name in STEPS else ():
            if earlier in names and names.index(earlier) > names.index(name):
                yield Mistake(ITEM, "steps", f"{name} comes before {earlier}", f"put {earlier} first")


def _condition_mistakes(journey: Sequence[JourneyStep]) -> Iterator[Mistake]:
    """Try every combination of facts: no journey may skip a step that the law or a later step requires."""
    for n, entry in enumerate(journey):
        for m, each in enumerate(entry.when):
            fact = FACTS.get(head_of(each.fact))
            if fact is not None and fact.step and fact.step not in [step.step for step in journey[:n]]:
                wrong = f"{each.fact} is not known before the step {fact.step}"
                remedy = f"put {fact.step} earlier, or leave out the condition"
                yield Mistake(ITEM, f"steps.{n}.when.{m}.fact", wrong, remedy)
    conditions = [each for entry in journey for each in entry.when]
    if any(word_of(each.fact) not in SINCE["fact"] or rule_problems(each.schema_) for each in conditions):
        return
    unknowns = _unknowns(journey)
    if len(unknowns) > MOST_UNKNOWNS:
        yield Mistake(ITEM, "steps", f"its conditions test more than {MOST_UNKNOWNS} things", "use fewer")
        return
    cases = [dict(zip(unknowns, values, strict=True)) for values in product(*unknowns.values())]
    for n, entry in enumerate(journey):
        if entry.step not in STEPS:
            continue
        place, kind = f"steps.{n}", STEPS[entry.step]
        absent = [case for case in cases if not _is_there(entry, case)]
        if len(absent) == len(cases):
            yield Mistake(ITEM, place, f"{entry.step} is never there", "correct its conditions")
        elif not kind.skippable and any(not _may_skip(kind, case) for case in absent):
            allowed = f"it may be absent only for {', '.join(kind.may_skip)}" if kind.may_skip else "it takes none"
            wrong = f"the condition of {entry.step} is not allowed: {allowed}"
            yield Mistake(ITEM, place, wrong, "correct its condition")
        for needed in (each for each in journey[:n] if each.step in kind.relies_on):
            if any(not _is_there(needed, case) and _is_there(entry, case) for case in cases):
                wrong = f"{entry.step} may be met where {needed.step} was skipped"
                yield Mistake(ITEM, place, wrong, f"give it the condition of {needed.step}")


Case = Mapping[str, Any]
"""A value for each unknown: of a fact with a closed list of values one of them, of another condition true or false."""


def _unknowns(journey: Sequence[JourneyStep]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for entry in journey:
        for each in entry.when:
            values = FACTS[each.fact].values if each.fact in FACTS else ()
            found[each.fact if values else _key(each)] = tuple(values) or (True, False)
    return found


def _key(condition: Condition) -> str:
    return f"{condition.fact} {json.dumps(condition.schema_, sort_keys=True, default=dict)}"


def _is_there(entry: JourneyStep, case: Case) -> bool:
    return all(
        satisfies(each.schema_, case[each.fact]) if each.fact in case else case[_key(each)] for each in entry.when
    )


def _may_skip(kind: StepKind, case: Case) -> bool:
    return any(case.get(fact) == value for fact, _, value in (each.partition("=") for each in kind.may_skip))
