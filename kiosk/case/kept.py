"""A case after it was kept: its numbers, and what is known to have become of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from devices.lazy_dataclass import dataclass


class Fate(StrEnum):
    """State of a case that was kept. The values are parts of message keys."""

    HANDED_OVER = "handed-over"
    MISSING = "missing"
    """Handed over, and a paper of it is to follow later."""
    KEPT = "kept"
    """Stored here; sent as soon as the platform answers."""
    WAITING = "waiting"
    """Stored here; its authority accepts it later."""
    REFUSED = "refused"
    """Stored here; the platform rejected it."""


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

    @property
    def fate(self) -> Fate:
        """The state by what is known. A receipt is final and overrides everything else."""
        if self.case_number:
            return Fate.MISSING if self.missing else Fate.HANDED_OVER
        if self.refused:
            return Fate.REFUSED
        return Fate.KEPT if self.waits_until is None else Fate.WAITING
