"""Events of a visit, and the values that they and a session speak of: devices, timers, watches, outputs.

Each event names its visit; every outcome also names the effect it belongs to. A session ignores what is not meant for
it: a late reading never reaches the next page or the next citizen.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from datetime import date, datetime
from types import MappingProxyType

from devices import Fault, day_in_china
from devices.audio.contract import LOUDSPEAKER, OFF, AudioCapability
from devices.lazy_dataclass import dataclass
from devices.power.contract import SUPPLY, PowerState
from devices.sensors.contract import DOOR, Door
from kiosk.case.blobs import BlobRef
from kiosk.case_events import CaseNotReceived, ReceiptCame
from kiosk.keys import Keyed
from kiosk.outbox.budget import Backlog
from kiosk.outcome import Outcome
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.papers.sheet import Sheet
from kiosk.platform.answer import Answer
from kiosk.platform.gateway import FailureKind
from kiosk.relay_events import RelayNews
from kiosk.signing import Drawn

USABLE = frozenset({"ready", "warning"})
"""States in which a device can be used."""


@dataclass(frozen=True)
class DeviceInfo:
    """One device as a session knows it: its state's word, fault codes, levels and capabilities (names of the
    family's contract)."""

    state: str = "unknown"
    faults: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    capabilities: frozenset[str] = frozenset()
    since: datetime | None = None
    """Since when it has this state and these faults."""

    def can(self, capability: str) -> bool:
        """Return whether it can do this now; not with a supply that is used up."""
        return capability in self.capabilities and self.state in USABLE and "out" not in self.levels.values()


@dataclass(frozen=True)
class TerminalStatus:
    """The machine as a session knows it: data, none of it about a person.

    `devices` maps the names of the profile to what is known of them, in the profile's order; `out_of_service` is the
    reason code why nothing can be done here at all, or "".
    """

    online: bool = False
    asked: bool = True
    """False from a start until the platform answered or did not, and until a catalogue that it named has come."""
    devices: Mapping[str, DeviceInfo] = field(default_factory=lambda: MappingProxyType({}))
    now: datetime | None = None
    out_of_service: str = ""
    backlogs: Mapping[str, Backlog] = field(default_factory=lambda: MappingProxyType({}))
    """Backlog of the outbox, by item."""
    disk_free_mb: int = 10_000
    out_of_order: frozenset[str] = frozenset()
    """Workers out of service after repeated failures."""
    plugged: bool = False
    """Headphones are in the jack."""
    closed: str = ""
    """The message with which staff took the terminal out of service; "" in service."""

    @property
    def private(self) -> bool:
        """Whether what is said is heard in headphones alone: they are in, and the loudspeaker is seen to be off."""
        mixers = self._mixers()
        return self.plugged and bool(mixers) and all(each.levels.get(LOUDSPEAKER) == OFF for each in mixers)

    @property
    def headphones(self) -> bool:
        """Whether sound is for headphones: they are in, and the loudspeaker is off, or nothing here can put it off."""
        return self.private or (self.plugged and not self._mixers())

    def _mixers(self) -> tuple[DeviceInfo, ...]:
        return tuple(each for each in self.devices.values() if each.can(AudioCapability.ROUTE_SOUND))

    @property
    def today(self) -> date | None:
        return None if self.now is None else day_in_china(self.now)

    @property
    def door_open(self) -> bool:
        """Whether a door of the cabinet is open, as far as a sensor knows."""
        return any(each.levels.get(DOOR) == Door.OPEN for each in self.devices.values())

    @property
    def checking(self) -> bool:
        """Whether a device has not yet said how it is: seconds after a start, nothing is known to be broken."""
        return any(each.state == "unknown" for each in self.devices.values())

    @property
    def power(self) -> PowerState | None:
        """LOW or BATTERY where a supply of power says so, the worse of several; None on the mains, and where nothing
        is known of them: a supply that does not answer is no reason to turn anybody away."""
        told = {each.levels.get(SUPPLY) for each in self.devices.values()}
        return next((state for state in (PowerState.LOW, PowerState.BATTERY) if state in told), None)

    def can(self, capability: str) -> bool:
        """Return whether a device can do this now."""
        return any(each.can(capability) for each in self.devices.values())

    def device_for(self, capability: str) -> str:
        """The name of the device to use: the first that can do it now, else the first that could; "" if none could."""
        able = [name for name, each in self.devices.items() if capability in each.capabilities]
        return next((name for name in able if self.devices[name].can(capability)), able[0] if able else "")


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
    """A value that a device is watched for, by the verb of its family and the capability it needs; a new `since` starts
    it again."""

    device: str
    verb: str
    capability: str
    since: int


@dataclass(frozen=True)
class Output:
    """A state that a device is to be in (a lamp, a shutter, a lock), by the verb of its family."""

    device: str
    verb: str
    state: Hashable


@dataclass(frozen=True)
class Touched(Keyed):
    """Something on the screen was touched, by its key."""


@dataclass(frozen=True)
class Typed(Keyed):
    """A field's text was committed."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class ReadingCame:
    """A watched device has a value: a card that was read, whether something is there. Its type is the family's."""

    visit: str
    watch: Watch
    value: object = field(repr=False)


@dataclass(frozen=True)
class ReadingBegan:
    """A watched device has begun to make its value: a card was found and is being read. Nothing may come of it."""

    visit: str
    watch: Watch


@dataclass(frozen=True)
class WatchFailed:
    """A watched device has a fault; it goes on trying as long as it is watched."""

    visit: str
    watch: Watch
    fault: Fault


@dataclass(frozen=True)
class TimerRang:
    visit: str
    timer: Timer


@dataclass(frozen=True)
class Answered(Outcome):
    answer: Answer


@dataclass(frozen=True)
class NotAnswered(Outcome):
    trouble: FailureKind
    reason: str = ""


@dataclass(frozen=True)
class Fetched(Outcome):
    """A document of this person is valid; its bytes and the pictures of its pages are held for the visit."""

    document: BlobRef
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class NotFetched(Outcome):
    """Another document came than it must be; it was dropped. `why` is a word of kiosk.papers.pdf_verdict.Why."""

    why: str


@dataclass(frozen=True)
class Permitted(Outcome):
    """The platform permits the copy that was asked for."""


@dataclass(frozen=True)
class ViewJudged:
    """The picture of a watched camera is judged otherwise than before; its frames stay with the viewfinder."""

    visit: str
    watch: Watch
    verdict: PhotoVerdict
    passed: frozenset[PhotoCheck]


@dataclass(frozen=True)
class JobEnded(Outcome):
    """A device ended a job; the outcome's type is the family's."""

    outcome: object


@dataclass(frozen=True)
class VoiceSeen:
    """The voice began to speak or rests; `number`: it said the slip number to the end, aloud."""

    visit: str
    speaking: bool
    number: bool = False


@dataclass(frozen=True)
class HeadphonesMoved:
    """Headphones were plugged in, and sound is for them now, or they were pulled out."""

    visit: str
    plugged: bool


@dataclass(frozen=True)
class StatusChanged:
    """The terminal's status changed; not an event of a visit."""

    status: TerminalStatus
    visit: str = ""


Event = (
    Touched | Typed | Drawn | ReadingBegan | ReadingCame | WatchFailed | ViewJudged | TimerRang
    | Outcome | RelayNews | ReceiptCame | CaseNotReceived | VoiceSeen | HeadphonesMoved | StatusChanged
)  # fmt: skip
