"""Seal and commit the case, wait briefly for the receipt, and show the result.

The result is: handed over, kept here, not kept, or not confirmed. Printing is reported apart. After Keep there is no
way back, and the number stays until the slip is out or the citizen says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.case.kept import Case, Fate
from kiosk.case_events import CaseMoved, KeepUnconfirmed, Kept, NotKept, ReceiptCame
from kiosk.effects import Keep
from kiosk.events import Event, JobEnded, Timer, TimerRang, Touched, VoiceSeen
from kiosk.steps import ending
from kiosk.steps.asking import stages
from kiosk.steps.drafts import drafts_of
from kiosk.steps.ending import ENDING, UNCONFIRMED, SubmitState, slip_under_way
from kiosk.steps.fault import troubled
from kiosk.steps.paper import PRINT, papers_here, print_ended, print_slip
from kiosk.steps.slips import application_slip
from kiosk.steps.step import Step, authority, page
from kiosk.view import Actions, View
from kiosk.visit import KEEP, LATE, Go, InMatter, Turn, numbered
from kiosk.words import text

SUBMIT = "submit"


def pages(session: InMatter) -> tuple[str, ...]:
    return (SUBMIT, ENDING)


def enter(session: InMatter) -> Turn:
    if session.page == SUBMIT and session.matter.case is None and not session.awaits(KEEP):
        keeping, number = numbered(session, KEEP)
        return Turn(keeping, (Keep(number, drafts_of(session), session.matter.shown),))
    if session.page == ENDING and session.matter.case is not None and not papers_here(session):
        return _print(session, session.matter.case)
    return Turn(session)


def _print(session: InMatter, case: Case) -> Turn:
    return print_slip(session, application_slip(session, case))


def view(session: InMatter) -> View:
    return _waiting(session) if session.page == SUBMIT else ending.view(session)


def _waiting(session: InMatter) -> View:
    kept = session.matter.case is not None
    return page(
        session,
        "Submit",
        text("submit-title"),
        lead=text("submit-lead"),
        icon="lock",
        blocks=stages("stage-keep", "stage-send", "stage-number", done=int(kept), authority=authority(session)),
        actions=Actions(None, None, None),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Kept():
            return _kept(session, event)
        case NotKept():
            fault = f"keep.{event.reason}"
            state = replace(session.own(SubmitState), not_kept=fault, unconfirmed=False)
            return troubled(session.with_own(state), fault).then(ENDING)
        case KeepUnconfirmed():
            state = replace(session.own(SubmitState), unconfirmed=True)
            return troubled(session.with_own(state), UNCONFIRMED).then(ENDING)
        case ReceiptCame():
            return _told(session, event.case_id, case_number=event.case_number, received_at=event.received_at)
        case CaseMoved(until=None):
            return _told(session, event.case_id, refused=event.reason)
        case CaseMoved():
            return _told(session, event.case_id, waits_until=event.until)
        case JobEnded(outcome=PrintOutcome() as outcome):
            return print_ended(session, event.effect, outcome)
        case VoiceSeen(number=True) if session.matter.case:
            return Turn(session.with_own(replace(session.own(SubmitState), number_spoken=True)))
        case TimerRang() if session.page == SUBMIT:
            return Turn(session, go=ENDING)
        case Touched(key="continue") if session.page == ENDING and session.matter.case is not None:
            return Turn(session, go=Go.ON)
        case Touched(key="another") if session.page == ENDING:
            return Turn(session, go=Go.START)
    return Turn(session)


def _kept(session: InMatter, event: Kept) -> Turn:
    """Note the cases. One that comes late upgrades the ending that could not be sure, and prints its slip."""
    cases = tuple(Case(each.case_id, each.slip_number, each.sealed_at, item_id=each.item_id) for each in event.cases)
    state = replace(session.own(SubmitState), unconfirmed=False)
    kept = replace(session, kept=not session.practice, trouble="").with_own(state)
    kept = kept.with_matter(replace(kept.matter, cases=cases, application=event.application))
    if session.page == ENDING:
        return _print(kept, cases[0])
    return Turn(kept, go=ENDING if session.practice else Go.STAY)


def _told(session: InMatter, case_id: str, **news: Any) -> Turn:
    """Note what the platform said of one case; when it said something of each, the wait is over."""
    cases = tuple(replace(case, **news) if case.case_id == case_id else case for case in session.matter.cases)
    told = session.with_matter(replace(session.matter, cases=cases))
    over = session.page == SUBMIT and all(case.fate is not Fate.KEPT for case in cases)
    return Turn(told, go=ENDING if over else Go.STAY)


def timers(session: InMatter) -> frozenset[Timer]:
    if session.page == SUBMIT and session.matter.case is not None:
        return frozenset({session.timer("receipt_wait")})
    return frozenset()


def number_not_in_hand(session: InMatter) -> bool:
    """Return whether the slip number is neither on paper nor spoken yet; no time-out may hide it until then."""
    on_paper = any(each.paper is Paper.CAME_OUT for each in papers_here(session))
    in_hand = on_paper or session.own(SubmitState).number_spoken
    return session.page == ENDING and session.matter.case is not None and not in_hand and not session.practice


def leave(session: InMatter) -> Go | str:
    """Once sealing began, stay until its outcome and the number were shown."""
    if session.page == SUBMIT:
        return ENDING if session.matter.case is not None else Go.STAY
    # Sealing ended while help covered the page: the number was never seen.
    return Go.STAY if session.help_over and (number_not_in_hand(session) or slip_under_way(session)) else Go.END


STEP = Step(
    InMatter,
    "step-result",
    (SUBMIT, ENDING),
    pages,
    view,
    on,
    enter,
    timers=timers,
    leave=leave,
    holds=number_not_in_hand,
    final=frozenset({SUBMIT, ENDING}),
    own_timers=frozenset({SUBMIT}),
    handles=(ReceiptCame, CaseMoved, VoiceSeen),
    lasting=frozenset({KEEP, LATE, PRINT}),
)
