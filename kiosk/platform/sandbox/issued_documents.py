"""Documents of a person: what an application has paid for is issued, and what may still be printed is listed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from devices.clock import day_in_china
from kiosk.platform.documents import COPIES_MOST, PaperOutcome
from kiosk.platform.listing import CaseState, Delivery
from kiosk.platform.sandbox import case_life
from kiosk.platform.sandbox.issuing import Source, last_day
from kiosk.platform.sandbox.registers import Entry, Person
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, Document, Permit

CLOSED_TO_ISSUE = case_life.FINAL | {CaseState.CORRECTION}
"""States in which a case gets no document: it is over, or something is missing."""


def source_of(sandbox: SandboxState, item_id: str, application: str = "") -> Source:
    return Source(item_id, sandbox.published.reprint_days(item_id), application)


def issue_paid(session: Session, case: Case, sandbox: SandboxState) -> bool:
    """Issue the document for which a case has paid, and decide the case by it; both count from the payment. Return
    whether the office has yet to issue it."""
    kind = sandbox.published.certificate(case.item_id) if case.act == "apply" and case.application else ""
    if not kind or case.followed_by or CaseState(case.state) in CLOSED_TO_ISSUE:
        return False
    paid_at = sandbox.order_book.paid_at(session, case.application)
    if paid_at is None:
        return False
    if case_life.fault_of(sandbox.departments.of_item(case.item_id)) == "late":
        return True
    person = sandbox.registers.people.get(case.person) or _applicant(case)
    source = source_of(sandbox, case.item_id, case.application)
    if sandbox.issuer.on_request(session, person, kind, source, day_in_china(paid_at)) is None:
        return True
    case.life = {**case.life, "plan": []}
    decided = {"state": CaseState.DECIDED.value, "delivery": Delivery.TERMINAL.value}
    case_life.to_state(case, sandbox, decided, max(paid_at, datetime.fromisoformat(case.since)))
    return False


def issue_of_application(session: Session, sandbox: SandboxState, application: str) -> None:
    """Issue what an application has paid for, before anybody asks."""
    for case in session.scalars(select(Case).where(Case.application == application)):
        issue_paid(session, case, sandbox)


def _applicant(case: Case) -> Person:
    """An applicant who is in no register, as the case names them."""
    return Person(case.person, str((case.content.get("applicant") or {}).get("name", "")), "", Entry())


def stands(session: Session, document: Document, sandbox: SandboxState) -> bool:
    """Whether a document is still its person's: one whose fee was given back is not."""
    return not document.application or sandbox.order_book.paid_at(session, document.application) is not None


def reprint_until(document: Document, sandbox: SandboxState) -> date:
    return last_day(document, sandbox.published.reprint_days(document.item_id))


def taken_copies(session: Session, document: Document) -> set[int]:
    """Return the copies that came out or may have."""
    permits = session.scalars(select(Permit).where(Permit.document_id == document.document_id))
    return {each.copy for each in permits if each.outcome != PaperOutcome.DID_NOT.value}


def issue_for(session: Session, sandbox: SandboxState, number: str, name: str, item_id: str) -> None:
    """Issue to a person on record what this item gives, if it costs nothing."""
    kind, person = sandbox.published.certificate(item_id), sandbox.registers.find(number, name)
    if kind and person is not None and not sandbox.published.fee(item_id):
        today = day_in_china(sandbox.clock.now())
        sandbox.issuer.on_request(session, person, kind, source_of(sandbox, item_id), today)


def answer(session: Session, sandbox: SandboxState, number: str, application: str = "") -> dict[str, Any]:
    """Return the schema `Documents` of openapi.yaml for the person with this number: of this application, or all."""
    paid = select(Case).where(Case.person == number.upper(), Case.application != "")
    issued = select(Document).where(Document.person == number.upper()).order_by(Document.order.desc())
    if application:
        paid, issued = paid.where(Case.application == application), issued.where(Document.application == application)
    making = [issue_paid(session, case, sandbox) for case in session.scalars(paid)]
    found, today = session.scalars(issued), day_in_china(sandbox.clock.now())
    shown = [each for each in found if today <= reprint_until(each, sandbox) and stands(session, each, sandbox)]
    rows = [_row(session, each, sandbox) for each in shown]
    return {"documents": rows, **({"making": any(making)} if application else {})}


def _row(session: Session, document: Document, sandbox: SandboxState) -> dict[str, Any]:
    taken = taken_copies(session, document)
    return {
        "document": document.document_id,
        "kind": document.kind,
        "item_id": document.item_id,
        "titles": dict(sandbox.issuer.kind(document).titles),
        "number": document.number,
        "issued_on": document.issued_on,
        "pages": document.pages,
        "printed": len(taken),
        "next_copy": min(max(taken, default=0) + 1, COPIES_MOST),
        "reprint_until": reprint_until(document, sandbox).isoformat(),
        "application": document.application,
    }
