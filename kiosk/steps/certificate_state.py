"""State of the step `certificate`, its page names, and the purposes under which it awaits outcomes."""

from __future__ import annotations

from dataclasses import field

from devices.document_printer import contract
from devices.lazy_dataclass import dataclass
from devices.print_outcome import Paper
from kiosk.case.blobs import BlobRef
from kiosk.catalogue.item import Certificate
from kiosk.papers.sheet import Sheet
from kiosk.platform.documents import IssuedDocument
from kiosk.visit import InMatter, StepState

VIEW = "Certificate"
PAGE = "certificate"
LARGE = "certificate/large"
REASON = "certificate/reason"
PAPER = "certificate/paper"
PHONE = "certificate/phone"

LIST, FETCH, PERMIT, PRINT, LINK = "documents", "fetch", "permit", "print_a4", "link"
"""Purposes of the effects awaited."""
PRINT_A4 = contract.PRINT.capability
REVEALED = "sheet"


@dataclass(frozen=True)
class CertificateState(StepState):
    """`listed`: the platform answered. `refused`: why the document was not accepted (a word of `pdf_verdict.Why`)."""

    listed: bool = False
    making: bool = False
    """The fee is paid, and the office has yet to issue the document."""
    document: IssuedDocument | None = field(default=None, repr=False)
    held: BlobRef | None = None
    sheets: tuple[Sheet, ...] = ()
    refused: str = ""
    seen: int = 0
    """Index of the sheet that is shown."""
    permit: str = ""
    """Id of the permit of the copy in hand."""
    copies: int = 0
    """Copies that were asked for in this visit."""
    paper: Paper | None = None
    outcomes: tuple[Paper, ...] = ()
    """The outcome of every copy of this visit."""
    fault: str = ""
    link: str = field(default="", repr=False)
    """Address of the electronic copy, good for one use."""

    @property
    def printed(self) -> bool:
        """Whether a copy was printed before, or may have been."""
        return self.copies > 0 or (self.document is not None and self.document.next_copy > 1)


def certificate_of(session: InMatter) -> Certificate:
    """The document that the item is about; the catalogue refuses an item with this step and without one."""
    certificate = session.item.certificate
    assert certificate is not None
    return certificate


def after_payment(session: InMatter) -> bool:
    """Whether the document is what was just paid for; else it costs nothing, or somebody came back for it."""
    only = session.matter.only
    return "pay" in session.item.steps and (not only or "pay" in only)
