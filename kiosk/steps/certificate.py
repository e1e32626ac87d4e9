"""A certificate on the spot: found, fetched and checked, seen, printed once. Nothing of it is kept here.

A copy is permitted by the platform, and printed once: whatever becomes of it is reported, and never tried again by
itself. A further copy needs a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import NAMESPACE_OID, uuid5

from devices.document_printer import contract
from devices.print_outcome import Paper, PrintOutcome
from kiosk.effects import Ask, AskPermit, Audit, AuditKind, Fetch, Job, PrintDocument, ReportPaper
from kiosk.events import (
    Answered,
    Event,
    Fetched,
    JobEnded,
    NotAnswered,
    NotFetched,
    Permitted,
    Timer,
    TimerRang,
    Touched,
)
from kiosk.platform.documents import (
    CopyReason,
    DocumentLink,
    DocumentRequest,
    Documents,
    IssuedDocument,
    PaperOutcome,
    PermitRequest,
)
from kiosk.platform.gateway import FailureKind, Question
from kiosk.steps.asking import identity, on_waiting, purposes, waiting_timers
from kiosk.steps.certificate_pages import view
from kiosk.steps.certificate_state import (
    FETCH,
    LARGE,
    LINK,
    LIST,
    PAGE,
    PAPER,
    PERMIT,
    PHONE,
    PRINT,
    PRINT_A4,
    REASON,
    REVEALED,
    CertificateState,
    wanted,
)
from kiosk.steps.fault import not_answered
from kiosk.steps.step import Step, one_page
from kiosk.visit import Go, InMatter, Turn, numbered, unawaited

AUDIT_OF: Mapping[Paper, AuditKind] = MappingProxyType(
    {
        Paper.CAME_OUT: AuditKind.DOCUMENT_OUT,
        Paper.DID_NOT: AuditKind.DOCUMENT_NOT_OUT,
        Paper.UNCONFIRMED: AuditKind.DOCUMENT_UNCONFIRMED,
    }
)
NEEDS_REASON = frozenset({"already-printed", "reason-required"})
"""Refusals of a permit after which the citizen is asked why another copy is wanted."""


def enter(session: InMatter) -> Turn:
    state = session.own(CertificateState)
    return Turn(session) if session.page != PAGE or state.listed else _list(session)


def _list(session: InMatter) -> Turn:
    item = session.item
    asking, number = numbered(session, LIST)
    question = Question("documents", item.id, session.visit, purposes(session), identity(session))
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),))


def _listed(session: InMatter, found: Documents) -> Turn:
    """The newest document of the item's kind is the one that is wanted."""
    of_kind = [each for each in found.documents if each.kind == wanted(session).kind]
    newest = max(of_kind, key=lambda each: each.issued_on, default=None)
    listed = session.with_own(CertificateState(listed=True, document=newest))
    return Turn(listed) if newest is None else _fetch(listed, newest)


def _fetch(session: InMatter, document: IssuedDocument) -> Turn:
    fetching, number = numbered(session, FETCH)
    card = session.matter.applicant
    request = DocumentRequest(document.document, session.visit, session.matter.proof)
    fetch = Fetch(
        number,
        request,
        holds=(document.number, card.name),
        covers=(card.name, card.number),
        pages_most=wanted(session).pages_most,
    )
    return Turn(replace(fetching, trouble="", waited=frozenset()), (fetch,))


def _ask_link(session: InMatter) -> Turn:
    """Ask for a new address for the phone: one that was shown may have been used."""
    item, state = session.item, session.own(CertificateState)
    document = state.document
    assert document is not None
    asking, number = numbered(session.with_own(replace(state, link="")), LINK)
    parameters = MappingProxyType({"document": document.document})
    question = Question("document.link", item.id, session.visit, purposes(session), identity(session), parameters)
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),), PHONE)


def _again(session: InMatter) -> Turn:
    state = session.own(CertificateState)
    if session.page == PHONE:
        return _ask_link(session)
    return _fetch(session, state.document) if state.document is not None else _list(session)


def _ask_permit(session: InMatter, reason: CopyReason) -> Turn:
    state = session.own(CertificateState)
    document = state.document
    assert document is not None
    copy = document.next_copy
    # Made from what it is for: asked again after a lost answer, it is the same permit.
    permit = str(uuid5(NAMESPACE_OID, f"{session.visit} {document.document} {copy} {state.copies}"))
    printing = session.with_own(replace(state, permit=permit, copies=state.copies + 1, paper=None, fault=""))
    asking, number = numbered(replace(printing, trouble="", waited=frozenset()), PERMIT)
    request = PermitRequest(permit, document.document, copy, reason, session.visit, session.matter.proof)
    return Turn(asking, (AskPermit(number, request),), PAPER)


def _print(session: InMatter) -> Turn:
    state = session.own(CertificateState)
    device = session.status.device_for(PRINT_A4)
    if not device or state.held is None:
        return _ended(session, PrintOutcome(Paper.DID_NOT))
    printing, number = numbered(session, PRINT)
    return Turn(printing, (Job(number, device, contract.PRINT.name, PrintDocument(state.held)),))


def _ended(session: InMatter, outcome: PrintOutcome) -> Turn:
    """Note and report the outcome. The copy counts as printed unless the printer says that nothing came out."""
    state = session.own(CertificateState)
    document = state.document
    assert document is not None
    code = outcome.fault.code if outcome.fault else ""
    counted = document if outcome.paper is Paper.DID_NOT else replace(document, next_copy=document.next_copy + 1)
    noted = session.with_own(replace(state, document=counted, paper=outcome.paper, fault=code))
    reporting, number = unawaited(noted)
    after, line = unawaited(reporting)
    report = ReportPaper(number, state.permit, PaperOutcome(outcome.paper.value))
    return Turn(after, (report, Audit(line, AUDIT_OF[outcome.paper], code)))


def _not_permitted(session: InMatter, event: NotAnswered) -> Turn:
    state = session.own(CertificateState)
    document = state.document
    if event.trouble is FailureKind.REFUSED and event.reason in NEEDS_REASON and document is not None:
        # Printed elsewhere meanwhile: the platform counts, not this page.
        counted = replace(document, next_copy=document.next_copy + (event.reason == "already-printed"))
        return Turn(session.with_own(replace(state, document=counted)), go=REASON)
    return not_answered(session, event)


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(CertificateState)
    match event:
        case Answered(answer=Documents() as found):
            return _listed(session, found)
        case Answered(answer=DocumentLink() as link):
            return Turn(session.with_own(replace(state, link=link.url)))
        case Fetched():
            shown, number = unawaited(
                session.with_own(replace(state, held=event.document, sheets=event.sheets, refused=""))
            )
            return Turn(replace(shown, looked_up=True), (Audit(number, AuditKind.DOCUMENT_SHOWN),))
        case NotFetched():
            refused, number = unawaited(session.with_own(replace(state, refused=event.why)))
            return Turn(refused, (Audit(number, AuditKind.DOCUMENT_REFUSED, event.why),))
        case Permitted():
            return _print(session)
        case JobEnded(outcome=PrintOutcome() as outcome):
            return _ended(session, outcome)
        case NotAnswered():
            return _not_permitted(session, event) if session.page == PAPER else not_answered(session, event)
        case TimerRang() if event.timer.name == "reveal":
            return Turn(replace(session, revealed=""))
        case TimerRang():
            return on_waiting(session, event)
        case Touched():
            return _touched(session, event, state)
    return Turn(session)


def _touched(session: InMatter, event: Touched, state: CertificateState) -> Turn:
    match event:
        case Touched(key="again") if not session.awaiting and (state.held is None or session.page == PHONE):
            return _again(session)
        case Touched(key="again") if not session.awaiting and session.page == PAPER and state.paper is None:
            return Turn(session, go=PAGE)
        case Touched(verb="reveal", value="sheet"):
            if session.revealed:
                return Turn(replace(session, revealed=""))
            shown, number = unawaited(replace(session, revealed=REVEALED))
            return Turn(shown, (Audit(number, AuditKind.VALUE_SHOWN),))
        case Touched(verb="sheet", value=index) if index.isdecimal() and int(index) < len(state.sheets):
            return Turn(session.with_own(replace(state, seen=int(index))))
        case Touched(key="large"):
            return Turn(session, go=LARGE)
        case Touched(key="small" | "stop"):
            return Turn(session, go=PAGE)
        case Touched(key="print") if state.held is not None:
            return Turn(session, go=REASON) if state.printed else _ask_permit(session, CopyReason.NONE)
        case Touched(key="phone") if state.held is not None and wanted(session).phone:
            return _ask_link(session)
        case Touched(verb="reason", value=word) if session.page == REASON and word in set(CopyReason):
            return _ask_permit(session, CopyReason(word))
        case Touched(key="continue") if session.page in (PAGE, PAPER, PHONE) and not session.awaiting:
            return Turn(session, go=Go.ON)
    return Turn(session)


def timers(session: InMatter) -> frozenset[Timer]:
    asks = any(session.awaits(each) for each in (LIST, FETCH, LINK))
    waiting = waiting_timers(session) if asks else frozenset[Timer]()
    if not session.revealed:
        return waiting
    return waiting | {replace(session.timer("reveal"), since=session.next_number)}


def holds(session: InMatter) -> bool:
    """A copy is asked for or printed: nobody leaves it behind unseen."""
    return session.awaits(PERMIT) or session.awaits(PRINT)


def leave(session: InMatter) -> Go | str:
    return Go.STAY if holds(session) else Go.END


STEP = Step(
    InMatter,
    "step-certificate",
    (PAGE,),
    one_page(PAGE),
    view,
    on,
    enter,
    timers=timers,
    leave=leave,
    holds=holds,
    final=frozenset({PAPER}),
    lasting=frozenset({PRINT, PERMIT, LINK}),
)
