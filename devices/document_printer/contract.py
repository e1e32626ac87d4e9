"""The contract of document printers: one verb, which prints one PDF once.

A printer that says that a job is complete has not said that paper came out: completed with a jam is unconfirmed, and so
is a cancelled job, of which some pages may have come out. A driver never prints a document a second time.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Family, JobKind
from devices.lazy_dataclass import dataclass
from devices.print_outcome import PrintOutcome, did_not, unconfirmed
from devices.readings import Device


@dataclass(frozen=True)
class PdfDocument:
    """A PDF of so many A4 pages, printed on one side of the paper. Whoever made it has checked it."""

    pdf: bytes = field(repr=False)
    pages: int


class DocumentPrinterCapability(StrEnum):
    """A capability of a document printer."""

    PRINT_A4 = "print_a4"


class DocumentPrinter(Device, Protocol):
    """A printer of whole documents. `status().levels` has "paper" and "toner": ok | near_end | out | unknown.

    Fault codes: document_printer.paper_out, .wrong_paper, .jam, .cover_open, .toner_empty, .output_full, .tray_missing,
    .needs_service, .stopped, .busy, .refused, .no_pdf, .other_service, .no_answer, .cancelled, .aborted, .job_lost,
    .incomplete, .unfinished, .old_job, and the transport's.
    """

    def print(self, document: PdfDocument, wait: Wait) -> PrintOutcome:
        """Print one copy. Never raises DeviceFault: trouble is part of the outcome.

        A printer that says beforehand that it cannot print, or refuses the job, has not printed (did_not). Trouble
        after the first byte of the job is unconfirmed. Without paper in the middle it waits for more until the
        deadline. Cancelling has no effect after the first byte: an act that may have happened is not abandoned. What
        did not come out by the deadline is cancelled at the printer, so that it does not come out for the next person;
        while the printer still has it, nothing else is printed.
        """

    def line_s(self, document: PdfDocument) -> float:
        """Seconds that this document needs on top of what every print may take: its bytes and its pages."""


def _print(printer: DocumentPrinter, document: PdfDocument, wait: Wait) -> PrintOutcome:
    return printer.print(document, wait)


def _line_s(printer: DocumentPrinter, document: PdfDocument) -> float:
    return printer.line_s(document)


PRINT: JobKind[DocumentPrinter, PdfDocument, PrintOutcome] = JobKind(
    "print",
    DocumentPrinterCapability.PRINT_A4,
    PdfDocument,
    PrintOutcome,
    _print,
    longest_s=90.0,
    surprised=unconfirmed,
    not_begun=did_not,
    line_s=_line_s,
)
FAMILY: Family[DocumentPrinter] = Family("document_printer", DocumentPrinter, DocumentPrinterCapability, jobs=(PRINT,))
