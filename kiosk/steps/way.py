"""Choose how cases are found: by card with a second proof, or by slip number alone."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.code_scanner.contract import Code
from devices.lazy_dataclass import dataclass
from kiosk.case.slip_number import parse
from kiosk.case_events import KeptFound
from kiosk.effects import Ask
from kiosk.events import Answered, Event, NotAnswered, ReadingCame, Timer, TimerRang, Touched, Typed, Watch, WatchFailed
from kiosk.platform.gateway import Question
from kiosk.platform.listing import Cases
from kiosk.steps import kept_search
from kiosk.steps.asking import asking_lead, on_waiting, waiting_timers
from kiosk.steps.codes import (
    CUT_CODE,
    SCAN_CODE,
    can_scan,
    code_read,
    not_a_slip,
    scanner_blocks,
    scanner_fault,
    slip_in,
    watch_code,
)
from kiosk.steps.fault import fault_message, not_answered, platform_fault, troubled, what_to_do
from kiosk.steps.progress_state import ProgressState
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
    other_code: bool = False
    """The code held before the scanner last was no slip's."""
    number: str = ""
    """The slip number that is looked for."""
    here: KeptFound | None = None
    """Its cases that are kept here; None: not looked for yet."""


def pages(session: InMatter) -> tuple[str, ...]:
    if session.item.by_slip_alone:
        return (BY_SLIP,)
    return (CHOOSE, BY_SLIP) if session.matter.way == "slip" else (CHOOSE,)


def enter(session: InMatter) -> Turn:
    """Without a person there is nothing to choose."""
    if not session.item.by_slip_alone:
        return Turn(session)
    return Turn(session.with_matter(replace(session.matter, way="slip")))


def view(session: InMatter) -> View:
    if session.page == CHOOSE:
        choices = tuple(_way(session, way, icon) for way, icon in (("slip", "slip"), ("card", "id-card")))
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
        text("slip-entry-title-scan" if can_scan(session) else "slip-entry-title"),
        lead=asking_lead(session) or _entry_lead(session),
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
        blocks=_entry_blocks(session),
        actions=Actions(BACK, LEAVE, replace(CONTINUE, enabled=not session.awaiting)),
        # What is typed needs no scanner: its fault leaves the keyboard open.
        traits=replace(ENTRY, read_first=bool(session.trouble) and not scanner_fault(session)),
    )


def _way(session: InMatter, way: str, icon: str) -> Choice:
    """A person's cases are only the platform's to name; what is kept here is found by its slip number."""
    possible = way == "slip" or session.status.online or session.practice
    return Choice(
        f"way:{way}",
        text(f"way-{way}"),
        text(f"way-{way}-note"),
        icon,
        enabled=possible,
        chosen=way == session.matter.way,
        why_not=None if possible else text("not-now-offline"),
    )


def _entry_lead(session: InMatter) -> Words:
    if can_scan(session) and not scanner_fault(session):
        return text("slip-entry-lead-scan", place=session.place_of(SCAN_CODE))
    return text("slip-entry-lead")


def _entry_blocks(session: InMatter) -> tuple[Block, ...]:
    if scanner_fault(session):
        return scanner_blocks(session)
    if session.trouble:
        return what_to_do(session, session.trouble, again_by_continue=True)
    if session.own(WayState).other_code:
        # What is wrong with the code must be in sight above the keyboard.
        return ()
    return (Block(BlockKind.NOTE, text("slip-entry-shows")),)


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(verb="way", value="slip" | "card" as way):
            return Turn(session.with_matter(replace(session.matter, way=way)).with_own(ProgressState()), go=Go.ON)
        case Typed(key="slip"):
            return Turn(_with_other_code(session.with_typed("slip", event.text), False))
        case ReadingCame(value=Code() as code):
            return _scanned(session, code)
        case WatchFailed():
            return _scanner_failed(session, event.fault.code)
        case Touched(key="continue") if session.page == BY_SLIP and not session.awaiting:
            return _look(session)
        case KeptFound():
            return _looked(session, event)
        case Answered(answer=Cases() as found):
            state = session.own(WayState)
            known = kept_search.shows(session, state.here or KeptFound(session.visit, 0), found)
            return known or _missed(session, kept_search.unknown(session, state.number))
        case NotAnswered():
            return _not_answered(session, event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _scanned(session: InMatter, code: Code) -> Turn:
    """Ask for the number of a slip's code as if it was typed. Another code says so, and is no try."""
    seen = code_read(session)
    number = slip_in(code)
    if not number:
        settled = replace(seen, trouble="") if scanner_fault(seen) else seen
        return Turn(_wrong(_with_other_code(settled, True), not_a_slip(code)))
    return _look(_with_other_code(seen.with_typed("slip", number), False))


def _with_other_code(session: InMatter, other: bool) -> InMatter:
    return session.with_own(replace(session.own(WayState), other_code=other))


def _scanner_failed(session: InMatter, fault: str) -> Turn:
    """A code that was cut is said at the field; another fault leaves typing as the way."""
    if session.own(WayState).other_code:
        session = replace(_with_other_code(session, False), wrong=MappingProxyType({}))
    turn = troubled(session, fault)
    if fault != CUT_CODE:
        return turn
    return replace(turn, session=_wrong(replace(session, trouble=fault), fault_message(session.terminal, fault)))


def _wrong(session: InMatter, words: Words) -> InMatter:
    return replace(session, wrong=MappingProxyType({"slip": words}))


def _missed(session: InMatter, words: Words) -> Turn:
    tries = session.own(WayState).tries + 1
    missed = _wrong(session.with_own(WayState(tries)), words)
    return Turn(missed, go=Go.END if tries >= TRIES else Go.STAY)


def _look(session: InMatter) -> Turn:
    typed = session.typed.get("slip", "")
    number = typed if session.practice else parse(typed)
    if not number:
        return _missed(session, text("slip-mistyped"))
    return kept_search.find_kept(session.with_own(replace(session.own(WayState), number=number, here=None)), number)


def _looked(session: InMatter, here: KeptFound) -> Turn:
    """Go on with what is here while there is no network, else ask what the platform has of this slip."""
    known = None if session.status.online else kept_search.shows(session, here)
    if known is not None:
        return known
    state = replace(session.own(WayState), here=here)
    asking, number = numbered(session.with_own(state), "by_slip")
    parameters = {"slip_number": state.number}
    question = Question("case.by_slip", session.item.id, session.visit, "progress", parameters=parameters)
    return Turn(asking, (Ask(number, question),))


def _not_answered(session: InMatter, event: NotAnswered) -> Turn:
    state = session.own(WayState)
    known = kept_search.shows(session, state.here) if state.here is not None else None
    if known is not None:
        return known
    fault = fault_message(session.terminal, platform_fault(session.terminal, event))
    return not_answered(_wrong(session, kept_search.unreachable(session, state.number, fault)), event)


def timers(session: InMatter) -> frozenset[Timer]:
    return waiting_timers(session)


def watches(session: InMatter) -> frozenset[Watch]:
    """The scanner looks for a slip's code while the page waits for a number."""
    return watch_code(session) if session.page == BY_SLIP and not session.awaiting else frozenset()


STEP = Step(InMatter, "step-identify", (CHOOSE,), pages, view, on, enter, watches=watches, timers=timers)
