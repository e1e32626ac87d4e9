"""A look-up: asked, shown, printed if wished. It ends shown, printed or not available; nothing is kept here."""

from __future__ import annotations

from dataclasses import field, replace

from devices.lazy_dataclass import dataclass
from devices.receipt_printer.contract import PrintOutcome
from kiosk.events import Answered, Event, JobEnded, NotAnswered, Timer, TimerRang, Touched
from kiosk.platform.gateway import LookupResult
from kiosk.steps.asking import ask, fresh, on_waiting, unanswered, waiting_timers
from kiosk.steps.fault import not_answered
from kiosk.steps.slip_printing import PRINT, PRINT_SLIP, print_ended, print_slip, slip_blocks, slips_here
from kiosk.steps.slips import lookup_more, lookup_rows, lookup_slip
from kiosk.steps.step import DONE, LEAVE, Step, box, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, InMatter, StepState, Turn
from kiosk.words import text


@dataclass(frozen=True)
class LookupState(StepState):
    found: LookupResult | None = field(default=None, repr=False)


def _ask(session: InMatter) -> Turn:
    item = session.item
    which = {"register": item.register} if item.register else {}
    return ask(fresh(session), "lookup", item.question, which)


def enter(session: InMatter) -> Turn:
    return Turn(session) if session.own(LookupState).found else _ask(session)


def view(session: InMatter) -> View:
    found = session.own(LookupState).found
    if found is None:
        return unanswered(session, "Lookup", waiting=Actions(None, LEAVE, None))
    rows = tuple(Block(BlockKind.ROW, label, value) for label, value in lookup_rows(session, found))
    shown = (
        box(*rows)
        if rows
        else (Block(BlockKind.PARAGRAPH, text("lookup-nothing")), Block(BlockKind.PICTURE, picture="search"))
    )
    more = tuple(Block(BlockKind.NOTE, words) for words in lookup_more(session, found))
    asked = bool(slips_here(session))
    can_print = session.status.can(PRINT_SLIP) and not asked
    return page(
        session,
        "Lookup",
        text("lookup-title"),
        lead=text("lookup-as-of", day=found.as_of),
        blocks=(*shown, *more, Block(BlockKind.NOTE, text("lookup-not-a-proof")), *slip_blocks(session)),
        choices=(
            Choice(
                "print",
                text("action-print"),
                icon="printer",
                enabled=can_print,
                why_not=None if can_print or asked else text("slips-not"),
            ),
        ),
        actions=Actions(None, LEAVE, DONE),
    )


def on(session: InMatter, event: Event) -> Turn:
    found = session.own(LookupState).found
    match event:
        case Answered(answer=LookupResult() as answer):
            return Turn(replace(session, looked_up=True).with_own(LookupState(answer)))
        case JobEnded(outcome=PrintOutcome() as outcome):
            return print_ended(session, event.effect, outcome)
        case NotAnswered():
            return not_answered(session, event)
        case Touched(key="again") if not session.awaiting and found is None:
            return _ask(session)
        case Touched(key="print") if found and not slips_here(session):
            return print_slip(session, lookup_slip(session, found))
        case TimerRang():
            return on_waiting(session, event)
        case Touched(key="continue") if found:
            return Turn(session, go=Go.ON)
    return Turn(session)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session) if session.awaits("lookup") else frozenset()


STEP = Step(
    InMatter,
    "step-result",
    ("lookup",),
    one_page("lookup"),
    view,
    on,
    enter,
    timers=timers,
    lasting=frozenset({PRINT}),
)
