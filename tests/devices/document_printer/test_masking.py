"""A trace of a document printer's line has questions and answers, and no byte of a document, however it is cut."""

from __future__ import annotations

import random

import pytest

from devices import FakeClock, Wait
from devices.document_printer.ipp import IppPrinter
from devices.document_printer.masking import DocumentMasker
from devices.document_printer.simulator import IppSimulator
from devices.transport import Pipe, SimulatedPort, SimulatedWire
from tests.devices.document_printer.documents import document

WORD = b"certificate"
"""On every page of the document."""


class Listening(SimulatedPort):
    """A port that keeps what is sent."""

    sent = b""

    def open(self) -> Pipe:
        pipe = super().open()
        plain = pipe.write

        def write(data: bytes) -> None:
            self.sent += data
            plain(data)

        pipe.write = write  # type: ignore[method-assign]
        return pipe


def sent_in_a_print() -> bytes:
    clock = FakeClock(auto=True)
    port = Listening(SimulatedWire(clock, IppSimulator(clock)))
    IppPrinter(port, clock, {}).print(document(2), Wait(clock, 60))
    assert port.sent.count(WORD) == 2
    return port.sent


@pytest.mark.parametrize("longest", [5, 64, 300, 5000])
def test_however_it_is_cut(longest: int) -> None:
    source, sent = random.Random(longest), sent_in_a_print()
    masker, at, shown = DocumentMasker(), 0, b""
    while at < len(sent):
        step = source.randint(1, longest)
        shown += b"".join(masker.feed(">", sent[at : at + step]))
        at += step
    start = sent.index(b"%PDF-1.4")
    end = start + len(document(2).pdf)
    assert shown == sent[:start] + b"*" * (end - start) + sent[end:]


def test_what_is_no_request_is_taken_for_a_document() -> None:
    nonsense = b"certificate of nothing\r\n\r\n"
    assert DocumentMasker().feed(">", nonsense) == [b"*" * len(nonsense)]
    post = b"POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n"
    assert b"".join(DocumentMasker().feed(">", post + WORD)) == post + b"*" * 11
    endless = DocumentMasker()
    shown = b"".join(b"".join(endless.feed(">", WORD * 10_000)) for _ in range(20))
    assert set(shown) == {ord("*")}


def test_answers_are_shown() -> None:
    assert DocumentMasker().feed("<", b"HTTP/1.1 200 OK\r\n\r\n") == [b"HTTP/1.1 200 OK\r\n\r\n"]
