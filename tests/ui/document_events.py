"""Outcomes of everything that a certificate waits for, for tests that try all events."""

from __future__ import annotations

from collections.abc import Iterator

from devices import Fault, Next
from devices.print_outcome import Paper, PrintOutcome
from kiosk.case.blobs import BlobRef
from kiosk.events import Answered, Event, Fetched, JobEnded, NotAnswered, NotFetched, Permitted
from kiosk.papers.pdf_verdict import Why
from kiosk.papers.sheet import Sheet
from kiosk.platform.documents import DocumentLink, Documents, IssuedDocument
from kiosk.platform.gateway import FailureKind

HELD = BlobRef(1, "0" * 64, 20_000, 3, "application/pdf")
COVERED = ((0.2, 0.18, 0.12, 0.015), (0.2, 0.2, 0.3, 0.015))
SHEETS = tuple(Sheet(str(number), 993, 1404, COVERED) for number in (1, 2, 3))
NEW = IssuedDocument("document-1", "pension-enrolment", "", {}, "9901-1", "2026-11-24", 3, 0, 1)
PRINTED = IssuedDocument("document-1", "pension-enrolment", "", {}, "9901-1", "2026-11-24", 3, 1, 2)
ASKED = ("documents", "fetch", "permit", "link")
"""Purposes of what the platform is asked for."""


def document_events(visit: str, number: int, purpose: str, codes: tuple[str, ...] = ()) -> Iterator[Event]:
    """Yield the outcomes of one awaited effect; `codes` are faults of the A4 printer."""
    match purpose:
        case "documents":
            for documents in ((), (NEW,), (PRINTED,)):
                yield Answered(visit, number, Documents(documents))
        case "fetch":
            yield Fetched(visit, number, HELD, SHEETS)
            yield Fetched(visit, number, HELD, SHEETS[:1])
            yield from (NotFetched(visit, number, why.value) for why in Why if why is not Why.NONE)
        case "permit":
            yield Permitted(visit, number)
            yield from (
                NotAnswered(visit, number, FailureKind.REFUSED, why) for why in ("already-printed", "reprint-over")
            )
        case "link":
            yield Answered(visit, number, DocumentLink("https://platform.invalid/copies/" + 32 * "x", 600))
        case "print_a4":
            yield from (JobEnded(visit, number, PrintOutcome(paper)) for paper in Paper)
            broken = (Fault(code, Next.CALL_STAFF) for code in codes)
            yield from (JobEnded(visit, number, PrintOutcome(Paper.UNCONFIRMED, fault)) for fault in broken)
