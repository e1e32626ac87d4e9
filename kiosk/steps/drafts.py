"""Compose the drafts of a matter: one for each case it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.case.draft import Draft, Evidence, Subject
from kiosk.catalogue.answer_formats import unusual_answers
from kiosk.catalogue.answers import relevant_answers
from kiosk.catalogue.item import Item
from kiosk.effects import Shown
from kiosk.steps.facts import of_form
from kiosk.steps.materials_pledge import shown_name
from kiosk.steps.materials_state import MaterialsState, wanted
from kiosk.steps.parts_state import parts_of
from kiosk.steps.persons import persons_of
from kiosk.steps.prefilled import disputed, sources_of
from kiosk.steps.sign import signature_of
from kiosk.visit import InMatter

MODES = ("elder", "contrast", "low", "voice", "companion")


def drafts_of(session: InMatter) -> tuple[Draft, ...]:
    """Return the drafts that are sealed together: one for each chosen part of a bundle, or that of the item; then those
    that ask for a register to be corrected."""
    applied = tuple(_draft(session, item) for item in parts_of(session))
    return (*applied, *_corrections(applied))


def _corrections(applied: tuple[Draft, ...]) -> Iterator[Draft]:
    """A case of its own, so that it is not decided with the application. What several parts ask is disputed once."""
    known: set[str] = set()
    for draft in applied:
        disputed = tuple(each for each in draft.disputed if each.answer not in known)
        known.update(each.answer for each in disputed)
        if disputed:
            answers = {each.answer: draft.answers[each.answer] for each in disputed}
            evidence = replace(draft.evidence, unusual=(), registers={})
            # It was signed for the application alone.
            alone = replace(draft, subject=Subject("dispute"), handed=(), signature=None)
            yield replace(alone, disputed=disputed, answers=answers, evidence=evidence)


def _draft(session: InMatter, item: Item) -> Draft:
    """Compose the draft of one item from the answers and papers that it names."""
    matter = session.matter
    persons = persons_of(session)
    not_checked = (*persons.not_checked, *(("pledges",) if _unasked_pledges(session, item) else ()))
    handed = session.own(MaterialsState).handed
    asked = {name: value for name, value in matter.answers.items() if name in item.answers.get("properties", {})}
    answers = relevant_answers(item, asked, of_form(session))
    wanted_here = {each.id for each in wanted(session)}
    return Draft(
        item_id=item.id,
        item_code=item.codes.implementation,
        applicant=persons.applicant,
        helper=persons.helper,
        companion=persons.companion,
        mandate=persons.mandate,
        answers=answers,
        evidence=Evidence(
            item_id=item.id,
            item_version=item.version,
            bundle=session.item.id if session.item is not item and session.item.kind == "bundle" else "",
            form_version=item.form_version,
            catalogue_version=session.catalogue.version,
            shown={},
            language=session.language,
            modes=tuple(mode for mode in MODES if getattr(session.modes, mode)),
            acting_for=matter.acting_for,
            relation=matter.relation,
            not_checked=not_checked if session.status.online else (*not_checked, "registry", "phone"),
            terminal=session.terminal.code,
            visit=session.visit,
            unusual=unusual_answers(item.answers, answers),
            consented=tuple(each for each in session.item.consent if each in matter.consented),
            registers={name: register for name, register in sources_of(session).items() if name in answers},
        ),
        signature=signature_of(session),
        disputed=tuple(each for each in disputed(session) if each.answer in answers),
        handed=tuple(handed[each.id] for each in item.handed_in if each.id in handed and each.id in wanted_here),
        subject=matter.subject,
    )


def _unasked_pledges(session: InMatter, item: Item) -> bool:
    """Whether the item has a pledge, and nobody could say whether the person may pledge."""
    state = session.own(MaterialsState)
    names = {each.id for each in item.handed_in}
    return state.barred is None and any(each.way == "pledge" and name in names for name, each in state.handed.items())


def shown_of(session: InMatter) -> Mapping[str, Shown]:
    """The words shown as evidence; those of a pledge only while it stands."""
    handed = session.own(MaterialsState).handed
    pledges = {shown_name(each.id): each.id for each in session.item.handed_in if each.pledge is not None}
    return MappingProxyType(
        {
            name: words
            for name, words in session.matter.shown.items()
            if name not in pledges or (pledges[name] in handed and handed[pledges[name]].way == "pledge")
        }
    )
