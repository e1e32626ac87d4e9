"""The door of a locker while something is picked up: opened once, taken from, closed, or reported as it is.

A code is used up only when its door came open. A door that stayed shut is opened once more if the citizen wants; then
it is a matter for staff, nothing is lost, and the code stays good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from devices.locker.contract import DOORS, OPEN, Door, DoorOutcome, DoorResult, OpenDoors
from kiosk.effects import Audit, AuditKind, Job, ReportPaper
from kiosk.events import Event, JobEnded, NotAnswered, ReadingCame, Timer, TimerRang, Touched, Watch, WatchFailed
from kiosk.platform.documents import PaperOutcome
from kiosk.steps.collect_state import CLOSED, OPENINGS, PICTURES, CollectState, DoorPhase
from kiosk.steps.fault import fault_message, platform_fault, troubled, what_to_do
from kiosk.steps.step import HELP, in_language, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import Go, InMatter, Turn, numbered, unawaited
from kiosk.words import Data, Words, text

DOOR = "collect/door"
OPENING = "open_door"
"""The purpose under which the outcome of opening is awaited."""
NO_LOCKER = "transport.absent"
WAS_OPEN, UNCONFIRMED, LEFT_OPEN = "locker.was_open", "locker.unconfirmed", "locker.left_open"

AFTER: Mapping[DoorResult, tuple[DoorPhase, PaperOutcome, AuditKind, str]] = MappingProxyType(
    {
        DoorResult.OPENED: (DoorPhase.OPEN, PaperOutcome.CAME_OUT, AuditKind.DOOR_OPENED, ""),
        DoorResult.DID_NOT_OPEN: (DoorPhase.SHUT, PaperOutcome.DID_NOT, AuditKind.DOOR_NOT_OPENED, UNCONFIRMED),
        DoorResult.UNCONFIRMED: (DoorPhase.UNSURE, PaperOutcome.UNCONFIRMED, AuditKind.DOOR_UNCONFIRMED, UNCONFIRMED),
        DoorResult.WAS_OPEN: (DoorPhase.UNSURE, PaperOutcome.UNCONFIRMED, AuditKind.DOOR_UNCONFIRMED, WAS_OPEN),
    }
)
"""Result of opening → how far the door is, what the platform is told, the audit line, and the fault without one."""
TIMERS: Mapping[DoorPhase, str] = MappingProxyType(
    {
        DoorPhase.OPEN: "door_left",
        DoorPhase.LEFT_OPEN: "door_staff",
        DoorPhase.CLOSED: "door_closed",
        DoorPhase.SHUT: "door_trouble",
        DoorPhase.UNSURE: "door_trouble",
    }
)
SAFE: Mapping[DoorPhase, str] = MappingProxyType({DoorPhase.SHUT: "door-safe", DoorPhase.UNSURE: "door-safe-unsure"})
"""Phase of the door → words for what became of the thing."""


def is_moving(session: InMatter) -> bool:
    """Whether a door is being opened, or asked for: no time-out ends the page."""
    return session.page == DOOR and session.own(CollectState).phase is DoorPhase.OPENING


def enter(session: InMatter) -> Turn:
    found = session.own(CollectState).found
    return open_door(session) if session.page == DOOR and found is not None and found.door else Turn(session)


def open_door(session: InMatter) -> Turn:
    """Have the permitted door opened."""
    state, device = session.own(CollectState), session.status.device_for(OPEN.capability)
    assert state.found is not None
    opening = session.with_own(replace(state, phase=DoorPhase.OPENING, openings=state.openings + 1, fault=""))
    if not device:
        return _ended(opening, DoorOutcome(DoorResult.DID_NOT_OPEN), NO_LOCKER)
    asked, number = numbered(opening, OPENING)
    return Turn(asked, (Job(number, device, OPEN.name, Door(state.found.door)),))


def _ended(session: InMatter, outcome: DoorOutcome, fault: str = "") -> Turn:
    """Note the outcome, and report it: now or when the network is back."""
    phase, told, line, usual = AFTER[outcome.result]
    fault = outcome.fault.code if outcome.fault else fault or usual
    state = replace(session.own(CollectState), phase=phase, fault=fault, seen_open=phase is DoorPhase.OPEN)
    reporting, number = unawaited(session.with_own(state))
    after, last = unawaited(reporting)
    return Turn(after, (ReportPaper(number, state.permit, told), Audit(last, line, fault)))


def on(session: InMatter, event: Event, ask_again: Callable[[InMatter], Turn]) -> Turn:
    state = session.own(CollectState)
    match event:
        case JobEnded(outcome=DoorOutcome() as outcome):
            return _ended(session, outcome)
        case ReadingCame(value=OpenDoors() as doors):
            return _seen(session, doors)
        case NotAnswered() if state.phase is DoorPhase.OPENING:
            fault = platform_fault(session.terminal, event)
            shut = session.with_own(replace(state, phase=DoorPhase.SHUT, fault=fault))
            return troubled(replace(shut, trouble=""), fault)
        case Touched(key="again") if may_try_again(session):
            return ask_again(session.with_own(replace(state, phase=DoorPhase.OPENING)))
        case WatchFailed():
            return Turn(session.with_own(replace(state, seen_open=False)))
        case Touched(key="taken") if not state.seen_open:
            return Turn(session, go=Go.ON)
        case Touched(key="taken"):
            return _remind(session)
        case TimerRang() if event.timer.name == "door_left":
            return _remind(session)
        case TimerRang() if event.timer.name == "door_staff":
            return troubled(session, LEFT_OPEN).then(Go.END)
        case TimerRang() if event.timer.name == "door_closed":
            return Turn(session, go=Go.ON)
        case Touched(key="finish-door") | TimerRang():
            return Turn(session, go=Go.END)
    return Turn(session)


def _seen(session: InMatter, doors: OpenDoors) -> Turn:
    """Follow what the sensors say of this door."""
    state = session.own(CollectState)
    assert state.found is not None
    is_open = state.found.door in doors.numbers
    if state.phase is DoorPhase.UNSURE and is_open:
        # It was told to open and it is open: now that is certain.
        return _ended(session, DoorOutcome(DoorResult.OPENED))
    if is_open:
        return Turn(session.with_own(replace(state, seen_open=True)))
    if state.phase in (DoorPhase.OPEN, DoorPhase.LEFT_OPEN):
        closed = session.with_own(replace(state, phase=DoorPhase.CLOSED, seen_open=False))
        return Turn(replace(closed, activity=session.activity + 1))
    return Turn(session)


def _remind(session: InMatter) -> Turn:
    """The door is open longer than it takes, or is said to be closed."""
    return Turn(session.with_own(replace(session.own(CollectState), phase=DoorPhase.LEFT_OPEN)))


def may_try_again(session: InMatter) -> bool:
    state = session.own(CollectState)
    return state.phase is DoorPhase.SHUT and state.openings < OPENINGS


def watches(session: InMatter) -> frozenset[Watch]:
    """Look at the door while it is open, and while nobody knows."""
    state = session.own(CollectState)
    looks = state.phase in (DoorPhase.OPEN, DoorPhase.LEFT_OPEN)
    looks = looks or (state.phase is DoorPhase.UNSURE and state.fault != WAS_OPEN)
    return session.watch(DOORS) if looks else frozenset()


def timers(session: InMatter) -> frozenset[Timer]:
    name = TIMERS.get(session.own(CollectState).phase)
    return frozenset({session.timer(name)} if name else ())


def view(session: InMatter) -> View:
    state = session.own(CollectState)
    number = Data(str(state.found.door) if state.found else "")
    if state.phase in (DoorPhase.SHUT, DoorPhase.UNSURE):
        return _not_opened(session, number)
    attention = state.phase is DoorPhase.LEFT_OPEN
    tones = {DoorPhase.CLOSED: Tone.DONE, DoorPhase.LEFT_OPEN: Tone.ATTENTION}
    icons = {DoorPhase.CLOSED: "check", DoorPhase.LEFT_OPEN: "alert"}
    thing = in_language(session, state.found.titles) if state.found else Data("")
    key = state.phase.value.replace("_", "-") or DoorPhase.OPENING.value
    return page(
        session,
        "Door",
        text(f"door-{key}-title", door=number),
        lead=text(f"door-{key}-lead", thing=thing, place=session.place_of(OPEN.capability)),
        icon=icons.get(state.phase, ""),
        tone=tones.get(state.phase, Tone.PLAIN),
        blocks=(
            Block(BlockKind.BIG_NUMBER, text("door-number"), number),
            Block(
                BlockKind.PICTURE,
                text(f"door-{key}-do"),
                tone=Tone.ATTENTION if attention else Tone.PLAIN,
                picture=PICTURES.get(state.phase, CLOSED),
            ),
        ),
        actions=_actions(state.phase),
        traits=Traits(large_rows=True),
    )


def _actions(phase: DoorPhase) -> Actions:
    if phase in (DoorPhase.OPEN, DoorPhase.LEFT_OPEN):
        return Actions(HELP, None, Choice("taken", text("door-taken")))
    if phase is DoorPhase.CLOSED:
        return Actions(HELP, None, Choice("taken", text("action-continue")))
    return Actions(HELP, None, None)


def _not_opened(session: InMatter, number: Words) -> View:
    """The door stayed shut, or nobody knows: the code stays good, and staff can open it."""
    state = session.own(CollectState)
    again = may_try_again(session)
    do = "door-do-again" if again else "door-do-look" if state.phase is DoorPhase.UNSURE else ""
    ways = Choice("again", text("door-again")) if again else Choice("finish-door", text("action-end"))
    end = Choice("finish-door", text("action-end")) if again else None
    return page(
        session,
        "Door",
        fault_message(session.terminal, state.fault),
        lead=text("door-not-opened-lead", door=number),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(
            Block(BlockKind.BIG_NUMBER, text("door-number"), number),
            *what_to_do(session, state.fault, SAFE[state.phase], do),
            Block(BlockKind.PICTURE, picture=CLOSED),
        ),
        actions=Actions(HELP, end, ways),
        traits=Traits(large_rows=True),
    )
