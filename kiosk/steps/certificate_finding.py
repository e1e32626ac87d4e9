"""Questions to the platform about a certificate: the list of documents, the document, an address for the phone.

Of an application only the document that was issued for it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Ask, Fetch
from kiosk.platform.documents import APPLICATION, DocumentRequest, Documents, IssuedDocument
from kiosk.platform.gateway import Question
from kiosk.steps.asking import identity, purposes
from kiosk.steps.certificate_state import FETCH, LINK, LIST, PHONE, CertificateState, after_payment, wanted
from kiosk.visit import InMatter, Turn, numbered


def ask_list(session: InMatter) -> Turn:
    of = {APPLICATION: session.matter.application} if after_payment(session) else {}
    asking, number = numbered(session.with_own(CertificateState()), LIST)
    question = _question(session, "documents", of)
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),))


def take_list(session: InMatter, found: Documents) -> Turn:
    """Fetch the newest document of the item's kind."""
    of_kind = [each for each in found.documents if each.kind == wanted(session).kind]
    newest = max(of_kind, key=lambda each: each.issued_on, default=None)
    listed = session.with_own(CertificateState(listed=True, making=found.making, document=newest))
    return Turn(listed) if newest is None else fetch(listed, newest)


def fetch(session: InMatter, document: IssuedDocument) -> Turn:
    fetching, number = numbered(session, FETCH)
    card = session.matter.applicant
    request = DocumentRequest(document.document, session.visit, session.matter.proof)
    wanted_ = Fetch(
        number,
        request,
        holds=(document.number, card.name),
        covers=(card.name, card.number),
        pages_most=wanted(session).pages_most,
    )
    return Turn(replace(fetching, trouble="", waited=frozenset()), (wanted_,))


def ask_link(session: InMatter) -> Turn:
    """Ask for a new address for the phone: one that was shown may have been used."""
    state = session.own(CertificateState)
    document = state.document
    assert document is not None
    asking, number = numbered(session.with_own(replace(state, link="")), LINK)
    question = _question(session, "document.link", {"document": document.document})
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),), PHONE)


def _question(session: InMatter, name: str, parameters: Mapping[str, str]) -> Question:
    # Who came back for a document asks for no other purpose than that.
    purpose = purposes(session) or "documents"
    return Question(name, session.item.id, session.visit, purpose, identity(session), MappingProxyType(parameters))


def again(session: InMatter) -> Turn:
    """Ask once more for what did not come."""
    state = session.own(CertificateState)
    if session.page == PHONE:
        return ask_link(session)
    return fetch(session, state.document) if state.document is not None else ask_list(session)
