"""Check the steps of an item against the item, one another and their conditions, by the rules of the vocabulary.

`vocabulary_mistakes` reports a step or condition that the vocabulary does not have; the other checks skip it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from kiosk.catalogue.item import ITEM, PAGES, SCHEMA, Item, JourneyStep
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.requirements import requirements_of
from kiosk.vocabulary import FACTS, FIRST_STEP, SINCE, STEPS, Need, did_you_mean, holds, parse_build

FILES: Mapping[str, str] = {"answers": SCHEMA, "pages": PAGES}
"""Elements of an item that are not written in item.toml, and where they are."""


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
    for name, kind in STEPS.items():
        for need in kind.needs:
            yield from _need_mistakes(item, name, need)
    yield from _order_mistakes(names)
    yield from _condition_mistakes(item.journey)


def _need_mistakes(item: Item, step: str, need: Need) -> Iterator[Mistake]:
    value = getattr(item, need.element)
    has = any(each in need.values for each in ([value] if isinstance(value, str) else value)) if need.values else value
    there = step in item.steps
    if there and not has and not need.demands and not need.values:
        yield Mistake(FILES.get(need.element, ITEM), need.element, "missing", f"add it for {step}: {need.because}")
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
    conditions = {entry: [each for each in (entry.when, entry.unless) if each] for entry in journey}
    if not all(each in SINCE["condition"] for several in conditions.values() for each in several):
        return
    combinations = [
        dict(zip(FACTS, values, strict=True)) for values in product(*(fact.values for fact in FACTS.values()))
    ]
    for n, entry in enumerate(journey):
        if entry.step not in STEPS:
            continue
        place, kind = f"steps.{n}", STEPS[entry.step]
        for condition in conditions[entry]:
            learnt = FACTS[condition.partition("=")[0]].step
            if learnt not in [each.step for each in journey[:n]]:
                wrong = f"{condition} is not known before the step {learnt}"
                yield Mistake(ITEM, place, wrong, f"put {learnt} earlier, or leave out the condition")
        absent = [facts for facts in combinations if not entry.applies(facts)]
        if len(absent) == len(combinations):
            yield Mistake(ITEM, place, f"{entry.step} is never there", "correct its conditions")
        elif any(not any(holds(each, facts) for each in kind.may_skip) for facts in absent):
            allowed = f"it may be absent only for {', '.join(kind.may_skip)}" if kind.may_skip else "it takes none"
            wrong = f"the condition of {entry.step} is not allowed: {allowed}"
            yield Mistake(ITEM, place, wrong, "correct its condition")
        for needed in (each for each in journey[:n] if each.step in kind.relies_on):
            if any(not needed.applies(facts) and entry.applies(facts) for facts in combinations):
                wrong = f"{entry.step} may be met where {needed.step} was skipped"
                yield Mistake(ITEM, place, wrong, f"give it the condition of {needed.step}")
