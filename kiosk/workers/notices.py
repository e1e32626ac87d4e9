"""Notices of the workers to the conductor about the machine itself, apart from the events of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from devices import DeviceStatus
from devices.lazy_dataclass import dataclass
from kiosk.case_events import CaseNotReceived, ReceiptCame
from kiosk.catalogue.load import Catalogue
from kiosk.outbox.budget import Backlog
from kiosk.platform.gateway import UNLIMITED_ADMISSION, Admission
from kiosk.platform.wire_types import NotReceived, Receipt


@dataclass(frozen=True)
class StatusSeen:
    """Status of a device."""

    name: str
    status: DeviceStatus


@dataclass(frozen=True)
class JobBegun:
    """A device's worker began a job, which may take so many seconds from now."""

    visit: str
    effect: int
    longest_s: float


@dataclass(frozen=True)
class PlatformSeen:
    """The platform answered, or did not; `server_time` only when it said the time; `admission` what it takes in;
    `cause` (a code of kiosk.platform.line) why it did not answer; `catalogue_follows`: it has a catalogue that the
    terminal does not have yet, and which is fetched now."""

    online: bool
    server_time: datetime | None = None
    admission: Admission = UNLIMITED_ADMISSION
    cause: str = ""
    catalogue_follows: bool = False


@dataclass(frozen=True)
class CatalogueCame:
    """A newer catalogue was verified and kept; the next visit uses it."""

    catalogue: Catalogue


@dataclass(frozen=True)
class CaseNews:
    """A case was handed over, with its verified receipt, or the platform did not take it in."""

    case: Receipt | NotReceived

    def event(self, visit: str) -> ReceiptCame | CaseNotReceived:
        """The event for the visit that the case is of."""
        if isinstance(self.case, NotReceived):
            return CaseNotReceived(visit, self.case.case_id, self.case.reason, self.case.until)
        return ReceiptCame(visit, self.case.case_id, self.case.case_number, self.case.at, self.case.state)


@dataclass(frozen=True)
class CannotKeep:
    """The store cannot keep cases, so no visit may end with "kept"; `reason` "": it can again."""

    reason: str


@dataclass(frozen=True)
class BacklogMeasured:
    """Backlog of the outbox by item, and free space of the disk."""

    backlogs: Mapping[str, Backlog]
    disk_free_mb: int


@dataclass(frozen=True)
class ServiceSet:
    """Staff took the terminal out of service with this message, or ("") back into it."""

    message: str


@dataclass(frozen=True)
class WorkerOutOfService:
    """A worker failed again and again, or (`out` False) is tried again."""

    worker: str
    out: bool


@dataclass(frozen=True)
class ViewNotShown:
    """The screen could not show the view it was given."""

    error: Exception


Notice = (
    StatusSeen
    | JobBegun
    | PlatformSeen
    | CatalogueCame
    | CaseNews
    | CannotKeep
    | BacklogMeasured
    | ServiceSet
    | WorkerOutOfService
    | ViewNotShown
)
