"""Rules for an item beyond its structure; each breach is a Mistake.

The same checks run when an item is written and when a new catalogue is received, so that both refuse the same items;
`field_shortcomings` and `unknown_names` are for its author alone, because a terminal would lose all items for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from devices.strict_struct import near_word
from kiosk.catalogue import categories
from kiosk.catalogue.answers import MOST_COMPARED, schema_problems, validate_answers, visible_pages
from kiosk.catalogue.certificate_checks import certificate_mistakes
from kiosk.catalogue.codes import code_problems
from kiosk.catalogue.condition_checks import condition_mistakes
from kiosk.catalogue.field_checks import field_mistakes, unanswerable
from kiosk.catalogue.item import EXAMPLES, FOR_HELPER, ITEM, PAGES, SCHEMA, Example, FormPage, Item, Proof
from kiosk.catalogue.journey_checks import journey_mistakes, vocabulary_mistakes
from kiosk.catalogue.mandate_checks import mandate_mistakes
from kiosk.catalogue.material_checks import material_mistakes
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.pledge_checks import pledge_mistakes
from kiosk.catalogue.pledges import late_key, pledge_keys
from kiosk.catalogue.prefill_checks import prefill_mistakes
from kiosk.catalogue.wording import wording_mistakes
from kiosk.fluent.bundle import entries
from kiosk.fluent.shapes import MessageShape, message_shapes
from kiosk.language_table import BASE, CODE
from kiosk.vocabulary.facts import member_of
from kiosk.vocabulary.fields import unwritable
from kiosk.vocabulary.names import ICONS
from kiosk.vocabulary.since import did_you_mean

UNSEEN = frozenset({"keywords"})
"""Words that no page shows: they are for the search."""
MOST_LINES = 4000
"""Of an item's words in one language; the parser needs a millisecond for two."""
REQUIRED_WORDS = ("name", "short", "summary", "authority", "authority-short", "result")
KNOWN_TO_JOURNEY = frozenset({"acting_for"})
"""Answers that the journey provides, so that no page asks for them."""


def item_mistakes(item: Item) -> list[Mistake]:
    """All mistakes of an item, by file name. Its examples are checked only if there are no others."""
    return rule_mistakes(item) or list(example_mistakes(item))


def rule_mistakes(item: Item) -> list[Mistake]:
    """All mistakes but those in the worked examples."""
    found = [*_elements(item), *vocabulary_mistakes(item), *journey_mistakes(item), *_form(item)]
    found += [*condition_mistakes(item), *_identification(item), *material_mistakes(item), *prefill_mistakes(item)]
    return [*found, *mandate_mistakes(item), *pledge_mistakes(item), *certificate_mistakes(item), *_words(item)]


def _elements(item: Item) -> Iterator[Mistake]:
    for place, wrong in code_problems(item.codes.basic, item.codes.implementation, item.codes.business):
        yield Mistake(ITEM, place, wrong, "copy the code from the published item")
    if item.cancelled is not None and item.cancelled <= item.effective:
        yield Mistake(ITEM, "cancelled", "is not after effective", "correct one of the dates")
    if item.fee.charged and not item.fee.basis:
        yield Mistake(ITEM, "fee.basis", "a fee is charged without a basis", "name the word key of its basis")
    if (item.question == "listing") != bool(item.register):
        yield Mistake(ITEM, "register", "the question listing asks a register, no other does", "name both or neither")
    if item.fee.sum and not (item.fee.charged and Decimal(item.fee.sum)):
        yield Mistake(ITEM, "fee.sum", "a sum is paid, and no fee is charged", "set charged, or remove the sum")


def _identification(item: Item) -> Iterator[Mistake]:
    """Check the ways to say who one is. A phone's code and a social security card are their owner's alone."""
    if item.kind == "progress" and item.by_slip_alone == ("identify" in item.steps):
        wrong = "somebody is identified" if item.by_slip_alone else "nobody is identified"
        remedy = 'ask "case.by_slip" without the step identify, or "cases.of_person" with it'
        yield Mistake(ITEM, "question", f"{item.question} is asked, and {wrong}", remedy)
    if "card" not in item.identify_by:
        yield Mistake(ITEM, "identify_by", "leaves out who has no phone", 'add "card"')
        return
    whole = item.proof is Proof.CARD_AND_PERSON
    for way, reasons in (
        ("phone_code", ((item.age_from > 0, "an age is checked, which a code does not say"),)),
        ("social_card", ((not whole, 'whoever found one has it: it needs the proof "card+person"'),)),
    ):
        own = (
            ("identify" not in item.steps, "nobody is identified"),
            (item.kind == "application", "the evidence of a case is of cards of identity"),
            (set(item.for_whom) != {"self"}, "nobody can show another's"),
        )
        why = next((why for there, why in (*own, *reasons) if there), "") if way in item.identify_by else ""
        if why:
            yield Mistake(ITEM, "identify_by", f"{way} is there, but {why}", f"remove {way}")


def _form(item: Item) -> Iterator[Mistake]:
    problems = schema_problems(item.answers)
    for place, wrong in problems:
        yield Mistake(SCHEMA, place, wrong, "use the keywords that terminals understand")
    if problems:
        return
    properties = item.answers.get("properties", {})
    asked: dict[str, int] = {}
    misspelt: set[str] = set()
    seen: set[str] = set()
    for n, page in enumerate(item.pages):
        here = f"elements.{n}"
        if page.id in seen:
            yield Mistake(PAGES, f"{here}.id", f"{page.id!r} names another page too", "give each page its own id")
        seen.add(page.id)
        for m, each in enumerate(page.when):
            answer = member_of(each.fact)
            if answer in properties and answer not in asked:
                wrong = f"{answer!r} is not answered before this page: {_when_asked(item, page, answer)}"
                where = f"{here}.rule.condition" + (f".conditions.{m}" if len(page.when) > 1 else "")
                yield Mistake(PAGES, f"{where}.scope", wrong, "name an answer of an earlier page")
        for m, control in enumerate(page.controls):
            there = f"{here}.elements.{m}"
            schema = properties.get(control.answer)
            if schema is None:
                free = [name for name in properties if name not in asked] if len(misspelt) < MOST_COMPARED else []
                near = near_word(control.answer, free)
                misspelt.add(near)
                remedy = f"did you mean {near!r}?" if near else f"name a property of {SCHEMA}"
                yield Mistake(PAGES, f"{there}.scope", f"{control.answer!r} is no answer", remedy)
            else:
                for option, wrong, remedy in field_mistakes(control, schema):
                    yield Mistake(PAGES, f"{there}.options.{option}", wrong, remedy)
            if control.answer in asked:
                wrong = f"{control.answer!r} is asked on another page too"
                yield Mistake(PAGES, f"{there}.scope", wrong, "ask each thing once")
            asked[control.answer] = n
    for name in properties:
        if name not in KNOWN_TO_JOURNEY | asked.keys() | misspelt:
            wrong = "no page asks for it"
            yield Mistake(SCHEMA, f"/properties/{name}", wrong, f"ask for it in {PAGES}, or remove it")


def _when_asked(item: Item, page: FormPage, answer: str) -> str:
    """The page that asks for an answer for which this page waits too early, in words."""
    asked_on = {control.answer: each for each in item.pages for control in each.controls}
    asking = asked_on.get(answer)
    if asking is None:
        return "no page asks for it"
    if asking.id == page.id:
        return "it is asked on this page itself, which is never shown"
    waiting, known = [asking], {asking.id}
    while waiting:
        for each in waiting.pop().when:
            needed = asked_on.get(member_of(each.fact))
            if needed is not None and needed.id == page.id:
                return f"this page and {asking.id!r} wait for each other, and neither is ever shown"
            if needed is not None and needed.id not in known:
                known.add(needed.id)
                waiting.append(needed)
    return f"{asking.id!r} comes later"


def unknown_names(item: Item) -> Iterator[Mistake]:
    """An icon or a category that this build does not know. A terminal draws the general icon instead, and shows the
    item in its last group."""
    for place, name, noun, known in (
        ("icon", item.icon, "icon", ICONS),
        ("category", item.category, "category", tuple(categories.ICONS)),
    ):
        if name not in known:
            near = did_you_mean(name, known) or f"known are: {', '.join(known)}"
            yield Mistake(ITEM, place, f"no {noun} is called {name!r}", near)


def field_shortcomings(item: Item) -> Iterator[Mistake]:
    """Fields that cannot take every right answer. The item must have no other mistake."""
    properties = item.answers.get("properties", {})
    for n, page in enumerate(item.pages):
        for m, control in enumerate(page.controls):
            for option, wrong, remedy in unanswerable(control, properties[control.answer]):
                yield Mistake(PAGES, f"elements.{n}.elements.{m}.options.{option}", wrong, remedy)


def needed_words(item: Item) -> list[str]:
    """The keys that an item's words must have."""
    keys = [*REQUIRED_WORDS, *item.legal_basis, *item.conditions, *item.notice, *item.consent, *item.declaration]
    keys += [f"material-{material.id}" for material in item.materials]
    for material in item.handed_in:
        keys.append(f"material-{material.id}-hint")
        keys += [late_key(material.id)] if material.later else []
        keys += pledge_keys(material.id, material.pledge) if material.pledge else ()
    keys += [f"row-{code}" for code in item.rows]
    keys += [f"part-{part.item}{end}" for part in item.parts for end in ("", "-by")]
    if set(item.for_whom) - {"self"}:
        # Who acts for another declares as a helper, not as the applicant.
        keys += [f"{key}{FOR_HELPER}" for key in item.declaration]
        by_proxy = (each.pledge for each in item.handed_in if each.pledge is not None and each.pledge.proxy)
        keys += [f"{key}{FOR_HELPER}" for pledge in by_proxy for key in pledge.text]
    if item.fee.charged and item.fee.basis:
        keys.append(item.fee.basis)
    if item.fee_here and item.kind != "bundle":  # a bundle's is said by each of its parts
        # Nobody is refused who has only cash.
        keys.append("fee-cash")
    for page in item.pages:
        keys.append(f"page-{page.id}")
        for control in page.controls:
            schema = item.answers.get("properties", {}).get(control.answer)
            if schema is None:
                continue  # a mistake of its own
            keys.append(f"answer-{control.answer}")
            if control.widget == "choice":
                values = schema.get("enum", ())
                keys += [f"answer-{control.answer}-{value}" for value in values]
            else:
                keys.append(f"wrong-{control.answer}")
    return keys


def missing_words(item: Item, languages: Iterable[str]) -> Iterator[Mistake]:
    """Words that the item lacks in these languages; terminals show those of the base language instead."""
    needed = {*needed_words(item), *entries(item.words[BASE])} - UNSEEN
    for language in languages:
        for key in sorted(needed - entries(item.words.get(language, "")).keys()):
            yield Mistake(f"{language}.ftl", key, f"missing: it is shown in {BASE}", "add the message")


def _words(item: Item) -> Iterator[Mistake]:
    read: dict[str, Mapping[str, MessageShape]] = {}
    for language, source in item.words.items():
        if not re.match(CODE, language):
            yield Mistake(f"{language}.ftl", "file", "is not named after a language", "name it <language>.ftl")
        if source.count("\n") > MOST_LINES:
            wrong_size = f"has more than {MOST_LINES} lines"
            yield Mistake(f"{language}.ftl", "file", wrong_size, "leave out what no page shows")
            return
        read[language], wrong = message_shapes(source)
        for line, why in wrong:
            yield Mistake(f"{language}.ftl", f"line {line}", why, "correct the message there")
    for language, key, why in wording_mistakes(read, needed_words(item), falls_back=True):
        yield Mistake(f"{language}.ftl", key, why, "add the message" if why == "missing" else "correct the message")
    for language, found in read.items():
        for key, shape in found.items():
            if shape.arguments | shape.spoken_arguments:
                wrong_argument = f"asks for ${min(shape.arguments | shape.spoken_arguments)}"
                yield Mistake(f"{language}.ftl", key, wrong_argument, "an item's words have no arguments")


def _untypable(item: Item, example: Example, place: str) -> Iterator[Mistake]:
    """Answers of an example that no citizen could type; what is filled in for them need not be typed."""
    for control in (each for page in item.pages for each in page.controls if not each.fill):
        answer = example.answers.get(control.answer)
        lacking = unwritable(control.widget, answer) if isinstance(answer, str) else ""
        if lacking and control.answer not in example.wrong:
            wrong = f"the keyboard {control.widget!r} of {control.answer!r} cannot write {lacking!r}"
            yield Mistake(EXAMPLES, place, wrong, f"correct it, or the widget in {PAGES}")


def example_mistakes(item: Item) -> Iterator[Mistake]:
    """Compare each worked example with the pages and the invalid answers that its answers lead to."""
    seen: set[str] = set()
    for n, example in enumerate(item.examples):
        place = f"example.{n} ({example.name})"
        pages = tuple(page.id for page in visible_pages(item, {**example.answers, **example.facts}))
        wrong = tuple(each.answer for each in validate_answers(item.answers, example.answers))
        seen.update(pages)
        yield from _untypable(item, example, f"{place}.answers")
        if pages != example.pages:
            yield Mistake(EXAMPLES, place, f"its pages are {list(pages)}", f"correct it, or the rules in {PAGES}")
        if wrong != example.wrong:
            yield Mistake(EXAMPLES, place, f"its wrong answers are {list(wrong)}", f"correct it, or {SCHEMA}")
    for page in item.pages:
        if page.id not in seen:
            yield Mistake(EXAMPLES, "example", f"none shows the page {page.id!r}", "add a worked example that does")
    if item.pages and not any(not example.wrong for example in item.examples):
        yield Mistake(EXAMPLES, "example", "none is without a wrong answer", "add one that can be handed in")
