"""Status of the outbox for a technician: how much waits, since when and why, and which entries need action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.causes import CAUSES
from kiosk.outbox.holdings import TO_CARRY, bytes_to_carry, holdings
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.row_damage import ROW_DAMAGED
from kiosk.outbox.states import POISON, EntryState

STATES: Mapping[EntryState, str] = MappingProxyType(
    {
        EntryState.SEALED: "kept here, never tried",
        EntryState.SENDING: "on the way when the program ended; will be sent again",
        EntryState.WAITING: "tried; will be sent again",
        EntryState.HELD: "held back until the terminal's own trouble is over",
        EntryState.QUARANTINED: "refused for good: a person must look",
        EntryState.RECEIVED: "at the platform, but not all of the materials",
        EntryState.COMPLETE: "at the platform; the bytes here go some days later",
        EntryState.PURGED: "at the platform; the bytes here are gone",
        EntryState.REFUSED: "decided against by the authority",
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        **CAUSES,
        "content-type": "somebody else answers: a login page or a proxy is in the way",
        "redirect": "somebody sends elsewhere: a login page or a proxy is in the way",
        "encoding": "somebody else answers: a proxy changes what passes",
        "unsigned": "the signature was lost on the way: a proxy changes what passes",
        "signature-invalid": "the signature does not hold: a proxy changes what passes",
        "clock-skew": "the clock is wrong: set it",
        "replayed": "the platform saw this request before",
        "broken": "the platform failed",
        "internal": "the platform failed",
        "contract": "the platform's answer does not fit the contract",
        "incomplete": "the platform still waits for materials",
        "http": "the answer is no HTTP: a proxy is in the way",
        "offset": "the platform says what cannot be of a material",
        "offset-mismatch": "a piece of a material did not follow what the platform holds",
        "other-rating": "the platform answered for another rating",
        "unknown": "the platform does not know what it was asked for",
        "other": "the platform gave a reason that this build does not know",
        "refused": "the platform refuses it",
        "malformed": "the platform cannot read it",
        "too-large": "it is over the platform's limit",
        "digest-mismatch": "the platform holds other bytes under this id",
        "superseded": "the case that it follows is not held so, or another follows it",
        "service-withdrawn": "the service item is no longer offered",
        "unknown-key": "sealed for a key the platform does not hold",
        "cannot-open": "the platform cannot open it",
        "department-closed": "the department takes no cases now; it is sent when it does",
        "answers-invalid": "the answers do not fit the item",
        "mandate-revoked": "who it is for revoked the authorisation before it arrived",
        "mandate-invalid": "the authorisation does not hold for this applicant and item",
        "order-open": "the order before this one is not closed or paid yet",
        "nothing-due": "nothing is to be paid: it is paid already, or free of charge",
        "order-elsewhere": "another terminal opened this order last and closes it",
        "already-rated": "this is already rated",
        "already-printed": "this copy of a document is already printed",
        "reason-required": "a further copy of a document needs a reason",
        "reprint-over": "the time for further copies of a document is over",
        "outcome-final": "what became of this copy is already known",
        "checksum-mismatch": "a material arrived damaged",
        "material-lost": "a material is no longer whole here",
        "recovered": "found in the pages of a damaged store: retry it, unless the citizen read that nothing was kept",
        ROW_DAMAGED: "no longer what was kept here, so it is not sent: ask the citizen to come again",
        "lost_there": "the platform lost it and is sent it again",
        "poison": "the platform failed over it again and again, while others passed",
    }
)
"""Reason code of an entry → text, with the remedy where there is one. What is the line's is in kiosk.causes."""
HEALTH: Mapping[str, str] = MappingProxyType(
    {
        "": "sound",
        "store_damaged": "an earlier store was damaged and moved aside (damaged-*): keep that file;"
        " run python -m kiosk.outbox recover",
        "store_missing": "an earlier store is missing, or an older copy lies in its place: look for it;"
        " run python -m kiosk.outbox recover",
        "rollback_journal": "sound, with a rollback journal: this SQLite has the WAL bug; install a newer apsw",
    }
)
UNSETTLED = ("store_damaged", "store_missing")
"""Health of a store that a person must settle: cases kept earlier may not be accounted for."""
FAILURES: Mapping[str, str] = MappingProxyType(
    {
        "disk_full": "the disk is full",
        "disk_error": "the disk cannot be read or written: look at it before anything else",
        "store_damaged": "the store is damaged: keep the file, its cases may still be rescued",
        "store_too_new": "a later version of the program wrote the store: use that one",
        "store_replaced": "the outbox's folder or file was removed or replaced: start the terminal again",
    }
)
"""Code of KeepFailed → text."""


@dataclass(frozen=True)
class QuarantinedEntry:
    """A quarantined entry."""

    id: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Status:
    """Entries by state, and the number, age (seconds), size (bytes) and reasons of those not fully confirmed."""

    states: Mapping[str, int]
    to_carry: int
    oldest_unsent_s: int | None
    bytes: int
    reasons: Mapping[str, int]
    quarantined: tuple[QuarantinedEntry, ...]
    rest_s: int
    """Seconds that the platform asked to rest when it last answered, 0 if it did not."""
    health: str

    def as_dict(self) -> dict[str, object]:
        """Return the fields as JSON-compatible data."""
        return {**asdict(self), "states": dict(self.states), "reasons": dict(self.reasons)}


def status_of(outbox: Outbox) -> Status:
    """Collect the current status. Raises KeepFailed."""
    waiting = holdings(outbox, TO_CARRY)
    return Status(
        states=outbox.counts(),
        to_carry=len(waiting),
        oldest_unsent_s=outbox.oldest_unsent_s(),
        bytes=bytes_to_carry(outbox),
        reasons=dict(Counter(each.reason for each in waiting if each.reason).most_common()),
        quarantined=tuple(
            QuarantinedEntry(e.id, e.kind, e.reason) for e in waiting if e.state is EntryState.QUARANTINED
        ),
        rest_s=outbox.rest_s(),
        health=outbox.health_note,
    )


def format_status(status: Status) -> Iterator[str]:
    """Yield the status as lines of text."""
    if status.to_carry:
        yield f"{status.to_carry} not confirmed by the platform, {_size(status.bytes)}"
    elif status.health in UNSETTLED:
        yield "nothing waits in this store; what was kept in an earlier one is not accounted for: do not wipe the disk"
    else:
        yield "nothing waits: the platform has confirmed everything"
    if status.oldest_unsent_s is not None:
        yield f"the oldest was kept {_age(status.oldest_unsent_s)} ago"
    if status.rest_s:
        yield f"the platform asked to rest for {_age(status.rest_s)}"
    for state in EntryState:
        if status.states[state]:
            yield f"{status.states[state]:6} {state}: {STATES[state]}"
    if status.reasons:
        yield "why:"
        yield from (f"{count:6} {reason_text(reason)}" for reason, count in status.reasons.items())
    if status.quarantined:
        yield "for a person (python -m kiosk.outbox retry ID, once the cause is gone):"
        yield from (f"  {each.kind} {each.id}: {reason_text(each.reason)}" for each in status.quarantined)
    yield f"store: {HEALTH.get(status.health, status.health)}"


def reason_text(reason: str) -> str:
    """Return the text of a reason code with the code in brackets; an unknown code as it is."""
    if reason.startswith(POISON):
        return f"again and again, while others passed: {reason_text(reason.removeprefix(POISON))}"
    return f"{REASONS[reason]} ({reason})" if reason in REASONS else reason


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{count / 1024:.1f} KB"


def _age(seconds: int) -> str:
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min" if hours else f"{minutes} min"
