"""A citizen is here: the pure functions of a visit, as a state of the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.catalogue.load import Catalogue
from kiosk.events import Event, Output, TerminalStatus, Timer, Watch
from kiosk.session.advance import advance
from kiosk.session.derive import outputs_of, timers_of, view_of, watches_of
from kiosk.session.terminal_state import Advanced, TerminalState
from kiosk.session.trouble import InTrouble
from kiosk.view import View
from kiosk.visit import Session


@dataclass(frozen=True)
class InVisit:
    """Holds the session; nothing else of the program does."""

    session: Session

    in_visit = True

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
        return any(case.case_id == case_id for case in self.session.matter.cases)

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        return self

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        session = self.session
        case = None if session.practice else session.matter.case
        return InTrouble(session.visit, session.terminal, status, session.language, case, session.modes)

    def personal_parts(self) -> tuple[object, ...]:
        """Session, matter, step states and cards; the invented cards of practice belong to the terminal and stay."""
        session, matter = self.session, self.session.matter
        invented = session.terminal.practice_cards
        cards = (card for card in matter.cards.values() if not any(card is each for each in invented))
        return (session, matter, *matter.own.values(), *cards)
