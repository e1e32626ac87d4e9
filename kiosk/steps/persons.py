"""The people of a case: whose it is, who came for them, and who stood by."""

from __future__ import annotations

from devices.id_reader.contract import IdCard
from devices.lazy_dataclass import dataclass
from kiosk.case.draft import MandateUsed, Person
from kiosk.catalogue.item import Proof
from kiosk.platform.mandates import Mandate
from kiosk.steps.companion import has_companion
from kiosk.steps.covered import covered_person
from kiosk.steps.principal import PrincipalState, principal
from kiosk.steps.whom import WHOM
from kiosk.visit import InMatter
from kiosk.vocabulary.facts import WITHOUT_THEIR_CARD
from kiosk.words import Data, Text, Words, text


@dataclass(frozen=True)
class Persons:
    """`not_checked`: what is only said of them."""

    applicant: Person | None
    helper: Person | None
    companion: Person | None
    mandate: MandateUsed | None
    not_checked: tuple[str, ...]


def persons_of(session: InMatter) -> Persons:
    """Compose the people of a case. The person who is proven is the applicant, or who came for them; of a principal the
    terminal knows what the platform said, and of a newborn that there is one."""
    matter, mandate = session.matter, principal(session)
    proven = matter.card is None
    unchecked = {
        "relation": bool(matter.relation),
        "companion": has_companion(session) and matter.companion_card is None,
        "mandate": mandate is not None and session.own(PrincipalState).unchecked,
    }
    applicant = _person(session, matter.card, proven=True) if matter.card is not None else None
    return Persons(
        applicant=_principal(session, mandate) if applicant is None and has_applicant(session) else applicant,
        helper=_person(session, matter.helper_card, proven=proven) if matter.helper_card else None,
        companion=_person(session, matter.companion_card) if matter.companion_card else None,
        mandate=MandateUsed(mandate.kind, mandate.token, mandate.until) if mandate is not None else None,
        not_checked=tuple(name for name, is_so in unchecked.items() if is_so),
    )


def has_applicant(session: InMatter) -> bool:
    """Whether this matter has one: papers may be handed in by slip number alone."""
    return session.matter.card is not None or session.matter.acting_for in WITHOUT_THEIR_CARD


def _person(session: InMatter, card: IdCard, *, proven: bool = False) -> Person:
    """A person by their card; `proven` also by the code of the second proof, where there was one."""
    today = session.status.today
    by_code = proven and bool(session.matter.proof)
    proof, checked = (Proof.CARD_AND_PERSON, "chip+code") if by_code else (Proof.CARD, "chip")
    valid = card.valid_on(today) if today else None
    return Person(card.number, card.name, card.kind.value, proof.value, checked, valid, card.flaws)


def _principal(session: InMatter, mandate: Mandate | None) -> Person:
    kind = session.matter.acting_for
    if mandate is None:
        return Person("", "", kind, Proof.NONE.value, "")
    number = mandate.code or session.own(PrincipalState).number
    return Person(number, mandate.name, kind, Proof.NONE.value, "mandate")


def applicant_words(session: InMatter) -> Words:
    """The applicant on slip and check page: name and number, masked; a company in full; a newborn has neither."""
    card, mandate = session.matter.card, principal(session)
    if card is not None:
        return covered_person(session, card.name, card.number)
    if mandate is None:
        return text("applicant-newborn")
    return Data(f"{mandate.name} {mandate.code}".strip(), masked=not mandate.code)


def applicant_label(session: InMatter) -> Text:
    """The label of `applicant_words`: a person who died applies for nothing."""
    return text(WHOM[session.matter.acting_for].called)


def relation_words(session: InMatter) -> Words:
    """The helper's relation to the applicant: as stated, or by the kind of mandate."""
    matter = session.matter
    if matter.relation:
        return text("relation-stated", relation=text(f"relation-{matter.relation}"))
    return text(f"relation-{matter.acting_for}")
