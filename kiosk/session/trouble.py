"""The program failed in the middle of a visit: what is safe is said, the rest is gone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.catalogue.load import Catalogue
from kiosk.delays import DELAYS
from kiosk.effects import Audit, AuditKind
from kiosk.events import Event, Output, StatusChanged, TerminalStatus, Timer, TimerRang, Touched, Watch
from kiosk.language_table import next_language
from kiosk.session.terminal_state import Advanced, TerminalState
from kiosk.steps.fault import fault_blocks, fault_message
from kiosk.view import Actions, Block, BlockKind, Choice, Modes, Tone, Traits, View
from kiosk.visit import Case, TerminalFacts
from kiosk.words import Data, text


@dataclass(frozen=True)
class InTrouble:
    """Holds nothing of the visit but the number of a case that was kept."""

    visit: str
    terminal: TerminalFacts
    status: TerminalStatus
    language: str
    case: Case | None
    modes: Modes = field(default_factory=Modes)

    in_visit = True
    practising = False
    awaiting: frozenset[int] = frozenset()

    def advance(self, event: Event) -> Advanced:
        match event:
            case StatusChanged():
                return replace(self, status=event.status), ()
            case Touched(key="finish") | TimerRang() if event.visit == self.visit:
                return None, (Audit(0, AuditKind.VISIT_ENDED),)
            case Touched(key="language"):
                return replace(self, language=next_language(self.terminal.languages, self.language).code), ()
        return self, ()

    def view(self) -> View:
        return _view(self)

    def timers(self) -> frozenset[Timer]:
        """A number stays until somebody has noted it."""
        return frozenset() if self.case else frozenset({Timer("trouble", DELAYS["trouble"], 0)})

    def watches(self) -> frozenset[Watch]:
        return frozenset()

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


def _view(state: InTrouble) -> View:
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
        traits=Traits(large_rows=True, offers_modes=False),
        next_language=state.terminal.next_name(state.language),
    )
