"""The states of an entry, the ways between them, and what every answer from outside means: the tables.

Rule 1: before an entry is sent it is marked SENDING, so that a crash never looks like success.
Rule 2: only a verified receipt leads to RECEIVED, and only one for all its materials to COMPLETE.
Rule 3: no state is a dead end but PURGED and REFUSED; QUARANTINED and HELD wait for a person or for a cause to go away.
Rule 4: the sealed bytes go when they were confirmed twice (COMPLETE, and by reconciling some days later), not before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from kiosk.platform.gateway import FailureKind, PlatformFailure


class EntryState(StrEnum):
    SEALED = "sealed"
    """Kept here, never sent."""
    SENDING = "sending"
    WAITING = "waiting"
    """Sent, or tried; to be sent again at `next_at`."""
    RECEIVED = "received"
    """The platform has the case; materials are still to go."""
    COMPLETE = "complete"
    """The platform has everything; the bytes are kept until reconciling confirmed it."""
    PURGED = "purged"
    """The bytes are gone; id, digest, receipts and times stay."""
    QUARANTINED = "quarantined"
    """Refused for good: a person must look at it; the bytes stay."""
    HELD = "held"
    """A cause that concerns the whole terminal stands in the way."""
    REFUSED = "refused"
    """Decided against by the authority: no trouble of sending."""


S = EntryState
BY_RECEIPT = frozenset({S.RECEIVED, S.COMPLETE, S.REFUSED})
"""Where a verified receipt leads, from wherever the entry stands while its bytes are here."""
WAYS: Mapping[EntryState, frozenset[EntryState]] = MappingProxyType(
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
"""COMPLETE leads back to RECEIVED, and both to WAITING, when a platform that was restored has lost materials or the
whole case."""

BACKLOG_STATES = (S.SEALED, S.SENDING, S.WAITING, S.HELD)
"""What waits for the line; what is quarantined waits for a person, and is no reason to turn citizens away."""
UNSENT = (S.SEALED, S.SENDING, S.WAITING, S.HELD, S.QUARANTINED)
"""What the platform has not confirmed."""
HANDED_OVER = (S.RECEIVED, S.COMPLETE, S.PURGED, S.REFUSED)
"""What it has confirmed with a receipt."""
DUE = (S.SEALED, S.SENDING, S.WAITING)
"""What the courier takes up by itself: cases and ratings."""
DUE_MATERIALS = (S.RECEIVED,)
"""Whose materials it takes up, when no case waits."""


class NoSuchWay(Exception):
    """A change of state that the table does not have: a programmer's error."""


def check_way(before: EntryState, after: EntryState) -> None:
    """Raise NoSuchWay unless the table leads from `before` to `after`."""
    if after not in WAYS[before]:
        raise NoSuchWay(f"{before} → {after}")


class LineEffect(Enum):
    """What an answer means for all that waits."""

    GOES_ON = auto()
    """The next entry is sent."""
    RESTS = auto()
    """A pause that grows; after some of them nothing is sent until a heartbeat came through (the breaker)."""
    SLOWS = auto()
    """A pause at least as long as the platform said."""
    STOPS = auto()
    """Nothing is sent until a heartbeat came through."""


@dataclass(frozen=True)
class After:
    """What an answer means: for the entry that was sent, and for the line."""

    entry: EntryState
    line: LineEffect
    refresh: bool = False
    """The catalogue is fetched: it is older than what the platform offers."""


AFTER: Mapping[tuple[FailureKind, str], After] = MappingProxyType(
    {
        (FailureKind.OFFLINE, ""): After(S.WAITING, LineEffect.RESTS),
        (FailureKind.SLOW, ""): After(S.WAITING, LineEffect.RESTS),
        (FailureKind.NOT_THE_PLATFORM, ""): After(S.WAITING, LineEffect.RESTS),
        (FailureKind.NOT_THE_PLATFORM, "tls"): After(S.HELD, LineEffect.STOPS),
        (FailureKind.BUSY, ""): After(S.WAITING, LineEffect.SLOWS),
        (FailureKind.IDENTITY, ""): After(S.HELD, LineEffect.STOPS),
        (FailureKind.IDENTITY, "replayed"): After(S.WAITING, LineEffect.GOES_ON),
        (FailureKind.BROKEN, ""): After(S.WAITING, LineEffect.GOES_ON),
        (FailureKind.REFUSED, ""): After(S.QUARANTINED, LineEffect.GOES_ON),
        (FailureKind.REFUSED, "service-withdrawn"): After(S.QUARANTINED, LineEffect.GOES_ON, refresh=True),
        (FailureKind.REFUSED, "unknown-key"): After(S.QUARANTINED, LineEffect.GOES_ON, refresh=True),
        (FailureKind.REFUSED, "offset-mismatch"): After(S.WAITING, LineEffect.GOES_ON),
        (FailureKind.REFUSED, "checksum-mismatch"): After(S.WAITING, LineEffect.GOES_ON),
    }
)
"""Trouble and reason → what it means; a reason that is not in the table means what its trouble means."""

POISON_ATTEMPTS = 5
"""So many BROKEN answers for one entry while others get through, and it steps aside."""


def after(trouble: PlatformFailure) -> After:
    """The line of the table for this trouble."""
    return AFTER.get((trouble.kind, trouble.reason), AFTER[trouble.kind, ""])
