"""Seal and commit the cases, and wait briefly for their receipts.

After Keep there is no way back. What became of the cases is noted on whatever page is shown, and said by the ending.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.case.kept import Case, Fate
from kiosk.case_events import CaseNotReceived, KeepUnconfirmed, Kept, KeptCase, NotKept, ReceiptCame
from kiosk.effects import Keep
from kiosk.events import Event, Timer, TimerRang
from kiosk.steps.asking import stages
from kiosk.steps.drafts import drafts_of, shown_of
from kiosk.steps.ending import ENDING, UNCONFIRMED, SubmitState, print_numbers
from kiosk.steps.fault import troubled
from kiosk.steps.materials_state import put_off
from kiosk.steps.step import Step, authority, one_page, page
from kiosk.view import Actions, View
from kiosk.visit import KEEP, LATE, Go, InMatter, Turn, numbered
from kiosk.words import text

SUBMIT = "submit"


def enter(session: InMatter) -> Turn:
    if session.matter.case is not None or session.awaits(KEEP):
        return Turn(session)
    keeping, number = numbered(session, KEEP)
    return Turn(keeping, (Keep(number, drafts_of(session), shown_of(session)),))


def view(session: InMatter) -> View:
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
            news = {"case_number": event.case_number, "received_at": event.received_at, "state": event.state}
            return _told(session, event.case_id, **news)
        case CaseNotReceived(until=None):
            return _told(session, event.case_id, refused=event.reason)
        case CaseNotReceived():
            return _told(session, event.case_id, waits_until=event.until)
        case TimerRang() if session.page == SUBMIT:
            return Turn(session, go=Go.ON)
    return Turn(session)


def _kept(session: InMatter, event: Kept) -> Turn:
    """Note the cases. One that comes late upgrades the ending that could not be sure, and prints its slip."""
    cases, corrections = (
        tuple(
            Case(
                each.case_id,
                each.slip_number,
                each.sealed_at,
                item_id=each.item_id,
                missing=() if dispute else _to_follow(session, each),
            )
            for each in event.cases
            if each.dispute is dispute
        )
        for dispute in (False, True)
    )
    state = replace(session.own(SubmitState), unconfirmed=False)
    kept = replace(session, kept=not session.practice, trouble="").with_own(state)
    matter = replace(kept.matter, cases=cases, corrections=corrections, application=event.application)
    kept = kept.with_matter(matter)
    if session.page == ENDING:
        return print_numbers(kept, cases[0])
    return Turn(kept, go=Go.ON if session.practice else Go.STAY)


def _to_follow(session: InMatter, case: KeptCase) -> tuple[str, ...]:
    """The materials of a case that were put off."""
    item = session.catalogue.find(case.item_id) or session.item
    later = {each.id for each in put_off(session)}
    return tuple(each.id for each in item.handed_in if each.id in later)


def _told(session: InMatter, case_id: str, **news: Any) -> Turn:
    """Note what the platform said of one case; when it said something of each, the wait is over."""
    matter = session.matter
    cases, corrections = (
        tuple(replace(case, **news) if case.case_id == case_id else case for case in those)
        for those in (matter.cases, matter.corrections)
    )
    told = session.with_matter(replace(matter, cases=cases, corrections=corrections))
    over = session.page == SUBMIT and all(case.fate is not Fate.KEPT for case in cases)
    return Turn(told, go=Go.ON if over else Go.STAY)


def timers(session: InMatter) -> frozenset[Timer]:
    return frozenset({session.timer("receipt_wait")}) if session.matter.case is not None else frozenset()


def leave(session: InMatter) -> Go | str:
    """Once sealing began, stay until its outcome is known; then the number is shown."""
    return ENDING if session.matter.case is not None else Go.STAY


STEP = Step(
    InMatter,
    "step-result",
    (SUBMIT,),
    one_page(SUBMIT),
    view,
    on,
    enter,
    timers=timers,
    leave=leave,
    final=frozenset({SUBMIT}),
    own_timers=frozenset({SUBMIT}),
    handles=(ReceiptCame, CaseNotReceived),
    lasting=frozenset({KEEP, LATE}),
)
