"""Tables of the outbox: the states of an entry, the transitions between them, and the rule for each platform failure.

Rule 1: an entry is marked SENDING before it is sent, so that a crash never looks like success.
Rule 2: only a verified receipt leads to RECEIVED, and only one for all materials to COMPLETE.
Rule 3: only PURGED and REFUSED are final; QUARANTINED waits for a technician, HELD for its cause to end.
Rule 4: the sealed bytes are deleted only after two confirmations: COMPLETE, and reconciling some days later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.gateway import FailureKind, PlatformFailure


class EntryState(StrEnum):
    SEALED = "sealed"
    """Kept here, never sent."""
    SENDING = "sending"
    WAITING = "waiting"
    """An attempt failed; sent again at `next_at`."""
    RECEIVED = "received"
    """The platform has the case; some materials are still to be sent."""
    COMPLETE = "complete"
    """The platform has everything; the bytes are kept until reconciling confirms it."""
    PURGED = "purged"
    """The bytes are deleted; id, digest, receipts and times are kept."""
    QUARANTINED = "quarantined"
    """Refused permanently; the bytes are kept for a technician."""
    HELD = "held"
    """Held back by a cause that concerns the whole terminal (key, clock, certificate)."""
    REFUSED = "refused"
    """Delivered, and decided against by the authority."""


S = EntryState
BY_RECEIPT = frozenset({S.RECEIVED, S.COMPLETE, S.REFUSED})
"""States that a verified receipt can lead to from every state with bytes."""
TRANSITIONS: Mapping[EntryState, frozenset[EntryState]] = MappingProxyType(
    {
        S.SEALED: BY_RECEIPT | {S.SENDING},
        S.WAITING: BY_RECEIPT | {S.SENDING},
        S.SENDING: BY_RECEIPT | {S.SENDING, S.WAITING, S.PURGED, S.QUARANTINED, S.HELD},
        S.HELD: BY_RECEIPT | {S.SENDING, S.WAITING},
        S.QUARANTINED: BY_RECEIPT | {S.WAITING},
        S.RECEIVED: BY_RECEIPT | {S.WAITING, S.QUARANTINED, S.HELD},
        S.COMPLETE: BY_RECEIPT | {S.WAITING, S.QUARANTINED, S.PURGED},
        S.PURGED: frozenset({S.REFUSED}),
        S.REFUSED: frozenset(),
    }
)
"""COMPLETE leads back to RECEIVED, and both to WAITING, when a platform restored from a backup has lost materials or
the case."""

BACKLOG_STATES = (S.SEALED, S.SENDING, S.WAITING, S.HELD)
"""Entries that count against an item's offline budget. QUARANTINED waits for a technician and does not count."""
UNSENT = (S.SEALED, S.SENDING, S.WAITING, S.HELD, S.QUARANTINED)
"""Entries that the platform has not confirmed."""
HANDED_OVER = (S.RECEIVED, S.COMPLETE, S.PURGED, S.REFUSED)
"""Entries confirmed by a receipt."""
WITHOUT_BYTES = (S.PURGED, S.REFUSED)
"""States in which the sealed bytes may be deleted."""
DUE = (S.SEALED, S.SENDING, S.WAITING)
"""Cases and ratings that the courier sends."""
DUE_MATERIALS = (S.RECEIVED,)
"""Cases whose materials the courier sends, once no case is due."""


Rank = Callable[[int], int]
"""Sequence of an entry → how far it stands back from the others; 0: not at all."""


def alike(sequence: int) -> int:
    """Rank all entries alike: they are sent in the order they were kept."""
    return 0


class IllegalTransition(Exception):
    """A state change that is not in TRANSITIONS: a programming error."""


def check_transition(before: EntryState, after: EntryState) -> None:
    """Raise IllegalTransition unless TRANSITIONS allows `before` → `after`."""
    if after not in TRANSITIONS[before]:
        raise IllegalTransition(f"{before} → {after}")


class BreakerEffect(Enum):
    """Effect of a failure on the circuit breaker, and so on all other entries."""

    CONTINUE = auto()
    """The next entry is sent."""
    BACK_OFF = auto()
    """A growing pause; repeated failures trip the breaker."""
    RETRY_AFTER = auto()
    """A pause at least as long as the platform asked for."""
    TRIP = auto()
    """The breaker trips: nothing is sent until a heartbeat succeeds."""


LOST_THERE = "lost_there"
"""Reason: the platform no longer has a case, or its materials' case, that it confirmed."""
DEPARTMENT_CLOSED = "department-closed"
"""Reason: the authority of this case takes nothing in at this hour; the platform says from when."""
ANSWERED_ATTEMPTS = 5
LINE_ATTEMPTS = 10


@dataclass(frozen=True)
class FailureRule:
    """Consequences of a failure: the entry's next state, and the effect on the breaker."""

    entry: EntryState
    breaker: BreakerEffect
    refresh: bool = False
    """Fetch the catalogue: the one here is outdated."""
    attempts: int = LINE_ATTEMPTS
    """Failures of one entry, while others are accepted, until it is quarantined (see `entry_failures`)."""
    rests: bool = False
    """The platform says when to send it again; until then nothing is wrong with it."""


FAILURE_RULES: Mapping[tuple[FailureKind, str], FailureRule] = MappingProxyType(
    {
        (FailureKind.OFFLINE, ""): FailureRule(S.WAITING, BreakerEffect.BACK_OFF),
        (FailureKind.SLOW, ""): FailureRule(S.WAITING, BreakerEffect.BACK_OFF),
        (FailureKind.NOT_THE_PLATFORM, ""): FailureRule(S.WAITING, BreakerEffect.BACK_OFF),
        (FailureKind.NOT_THE_PLATFORM, "tls"): FailureRule(S.HELD, BreakerEffect.TRIP),
        (FailureKind.BUSY, ""): FailureRule(S.WAITING, BreakerEffect.RETRY_AFTER),
        (FailureKind.IDENTITY, ""): FailureRule(S.HELD, BreakerEffect.TRIP),
        (FailureKind.IDENTITY, "replayed"): FailureRule(S.WAITING, BreakerEffect.CONTINUE),
        (FailureKind.BROKEN, ""): FailureRule(S.WAITING, BreakerEffect.CONTINUE, attempts=ANSWERED_ATTEMPTS),
        (FailureKind.BROKEN, LOST_THERE): FailureRule(S.WAITING, BreakerEffect.BACK_OFF),
        (FailureKind.REFUSED, ""): FailureRule(S.QUARANTINED, BreakerEffect.CONTINUE),
        (FailureKind.REFUSED, "service-withdrawn"): FailureRule(S.QUARANTINED, BreakerEffect.CONTINUE, refresh=True),
        (FailureKind.REFUSED, "unknown-key"): FailureRule(S.QUARANTINED, BreakerEffect.CONTINUE, refresh=True),
        (FailureKind.REFUSED, DEPARTMENT_CLOSED): FailureRule(S.WAITING, BreakerEffect.CONTINUE, rests=True),
        (FailureKind.REFUSED, "offset-mismatch"): FailureRule(S.WAITING, BreakerEffect.CONTINUE),
        (FailureKind.REFUSED, "checksum-mismatch"): FailureRule(S.WAITING, BreakerEffect.CONTINUE),
    }
)
"""Failure kind and reason → rule; a reason that is not listed has the rule of its kind ("")."""

YIELD_AFTER = 2
"""Failures of one entry while the line is otherwise good, until the others go first."""
YIELD_PAUSE_S = 150.0
"""Shortest pause of an entry that yields: longer than two heartbeats, each of which may close a tripped breaker."""
POISON = "poison:"
"""Prefix of the reason of an entry that failed again and again while others were accepted."""


def rule_for(failure: PlatformFailure) -> FailureRule:
    """Return the rule for a failure."""
    return FAILURE_RULES.get((failure.kind, failure.reason), FAILURE_RULES[failure.kind, ""])
