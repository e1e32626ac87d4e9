"""Arguments of `python -m devices print`: turn them into a slip or a PDF, by the family of the printer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices.document_printer.contract import PdfDocument
from devices.receipt_printer.contract import Document, TextBlock
from devices.registry import UnknownDevice


def _slip(options: argparse.Namespace) -> Document:
    if not options.text:
        raise UnknownDevice("a slip needs words: --text")
    return tuple(TextBlock(line) for line in options.text)


def _pdf(options: argparse.Namespace) -> PdfDocument:
    if options.pdf is None:
        raise UnknownDevice("a document printer needs a document: --pdf FILE")
    return PdfDocument(options.pdf.read_bytes(), options.pages)


DOCUMENTS: Mapping[str, Callable[[argparse.Namespace], Document | PdfDocument]] = MappingProxyType(
    {"receipt_printer": _slip, "document_printer": _pdf}
)
"""Family of printers → what it prints, of the command line."""
