"""Compose the drafts of a matter: one for each case it becomes."""

from __future__ import annotations

from devices.id_reader.contract import IdCard
from kiosk.case.draft import Draft, Evidence, Person
from kiosk.catalogue.answer_formats import unusual_answers
from kiosk.catalogue.answers import relevant_answers
from kiosk.catalogue.item import Item, Proof
from kiosk.steps.companion import has_companion
from kiosk.steps.facts import of_form
from kiosk.steps.materials_state import MaterialsState, wanted
from kiosk.steps.parts_state import parts_of
from kiosk.steps.sign import signature_of
from kiosk.visit import InMatter

MODES = ("elder", "contrast", "low", "voice", "companion")


def drafts_of(session: InMatter) -> tuple[Draft, ...]:
    """Return the drafts that are sealed together: one for each chosen part of a bundle, or that of the item."""
    return tuple(_draft(session, item) for item in parts_of(session))


def _draft(session: InMatter, item: Item) -> Draft:
    """Only what the item names: a part does not learn what another one asks."""
    matter = session.matter
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
    asked = {name: value for name, value in matter.answers.items() if name in item.answers.get("properties", {})}
    answers = relevant_answers(item, asked, of_form(session))
    wanted_here = {each.id for each in wanted(session)}
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
        ),
        signature=signature_of(session),
        handed=tuple(handed[each.id] for each in item.handed_in if each.id in handed and each.id in wanted_here),
        subject=matter.subject,
    )
