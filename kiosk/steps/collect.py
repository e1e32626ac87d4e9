"""Pick something up from a locker by its code: the code's page. The door's page is `collect_door`.

The code is typed or scanned, and its only judge is the platform: it says which door of which locker holds the thing,
and permits that door to be opened. Without a network nothing opens.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from uuid import NAMESPACE_OID, uuid5

from devices.code_scanner.contract import Code
from kiosk.events import Answered, Event, NotAnswered, ReadingCame, TimerRang, Touched, Typed, Watch, WatchFailed
from kiosk.platform.pick_ups import CODE, CODE_FORM, DIGITS, PERMIT, QUESTION, PickUp, PickUpState
from kiosk.steps import collect_door
from kiosk.steps.asking import ask, asking_lead, fresh, on_waiting, waiting_timers
from kiosk.steps.codes import (
    ADDRESS,
    CUT_CODE,
    SCAN_CODE,
    can_scan,
    code_read,
    scanner_blocks,
    scanner_fault,
    watch_code,
)
from kiosk.steps.collect_door import DOOR
from kiosk.steps.collect_state import TRIES, CollectState, DoorPhase
from kiosk.steps.fault import fault_message, not_answered, platform_fault, troubled, what_to_do
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, in_language, page
from kiosk.view import ENTRY, Actions, Block, BlockKind, Field, FieldKind, Tone, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import Words, text

PAGE = "collect"
FIELD = "pickup"
ASKED = "pick_up"
"""The purpose under which the answer is awaited."""
GROUPS = (4, 4)
AT_THE_FIELD = frozenset({PickUpState.UNKNOWN})
"""Answers that are said at the field, where the keyboard stays open."""


def pages(session: InMatter) -> tuple[str, ...]:
    return (PAGE, DOOR)


def view(session: InMatter) -> View:
    if session.page == DOOR:
        return collect_door.view(session)
    broken = bool(session.trouble) and not scanner_fault(session)
    return page(
        session,
        "Form",
        text("pickup-title-scan" if can_scan(session) else "pickup-title"),
        lead=asking_lead(session) or _lead(session),
        fields=(
            Field(
                FIELD,
                text("pickup-code"),
                FieldKind.DIGITS,
                session.typed.get(FIELD, ""),
                hint=text("pickup-hint"),
                wrong=session.wrong.get(FIELD),
                max_length=DIGITS,
                groups=GROUPS,
                length=DIGITS,
            ),
        ),
        blocks=_blocks(session),
        actions=Actions(BACK, LEAVE, replace(CONTINUE, enabled=not session.awaiting)),
        # What was said of the last code has to be read before another is typed.
        traits=replace(ENTRY, read_first=broken or _said(session) is not None),
    )


def _lead(session: InMatter) -> Words:
    if can_scan(session) and not scanner_fault(session):
        return text("pickup-lead-scan", place=session.place_of(SCAN_CODE))
    return text("pickup-lead")


def _said(session: InMatter) -> Words | None:
    """Return the words for the platform's answer to the last code, unless they belong at the field."""
    found = session.own(CollectState).found
    if found is None or found.state in AT_THE_FIELD:
        return None
    return text(
        f"pickup-{found.state.value.replace('_', '-')}",
        thing=in_language(session, found.titles),
        place=in_language(session, found.place),
    )


def _blocks(session: InMatter) -> tuple[Block, ...]:
    if scanner_fault(session):
        return scanner_blocks(session, "pickup-scanner-out")
    if session.trouble:
        return what_to_do(session, session.trouble, "pickup-safe", again_by_continue=True)
    said = _said(session)
    if said is not None:
        return (Block(BlockKind.STATUS, said, tone=Tone.ATTENTION),)
    return (Block(BlockKind.NOTE, text("pickup-where")),)


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Answered(answer=PickUp() as found):
            return _answered(session, found)
        case _ if session.page == DOOR:
            return collect_door.on(session, event, ask_again)
        case Typed(key="pickup"):
            state = replace(session.own(CollectState), found=None)
            return Turn(session.with_own(state).with_typed(FIELD, event.text))
        case ReadingCame(value=Code() as code):
            return _scanned(code_read(session), code)
        case WatchFailed():
            return _scanner_failed(session, event.fault.code)
        case Touched(key="continue") if not session.awaiting:
            return _look(session)
        case NotAnswered():
            fault = fault_message(session.terminal, platform_fault(session.terminal, event))
            return not_answered(_wrong(session, fault), event)
        case TimerRang():
            return on_waiting(session, event)
    return Turn(session)


def _scanned(session: InMatter, code: Code) -> Turn:
    """Ask for the code as if it was typed. Another one says so, and is no try."""
    settled = replace(session, trouble="") if scanner_fault(session) else session
    if code.problem is None and CODE_FORM.fullmatch(code.text):
        return _look(settled.with_typed(FIELD, code.text))
    link = code.problem is None and ADDRESS.match(code.text)
    return Turn(_wrong(settled, text("pickup-code-link" if link else "pickup-code-other")))


def _scanner_failed(session: InMatter, fault: str) -> Turn:
    """A code that was cut is said at the field; another fault leaves typing as the way."""
    if fault != CUT_CODE:
        return troubled(session, fault)
    return replace(
        troubled(session, fault),
        session=_wrong(replace(session, trouble=fault), fault_message(session.terminal, fault)),
    )


def _wrong(session: InMatter, words: Words) -> InMatter:
    return replace(session, wrong=MappingProxyType({FIELD: words}))


def _look(session: InMatter) -> Turn:
    """Ask what a whole code leads to."""
    typed = session.typed.get(FIELD, "")
    if not CODE_FORM.fullmatch(typed):
        return Turn(_wrong(session, text("pickup-mistyped", digits=DIGITS)))
    return _ask(replace(session, wrong=MappingProxyType({})), typed)


def ask_again(session: InMatter) -> Turn:
    """Ask for a new permit for the same code: each opening has its own."""
    return _ask(session, session.typed.get(FIELD, ""))


def _ask(session: InMatter, code: str) -> Turn:
    state = session.own(CollectState)
    # Made from what it is for: asked again after a lost answer, it is the same permit.
    permit = str(uuid5(NAMESPACE_OID, f"{session.visit} {code} {state.openings}"))
    asking = fresh(session).with_own(replace(state, permit=permit, found=None))
    return ask(asking, ASKED, QUESTION, {CODE: code, PERMIT: permit}, purpose="pick_up")


def _answered(session: InMatter, found: PickUp) -> Turn:
    """Go to the door, or say why there is none."""
    state = session.own(CollectState)
    if found.state is PickUpState.HERE:
        ready = session.with_own(replace(state, found=found))
        return collect_door.open_door(ready) if session.page == DOOR else Turn(ready, go=Go.ON)
    missed = state.tries + (found.state is PickUpState.UNKNOWN)
    told = session.with_own(replace(state, found=found, tries=missed, phase=DoorPhase.NONE))
    if found.state is PickUpState.UNKNOWN:
        told = _wrong(told, text("pickup-unknown"))
    if session.page == DOOR:
        return Turn(told, go=PAGE)
    return Turn(told, go=Go.END if missed >= TRIES else Go.STAY)


def watches(session: InMatter) -> frozenset[Watch]:
    if session.page == DOOR:
        return collect_door.watches(session)
    return frozenset() if session.awaiting else watch_code(session)


STEP = Step(
    InMatter,
    "step-collect",
    (PAGE,),
    pages,
    view,
    on,
    collect_door.enter,
    watches,
    timers=lambda session: collect_door.timers(session) if session.page == DOOR else waiting_timers(session),
    holds=collect_door.is_moving,
    final=frozenset({DOOR}),
    own_timers=frozenset({DOOR}),
    lasting=frozenset({collect_door.OPENING}),
)
