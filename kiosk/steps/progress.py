"""States of the person's cases, and what can be done about one: hand in what is missing, urge, amend, withdraw, rate,
pay, ask money back, print its document.

By slip number: state, next step and what is missing, without name and item. What follows a case is a case: it is
submitted like an application, in a matter with a subject.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.case.draft import Subject
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched
from kiosk.platform.documents import Documents
from kiosk.platform.listing import CaseAction, Cases, RefundReason
from kiosk.steps import progress_kept, progress_proofs, subjects
from kiosk.steps.asking import ask, fresh, on_waiting, waiting_timers
from kiosk.steps.fault import not_answered
from kiosk.steps.pay import open_pay
from kiosk.steps.progress_pages import view
from kiosk.steps.progress_state import (
    ACTS,
    CASE,
    LIST,
    REFUND,
    REFUND_SURE,
    WITHDRAW,
    ProgressState,
    applications,
    item_of,
    offers,
    office_of,
    shown,
    unpaid_items,
)
from kiosk.steps.rate import RatedCase, RateState
from kiosk.steps.step import Step, one_page
from kiosk.visit import Go, InMatter, Turn

TOUCHES = {
    "correct": CaseAction.CORRECT,
    "urge": CaseAction.URGE,
    "amend": CaseAction.AMEND,
    "withdraw-now": CaseAction.WITHDRAW,
    "refund-now": CaseAction.REFUND,
}
"""Key → the action that it begins."""


def enter(session: InMatter) -> Turn:
    return Turn(session) if session.own(ProgressState).found is not None else _ask(session)


def _ask(session: InMatter) -> Turn:
    return ask(fresh(session), "cases", "cases.of_person", purpose="progress")


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(ProgressState)
    match event:
        case Answered(answer=Cases() as found):
            return progress_proofs.ask_documents(replace(session, looked_up=True).with_own(ProgressState(found.cases)))
        case Answered(answer=Documents() as issued):
            return Turn(session.with_own(replace(state, documents=issued.documents)))
        case NotAnswered() if state.found is not None:
            return Turn(session.with_own(replace(state, documents_unknown=True)))
        case NotAnswered():
            return not_answered(session, event)
        case Touched(key="again") if not session.awaiting:
            return _ask(session)
        case TimerRang():
            return on_waiting(session, event)
        case Touched() if state.found is not None:
            return _touched(session, event, state)
    return Turn(session)


def _touched(session: InMatter, event: Touched, state: ProgressState) -> Turn:
    if (turn := progress_kept.touched(session, event)) is not None:
        return turn
    match event:
        case Touched(verb="case", value=number) if number.isdecimal() and int(number) < len(applications(session)):
            return Turn(session.with_own(replace(state, opened=int(number), shown=0)), go=CASE)
        case Touched(verb="part", value=number) if number.isdecimal():
            return Turn(session.with_own(replace(state, shown=int(number))))
        case Touched(key="withdraw"):
            return Turn(session, go=WITHDRAW)
        case Touched(key="refund"):
            return Turn(session, go=REFUND)
        case Touched(verb="reason", value=reason) if session.page == REFUND and reason in tuple(RefundReason):
            return Turn(session.with_own(replace(state, reason=RefundReason(reason))), go=REFUND_SURE)
        case Touched(key="reasons"):
            return Turn(session, go=REFUND)
        case Touched(key="stop"):
            return Turn(session, go=CASE if len(applications(session)) > 1 else LIST)
        case Touched(key="rate-case"):
            return _rate(session)
        case Touched(key="pay"):
            return _pay(session)
        case Touched(key="proofs"):
            return progress_proofs.open_list(session)
        case Touched(verb="reprint", value=number):
            return progress_proofs.open_document(session, number)
        case Touched(key=key) if key in TOUCHES:
            return _follow(session, TOUCHES[key])
        case Touched(key="continue"):
            return Turn(session, go=Go.ON)
    return Turn(session)


def _follow(session: InMatter, action: CaseAction) -> Turn:
    """Begin the matter that follows the case that is shown."""
    _, case = shown(session)
    item, detail = item_of(session, case), case.detail
    if item is None or not offers(session, case, action):
        return Turn(session)
    papers = tuple(each.id for each in detail.missing) if action is CaseAction.CORRECT else ()
    reason = session.own(ProgressState).reason if action is CaseAction.REFUND else None
    subject = Subject(ACTS[action], detail.case_id, detail.digest, detail.application, papers, reason or "")
    return Turn(subjects.begin(session, item, subject), go=subjects.FIRST[subject.act])


def _pay(session: InMatter) -> Turn:
    """Pay what the application costs: whichever of its cases is shown, the sum is that of all."""
    items, (group, _) = unpaid_items(session), shown(session)
    application = next((each.detail.application for each in group if each.can(CaseAction.PAY)), "")
    return open_pay(session, items, application) if items else Turn(session)


def _rate(session: InMatter) -> Turn:
    """The levels are on the farewell, as after a visit's own matter."""
    _, case = shown(session)
    if not offers(session, case, CaseAction.RATE):
        return Turn(session)
    about = RatedCase(case.detail.case_id, case.item_id, office_of(session, case))
    return Turn(session.with_own(RateState(offered=True, about=about)), go=Go.END)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session)


STEP = Step(
    InMatter,
    "step-result",
    (LIST,),
    one_page(LIST),
    view,
    on,
    enter,
    timers=timers,
    lasting=frozenset({progress_proofs.DOCUMENTS}),
)
