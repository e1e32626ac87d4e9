"""The contract between terminal and platform, and its records.

Implementations: `client` (the HTTP interface of openapi.yaml) and `enveloped` (a provincial gateway with a single
enveloped POST); both must pass the same tests, tests/contracts. Calls block, end by their deadline, and raise only
`PlatformFailure` and, if the wait was cancelled, `Cancelled`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from devices import Wait
from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer
from kiosk.platform.documents import DocumentRequest, PaperOutcome, Permit, PermitRequest
from kiosk.platform.orders import OrderCalls
from kiosk.platform.relays import RelayCalls
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Rating, SealedCase, Upload


class FailureKind(StrEnum):
    """Kinds of failure of a call to the platform."""

    OFFLINE = "offline"
    """No connection: name not resolved, no route, refused or reset."""
    SLOW = "slow"
    """No complete answer before the deadline."""
    NOT_THE_PLATFORM = "not_the_platform"
    """The reply is not from the platform: login page, redirect, wrong media type, unverifiable receipt."""
    BUSY = "busy"
    """429 or 503: try later, after `retry_after` seconds if given."""
    IDENTITY = "identity"
    """401 or 403: the platform does not accept this terminal."""
    REFUSED = "refused"
    """Permanently refused by the platform; `reason` is its problem type."""
    BROKEN = "broken"
    """500, or an answer that violates the contract."""


class PlatformFailure(Exception):
    """The platform gave no usable answer. `reason` is a fixed code (such as a problem type), never free text; `detail`
    a finer one for technicians, on which nothing depends."""

    def __init__(self, kind: FailureKind, reason: str = "", retry_after: float | None = None, detail: str = "") -> None:
        super().__init__(f"{kind.value}: {reason}" if reason else kind.value)
        self.kind = kind
        self.reason = reason
        self.retry_after = retry_after
        self.detail = detail


@dataclass(frozen=True)
class Question:
    """A named question with identity, purpose and parameters. Personal values are sent in the body, never in a URL.

    The names are those of openapi.yaml (QuestionName), which says what each asks for.
    `identity` is {"number", "name", "kind", "proof"} or empty, `proof` the token of `code.verify` or `identity.code`;
    `purpose` is the purpose the citizen consented to.
    """

    name: str
    item_id: str
    visit: str
    purpose: str
    identity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True)
class CodeSent(Answer):
    """Answer of `code.send`: the phone (masked, e.g. 199******01), number of digits and validity in seconds."""

    masked_phone: str
    digits: int
    seconds: int


@dataclass(frozen=True)
class CodeVerified(Answer):
    """Answer of `code.verify`: correct or not, tries left, and, if correct, the proof token for later questions."""

    right: bool
    tries_left: int
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class CodeHolder(Answer):
    """Answer of `identity.code`: the person whose phone showed the code, their kind of document, and the proof token
    for later questions; all empty for a code that is none, or was used, or is too old."""

    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    kind: str = ""
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class LookupResult(Answer):
    """Answer of a look-up: rows of (label code, value) and the date of the data. No rows: nothing on record."""

    rows: tuple[tuple[str, str], ...] = field(repr=False)
    as_of: str


@dataclass(frozen=True)
class DeviceReport:
    """A device in the heartbeat: state, fault codes, levels of consumables, its own names (model, serial,
    firmware), and what it did since the terminal's start."""

    family: str
    state: str
    faults: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inventory: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    counters: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Heartbeat:
    """Status report of the terminal. Contains no personal data."""

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
    """Whether the platform currently accepts cases."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"


@dataclass(frozen=True)
class Admission:
    """Limits for handing over cases: `rate` in cases per second (None: unlimited), and `spread_s`, the seconds over
    which terminals spread their start after an outage."""

    state: AdmissionState = AdmissionState.OPEN
    rate: float | None = None
    spread_s: float = 0.0


UNLIMITED_ADMISSION = Admission()
"""Assumed for a platform that states no limits."""


@dataclass(frozen=True)
class HeartbeatReply:
    """The platform's time, the catalogue version to use, and the limits for handing over."""

    server_time: datetime
    catalogue_version: str
    admission: Admission = UNLIMITED_ADMISSION


class PlatformGateway(RelayCalls, OrderCalls, Protocol):
    """The requests of a terminal to a platform. Every call may raise PlatformFailure; `wait` limits and cancels it."""

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        """Return the signed catalogue (compact JWS, verified by the caller); None if `known_version` is current."""

    def staff_list(self, known: int, wait: Wait) -> bytes | None:
        """Return the signed list of staff (compact JWS, verified by the caller); None if number `known` is current."""

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        """Hand over a case, without its materials. Returns only with a verified receipt. Idempotent: the same id and
        digest always give the same receipts. The same id with another digest raises REFUSED("digest-mismatch")."""

    def put_material(self, upload: Upload, wait: Wait) -> None:
        """Upload a material that a case already handed over refers to. Resumes an interrupted upload. Idempotent."""

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        """Return the platform's state of a case of this terminal; None if the case is unknown there."""

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        """Compare the terminal's record of these cases with the platform's; return the differences."""

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        """Hand over a rating. Idempotent."""

    def ask(self, question: Question, wait: Wait) -> Answer:
        """Ask a named question."""

    def fetch(self, document: DocumentRequest, wait: Wait) -> bytes:
        """Return a document (PDF) as sent, unverified, of at most DOCUMENT_MOST bytes. Larger: BROKEN("too-large");
        without the person's proof: REFUSED("proof-required"); nobody's or somebody else's: REFUSED("unknown")."""

    def permit(self, request: PermitRequest, wait: Wait) -> Permit:
        """Ask for the permit to print a copy, verified. Idempotent by its id. REFUSED by "already-printed" (this copy
        is taken: the next one needs a reason), "reason-required", "reprint-over", "proof-required", "unknown"."""

    def put_outcome(self, permit: str, outcome: PaperOutcome, wait: Wait) -> None:
        """Report the outcome of a print. Idempotent; only UNCONFIRMED may be replaced: REFUSED("outcome-final")."""

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        """Report the terminal's status."""

    def close(self) -> None:
        """Close all connections."""
