"""The state in which staff have the terminal, made when they ask for it.

The area, the tests of the families and the instructions are loaded then: no citizen waits for them at a start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.events import TerminalStatus
from kiosk.settings import Settings
from kiosk.terminal_facts import FaultNote, TerminalFacts
from kiosk.terminal_state import StaffState, TerminalState

if TYPE_CHECKING:
    from kiosk.technician.workshop import Workshop


def staff_state(settings: Settings, config: Path, faults: Mapping[str, FaultNote]) -> StaffState:
    """Return what makes the technician's state; the facts of the cabinet are read once."""

    @cache
    def known() -> Workshop:
        from kiosk.terminal.workshop_facts import workshop

        return workshop(settings, config, faults)

    def make(visit: str, facts: TerminalFacts, status: TerminalStatus) -> TerminalState:
        from kiosk.technician.state import Technician

        return Technician(visit, facts, status, known())

    return make
