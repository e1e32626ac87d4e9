"""Compose the drafts of a matter: one for each case it becomes."""

from __future__ import annotations

from devices.id_reader.contract import IdCard
from kiosk.case.draft import Draft, Evidence, Person
from kiosk.catalogue.answer_formats import unusual_answers
from kiosk.catalogue.answers import relevant_answers
from kiosk.catalogue.item import Proof
from kiosk.steps.companion import has_companion
from kiosk.steps.materials_state import MaterialsState, wanted
from kiosk.steps.prefilled import disputed, sources_of
from kiosk.visit import InMatter

MODES = ("elder", "contrast", "low", "voice", "companion")


def drafts_of(session: InMatter) -> tuple[Draft, ...]:
    """Return the drafts that are sealed together. Today an item becomes one case."""
    return (_draft(session),)


def _draft(session: InMatter) -> Draft:
    item, matter = session.item, session.matter
    proof = Proof.CARD_AND_PERSON if matter.proof else Proof.CARD
    checked = "chip+code" if matter.proof else "chip"
    today = session.status.today

    def person(card: IdCard, proof: Proof, checked: str) -> Person:
        valid = card.valid_on(today) if today else None
        return Person(card.number, card.name, card.kind.value, proof.value, checked, valid, card.flaws)

    not_checked = tuple(
        name
        for name, unchecked in (
            ("relation", matter.helper_card is not None),
            ("companion", has_companion(session) and matter.companion_card is None),
        )
        if unchecked
    )
    handed = session.own(MaterialsState).handed
    answers = relevant_answers(item, matter.answers, {"acting_for": matter.acting_for})
    return Draft(
        item_id=item.id,
        item_code=item.codes.implementation,
        applicant=person(matter.applicant, proof, checked),
        helper=person(matter.helper_card, Proof.CARD, "chip") if matter.helper_card else None,
        companion=person(matter.companion_card, Proof.CARD, "chip") if matter.companion_card else None,
        answers=answers,
        evidence=Evidence(
            item_id=item.id,
            item_version=item.version,
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
            consented=tuple(each for each in item.consent if each in matter.consented),
            registers=sources_of(session),
        ),
        disputed=tuple(each for each in disputed(session) if each.answer in answers),
        handed=tuple(handed[each.id] for each in wanted(session) if each.id in handed),
    )
