"""Choose how cases are found: by card with a second proof, or by slip number alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from kiosk.case.slip_number import parse
from kiosk.effects import Ask
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched, Typed
from kiosk.platform.gateway import Cases, Question
from kiosk.steps.asking import asking_lead, on_waiting, waiting_timers
from kiosk.steps.fault import fault_message, not_answered, platform_fault, what_to_do
from kiosk.steps.progress import ProgressState
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.view import ENTRY, LARGE_CHOICES, Actions, Block, BlockKind, Choice, Field, FieldKind, View
from kiosk.visit import Go, InMatter, StepState, Turn, numbered
from kiosk.words import Words, text

CHOOSE = "way"
BY_SLIP = "way/slip"

TRIES = 5
"""Wrong slip numbers after which the visit ends: a number must not be found by guessing."""


@dataclass(frozen=True)
class WayState(StepState):
    tries: int = 0
    """Slip numbers that led to nothing."""


def pages(session: InMatter) -> tuple[str, ...]:
    return (CHOOSE, BY_SLIP) if session.matter.way == "slip" else (CHOOSE,)


def view(session: InMatter) -> View:
    if session.page == CHOOSE:
        choices = tuple(
            Choice(f"way:{way}", text(f"way-{way}"), text(f"way-{way}-note"), icon, chosen=way == session.matter.way)
            for way, icon in (("slip", "slip"), ("card", "id-card"))
        )
        return page(
            session,
            "ForWhom",
            text("way-title"),
            choices=choices,
            actions=Actions(BACK, LEAVE, None),
            traits=LARGE_CHOICES,
        )
    return page(
        session,
        "Form",
        text("slip-entry-title"),
        lead=asking_lead(session) or text("slip-entry-lead"),
        fields=(
            Field(
                "slip",
                text("slip-number-label"),
                FieldKind.SLIP_NUMBER,
                session.typed.get("slip", ""),
                hint=text("practice-slip" if session.practice else "slip-entry-hint"),
                wrong=session.wrong.get("slip"),
                max_length=24,
            ),
        ),
        blocks=what_to_do(session, session.trouble, again_by_continue=True)
        if session.trouble
        else (Block(BlockKind.NOTE, text("slip-entry-shows")),),
        actions=Actions(BACK, LEAVE, replace(CONTINUE, enabled=not session.awaiting)),
        traits=replace(ENTRY, read_first=bool(session.trouble)),
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(verb="way", value="slip" | "card" as way):
            return Turn(session.with_matter(replace(session.matter, way=way)).with_own(ProgressState()), go=Go.ON)
        case Typed(key="slip"):
            return Turn(session.with_typed("slip", event.text))
        case Touched(key="continue") if session.page == BY_SLIP and not session.awaiting:
            return _ask(session)
        case Answered(answer=Cases() as found):
            if found.cases:
                return Turn(replace(session, looked_up=True).with_own(ProgressState(found.cases)), go=Go.ON)
            return _missed(session, text("slip-unknown"))
        case NotAnswered():
            words = fault_message(session.terminal, platform_fault(session.terminal, event))
            return not_answered(_wrong(session, words), event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _wrong(session: InMatter, words: Words) -> InMatter:
    return replace(session, wrong=MappingProxyType({"slip": words}))


def _missed(session: InMatter, words: Words) -> Turn:
    tries = session.own(WayState).tries + 1
    missed = _wrong(session.with_own(WayState(tries)), words)
    return Turn(missed, go=Go.END if tries >= TRIES else Go.STAY)


def _ask(session: InMatter) -> Turn:
    typed = session.typed.get("slip", "")
    number_typed = typed if session.practice else parse(typed)
    if not number_typed:
        return _missed(session, text("slip-mistyped"))
    asking, number = numbered(session, "by_slip")
    question = Question(
        "case.by_slip", session.item.id, session.visit, "progress", parameters={"slip_number": number_typed}
    )
    return Turn(replace(asking, trouble="", waited=frozenset()), (Ask(number, question),))


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session)


STEP = Step(InMatter, "step-identify", (CHOOSE,), pages, view, on, timers=timers)
