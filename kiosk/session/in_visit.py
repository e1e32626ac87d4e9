"""The terminal's state during a visit: the pure functions of `advance` and `derive` over one session."""

from __future__ import annotations

from dataclasses import replace

from devices.lazy_dataclass import dataclass
from kiosk.catalogue.load import Catalogue
from kiosk.effects import Audit, AuditKind
from kiosk.events import Event, Output, StatusChanged, TerminalStatus, Timer, Watch
from kiosk.session.advance import advance
from kiosk.session.derive import outputs_of, timers_of, view_of, watches_of
from kiosk.session.trouble import POWER, PROGRAM, InTrouble, breaks_off
from kiosk.steps.slip_printing import slip_came_out
from kiosk.steps.table import FAREWELL
from kiosk.terminal_state import Advanced, TerminalState
from kiosk.view import View
from kiosk.visit import KEEP, LATE, Session


@dataclass(frozen=True)
class InVisit:
    """The only holder of the session."""

    session: Session

    in_visit = True
    closed_for = ""

    @property
    def visit(self) -> str:
        return self.session.visit

    @property
    def practising(self) -> bool:
        return self.session.practice

    @property
    def awaiting(self) -> frozenset[int]:
        return frozenset(self.session.awaiting)

    def advance(self, event: Event) -> Advanced:
        if isinstance(event, StatusChanged) and (cause := breaks_off(event.status)) and self._can_be_broken_off(cause):
            return self._broken_off(event.status, cause), (Audit(0, AuditKind.TROUBLE, cause),)
        session, effects = advance(self.session, event)
        return (None if session.finished else InVisit(session)), effects

    def view(self) -> View:
        return view_of(self.session)

    def timers(self) -> frozenset[Timer]:
        return timers_of(self.session)

    def watches(self) -> frozenset[Watch]:
        return watches_of(self.session)

    def outputs(self) -> frozenset[Output]:
        return outputs_of(self.session)

    def awaits_receipt(self, case_id: str) -> bool:
        matter = self.session.matter
        return any(case.case_id == case_id for case in (*matter.cases, *matter.corrections))

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        return self

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        return self._broken_off(status, PROGRAM)

    def _can_be_broken_off(self, cause: str) -> bool:
        """The farewell ends by itself, and says what became of the matter, unless the power ends before."""
        return cause == POWER or self.session.page != FAREWELL

    def _broken_off(self, status: TerminalStatus, cause: str) -> InTrouble:
        session = self.session
        trouble = InTrouble(
            session.visit,
            session.terminal,
            status,
            session.language,
            None,
            session.modes,
            cause=cause,
            card_used=session.card_used and session.card_on_reader is not False,
        )
        if session.practice:
            return trouble
        keeping = (number for number, purpose in session.awaiting.items() if purpose in (KEEP, LATE))
        return replace(
            trouble, case=session.matter.case, awaiting=frozenset(keeping), number_in_hand=slip_came_out(session)
        )

    def personal_parts(self) -> tuple[object, ...]:
        """Session, matter, step states and cards; the invented cards of practice belong to the terminal and stay."""
        session, matter = self.session, self.session.matter
        invented = session.terminal.practice_cards
        cards = (card for card in matter.cards.values() if not any(card is each for each in invented))
        return (session, matter, *matter.own.values(), *cards)
