"""States of the terminal: attract, in a visit, trouble, technician; later also yielded to the bank.

The conductor holds exactly one state and knows no kind of it: all of them are this protocol.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from kiosk.catalogue.load import Catalogue
from kiosk.effects import Effect
from kiosk.events import Event, Output, TerminalStatus, Timer, Touched, Watch
from kiosk.terminal_facts import TerminalFacts
from kiosk.view import View

STAFF_ENTRY = "staff-entry"
"""The touch that asks for the technician's area: the hidden sequence, or the key switch."""
STAFF_ENTER_NOW = "staff-enter-now"
"""The same within a visit, after it was asked whether the visit may end."""


class Follow(StrEnum):
    """The successor of a state that has ended: its name in the conductor's table."""

    ENDED = "ended"
    STAFF = "staff"


def follow_of(event: Event) -> Follow:
    """The successor of the state that this event ended."""
    enters = isinstance(event, Touched) and event.key in (STAFF_ENTRY, STAFF_ENTER_NOW)
    return Follow.STAFF if enters else Follow.ENDED


class TerminalState(Protocol):
    """One state, immutable; `advance` is a pure function."""

    @property
    def visit(self) -> str:
        """Id of the visit whose events count now; between visits, of the next one."""

    @property
    def in_visit(self) -> bool:
        """True during a visit; the catalogue is not replaced then."""

    @property
    def closed_for(self) -> str:
        """The reason why nobody can begin a visit in this state, whatever the status says; "" for none."""

    @property
    def practising(self) -> bool:
        """True for a practice visit: nothing may leave the terminal."""

    @property
    def awaiting(self) -> frozenset[int]:
        """The numbers of the effects whose outcome still counts."""

    def advance(self, event: Event) -> Advanced:
        """Return the next state (None: this one is over, see `follow_of`) and the effects it asks for."""

    def view(self) -> View: ...

    def timers(self) -> frozenset[Timer]: ...

    def watches(self) -> frozenset[Watch]: ...

    def outputs(self) -> frozenset[Output]: ...

    def awaits_receipt(self, case_id: str) -> bool:
        """Return whether the page shown may still change with this case's receipt."""

    def refreshed(self, status: TerminalStatus, catalogue: Catalogue | None) -> TerminalState:
        """Return this state with the given status and catalogue; a visit keeps its own and returns itself."""

    def after_error(self, status: TerminalStatus) -> TerminalState | None:
        """Return the state to show after an unexpected exception; None for the attract state."""

    def personal_parts(self) -> tuple[object, ...]:
        """Everything about a person that must be gone from memory once the visit is over."""


Advanced = tuple[TerminalState | None, tuple[Effect, ...]]

StaffState = Callable[[str, TerminalFacts, TerminalStatus], TerminalState]
"""Makes the state in which staff have the terminal: from the id of its outcomes, the terminal's facts and status."""
