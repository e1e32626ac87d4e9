"""The test of document printers: the test page."""

from __future__ import annotations

from devices.document_printer.contract import PRINT, DocumentPrinter, PdfDocument
from devices.family import Needs, Test
from devices.print_outcome import judge_print
from devices.sample_page import sample_pdf

TESTS: tuple[Test[DocumentPrinter], ...] = (
    Test(
        "print_page",
        PRINT.name,
        lambda _: PdfDocument(sample_pdf(), 1),
        Needs.NOTHING,
        judge_print,
        ("paper=came_out",),
        longest_s=PRINT.longest_s,
        by_eye=True,
    ),
)
