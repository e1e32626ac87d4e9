"""The contract of receipt printers: their verbs, the document to print, and the outcome.

A document counts as printed only when the printer confirms it after the last byte. A print whose end cannot be
confirmed has its own outcome and is never repeated by a driver.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.family import Begun, Family, JobKind, WatchKind
from devices.faults import Fault
from devices.lazy_dataclass import dataclass

# Named again, so that whoever prints slips finds them here.
from devices.print_outcome import Paper as Paper
from devices.print_outcome import PrintOutcome as PrintOutcome
from devices.print_outcome import did_not, unconfirmed
from devices.readings import Device, Presence


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True)
class TextBlock:
    """Words, wrapped by the driver to the paper's width. `height_mm` is the height of a hanzi (≥ 4 on a slip)."""

    text: str
    height_mm: float = 4.0
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True)
class QrBlock:
    """A QR code; `side_mm` is the size asked for; the driver takes the nearest whole dots per module."""

    data: str
    side_mm: float = 25.0


@dataclass(frozen=True)
class RuleBlock:
    """A thin line across the paper."""


@dataclass(frozen=True)
class GapBlock:
    """Empty paper."""

    height_mm: float = 3.0


Block = TextBlock | QrBlock | RuleBlock | GapBlock
Document = tuple[Block, ...]


class ReceiptPrinterCapability(StrEnum):
    """A capability of a printer, by its model."""

    PRINT_SLIP = "print_slip"
    SENSE_SLIP_TAKEN = "sense_slip_taken"
    """Sense at the presenter whether the slip still waits there."""
    RETRACT_SLIP = "retract_slip"
    """Take back a slip that nobody pulled out."""


class Retraction(StrEnum):
    """The end of taking a slip back."""

    TAKEN_BACK = "taken_back"
    NOTHING_THERE = "nothing_there"
    """No slip was at the mouth, and nothing was sent."""
    STILL_THERE = "still_there"
    """The printer was told to, and the slip is at the mouth all the same."""
    DID_NOT = "did_not"
    """Nothing was sent: it could not be asked whether a slip is there."""
    UNCONFIRMED = "unconfirmed"
    """It was sent, and nobody knows: most printers cannot say, or it did not answer any more."""


@dataclass(frozen=True)
class RetractOutcome:
    """The end of taking a slip back, and the fault if there was one."""

    retraction: Retraction
    fault: Fault | None = None


class ReceiptPrinter(Device, Protocol):
    """A receipt printer. `status().levels["paper"]` is ok | near_end | out | unknown; of one that takes slips back,
    "mouth" is empty | slip | unknown, and "retracted" the number of slips taken back since the start.

    Fault codes: receipt_printer.paper_out, .cover_open, .cutter, .offline, .head_hot,
    .jam, .bin_full, .not_retracted, .no_answer, .unrecoverable, and the transport's.
    """

    def print(self, document: Document, wait: Wait) -> PrintOutcome:
        """Print, cut and present one document. Never raises DeviceFault: trouble is part of the outcome.

        A printer that says beforehand that it cannot print has not printed (did_not). Trouble after the first byte is
        did_not only if the printer itself says nothing came out; else unconfirmed. Cancelling has no effect after the
        first byte: an act that may have happened is not abandoned.
        """

    def line_s(self, document: Document) -> float:
        """Seconds that the document's bytes need on the printer's line. Nothing is sent."""

    def waiting(self, wait: Wait) -> Presence:
        """Ask whether a slip waits at the presenter. Unknown for a printer without a sensor.

        Raises DeviceFault, DeadlineReached, Cancelled.
        """

    def retract(self, wait: Wait) -> RetractOutcome:
        """Take back the slip at the mouth, told once and never repeated. Never raises DeviceFault.

        A printer that can see its mouth is asked first, and told nothing if the slip was taken meanwhile. Cancelling
        has no effect once it was told to.
        """


def _print(printer: ReceiptPrinter, document: Document, wait: Wait) -> PrintOutcome:
    return printer.print(document, wait)


def _line_s(printer: ReceiptPrinter, document: Document) -> float:
    return printer.line_s(document)


def _waiting(printer: ReceiptPrinter, wait: Wait, _: Begun) -> Presence:
    return printer.waiting(wait)


def _retract(printer: ReceiptPrinter, _: None, wait: Wait) -> RetractOutcome:
    return printer.retract(wait)


def _retraction_unconfirmed(fault: Fault) -> RetractOutcome:
    return RetractOutcome(Retraction.UNCONFIRMED, fault)


def _did_not_retract(fault: Fault) -> RetractOutcome:
    return RetractOutcome(Retraction.DID_NOT, fault)


def _unknown(fault: Fault) -> Presence:
    return Presence.UNKNOWN


PRINT: JobKind[ReceiptPrinter, Document, PrintOutcome] = JobKind(
    "print",
    ReceiptPrinterCapability.PRINT_SLIP,
    tuple,
    PrintOutcome,
    _print,
    longest_s=30.0,
    surprised=unconfirmed,
    not_begun=did_not,
    line_s=_line_s,
)
PRESENCE: WatchKind[ReceiptPrinter, Presence] = WatchKind(
    "presence",
    ReceiptPrinterCapability.SENSE_SLIP_TAKEN,
    Presence,
    _waiting,
    every_s=0.5,
    longest_s=3.0,
    on_fault=_unknown,
)
RETRACT: JobKind[ReceiptPrinter, None, RetractOutcome] = JobKind(
    "retract",
    ReceiptPrinterCapability.RETRACT_SLIP,
    type(None),
    RetractOutcome,
    _retract,
    longest_s=12.0,
    surprised=_retraction_unconfirmed,
    not_begun=_did_not_retract,
)
FAMILY: Family[ReceiptPrinter] = Family(
    "receipt_printer", ReceiptPrinter, ReceiptPrinterCapability, watches=(PRESENCE,), jobs=(PRINT, RETRACT)
)
