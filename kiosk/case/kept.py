"""A case after it was kept: its numbers, and what is known to have become of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.listing import CaseState


class Fate(StrEnum):
    """State of a case that was kept. The values are parts of message keys."""

    GRANTED = "granted"
    """Handed over, and its authority granted it at once."""
    HANDED_OVER = "handed-over"
    MISSING = "missing"
    """Handed over, and a paper of it is to follow later."""
    ASKED = "asked"
    """Handed over, and its authority asked at once for more papers."""
    TURNED_DOWN = "turned-down"
    """Handed over, and its authority decided at once against it."""
    KEPT = "kept"
    """Stored here; sent as soon as the platform answers."""
    WAITING = "waiting"
    """Stored here; its authority accepts it later."""
    REFUSED = "refused"
    """Stored here; the platform rejected it."""


AT_ONCE: Mapping[CaseState, Fate] = MappingProxyType(
    {
        CaseState.GRANTED: Fate.GRANTED,
        CaseState.DECIDED: Fate.GRANTED,
        CaseState.DELIVERED: Fate.GRANTED,
        CaseState.NOT_GRANTED: Fate.TURNED_DOWN,
        CaseState.NOT_ACCEPTED: Fate.TURNED_DOWN,
    }
)
"""State of a case when its receipt came → its fate; in every other the authority is still to decide."""


@dataclass(frozen=True)
class Case:
    """A case of this visit: kept with its slip number, and later perhaps handed over with its official number."""

    case_id: str
    slip_number: str
    sealed_at: datetime
    case_number: str = ""
    received_at: datetime | None = None
    item_id: str = ""
    refused: str = ""
    """The platform's problem type, where it refused the case for good."""
    waits_until: datetime | None = None
    """Its authority takes it in from then on."""
    missing: tuple[str, ...] = ()
    """The materials that are to follow later."""
    state: CaseState = CaseState.RECEIVED
    """As its authority said with the receipt."""

    @property
    def fate(self) -> Fate:
        """The state by what is known. A receipt is final and overrides everything else."""
        if self.case_number:
            # A paper that was put off is asked for at once: then both are the same.
            taken = Fate.ASKED if self.state is CaseState.CORRECTION else Fate.HANDED_OVER
            return AT_ONCE.get(self.state, Fate.MISSING if self.missing else taken)
        if self.refused:
            return Fate.REFUSED
        return Fate.KEPT if self.waits_until is None else Fate.WAITING
