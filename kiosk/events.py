"""What happened. Every event of a visit names its visit; every outcome names the effect it is the outcome of.

A session ignores what is not meant for it: a late reading never reaches the next page or the next citizen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from devices import Fault, Presence, day_in_china
from devices.id_reader.contract import IdCard
from devices.receipt_printer.contract import PrintOutcome
from kiosk.keys import Keyed
from kiosk.outbox.budget import Backlog
from kiosk.platform.gateway import Answer, FailureKind


@dataclass(frozen=True)
class TerminalStatus:
    """What a session may know of the machine it runs on: all of it data, none of it about a person.

    `states` maps a device family to its state's word, `faults` to its fault codes; `paper` is ok | near_end | out |
    unknown; `out_of_service` is the reason code why nothing can be done here at all, or "".
    """

    online: bool = False
    states: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    paper: str = "unknown"
    now: datetime | None = None
    out_of_service: str = ""
    backlogs: Mapping[str, Backlog] = field(default_factory=lambda: MappingProxyType({}))
    """What waits in the outbox, by item."""
    disk_free_mb: int = 10_000
    out_of_order: frozenset[str] = frozenset()
    """Workers of the terminal that failed again and again and rest."""

    @property
    def today(self) -> date | None:
        return None if self.now is None else day_in_china(self.now)

    def usable(self, family: str) -> bool:
        """Can the device be used now?"""
        return self.states.get(family, "absent") in ("ready", "warning")

    @property
    def can_print(self) -> bool:
        return self.usable("receipt_printer") and self.paper != "out"


@dataclass(frozen=True)
class Timer:
    """A named delay that is running; a new `since` is a new timer.

    One that `reads` lasts at least as long as it takes to hear the page as often as `delays.READINGS_BEFORE_IDLE` says.
    """

    name: str
    seconds: float
    since: int
    reads: bool = False


@dataclass(frozen=True)
class Watch:
    """A wish to hear from a device: what it shall do ("read", "presence"); a new `since` starts it afresh."""

    family: str
    act: str
    since: int


@dataclass(frozen=True)
class Touched(Keyed):
    """Something on the screen was touched, by its key."""


@dataclass(frozen=True)
class Typed(Keyed):
    """A field's text was committed."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class CardRead:
    visit: str
    watch: Watch
    card: IdCard


@dataclass(frozen=True)
class WatchFailed:
    """A device we listen to is in trouble; it goes on trying as long as we listen."""

    visit: str
    watch: Watch
    fault: Fault


@dataclass(frozen=True)
class PresenceSeen:
    """Is the card on the reader, the slip at its presenter?"""

    visit: str
    watch: Watch
    presence: Presence


@dataclass(frozen=True)
class TimerRang:
    visit: str
    timer: Timer


@dataclass(frozen=True)
class Answered:
    visit: str
    effect: int
    answer: Answer


@dataclass(frozen=True)
class NotAnswered:
    visit: str
    effect: int
    trouble: FailureKind
    reason: str = ""


@dataclass(frozen=True)
class KeptCase:
    """One case that was sealed and kept."""

    case_id: str
    slip_number: str
    sealed_at: datetime


@dataclass(frozen=True)
class Kept:
    """The sealed cases are committed to disk, one for each draft, in the order of the drafts."""

    visit: str
    effect: int
    cases: tuple[KeptCase, ...]


@dataclass(frozen=True)
class NotKept:
    visit: str
    effect: int
    reason: str


@dataclass(frozen=True)
class KeepUnconfirmed:
    """Nobody can say yet whether the case was committed; a later `Kept` of the same effect still counts."""

    visit: str
    effect: int


@dataclass(frozen=True)
class ReceiptCame:
    """The platform's verified receipt for a case of this visit."""

    visit: str
    case_id: str
    case_number: str
    received_at: datetime


@dataclass(frozen=True)
class PrintEnded:
    visit: str
    effect: int
    outcome: PrintOutcome


@dataclass(frozen=True)
class VoiceSeen:
    """The voice began to speak or rests; `number`: it said the slip number to the end, aloud."""

    visit: str
    speaking: bool
    number: bool = False


@dataclass(frozen=True)
class StatusChanged:
    """The machine's surroundings changed; not an event of a visit."""

    status: TerminalStatus
    visit: str = ""


Event = (
    Touched
    | Typed
    | CardRead
    | WatchFailed
    | PresenceSeen
    | TimerRang
    | Answered
    | NotAnswered
    | Kept
    | NotKept
    | KeepUnconfirmed
    | ReceiptCame
    | PrintEnded
    | VoiceSeen
    | StatusChanged
)
