"""Last page of a visit: remind of card and slip until the sensors report that they were taken.

Then the levels of the step `rate` are shown here, where the journey came to it.
"""

from __future__ import annotations

from dataclasses import replace

from devices import Presence
from devices.card_reader.contract import PRESENCE as SLOT
from devices.id_reader.contract import PRESENCE as CARD
from devices.receipt_printer.contract import RetractOutcome
from kiosk.case.kept import Fate
from kiosk.events import Event, JobEnded, ReadingCame, Timer, TimerRang, Touched, Watch
from kiosk.steps import rate
from kiosk.steps.certificate_said import document_blocks
from kiosk.steps.certificate_state import CertificateState
from kiosk.steps.collect_state import FAREWELLS, CollectState, DoorPhase, collected, farewell_blocks
from kiosk.steps.ending import SubmitState
from kiosk.steps.left_behind import everything_taken, guidance, left_behind
from kiosk.steps.pay_said import money_blocks
from kiosk.steps.pay_state import is_paid
from kiosk.steps.slip_printing import slip_came_out, watch_slip_presenter
from kiosk.steps.slip_retraction import (
    SlipBack,
    presence_seen,
    retraction_ended,
    slip_goes_back,
    slip_went_back,
    take_back,
    to_take_back,
)
from kiosk.steps.step import Step, authority, box, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import Go, InMatter, Session, Turn, seen, waits_here
from kiosk.words import Data, Words, text

PAGE = "farewell"


def _ending_of(session: Session) -> tuple[Tone, str]:
    """Return tone and sign of the head, by what became of the application."""
    submitted = session.own(SubmitState)
    if session.practice:
        return Tone.QUIET, "graduation"
    if session.kept:
        if any(case.fate is Fate.REFUSED for case in session.matter.cases):
            return Tone.ATTENTION, "alert"
        waits = session.only_here or waits_here(session)
        return (Tone.QUIET, "clock") if waits else (Tone.DONE, "check")
    if submitted.unconfirmed or submitted.not_kept:
        return Tone.ATTENTION, "alert"
    if session.own(CollectState).phase is DoorPhase.LEFT_OPEN:
        return Tone.ATTENTION, "alert"
    done = session.looked_up or is_paid(session) or collected(session)
    return (Tone.DONE, "check") if done else (Tone.QUIET, "leave")


def _lead(session: Session) -> Words:
    """Say how the visit ended. A case that was kept comes first, then what is not certain, then what was looked up."""
    if session.practice:
        return text("farewell-practice")
    submitted = session.own(SubmitState)
    if session.kept:
        own = bool(session.matter.cases)
        here_only = session.only_here or waits_here(session)
        # The case may be of an earlier matter, and another authority's.
        name = authority(session) if own and not session.only_here else text("authority-generic")
        slip = slip_came_out(session) if own else session.slip_out
        without = "-slip-back" if slip_went_back(session) else "" if slip else "-no-slip"
        if any(case.fate is Fate.REFUSED for case in session.matter.cases):
            return text(f"farewell-refused{without}")
        return text(f"farewell-{'kept' if here_only else 'handed-over'}{without}", authority=name)
    if submitted.unconfirmed:
        return text("farewell-unconfirmed")
    if submitted.not_kept:
        return text("farewell-nothing-kept")
    paper = session.own(CertificateState).paper
    if paper is not None:
        return text(f"farewell-document-{paper.value.replace('_', '-')}")
    if ended := FAREWELLS.get(session.own(CollectState).phase):
        return text(ended)
    if session.looked_up or is_paid(session):
        return text("farewell-looked-up" if not is_paid(session) else "farewell-paid")
    return text("farewell-timed-out" if session.timed_out else "farewell-left")


def _numbers(session: Session) -> tuple[Block, ...]:
    """Repeat the slip numbers of this matter where no slip came out, or it went back."""
    in_hand = slip_came_out(session) and not slip_went_back(session)
    if session.practice or in_hand or not session.matter.cases:
        return ()
    numbers = (Data(number) for number in dict.fromkeys(case.slip_number for case in session.matter.cases))
    rows = (Block(BlockKind.BIG_NUMBER, text("slip-number-label"), number) for number in numbers)
    return box(*rows)


def view(session: Session) -> View:
    points = guidance(session)
    tone, icon = _ending_of(session)
    # First the card and the slip, then the question: one thing at a time.
    asks = points is None and not session.own(SlipBack).asked
    return page(
        session,
        "Farewell",
        text("farewell-title"),
        icon=icon,
        tone=tone,
        traits=Traits(cabinet_first=True, cabinet_least_mm=150, faces=True),
        lead=_lead(session),
        blocks=(
            *_numbers(session),
            *money_blocks(session),
            *document_blocks(session),
            *farewell_blocks(session),
            *left_behind(session),
            *(rate.question(session) if asks else ()),
        ),
        choices=rate.levels(session) if asks else (),
        guidance=points,
        actions=Actions(None, None, Choice("finish", text("action-finish"), enabled=not slip_goes_back(session))),
    )


def enter(session: Session) -> Turn:
    """Forget the cards' presence seen on earlier pages; the readers are asked again."""
    return Turn(replace(session, card_on_reader=None, card_in_slot=None))


def on(session: Session, event: Event) -> Turn:
    match event:
        case ReadingCame(value=Presence() as presence) if event.watch.capability == CARD.capability:
            return Turn(replace(session, card_on_reader=seen(presence)))
        case ReadingCame(value=Presence() as presence) if event.watch.capability == SLOT.capability:
            return Turn(replace(session, card_in_slot=seen(presence)))
        case ReadingCame(value=Presence() as presence):
            return presence_seen(session, presence)
        case JobEnded(outcome=RetractOutcome() as outcome):
            return retraction_ended(session, outcome)
        case Touched(verb=rate.LEVELS) if isinstance(session, InMatter):
            return rate.on(session, event)
        case TimerRang() if to_take_back(session):
            return take_back(session)
        case Touched(key="finish") | TimerRang():
            return Turn(session, go=Go.OVER)
    return Turn(session)


def watches(session: Session) -> frozenset[Watch]:
    card = session.watch(CARD) if session.card_used else frozenset()
    # A slot knows whether a card is in it, also one that nobody asked for.
    return card | session.watch(SLOT) | watch_slip_presenter(session)


def timers(session: Session) -> frozenset[Timer]:
    if slip_goes_back(session):
        return frozenset()
    back = session.own(SlipBack)
    # Speech in progress is not cut off, and a number that is on no slip any more has to be noted. But after a slip was
    # taken back in the end, nobody is there.
    if session.speaking or not (back.asked or everything_taken(session)) or (back.went_back and not back.asked):
        return frozenset({session.timer("farewell_longest")})
    if back.asked:
        return frozenset({session.timer("farewell")})
    return frozenset({session.timer("farewell_asks" if rate.awaited(session) else "farewell")})


def leave(session: Session) -> Go | str:
    return Go.OVER


STEP = Step(
    Session,
    "step-result",
    (PAGE,),
    one_page(PAGE),
    view,
    on,
    enter,
    watches,
    timers,
    leave=leave,
    final=frozenset({PAGE}),
    own_timers=frozenset({PAGE}),
)
