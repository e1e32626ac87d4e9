"""The contract through which the terminal speaks to a platform, and the records that cross it.

`client` speaks our own HTTP interface, `enveloped` a province's one enveloped POST; both pass the same suite of
promises, tests/contracts. A gateway blocks its own thread, ends by its deadline, and raises `PlatformTrouble` and
nothing else, but `Cancelled` when its wait was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from devices import Next, Wait
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload


class FailureKind(StrEnum):
    """Why the platform gave no usable answer."""

    OFFLINE = "offline"
    """No connection: name, route, refused, reset."""
    SLOW = "slow"
    """No complete answer before the deadline."""
    NOT_THE_PLATFORM = "not_the_platform"
    """Somebody answered, but not the platform: a login page, a redirect, a wrong type, an unverified receipt."""
    BUSY = "busy"
    """429 or 503: later; `retry_after` seconds if it said."""
    IDENTITY = "identity"
    """401 or 403: the platform does not accept this terminal."""
    REFUSED = "refused"
    """The platform understood and refuses for good; `reason` is its problem type."""
    BROKEN = "broken"
    """500, or an answer that does not fit the contract."""


NEXT_BY_KIND: Mapping[FailureKind, Next] = MappingProxyType(
    {
        FailureKind.OFFLINE: Next.TRY_AGAIN,
        FailureKind.SLOW: Next.TRY_AGAIN,
        FailureKind.NOT_THE_PLATFORM: Next.TRY_AGAIN,
        FailureKind.BUSY: Next.TRY_AGAIN,
        FailureKind.IDENTITY: Next.CALL_STAFF,
        FailureKind.REFUSED: Next.NEVER,
        FailureKind.BROKEN: Next.TRY_AGAIN,
    }
)


class PlatformFailure(Exception):
    """No usable answer. `reason` is a closed word from the contract (a problem type), never free text."""

    def __init__(self, kind: FailureKind, reason: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{kind.value}: {reason}" if reason else kind.value)
        self.kind = kind
        self.reason = reason
        self.retry_after = retry_after


class CaseState(StrEnum):
    """The closed list of states in which a case can be at the platform."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    CORRECTION = "correction"
    UNDER_REVIEW = "under_review"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    DECIDED = "decided"
    DELIVERED = "delivered"


class NextStep(StrEnum):
    """The closed list of what a citizen can do next about a case."""

    NONE = "none"
    WAIT = "wait"
    CORRECT = "correct"
    COLLECT = "collect"
    ASK = "ask"
    SEE_NOTICE = "see_notice"


@dataclass(frozen=True)
class Question:
    """A named question with identity, purpose and parameters. Personal values travel in the body, never in a URL.

    Names known to the reference platform: `code.send`, `code.verify`, `prefill`, `pension.enrolment`,
    `cases.of_person`, `case.by_slip`. `identity` is {"number", "name", "kind", "proof"} or empty, `proof` the token of
    `code.verify`; `purpose` is the consent it rests on.
    """

    name: str
    item_id: str
    visit: str
    purpose: str
    identity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True)
class CodeSent:
    """Answer of `code.send`: where the one-time code went (masked, e.g. 199****0001), its length and life."""

    masked_phone: str
    digits: int
    seconds: int


@dataclass(frozen=True)
class CodeVerified:
    """Answer of `code.verify`: right or not, tries left, and the proof token later questions carry when right."""

    right: bool
    tries_left: int
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class Prefill:
    """Answer of `prefill`: field name → (value, source code such as "registry.household")."""

    values: Mapping[str, tuple[str, str]] = field(repr=False)


@dataclass(frozen=True)
class LookupResult:
    """Answer of a look-up: rows of (label code, value) with the day the data speaks of; no rows: nothing on record."""

    rows: tuple[tuple[str, str], ...] = field(repr=False)
    as_of: str


@dataclass(frozen=True)
class CaseProgress:
    """One case as a person may see it. `item_id` and `note` are empty when asked by slip number alone."""

    case_number: str
    slip_number: str
    state: CaseState
    since: datetime
    next_step: str
    item_id: str = ""
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Cases:
    """Answer of `cases.of_person` and `case.by_slip`."""

    cases: tuple[CaseProgress, ...]


Answer = CodeSent | CodeVerified | Prefill | LookupResult | Cases


@dataclass(frozen=True)
class DeviceReport:
    """One device in the heartbeat: state as a word, fault codes, levels of what is used up."""

    family: str
    state: str
    faults: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Heartbeat:
    """How the terminal is, without a word about a person."""

    terminal: str
    build: str
    catalogue_version: str
    uptime_s: int
    devices: tuple[DeviceReport, ...]
    outbox: Mapping[str, int]
    oldest_unsent_s: int | None
    disk_free_mb: int
    clock_offset_s: float | None
    in_visit: bool
    out_of_service: str = ""


class AdmissionState(StrEnum):
    """Whether the platform takes in cases now."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


@dataclass(frozen=True)
class Admission:
    """How much this terminal may hand over: `rate` in cases a second (None: as many as it can), and the `spread_s` over
    which terminals that come back at once begin, each at a moment of its own."""

    state: AdmissionState = AdmissionState.OPEN
    rate: float | None = None
    spread_s: float = 0.0


UNLIMITED_ADMISSION = Admission()
"""Everything, as fast as it goes: what is believed of a platform that says nothing of it."""


@dataclass(frozen=True)
class HeartbeatReply:
    """The platform's time, the versions it wants this terminal to have, and what it takes in."""

    server_time: datetime
    catalogue_version: str
    admission: Admission = UNLIMITED_ADMISSION


class PlatformGateway(Protocol):
    """What the terminal may ask of a platform. Every call may raise PlatformTrouble; `wait` bounds and cancels it."""

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        """The signed catalogue (compact JWS, verified by the reader), or None if `known_version` is the current one."""

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        """Hand over a case, without its materials. The same id and digest again gives the same receipts, for ever. Only
        with a verified receipt does it return; the same id with another digest raises REFUSED("digest-mismatch")."""

    def put_material(self, upload: Upload, wait: Wait) -> None:
        """Hand over the bytes of a material that a case handed over before has named; goes on where an earlier try
        ended. The same again changes nothing."""

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        """What the platform holds of a case of this terminal; None if it does not know it."""

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        """Tell what the terminal believes of these cases; hear where the platform sees it otherwise."""

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        """Hand over a rating; the same rating again changes nothing."""

    def ask(self, question: Question, wait: Wait) -> Answer:
        """Ask a named question."""

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        """Say how this terminal is."""

    def close(self) -> None:
        """Let go of connections."""
