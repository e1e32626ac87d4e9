"""One-shot acts a session asks for. Each has a number; its outcome returns as an event that carries it.

Whatever can be derived from a session (its view, timers, watches and outputs) is not an effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.case.draft import Draft
from kiosk.platform.gateway import Question
from kiosk.platform.wire_types import RatingNode
from kiosk.words import Words


class AuditKind(StrEnum):
    """Kinds of lines in the audit log."""

    VISIT_BEGAN = "visit_began"
    VISIT_ENDED = "visit_ended"
    VALUE_SHOWN = "value_shown"
    ENDED_BY_STAFF = "ended_by_staff"
    FAULT_SHOWN = "fault_shown"
    """A page showed the fault that the code names."""
    CARD_READ = "card_read"
    PERSON_PROVEN = "person_proven"
    CASE_KEPT = "case_kept"
    CASE_NOT_KEPT = "case_not_kept"
    SLIP_OUT = "slip_out"
    SLIP_NOT_OUT = "slip_not_out"
    SLIP_UNCONFIRMED = "slip_unconfirmed"
    CARD_LEFT = "card_left"
    TROUBLE = "trouble"
    LATE_OUTCOME = "late_outcome"
    ITEM_HIDDEN = "item_hidden"
    """The catalogue has an item that needs a newer terminal; the code is its id."""
    WIPED = "wiped"
    """After a visit's end its session, matter and cards were gone from memory."""
    NOT_WIPED = "not_wiped"
    """Something was; the code says what kind of thing."""


@dataclass(frozen=True)
class Shown:
    """The very words a citizen was shown, and in which language; their digest becomes evidence."""

    language: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Keep:
    """Seal these drafts and keep them, all or none; `shown` are the words whose digests they carry."""

    number: int
    drafts: tuple[Draft, ...] = field(repr=False)
    shown: Mapping[str, Shown] = field(repr=False)


@dataclass(frozen=True)
class Ask:
    """Ask the platform a named question."""

    number: int
    question: Question


@dataclass(frozen=True)
class Job:
    """An act that a device does once: the verb of its family and the argument, which may still hold words as keys."""

    number: int
    device: str
    verb: str
    argument: object = field(repr=False)


@dataclass(frozen=True)
class Rate:
    """Keep a rating for the platform; nobody waits for its outcome."""

    number: int
    item_id: str
    case_id: str | None
    node: RatingNode
    level: int
    labels: tuple[str, ...]
    label_set: str


@dataclass(frozen=True)
class Audit:
    """Write one line into the audit log; nobody waits for it."""

    number: int
    kind: AuditKind
    code: str = ""


Effect = Keep | Ask | Job | Rate | Audit
