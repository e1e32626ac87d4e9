"""The form: one thing per page, prefilled from the card with its source, judged when Continue is pressed.

In elder mode every field has its own page: the first that of its group ("form/person"), each further one its own
below it ("form/person/number").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from devices.name_dot import with_dots
from kiosk.catalogue.answer_formats import normal_answer, unusual_answers
from kiosk.catalogue.answers import validate_answers, visible_pages
from kiosk.catalogue.item import Control, FormPage, Item
from kiosk.events import Event, Touched, Typed
from kiosk.steps import names
from kiosk.steps.card_flaws import source_of
from kiosk.steps.card_values import known_from_card
from kiosk.steps.days import answer_text, wrong_day
from kiosk.steps.facts import of_form
from kiosk.steps.form_fields import field_of
from kiosk.steps.form_state import FormState
from kiosk.steps.prefilled import REGISTER, dispute_words, doubt, from_registers
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, item_words, page
from kiosk.view import ENTRY, Actions, Choice, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import Words, text

PREFIX = "form/"


def context(session: InMatter) -> Mapping[str, Any]:
    """The answers, with what the journey itself knows, as rules and schemas see them."""
    return {**session.matter.answers, "acting_for": session.matter.acting_for}


def form_pages(session: InMatter) -> tuple[FormPage, ...]:
    return visible_pages(session.item, {**session.matter.answers, **of_form(session)})


def pages(session: InMatter) -> tuple[str, ...]:
    return tuple(
        name
        for each in form_pages(session)
        for name in (PREFIX + each.id, *(f"{PREFIX}{each.id}/{c.answer}" for c in _alone(session, each)))
    )


def _alone(session: InMatter, group: FormPage) -> tuple[Control, ...]:
    return group.controls[1:] if session.modes.elder else ()


def page_of(session: InMatter, answer: str) -> str:
    """The page that asks for this answer, "" where none does now."""
    return next((name for name in pages(session) if answer in {c.answer for c in asked(session, name)}), "")


def asked(session: InMatter, name: str) -> tuple[Control, ...]:
    """Return the controls of a form page, also of one entered before the letters were made smaller again."""
    group, answer = _group(session, name), name.removeprefix(PREFIX).partition("/")[2]
    if answer:
        return tuple(control for control in group.controls if control.answer == answer)
    return tuple(control for control in group.controls if control not in _alone(session, group))


def _group(session: InMatter, name: str) -> FormPage:
    id_ = name.removeprefix(PREFIX).partition("/")[0]
    return next(each for each in session.item.pages if each.id == id_)


def view(session: InMatter) -> View:
    item = session.item
    here, controls = _group(session, session.page), asked(session, session.page)
    doubted = next((control for control in controls if control.answer == session.own(FormState).asking), None)
    if doubted is not None:
        on_card = known_from_card(session).get(doubted.fill, "")
        return names.name_question(session, doubted, _given(session, doubted), on_card)
    hint = f"page-{here.id}-hint"
    disputed = tuple(
        Choice(f"dispute:{c.answer}", dispute_words(session, c.answer))
        for c in controls
        if session.matter.sources.get(c.answer) and session.typed.get(f"answer:{c.answer}")
    )
    return page(
        session,
        "Form",
        item_words(session, f"page-{here.id}"),
        lead=text(hint, item.id) if hint in session.catalogue.keys(item.id) else None,
        fields=tuple(field_of(session, control, opens=_opens(session, control)) for control in controls),
        choices=(*disputed, *_restorable(session, controls)),
        actions=Actions(BACK, LEAVE, None if _goes_on(session) and not _answered(session) else CONTINUE),
        traits=ENTRY,
    )


def _opens(session: InMatter, control: Control) -> bool:
    return session.own(FormState).changing == control.answer and not session.modes.voice


def _restorable(session: InMatter, controls: Sequence[Control]) -> tuple[Choice, ...]:
    """The way back to the card's name where Continue was pressed without one."""
    known = known_from_card(session)
    return tuple(
        names.restore(c.answer, text(f"answer-{c.answer}", session.item.id))
        for c in controls
        if names.is_name(c) and c.fill in known and f"answer:{c.answer}" in session.wrong and not _given(session, c)
    )


def enter(session: InMatter) -> Turn:
    """Fill the fields of the whole group with the text typed on another page of it, the answers given before, or the
    card's values: larger or smaller letters may be chosen at any moment."""
    known, registers = known_from_card(session), from_registers(session)
    typed, sources = {}, dict(session.matter.sources)
    for control in _group(session, session.page).controls:
        given = session.typed.get(f"answer:{control.answer}", session.matter.answers.get(control.answer))
        if given is None and control.fill in known and control.answer not in sources:
            given, sources[control.answer] = known[control.fill], source_of(session.matter, control.fill)
        elif given is None and control.answer in registers and control.answer not in sources:
            given, sources[control.answer] = registers[control.answer].value, REGISTER
        if given is not None:
            typed[f"answer:{control.answer}"] = str(given)
    own = session.own(FormState)
    opened = replace(own, asking="", changing=own.changing if session.return_to else "")
    filled = _with_sources(session, sources).with_own(opened)
    return Turn(replace(filled, typed=MappingProxyType(typed), wrong=MappingProxyType({})))


def on(session: InMatter, event: Event) -> Turn:
    here = {control.answer for control in asked(session, session.page)}
    match event:
        case Typed(verb="answer", value=answer) if answer in here:
            return Turn(_changed(session, answer, event.text))
        case Touched(verb="option", value=answer, rest=option):
            chosen = _changed(session, answer, option)
            return _continue(chosen) if _goes_on(session) else Turn(chosen)
        case Touched(verb="dispute", value=answer) if answer in here:
            return Turn(_disputed(session, answer))
        case Touched(verb="confirm", value=answer) if answer == session.own(FormState).asking:
            return _continue(_confirmed(session, answer))
        case Touched(verb="restore", value=answer) if answer in here:
            return Turn(_restored(session, answer))
        case Touched(key="continue"):
            return _continue(session)
    return Turn(session)


def _answered(session: InMatter) -> bool:
    return any(session.typed.get(f"answer:{control.answer}") for control in asked(session, session.page))


def _goes_on(session: InMatter) -> bool:
    """Return whether choosing goes on: a choice is all that this page asks. Large letters leave time to look."""
    controls = asked(session, session.page)
    return len(controls) == 1 and controls[0].widget == "choice" and not session.modes.elder


def _changed(session: InMatter, answer: str, value: str) -> InMatter:
    key = f"answer:{answer}"
    changed = session.with_typed(key, value)
    if session.matter.sources.get(answer) and value != session.typed.get(key, ""):
        changed = _with_sources(changed, {**session.matter.sources, answer: ""})
    return changed.with_own(replace(session.own(FormState), changing=""))


def _disputed(session: InMatter, answer: str) -> InMatter:
    """Open a field to be changed. It keeps its value, which no longer counts as the card's or the register's."""
    unvouched = _with_sources(doubt(session, answer), {**session.matter.sources, answer: ""})
    return unvouched.with_own(replace(session.own(FormState), asking="", changing=answer))


def _confirmed(session: InMatter, answer: str) -> InMatter:
    given = next(_given(session, control) for control in asked(session, session.page) if control.answer == answer)
    return session.with_own(FormState(MappingProxyType({**session.own(FormState).compared, answer: given})))


def _restored(session: InMatter, answer: str) -> InMatter:
    """Return to the value of the card."""
    fill = next(control.fill for control in asked(session, session.page) if control.answer == answer)
    back = session.with_typed(f"answer:{answer}", known_from_card(session)[fill])
    sources = {**session.matter.sources, answer: source_of(session.matter, fill)}
    return _with_sources(back, sources).with_own(replace(session.own(FormState), asking=""))


def _with_sources(session: InMatter, sources: Mapping[str, str]) -> InMatter:
    return session.with_matter(replace(session.matter, sources=MappingProxyType(sources)))


def wrong_words(item: Item, keys: frozenset[str], answer: str, rule: str) -> Words:
    """Return the words for a wrong answer: the item's, else the terminal's for the rule that failed."""
    own = f"wrong-{answer}"
    if rule == "required":
        return text("wrong-missing", what=text(f"answer-{answer}", item.id))
    return text(own, item.id) if own in keys else text("wrong-value", what=text(f"answer-{answer}", item.id))


def _continue(session: InMatter) -> Turn:
    item = session.item
    controls = asked(session, session.page)
    here = [control.answer for control in controls]
    given = {control.answer: _given(session, control) for control in controls}
    others = {name: value for name, value in session.matter.answers.items() if name not in here}
    answers = MappingProxyType({**others, **{name: value for name, value in given.items() if value}})
    changed = session.with_matter(replace(session.matter, answers=answers))
    found = {w.answer: w.rule for w in validate_answers(item.answers, context(changed)) if w.answer in here}
    found |= {c.answer: "required" for c in controls if not c.optional and not given[c.answer]}
    keys = session.catalogue.keys(item.id)
    wrong = {f"answer:{name}": wrong_words(item, keys, name, rule) for name, rule in found.items()}
    wrong |= {f"answer:{name}": words for name, words in _wrong_days(session, controls, given).items()}
    doubted = {name: given[name] for name in _to_compare(session, given)}
    for name in doubted:
        wrong.setdefault(f"answer:{name}", text("compare-value", what=text(f"answer-{name}", item.id)))
    wrong |= {
        f"answer:{c.answer}": text("wrong-name", what=text(f"answer-{c.answer}", item.id))
        for c in controls
        if names.lacks_letters(c, given[c.answer])
    }
    if wrong:
        compared = MappingProxyType({**session.own(FormState).compared, **doubted})
        asking = replace(session, wrong=MappingProxyType(wrong))
        return Turn(asking.with_own(FormState(compared)))
    known, own = known_from_card(session), session.own(FormState)
    for control in controls:
        name = given[control.answer]
        if names.is_doubtful(control, name, known.get(control.fill, "")) and own.compared.get(control.answer) != name:
            return Turn(session.with_own(replace(own, asking=control.answer)))
    return Turn(replace(changed, wrong=MappingProxyType({})), go=Go.ON)


def _given(session: InMatter, control: Control) -> str:
    typed = session.typed.get(f"answer:{control.answer}", "").strip()
    typed = names.plain_name(typed) if names.is_name(control) else with_dots(typed)
    return normal_answer(session.item.answers, control.answer, answer_text(control, typed))


def _wrong_days(session: InMatter, controls: Sequence[Control], given: Mapping[str, str]) -> Mapping[str, Words]:
    """Return what helps with each wrong day. A birth on no day of the calendar is taken from a card as it is there."""
    status, sources = session.status, session.matter.sources
    days = {c.answer: wrong_day(c, given[c.answer], status.today, bool(sources.get(c.answer))) for c in controls}
    return {name: words for name, words in days.items() if words is not None}


def _to_compare(session: InMatter, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the unusual answers among these that were not compared yet. For a value of the card the chip vouches."""
    compared, sources = session.own(FormState).compared, session.matter.sources
    unusual = unusual_answers(session.item.answers, given)
    return tuple(name for name in unusual if not sources.get(name) and compared.get(name) != given[name])


def complete(session: InMatter, name: str) -> bool:
    """Return whether every required question of this page has an answer."""
    return all(c.optional or c.answer in session.matter.answers for c in asked(session, name))


STEP = Step(InMatter, "step-form", ("form",), pages, view, on, enter, complete=complete)
