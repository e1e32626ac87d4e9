"""The terminal's states, one table: nobody here, out of service, a visit, trouble. Each is a pure advance.

The conductor holds exactly one state. Technician and yielded-to-bank will be further rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from kiosk.catalogue.load import Catalogue
from kiosk.delays import DELAYS
from kiosk.effects import Audit, AuditKind, Effect
from kiosk.events import Event, StatusChanged, TerminalStatus, Timer, TimerRang, Touched, Watch
from kiosk.session.advance import LANGUAGES, advance, begin
from kiosk.session.derive import timers_of, view_of, watches_of
from kiosk.steps.fault import fault_blocks, fault_message
from kiosk.steps.home import why_not
from kiosk.view import Actions, Block, BlockKind, Choice, Modes, Tone, Traits, View
from kiosk.visit import Case, Session, TerminalFacts
from kiosk.words import Data, text

PRACTICE = "practice"
"""How somebody begins who only wants to try."""


@dataclass(frozen=True)
class Attract:
    """Nobody is here. `next_visit` is the id the next visit will have; `out_of_service` hides the start."""

    next_visit: str
    terminal: TerminalFacts
    catalogue: Catalogue | None
    status: TerminalStatus
    language: str = "zh-CN"


@dataclass(frozen=True)
class InTrouble:
    """The program failed in the middle of a visit: what is safe is said, the rest is gone."""

    visit: str
    terminal: TerminalFacts
    status: TerminalStatus
    language: str
    case: Case | None
    modes: Modes = field(default_factory=Modes)


TerminalState = Attract | InTrouble | Session
Advanced = tuple[TerminalState | None, tuple[Effect, ...]]
"""The next state (None: over, back to attract) and what to do."""


def out_of_service(state: Attract) -> str:
    """The reason code why nobody can begin here now, or ""."""
    return state.status.out_of_service or ("no_catalogue" if state.catalogue is None else "")


def _attract(state: Attract, event: Event) -> Advanced:
    match event:
        case StatusChanged():
            return replace(state, status=event.status), ()
        case Touched(key="language"):
            following = LANGUAGES[(LANGUAGES.index(state.language) + 1) % len(LANGUAGES)]
            return replace(state, language=following), ()
        case Touched() if event.key.partition(":")[0] == "start" and not out_of_service(state):
            if event.key == "start:voice" and _can_speak(state) and state.catalogue is not None:
                return _begin_aloud(state)
            how = event.key.partition(":")[2]
            language = how if how in LANGUAGES else state.language
            assert state.catalogue is not None
            if how in ("", PRACTICE, *LANGUAGES):
                practice = how == PRACTICE
                return begin(state.next_visit, state.terminal, state.catalogue, state.status, language, practice)
    return state, ()


def _begin_aloud(state: Attract) -> Advanced:
    """A visit by voice and keys."""
    assert state.catalogue is not None
    session, effects = begin(state.next_visit, state.terminal, state.catalogue, state.status, state.language)
    return replace(session, modes=replace(session.modes, voice=True)), effects


def _attract_view(state: Attract) -> View:
    terminal = state.terminal
    base = View(
        page="Attract",
        traits=Traits("Attract", action_bar=False, starts_visit=True, explains_keys=True),
        id="attract",
        language=state.language,
        title=text("attract-title"),
        where=text("terminal-title", name=terminal.name),
        rehearsal=terminal.rehearsal,
    )
    reason = out_of_service(state)
    if reason:
        return replace(
            base,
            page="OutOfService",
            traits=Traits(large_rows=True, action_bar=False),
            id="out_of_service",
            title=text("out-of-service-title"),
            lead=fault_message(terminal, f"terminal.{reason}"),
            icon="wrench-outline",
            blocks=fault_blocks(terminal, f"terminal.{reason}", "fault-safe-before"),
        )
    assert state.catalogue is not None
    return replace(
        base,
        lead=text("attract-lead"),
        blocks=(
            *(
                Block(BlockKind.BULLET, text("name", item.id))
                for item in state.catalogue.offered(state.status.today)
                if _doable(state, item.id)
            ),
            Block(
                BlockKind.STATUS,
                text("network-ok" if state.status.online else "network-not"),
                tone=_tone(state.status.online),
            ),
            Block(
                BlockKind.STATUS,
                text("slips-ok" if state.status.can_print else "slips-not"),
                tone=_tone(state.status.can_print),
            ),
            *_nearest(state),
        ),
        choices=(
            Choice("start", text("attract-start"), text("attract-start-note"), "gesture-tap"),
            *(_ALOUD if _can_speak(state) else ()),
            Choice("start:en", text("attract-start-en"), icon="translate"),
            Choice(f"start:{PRACTICE}", text("attract-practice"), text("attract-practice-note"), "school"),
        ),
    )


def _can_speak(state: Attract) -> bool:
    """There is a voice, and nothing was heard of its failing."""
    return state.terminal.speaks and not state.status.faults.get("voice")


_ALOUD = (Choice("start:voice", text("attract-start-voice"), text("attract-start-voice-note"), "volume-high"),)
"""How to start by voice and keys, where there is a voice."""


def _nearest(state: Attract) -> tuple[Block, ...]:
    """Where else, if the profile knows."""
    place = state.terminal.nearest
    return (Block(BlockKind.ROW, text("nearest"), Data(place)),) if place else ()


def _doable(state: Attract, item_id: str) -> bool:
    assert state.catalogue is not None
    item = state.catalogue.find(item_id)
    return item is not None and why_not(_as_if_begun(state), item) is None


def _as_if_begun(state: Attract) -> Session:
    assert state.catalogue is not None
    return Session(state.next_visit, state.terminal, state.catalogue, state.status)


def _tone(good: bool) -> Tone:
    return Tone.DONE if good else Tone.ATTENTION


def _trouble(state: InTrouble, event: Event) -> Advanced:
    match event:
        case StatusChanged():
            return replace(state, status=event.status), ()
        case Touched(key="finish") | TimerRang() if event.visit == state.visit:
            return None, (Audit(0, AuditKind.VISIT_ENDED),)
        case Touched(key="language"):
            following = LANGUAGES[(LANGUAGES.index(state.language) + 1) % len(LANGUAGES)]
            return replace(state, language=following), ()
    return state, ()


def _trouble_view(state: InTrouble) -> View:
    kept = state.case is not None
    number = (
        (Block(BlockKind.BIG_NUMBER, text("slip-number-label"), Data(state.case.slip_number)),) if state.case else ()
    )
    facts = fault_blocks(
        state.terminal,
        "program.error",
        "fault-safe-kept" if kept else "fault-safe-cleared",
        "paper-note-number" if kept else "",
    )
    return View(
        page="Trouble",
        traits=Traits(large_rows=True, offers_modes=False),
        id="trouble",
        language=state.language,
        title=fault_message(state.terminal, "program.error"),
        lead=text("trouble-kept" if kept else "trouble-nothing-kept"),
        where=text("terminal-title", name=state.terminal.name),
        icon="alert-circle-outline",
        tone=Tone.ATTENTION,
        blocks=(*number, *facts),
        actions=Actions(None, None, Choice("finish", text("action-end"))),
        visit=state.visit,
        modes=state.modes,
        rehearsal=state.terminal.rehearsal,
    )


def _visit(state: Session, event: Event) -> Advanced:
    session, effects = advance(state, event)
    return (None if session.finished else session), effects


def _no_watches(state: Any) -> frozenset[Watch]:
    return frozenset()


def _no_timers(state: Any) -> frozenset[Timer]:
    return frozenset()


def _trouble_timers(state: InTrouble) -> frozenset[Timer]:
    return frozenset() if state.case else frozenset({Timer("trouble", DELAYS["trouble"], 0)})


@dataclass(frozen=True)
class StateHandler:
    """How one kind of state advances, looks, waits and listens."""

    advance: Callable[[Any, Event], Advanced]
    view: Callable[[Any], View]
    timers: Callable[[Any], frozenset[Timer]]
    watches: Callable[[Any], frozenset[Watch]]


HANDLERS: Mapping[type, StateHandler] = MappingProxyType(
    {
        Attract: StateHandler(_attract, _attract_view, _no_timers, _no_watches),
        Session: StateHandler(_visit, view_of, timers_of, watches_of),
        InTrouble: StateHandler(_trouble, _trouble_view, _trouble_timers, _no_watches),
    }
)


def handler_of(state: TerminalState) -> StateHandler:
    """The table's row for a state."""
    return HANDLERS[type(state)]
