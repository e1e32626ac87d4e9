"""Seal and commit the case, wait briefly for the receipt, and show the result.

The result is: handed over, kept here, not kept, or not confirmed. Printing is reported apart. After Keep there is no
way back, and the number stays until the slip is out or the citizen says so.
"""

from __future__ import annotations

from dataclasses import replace

from devices.lazy_dataclass import dataclass
from devices.receipt_printer.contract import Paper, PrintOutcome
from kiosk.effects import Keep
from kiosk.events import (
    Event,
    JobEnded,
    KeepUnconfirmed,
    Kept,
    NotKept,
    ReceiptCame,
    Timer,
    TimerRang,
    Touched,
    VoiceSeen,
)
from kiosk.steps.asking import stages
from kiosk.steps.drafts import drafts_of
from kiosk.steps.fault import fault_message, troubled, what_to_do
from kiosk.steps.guide import limit_words
from kiosk.steps.paper import PRINT, paper_blocks, papers_here, print_ended, print_slip
from kiosk.steps.prefilled import dispute_notes
from kiosk.steps.slips import application_slip
from kiosk.steps.step import HELP, Step, authority, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import KEEP, LATE, Case, Go, InMatter, StepState, Turn, numbered
from kiosk.words import Data, Text, text

UNCONFIRMED = "keep.unconfirmed"
SUBMIT = "submit"
ENDING = "ending"


@dataclass(frozen=True)
class SubmitState(StepState):
    not_kept: str = ""
    """Code of the fault that prevented keeping; "" for none."""
    unconfirmed: bool = False
    """True while the outcome of Keep is unknown."""
    number_spoken: bool = False
    """The voice said the slip number, twice and to its end."""


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


def handed_over(session: InMatter) -> bool:
    """Return whether the platform has every case."""
    return all(case.case_number for case in session.matter.cases)


def view(session: InMatter) -> View:
    return _waiting(session) if session.page == SUBMIT else _ending(session)


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


def _ending(session: InMatter) -> View:
    case = session.matter.case
    if case is None:
        return _unconfirmed(session) if session.own(SubmitState).unconfirmed else _nothing_kept(session)
    if session.practice:
        return _practised(session, case)
    received = handed_over(session)
    ending = "handed-over" if received else "kept"
    return page(
        session,
        "Ending",
        text(f"ending-{ending}-title", authority=authority(session)),
        lead=text(f"ending-{ending}-lead", authority=authority(session)),
        icon="check" if received else "clock",
        tone=Tone.DONE if received else Tone.QUIET,
        blocks=(*_numbers(session, case), *paper_blocks(session), *_what_next(session, received)),
        actions=_ways_on(session),
    )


def _ways_on(session: InMatter) -> Actions:
    """On, or to another matter: not before it is known whether the slip came out. A printer that does not answer is
    given up in its longest time, and that is an outcome too."""
    known = not slip_under_way(session)
    another = Choice("another", text("action-another"), enabled=known)
    return Actions(HELP, another, Choice("continue", text("action-taken"), enabled=known))


def slip_under_way(session: InMatter) -> bool:
    """Return whether the outcome of this page's slip is still to come."""
    return session.page == ENDING and any(each.paper is None for each in papers_here(session))


def _practised(session: InMatter, case: Case) -> View:
    """Build the ending of a practice visit: same page and paper, but it says that nothing was sent."""
    return page(
        session,
        "Ending",
        text("practice-ending-title"),
        lead=text("practice-ending-lead"),
        icon="graduation",
        tone=Tone.QUIET,
        blocks=(
            Block(BlockKind.BOX_START),
            Block(BlockKind.BIG_NUMBER, text("practice-number-label"), Data(case.slip_number)),
            Block(BlockKind.BOX_END),
            Block(BlockKind.BULLET, text("practice-ending-number")),
            Block(BlockKind.BULLET, text("practice-ending-real")),
            *paper_blocks(session),
        ),
        actions=_ways_on(session),
    )


def _numbers(session: InMatter, case: Case) -> tuple[Block, ...]:
    """The slip number, and as a code to take along. The long number of the case is on the slip only."""
    number = Data(case.slip_number)
    return (
        Block(BlockKind.BOX_START),
        Block(BlockKind.BIG_NUMBER, text("slip-number-keep"), number),
        Block(BlockKind.QR, text("slip-number-qr" if case.case_number else "slip-number-qr-kept"), number),
        Block(BlockKind.BOX_END),
    )


def _what_next(session: InMatter, received: bool) -> tuple[Block, ...]:
    """Return the stages of the case: those done, and those still to come with their time limit."""
    item, case = session.item, session.matter.case
    assert case is not None
    phone, code = Data(session.terminal.duty_phone), Data(session.terminal.code)
    name = authority(session)
    limit = limit_words(item.promised_limit) if item.promised_limit else None
    result = Block(BlockKind.STAGE, text("stage-result", authority=name), limit)
    if received:
        at = text("moment", at=(case.received_at or case.sealed_at).isoformat())
        first: tuple[Block, ...] = (Block(BlockKind.STAGE, text("stage-sent", authority=name), at, tone=Tone.DONE),)
        last = (Block(BlockKind.STAGE, text("stage-you-get"), text("result", item.id)), *dispute_notes(session, True))
        note = text("next-handed-over", phone=Data(item.phones.consult))
    else:
        at = text("moment", at=case.sealed_at.isoformat())
        first = (
            Block(BlockKind.STAGE, text("stage-kept"), at, tone=Tone.DONE),
            Block(BlockKind.STAGE, text("stage-sends-itself", authority=name), tone=Tone.QUIET),
        )
        last = dispute_notes(session, False)
        note = text("next-ask-later", phone=phone, terminal=code)
    return (
        Block(BlockKind.HEADING, text("next-title")),
        *first,
        result,
        *last,
        Block(BlockKind.NOTE, note),
    )


def _unconfirmed(session: InMatter) -> View:
    """Sealing or the store hangs: neither "kept" nor "nothing was kept" would be true."""
    title, lead = text("ending-unconfirmed-title"), text("ending-unconfirmed-lead")
    return _not_kept(session, title, lead, UNCONFIRMED, "fault-safe-unconfirmed")


def _nothing_kept(session: InMatter) -> View:
    title = text("ending-nothing-title")
    return _not_kept(session, title, text("ending-nothing-lead"), session.own(SubmitState).not_kept)


def _not_kept(session: InMatter, title: Text, lead: Text, fault: str, safe: str = "") -> View:
    """Build an ending without a kept case: the fault, what is safe, and what to do."""
    return page(
        session,
        "Ending",
        title,
        lead=lead,
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(
            Block(BlockKind.STATUS, fault_message(session.terminal, fault), tone=Tone.ATTENTION),
            *what_to_do(session, fault, safe),
        ),
        actions=Actions(HELP, None, Choice("leave", text("action-end"))),
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
        case ReceiptCame() if any(each.case_id == event.case_id for each in session.matter.cases):
            return _received(session, event)
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
    cases = tuple(Case(each.case_id, each.slip_number, each.sealed_at) for each in event.cases)
    state = replace(session.own(SubmitState), unconfirmed=False)
    kept = replace(session, kept=not session.practice, trouble="").with_own(state)
    kept = kept.with_matter(replace(kept.matter, cases=cases))
    if session.page == ENDING:
        return _print(kept, cases[0])
    return Turn(kept, go=ENDING if session.practice else Go.STAY)


def _received(session: InMatter, event: ReceiptCame) -> Turn:
    """Note the receipt of one case; with the last one the wait is over."""
    cases = tuple(
        replace(case, case_number=event.case_number, received_at=event.received_at)
        if case.case_id == event.case_id
        else case
        for case in session.matter.cases
    )
    received = session.with_matter(replace(session.matter, cases=cases))
    return Turn(received, go=ENDING if session.page == SUBMIT and handed_over(received) else Go.STAY)


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
    handles=(ReceiptCame, VoiceSeen),
    lasting=frozenset({KEEP, LATE, PRINT}),
)
