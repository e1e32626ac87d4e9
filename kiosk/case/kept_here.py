"""A case that this terminal still has in its outbox, as shown for its slip number. Whose it is, is sealed."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from devices.lazy_dataclass import dataclass


class KeptState(StrEnum):
    """State of a case that is here. The values are parts of message keys."""

    KEPT = "kept"
    """Stored here; sent as soon as the platform answers."""
    SENDING = "sending"
    """It is being sent now, or was when the terminal ended: it may have arrived."""
    REFUSED = "refused"
    """The platform rejected it for good."""


@dataclass(frozen=True)
class KeptHere:
    """A case that the platform has not confirmed. `tried`: it was sent before without an answer, so that the platform
    may have it. `followed` names what is kept behind it and takes its place: the withdrawal is sent after it."""

    case_id: str
    slip_number: str
    item_id: str
    digest: str = field(repr=False)
    application: str
    kept_at: datetime
    state: KeptState
    tried: bool = False
    followed: bool = False
