"""One-shot acts a session asks for. Each has a number; its outcome returns as an event that carries it.

Whatever can be derived from a session (its view, timers, watches and outputs) is not an effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef
from kiosk.case.draft import Draft
from kiosk.papers.page import PageCut, PaperPage
from kiosk.platform.documents import DocumentRequest, PaperOutcome, PermitRequest
from kiosk.platform.gateway import Question
from kiosk.platform.orders import OrderRequest
from kiosk.platform.wire_types import RatingNode
from kiosk.staff.entry import StaffEntry
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
    SLIP_OUT = "slip_out"
    SLIP_NOT_OUT = "slip_not_out"
    SLIP_UNCONFIRMED = "slip_unconfirmed"
    SLIP_TAKEN_BACK = "slip_taken_back"
    """The printer took back a slip that nobody had taken."""
    SLIP_NOT_TAKEN_BACK = "slip_not_taken_back"
    SLIP_BACK_UNCONFIRMED = "slip_back_unconfirmed"
    DOCUMENT_SHOWN = "document_shown"
    """A document of the person was valid and its pages were shown, names covered."""
    DOCUMENT_REFUSED = "document_refused"
    """A document was not what it must be; the code says why."""
    DOCUMENT_OUT = "document_out"
    DOCUMENT_NOT_OUT = "document_not_out"
    DOCUMENT_UNCONFIRMED = "document_unconfirmed"
    PAPER_HANDED = "paper_handed"
    """A paper was handed in; the code says in which way."""
    PAPER_TAKEN_BACK = "paper_taken_back"
    DOOR_OPENED = "door_opened"
    """The door of a locker came open for a code."""
    DOOR_NOT_OPENED = "door_not_opened"
    DOOR_UNCONFIRMED = "door_unconfirmed"
    CARD_LEFT = "card_left"
    TROUBLE = "trouble"
    LATE_OUTCOME = "late_outcome"
    ITEM_HIDDEN = "item_hidden"
    """The catalogue has an item that needs a newer terminal; the code is its id."""
    WIPED = "wiped"
    """After a visit's end its session, matter and cards were gone from memory."""
    STAFF_ENTERED = "staff_entered"
    """Somebody entered the technician's area; the code says who."""
    STAFF_REFUSED = "staff_refused"
    STAFF_LOCKED = "staff_locked"
    STAFF_LEFT = "staff_left"
    STAFF_ACT = "staff_act"
    """An act of staff; the code says which, on which part."""
    NOT_WIPED = "not_wiped"
    """Something was; the code says what kind of thing."""


@dataclass(frozen=True)
class Effect:
    """Base of all effects."""

    number: int


@dataclass(frozen=True)
class Shown:
    """The very words a citizen was shown, and in which language; their digest becomes evidence."""

    language: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Keep(Effect):
    """Seal these drafts and keep them, all or none; `shown` are the words whose digests they carry."""

    drafts: tuple[Draft, ...] = field(repr=False)
    shown: Mapping[str, Shown] = field(repr=False)


@dataclass(frozen=True)
class FindKept(Effect):
    """Look in this terminal's own store for the cases of a slip number that are not handed over yet."""

    slip_number: str


@dataclass(frozen=True)
class Ask(Effect):
    """Ask the platform a named question. It carries the digest of `consent`, the words that the citizen agreed to."""

    question: Question
    consent: Shown | None = None


@dataclass(frozen=True)
class Fetch(Effect):
    """Fetch a document of this person from the platform, check it, and hold it and the pictures of its pages.

    `holds` are texts that must be in it, `covers` those that are covered on its pictures until the citizen shows them.
    """

    request: DocumentRequest = field(repr=False)
    holds: tuple[str, ...] = field(default=(), repr=False)
    covers: tuple[str, ...] = field(default=(), repr=False)
    pages_most: int = 1


@dataclass(frozen=True)
class AskPermit(Effect):
    """Ask the platform whether one more copy of a document may be printed."""

    request: PermitRequest


@dataclass(frozen=True)
class TakePhoto(Effect):
    """Take a photo from the picture of the camera that the page watches; nothing but a good one is taken."""


@dataclass(frozen=True)
class PrintDocument:
    """Argument of a Job: a held document, which its device gets as bytes."""

    document: BlobRef


@dataclass(frozen=True)
class ReportPaper(Effect):
    """Report to the platform, now or when the network is back, whether a permitted copy came out; nobody waits."""

    permit: str
    outcome: PaperOutcome


@dataclass(frozen=True)
class Job(Effect):
    """An act that a device does once: the verb of its family and the argument, which may still hold words as keys."""

    device: str
    verb: str
    argument: object = field(repr=False)


@dataclass(frozen=True)
class Recut(Effect):
    """Cut a scanned page out of its scan again, and show it; with the cut that it has, or without a scan, only show
    it."""

    page: PaperPage
    cut: PageCut


@dataclass(frozen=True)
class ForgetPapers(Effect):
    """Overwrite pages that the citizen took back, and drop pictures that are not shown any more; nobody waits."""

    blobs: tuple[BlobRef, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate(Effect):
    """Keep a rating for the platform; nobody waits for its outcome."""

    item_id: str
    case_id: str | None
    node: RatingNode
    level: int
    labels: tuple[str, ...]
    label_set: str


@dataclass(frozen=True)
class Audit(Effect):
    """Write one line into the audit log; nobody waits for it."""

    kind: AuditKind
    code: str = ""


@dataclass(frozen=True)
class ShutDown(Effect):
    """Have the machine shut down, because its power is nearly gone; nobody waits. Where the profile does not allow it,
    and in a rehearsal, the log alone says so."""


@dataclass(frozen=True)
class OpenRelay(Effect):
    """Open a relay, by which the citizen's phone sends the pages of a material, and serve it until the phone is done,
    its time is over, or nobody awaits its end (RelayEnded) any more: what was received by then stays held. There is one
    at a time: a second one is opened when the first has ended.

    `item` and `material` are shown on the phone, in each language. At most `pages_most` pages are taken; `case` is the
    group in which their bytes are counted (kiosk.case.blobs).
    """

    item: Words
    material: Words
    language: str
    pages_most: int = 20
    case: str = ""


@dataclass(frozen=True)
class AskOrder(Effect):
    """Open, read, charge or close an order at the platform; before it is opened, the outbox has noted it."""

    request: OrderRequest


@dataclass(frozen=True)
class CheckStaff(Effect):
    """Check an entry against this terminal's list of staff."""

    entry: StaffEntry


@dataclass(frozen=True)
class AskChallenge(Effect):
    """Make a challenge for a member of staff, who reads it out by phone."""

    staff: str


@dataclass(frozen=True)
class SetService(Effect):
    """Take the terminal out of service with one of the messages of `kiosk.service_messages`, or ("") back into it; kept
    over a restart. Nobody waits: the status says what holds."""

    message: str


@dataclass(frozen=True)
class TryWay(Effect):
    """Try the way to the platform step by step; no case is sent."""


@dataclass(frozen=True)
class LookAtPart(Effect):
    """Look up what this terminal has noted about a part: its own names, and its counters."""

    part: str
