"""The state after a visit was broken off: by the program's failure, an open door, or power that is nearly gone.

It shows what became of the application, and holds nothing else of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from devices.power.contract import PowerState
from kiosk.case.kept import Case
from kiosk.case_events import Kept, NotKept
from kiosk.catalogue.load import Catalogue
from kiosk.delays import DELAYS
from kiosk.effects import Audit, AuditKind, Effect, ShutDown
from kiosk.events import Event, Output, StatusChanged, TerminalStatus, Timer, TimerRang, Touched, Watch
from kiosk.language_table import next_language
from kiosk.session.surroundings import AFTER, sensor_watch
from kiosk.steps.fault import TROUBLE, fault_blocks, fault_message
from kiosk.terminal_facts import TerminalFacts
from kiosk.terminal_state import STAFF_ENTRY, Advanced, TerminalState
from kiosk.view import Actions, Block, BlockKind, Choice, Modes, Tone, Traits, View
from kiosk.words import Data, text

PROGRAM = "program.error"
POWER = "power.low"
DOOR_OPEN = "terminal.door_open"


def breaks_off(status: TerminalStatus) -> str:
    """The fault for which no visit can go on, or "". On battery alone a visit goes on to its end."""
    if status.power is PowerState.LOW:
        return POWER
    return DOOR_OPEN if status.door_open else ""


@dataclass(frozen=True)
class InTrouble:
    """Holds nothing of the visit but the case that was kept, or the numbers of effects that may still keep one."""

    visit: str
    terminal: TerminalFacts
    status: TerminalStatus
    language: str
    case: Case | None
    modes: Modes = field(default_factory=Modes)
    awaiting: frozenset[int] = frozenset()
    """Numbers of the Keep effects without an outcome: the case may be kept yet."""
    number_in_hand: bool = False
    """The slip with the case's number came out."""
    cause: str = PROGRAM
    """The fault for which the visit was broken off."""
    card_used: bool = False
    """A card may still be on the reader."""

    in_visit = True
    closed_for = ""
    practising = False

    def advance(self, event: Event) -> Advanced:
        match event:
            case StatusChanged():
                if self._ends_with_the_door(event.status):
                    return None, self._last_acts()
                return replace(self, status=event.status, cause=self._cause(event.status)), ()
            case Kept() if event.visit == self.visit and event.effect in self.awaiting:
                first = event.cases[0]
                case = Case(first.case_id, first.slip_number, first.sealed_at)
                return replace(self, case=case, awaiting=frozenset()), ()
            case NotKept() if event.visit == self.visit:
                return replace(self, awaiting=self.awaiting - {event.effect}), ()
            case Touched(key="finish") | TimerRang() if event.visit == self.visit:
                return None, self._last_acts()
            case Touched(key=key) if key == STAFF_ENTRY and not self.awaiting and not self._number_is_needed:
                return None, self._last_acts()
            case Touched(key="language"):
                return replace(self, language=next_language(self.terminal.languages, self.language).code), ()
        return self, ()

    def _cause(self, status: TerminalStatus) -> str:
        """Power that is nearly gone is said whatever came before: the machine goes off."""
        return POWER if breaks_off(status) == POWER else self.cause

    def _ends_with_the_door(self, status: TerminalStatus) -> bool:
        """The door was closed, and nothing is left to be said."""
        closed = self.cause == DOOR_OPEN and self.status.door_open and not status.door_open
        return closed and not self.awaiting and not self._number_is_needed

    @property
    def _number_is_needed(self) -> bool:
        """A number that is on no slip stays until somebody has noted it."""
        return self.case is not None and not self.number_in_hand

    def view(self) -> View:
        return _view(self)

    def _last_acts(self) -> tuple[Effect, ...]:
        ended = Audit(0, AuditKind.VISIT_ENDED)
        return (ended, ShutDown(0)) if breaks_off(self.status) == POWER else (ended,)

    def timers(self) -> frozenset[Timer]:
        if self.cause == POWER:
            # A number that is on no slip cannot stay longer than the power lasts.
            return frozenset({Timer("power_goodbye", DELAYS["power_goodbye"], len(self.awaiting))})
        if self._number_is_needed:
            return frozenset()
        return frozenset({Timer("trouble", DELAYS["trouble"], len(self.awaiting))})

    def watches(self) -> frozenset[Watch]:
        return sensor_watch(self.status, AFTER)

    def outputs(self) -> frozenset[Output]:
        return frozenset()

    def awaits_receipt(self, case_id: str) -> bool:
        return False

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        return self

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        return None

    def personal_parts(self) -> tuple[object, ...]:
        return ()


@dataclass(frozen=True)
class _Fate:
    """Messages about the application: lead, what is safe, what to do ("" for the fault's own)."""

    lead: str
    safe: str
    do: str = ""


KEPT = _Fate("trouble-kept", "fault-safe-kept", "paper-note-number")
UNCONFIRMED = _Fate("trouble-unconfirmed", "fault-safe-unconfirmed", "fault-do-ask")
NOTHING_KEPT = _Fate("trouble-nothing-kept", "fault-safe-cleared")
OF_CAUSE: Mapping[str, _Fate] = MappingProxyType(
    {
        POWER: _Fate("power-nothing-kept", "fault-safe-cleared"),
        DOOR_OPEN: _Fate("trouble-stopped-by-door", "fault-safe-cleared"),
    }
)
"""The fault → what is said where nothing was kept; NOTHING_KEPT for any other."""


def _fate(state: InTrouble) -> _Fate:
    if state.case:
        return KEPT
    if state.awaiting:
        return UNCONFIRMED
    return OF_CAUSE.get(state.cause, NOTHING_KEPT)


def _view(state: InTrouble) -> View:
    fate = _fate(state)
    number = (
        (Block(BlockKind.BIG_NUMBER, text("slip-number-label"), Data(state.case.slip_number)),) if state.case else ()
    )
    facts = fault_blocks(state.terminal, state.cause, fate.safe, fate.do)
    card = (Block(BlockKind.STATUS, text("farewell-card-check"), tone=Tone.ATTENTION),) if state.card_used else ()
    return View(
        page="Trouble",
        id="trouble",
        language=state.language,
        title=fault_message(state.terminal, state.cause),
        lead=text(fate.lead),
        where=text("terminal-title", name=state.terminal.name),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(*number, *card, *facts, TROUBLE),
        actions=Actions(None, None, Choice("finish", text("action-end"))),
        visit=state.visit,
        modes=state.modes,
        rehearsal=state.terminal.rehearsal,
        traits=Traits(large_rows=True, offers_modes=False),
        next_language=state.terminal.next_name(state.language),
    )
