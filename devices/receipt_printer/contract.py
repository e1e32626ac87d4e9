"""What any receipt printer can do, the paper it is asked for, and what became of it.

"Printed" is only ever the printer's own word, asked for after the last byte. A print whose end cannot be confirmed is
an outcome of its own and is never repeated by a driver.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.clock import Wait
from devices.faults import Fault
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
    """A QR code; `side_mm` is the wish, the driver takes the nearest whole dots per module."""

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


class Paper(StrEnum):
    """What became of the paper."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class PrintOutcome:
    """What became of one print, and the fault if there was one."""

    paper: Paper
    fault: Fault | None = None


class ReceiptPrinter(Device, Protocol):
    """A receipt printer. `status().levels["paper"]` is ok | near_end | out | unknown.

    Fault codes: receipt_printer.paper_out, .cover_open, .cutter, .offline, .head_hot,
    .jam, .no_answer, .unrecoverable, and the transport's.
    """

    def print(self, document: Document, wait: Wait) -> PrintOutcome:
        """Print, cut and present one document. Never raises DeviceFault: trouble is part of the outcome.

        A printer that says beforehand that it cannot print has not printed (did_not). Trouble after the first byte is
        did_not only if the printer itself says nothing came out; else unconfirmed. Cancelling has no effect after the
        first byte: an act that may have happened is not abandoned.
        """

    def waiting(self, wait: Wait) -> Presence:
        """Is a slip waiting at the presenter? Unknown for a printer without a sensor."""
