"""States of the person's cases. By slip number alone: state and next step, without name and item."""

from __future__ import annotations

from dataclasses import field, replace

from devices.lazy_dataclass import dataclass
from kiosk.effects import Ask
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched
from kiosk.platform.gateway import CaseProgress, Cases, Question
from kiosk.steps.asking import identity, on_waiting, unanswered, waiting_timers
from kiosk.steps.fault import not_answered
from kiosk.steps.step import BACK, LEAVE, Step, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, StepState, Turn, numbered
from kiosk.words import Data, text


@dataclass(frozen=True)
class ProgressState(StepState):
    found: tuple[CaseProgress, ...] | None = field(default=None, repr=False)
    """The cases found, by this step or by slip number before it; None while nobody asked."""


def enter(session: InMatter) -> Turn:
    return Turn(session) if session.own(ProgressState).found is not None else _ask(session)


def _ask(session: InMatter) -> Turn:
    asking, number = numbered(session, "cases")
    question = Question("cases.of_person", session.item.id, session.visit, "progress", identity(session))
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),))


NOTHING_FOUND = Block(BlockKind.PICTURE, picture="search")


def _case(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    known = session.catalogue.find(case.item_id) if case.item_id else None
    rows = [
        Block(BlockKind.ROW, text("slip-number-label"), Data(case.slip_number)),
        Block(BlockKind.ROW, text("progress-state"), text(f"state-{case.state.value.replace('_', '-')}")),
        Block(BlockKind.ROW, text("progress-since"), text("moment", at=case.since.isoformat())),
        Block(BlockKind.ROW, text("progress-next"), text(f"next-step-{case.next_step.replace('_', '-')}")),
    ]
    if known is not None:
        rows.insert(0, Block(BlockKind.ROW, text("progress-matter"), text("name", known.id)))
    if case.case_number and known is not None:
        rows.insert(2, Block(BlockKind.ROW, text("case-number-label"), Data(case.case_number)))
    return (Block(BlockKind.BOX_START), *rows, Block(BlockKind.BOX_END))


def view(session: InMatter) -> View:
    found = session.own(ProgressState).found
    if found is None:
        return unanswered(session, "Progress", waiting=Actions(BACK, LEAVE, None))
    blocks = tuple(block for case in found for block in _case(session, case)) or (NOTHING_FOUND,)
    return page(
        session,
        "Progress",
        text("progress-title"),
        lead=text("progress-lead", count=len(found)) if found else text("progress-none"),
        blocks=blocks,
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-done"))),
        traits=Traits(large_rows=len(found) == 1),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Answered(answer=Cases() as found):
            return Turn(replace(session, looked_up=True).with_own(ProgressState(found.cases)))
        case NotAnswered():
            return not_answered(session, event)
        case Touched(key="again") if not session.awaiting:
            return _ask(session)
        case TimerRang():
            return on_waiting(session, event)
        case Touched(key="continue") if session.own(ProgressState).found is not None:
            return Turn(session, go=Go.ON)
    return Turn(session)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session)


STEP = Step(InMatter, "step-result", ("progress",), one_page("progress"), view, on, enter, timers=timers)
