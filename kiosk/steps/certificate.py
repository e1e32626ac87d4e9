"""A certificate on the spot: found, fetched and checked, seen, printed once. Nothing of it is kept here.

A copy is permitted by the platform, and printed once: whatever becomes of it is reported, and never tried again by
itself. A further copy needs a reason. In an application it is what was paid for: whoever has not paid passes over it.
"""

from __future__ import annotations

from dataclasses import replace

from devices.print_outcome import PrintOutcome
from kiosk.effects import Audit, AuditKind
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
from kiosk.platform.documents import CopyReason, DocumentLink, Documents
from kiosk.steps.asking import on_waiting, waiting_timers
from kiosk.steps.certificate_copies import ask_permit, end_copy, not_permitted, print_copy
from kiosk.steps.certificate_finding import again, ask_link, ask_list, fetch, take_list
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
    REASON,
    REVEALED,
    CertificateState,
    after_payment,
    certificate_of,
)
from kiosk.steps.ending import ENDING
from kiosk.steps.fault import not_answered
from kiosk.steps.pay_state import is_settled
from kiosk.steps.step import Step, one_page
from kiosk.visit import Go, InMatter, Turn, unawaited


def enter(session: InMatter) -> Turn:
    state = session.own(CertificateState)
    if session.page != PAGE or state.held is not None or state.refused:
        return Turn(session)
    if state.document is not None:
        return fetch(session, state.document)
    if state.listed:
        return Turn(session)
    # No document is made for who practises; that of who has not paid is given on the day of the payment.
    passes = after_payment(session) and (session.practice or not is_settled(session))
    return Turn(session, go=Go.ON) if passes else ask_list(session)


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(CertificateState)
    match event:
        case Answered(answer=Documents() as found):
            return take_list(session, found)
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
            return print_copy(session)
        case JobEnded(outcome=PrintOutcome() as outcome):
            return end_copy(session, outcome)
        case NotAnswered():
            return not_permitted(session, event) if session.page == PAPER else not_answered(session, event)
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
            return again(session)
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
            return Turn(session, go=REASON) if state.printed else ask_permit(session, CopyReason.NONE)
        case Touched(key="phone") if state.held is not None and certificate_of(session).phone:
            return ask_link(session)
        case Touched(verb="reason", value=word) if session.page == REASON and word in set(CopyReason):
            return ask_permit(session, CopyReason(word))
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
    """Of an application the number comes first: the citizen has not seen it yet."""
    if holds(session):
        return Go.STAY
    return ENDING if session.matter.cases else Go.END


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
