"""Events of the cases of a visit: kept or not, and what the platform said of them."""

from __future__ import annotations

from datetime import datetime

from devices.lazy_dataclass import dataclass
from kiosk.case.kept_here import KeptHere
from kiosk.outcome import Outcome
from kiosk.platform.listing import CaseState


@dataclass(frozen=True)
class KeptCase:
    """One case that was sealed and kept, of the item `item_id`; a `dispute` applies for nothing."""

    case_id: str
    slip_number: str
    sealed_at: datetime
    item_id: str = ""
    dispute: bool = False


@dataclass(frozen=True)
class Kept(Outcome):
    """The sealed cases are committed to disk, one for each draft, in the order of the drafts. They share a slip number,
    and the id `application` (a UUIDv7)."""

    cases: tuple[KeptCase, ...]
    application: str = ""


@dataclass(frozen=True)
class NotKept(Outcome):
    reason: str


@dataclass(frozen=True)
class KeepUnconfirmed(Outcome):
    """The outcome of a Keep is unknown at its deadline; a later `Kept` of the same effect replaces this."""


@dataclass(frozen=True)
class KeptFound(Outcome):
    """The cases of a slip number that this terminal still has, and the case numbers of those it handed over. Both are
    empty where the store cannot be read."""

    cases: tuple[KeptHere, ...] = ()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ReceiptCame:
    """The platform's verified receipt for a case of this visit."""

    visit: str
    case_id: str
    case_number: str
    received_at: datetime
    state: CaseState = CaseState.RECEIVED
    """The state of the case then: an authority may decide at once."""


@dataclass(frozen=True)
class CaseNotReceived:
    """The platform did not accept a case of this visit. `reason` is its problem type, `until` the time of the next
    attempt; None: rejected permanently, and the bytes are kept for a technician."""

    visit: str
    case_id: str
    reason: str
    until: datetime | None = None
