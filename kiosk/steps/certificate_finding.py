"""Questions to the platform about a certificate: the list of documents, the document, an address for the phone.

Of an application only the document that was issued for it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.effects import Fetch
from kiosk.platform.documents import APPLICATION, DocumentRequest, Documents, IssuedDocument
from kiosk.steps.asking import ask, fresh, purposes
from kiosk.steps.certificate_state import FETCH, LINK, LIST, PHONE, CertificateState, after_payment, certificate_of
from kiosk.visit import InMatter, Turn, numbered


def ask_list(session: InMatter) -> Turn:
    of = {APPLICATION: session.matter.application} if after_payment(session) else {}
    return _ask(session.with_own(CertificateState()), LIST, "documents", of)


def take_list(session: InMatter, found: Documents) -> Turn:
    """Fetch the newest document of the item's kind."""
    of_kind = [each for each in found.documents if each.kind == certificate_of(session).kind]
    newest = max(of_kind, key=lambda each: each.issued_on, default=None)
    listed = session.with_own(CertificateState(listed=True, making=found.making, document=newest))
    return Turn(listed) if newest is None else fetch(listed, newest)


def fetch(session: InMatter, document: IssuedDocument) -> Turn:
    fetching, number = numbered(fresh(session), FETCH)
    card = session.matter.applicant
    request = DocumentRequest(document.document, session.visit, session.matter.proof)
    document_and_pages = Fetch(
        number,
        request,
        holds=(document.number, card.name),
        covers=(card.name, card.number),
        pages_most=certificate_of(session).pages_most,
    )
    return Turn(fetching, (document_and_pages,))


def ask_link(session: InMatter) -> Turn:
    """Ask for a new address for the phone: one that was shown may have been used."""
    state = session.own(CertificateState)
    document = state.document
    assert document is not None
    without = session.with_own(replace(state, link=""))
    return _ask(without, LINK, "document.link", {"document": document.document}).then(PHONE)


def _ask(session: InMatter, awaited_as: str, name: str, parameters: Mapping[str, str]) -> Turn:
    # Who came back for a document asks for no other purpose than that.
    return ask(fresh(session), awaited_as, name, parameters, purpose=purposes(session) or "documents")


def again(session: InMatter) -> Turn:
    """Ask once more for what did not come."""
    state = session.own(CertificateState)
    if session.page == PHONE:
        return ask_link(session)
    return fetch(session, state.document) if state.document is not None else ask_list(session)
