"""The IPP driver meets dialogues written down from RFC 8010 and 8011, to the last byte."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from devices import FakeClock, Wait
from devices.document_printer.contract import PdfDocument
from devices.document_printer.ipp import IppPrinter
from devices.print_outcome import Paper
from tests.devices.transcript import scripted

HERE = Path(__file__).parent / "transcripts"
DOCUMENT = PdfDocument(b"%PDF-1.4\n%%EOF\n", 1)
NAMED = "0011223344556677"


@pytest.mark.parametrize(
    ("name", "paper", "fault"),
    [
        ("document_printed", Paper.CAME_OUT, ""),
        ("paper_out", Paper.DID_NOT, "document_printer.paper_out"),
        ("busy", Paper.DID_NOT, "document_printer.busy"),
        ("completed_with_jam", Paper.UNCONFIRMED, "document_printer.jam"),
        ("answer_lost", Paper.CAME_OUT, ""),
    ],
)
def test_a_dialogue(name: str, paper: Paper, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda length: NAMED)
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / f"{name}.txt", clock)
    outcome = IppPrinter(port, clock, {"counts_pages": True}).print(DOCUMENT, Wait(clock, 60))
    assert (outcome.paper, outcome.fault.code if outcome.fault else "") == (paper, fault)
    peer.finish()
