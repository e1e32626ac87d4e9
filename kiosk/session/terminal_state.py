"""States of the terminal: nobody here, in a visit, in trouble; later also with a technician, or yielded to the bank.

The conductor holds exactly one state and knows no kind of it: all of them are this protocol.
"""

from __future__ import annotations

from typing import Protocol

from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect
from kiosk.events import Event, Output, TerminalStatus, Timer, Watch
from kiosk.view import View


class TerminalState(Protocol):
    """One state, immutable; `advance` is a pure function."""

    @property
    def visit(self) -> str:
        """The visit whose events count now; where nobody is here, the one that would begin."""

    @property
    def in_visit(self) -> bool:
        """True during a visit; the catalogue is not replaced then."""

    @property
    def practising(self) -> bool:
        """Nothing that happens may leave the terminal."""

    @property
    def awaiting(self) -> frozenset[int]:
        """The numbers of the effects whose outcome still counts."""

    def advance(self, event: Event) -> Advanced:
        """The next state (None: over, nobody is here any more) and the effects it asks for."""

    def view(self) -> View: ...

    def timers(self) -> frozenset[Timer]: ...

    def watches(self) -> frozenset[Watch]: ...

    def outputs(self) -> frozenset[Output]: ...

    def awaits_receipt(self, case_id: str) -> bool:
        """Is this the receipt of a case that the screen may still speak of?"""

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        """The same with what the terminal knows now; a visit keeps what it began with and returns itself."""

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        """Return the state to show after an unexpected exception; None for the attract state."""

    def personal_parts(self) -> tuple[object, ...]:
        """Everything about a person that must be gone from memory once the visit is over."""


Advanced = tuple[TerminalState | None, tuple[Effect, ...]]
