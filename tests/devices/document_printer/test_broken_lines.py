"""Answers that are nonsense and a plug that is pulled at any byte: a typed outcome within the deadline, and the truth.

`make test` takes a seeded sample; with YIKE_IPP=all, in `make soak`, it is every byte and a hundred thousand answers.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from functools import cache

import pytest

from devices import DeviceStatus, FakeClock, Wait
from devices.document_printer.contract import PRINT
from devices.document_printer.engine import COMPLETED, PROCESSING
from devices.document_printer.ipp import IppPrinter
from devices.document_printer.ipp_coding import Attribute, Group, Message, NotIpp, Tag, decode, encode
from devices.document_printer.simulator import IppSimulator
from devices.print_outcome import Paper, PrintOutcome
from devices.transport import Pipe, SimulatedPort, SimulatedWire, absent, lost
from tests.devices.document_printer.documents import document

ALL = os.environ.get("YIKE_IPP") == "all"
ANSWERS = 100_000 if ALL else 2_000
OF_PRINTS = ANSWERS // 4
SHARES = 50 if ALL else 2
PROFILE = {"counts_pages": True, "page_s": 1.0, "warm_up_s": 0.5}
PAGES = 2
JOB = 7


@cache
def answers() -> dict[int, Message]:
    """Operation → an answer of a printer that is well, with a job that is done."""
    printer = (
        Attribute("printer-state", Tag.ENUM, (3,)),
        Attribute("printer-state-reasons", Tag.KEYWORD, ("none",)),
        Attribute("media-ready", Tag.KEYWORD, ("iso_a4_210x297mm",)),
        Attribute("copies-supported", Tag.RANGE, ((1, 9),)),
        Attribute("printer-input-tray", Tag.OCTETS, (b"mediafeed=29700;mediaxfeed=21000;maxcapacity=9;level=7;",)),
    )

    def job(state: int, printed: int) -> Group:
        words = (
            Attribute("job-id", Tag.INTEGER, (JOB,)),
            Attribute("job-name", Tag.NAME, ("another",)),
            Attribute("job-state", Tag.ENUM, (state,)),
            Attribute("job-impressions-completed", Tag.INTEGER, (printed,)),
        )
        return Group(Tag.JOB, words)

    named = Group(Tag.OPERATION, (Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),))
    return {
        0x02: Message(0, 1, (named, job(PROCESSING, 0))),
        0x08: Message(0, 1, (named,)),
        0x09: Message(0, 1, (named, job(COMPLETED, PAGES))),
        0x0A: Message(0, 1, (named, job(COMPLETED, PAGES))),
        0x0B: Message(0, 1, (named, Group(Tag.PRINTER, printer))),
    }


def mutated(data: bytes, source: random.Random) -> bytes:
    """The same bytes with a few changed, lost, doubled or made up."""
    changed = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 5, 40))):
        at = source.randrange(len(changed) + 1)
        match source.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([source.randrange(256)])
            case 1:
                del changed[at : at + source.randrange(1, 30)]
            case 2:
                changed[at:at] = changed[at : at + source.randrange(60)]
            case 3:
                changed[at:at] = source.randbytes(source.randrange(1, 20))
            case 4:
                changed[at : at + 2] = b"\xff\xff"
            case _:
                del changed[at:]
    return bytes(changed)


@dataclass
class Nonsense:
    """A port to a printer that is well but for one answer, of which it sends nonsense."""

    clock: FakeClock
    source: random.Random
    canned: dict[int, bytes]
    bad: int
    """The question whose answer is nonsense."""
    same_number: bool = True
    """The answer has the number of its question."""
    address: str = "sim:"
    asked: int = 0
    told: bytes = b""
    opened: int = 0
    _question: bytearray = field(default_factory=bytearray)

    def open(self) -> Pipe:
        self.opened += 1
        self._question.clear()
        self.told = b""
        return self

    def line_s(self, length: int) -> float:
        return 0.0

    def write(self, data: bytes) -> None:
        self._question += data
        head, end, body = bytes(self._question).partition(b"\r\n\r\n")
        length = int(head.rpartition(b"Content-Length: ")[2] or 0)
        if not end or len(body) < length:
            return
        self._question.clear()
        told = self.canned[int.from_bytes(body[2:4], "big")]
        if self.same_number:
            told = told[:4] + body[4:8] + told[8:]
        whole = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(told) + told
        if self.asked == self.bad:
            deep = self.source.random() < 0.7
            whole = whole[: -len(told)] + mutated(told, self.source) if deep else mutated(whole, self.source)
        self.asked += 1
        self.told += whole

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        if self.told:
            piece, self.told = self.told[:limit], self.told[limit:]
            return piece
        if self.source.random() < 0.5:
            raise lost("it hung up")
        wait.pause(1000)
        raise AssertionError

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        self.told = b""


def printer_with_nonsense(seed: str, bad: int) -> tuple[IppPrinter, FakeClock]:
    clock = FakeClock(auto=True)
    canned = {operation: encode(answer) for operation, answer in answers().items()}
    return IppPrinter(Nonsense(clock, random.Random(seed), canned, bad), clock, PROFILE), clock


@pytest.mark.parametrize("share", range(SHARES))
def test_nonsense_in_a_print_is_survived_within_the_deadline(share: int) -> None:
    for number in range(OF_PRINTS // SHARES):
        printer, clock = printer_with_nonsense(f"{share}-{number}", bad=number % 4)
        limit = PRINT.limit_s(printer, document(PAGES))
        outcome = printer.print(document(PAGES), Wait(clock, limit))
        assert isinstance(outcome, PrintOutcome)
        assert (outcome.fault is None) == (outcome.paper is Paper.CAME_OUT)
        assert clock.monotonic() <= limit + 0.1, number


@pytest.mark.parametrize("share", range(SHARES))
def test_nonsense_in_place_of_a_status_is_survived_within_the_deadline(share: int) -> None:
    for number in range((ANSWERS - OF_PRINTS) // SHARES):
        printer, clock = printer_with_nonsense(f"status-{share}-{number}", bad=0)
        status = printer.status(Wait(clock, 3))
        assert isinstance(status, DeviceStatus)
        assert clock.monotonic() <= 3.1, number


def test_an_answer_to_another_question_and_another_version_are_noise() -> None:
    well = encode(answers()[0x0B])
    for wrong in (well[:4] + b"\x00\x00\x01\x00" + well[8:], b"\x03\x00" + well[2:]):
        clock = FakeClock(auto=True)
        port = Nonsense(clock, random.Random(1), {0x0B: wrong}, bad=-1, same_number=False)
        status = IppPrinter(port, clock, PROFILE).status(Wait(clock, 3))
        assert [fault.code for fault in status.faults] == ["transport.noise"]


@pytest.mark.parametrize("code", [0x0503, 0x0000], ids=["refused", "empty"])
def test_a_version_that_is_refused_or_answered_with_nothing_is_given_up_for_the_older(code: int) -> None:
    well = {operation: encode(answer) for operation, answer in answers().items()}
    refusing = {0x0B: encode(Message(code, 1, (Group(Tag.OPERATION, ()),)))}
    asked: list[tuple[int, int]] = []

    class OldPrinter(Nonsense):
        def write(self, data: bytes) -> None:
            if data[0] in (1, 2):  # the head of a question is written before its body
                asked.append((data[0], data[1]))
                self.canned = well if data[0] == 1 else refusing
            super().write(data)

    clock = FakeClock(auto=True)
    printer = IppPrinter(OldPrinter(clock, random.Random(1), refusing, bad=-1), clock, PROFILE)
    assert printer.status(Wait(clock, 3)).faults == ()
    assert printer.status(Wait(clock, 3)).faults == ()
    assert asked == [(2, 0), (1, 1), (1, 1)]


def test_bytes_that_are_no_message_are_refused_and_nothing_else_is_raised() -> None:
    source = random.Random(17)
    whole = [encode(answer) for answer in answers().values()]
    for _ in range(1_000):
        data = mutated(source.choice(whole), source)
        try:
            message, length = decode(data)
        except NotIpp:
            continue
        assert length <= len(data)
        assert isinstance(message, Message)
    deep = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04" + b"\x34\x00\x01a\x00\x00" * 50
    with pytest.raises(NotIpp):
        decode(deep + b"\x03")
    with pytest.raises(NotIpp):
        decode(b"\x02\x00\x00\x00\x00\x00\x00\x01\x04" + b"\x44\x00\x01a\x00\x00" * 100_000 + b"\x03")


@dataclass
class Plug:
    """A port whose plug is pulled after so many bytes, both ways counted, and put back after some seconds or never."""

    port: SimulatedPort
    clock: FakeClock
    left: int
    away_s: float
    pulled_at: float | None = None

    @property
    def address(self) -> str:
        return self.port.address

    def line_s(self, length: int) -> float:
        return 0.0

    def open(self) -> Pipe:
        if self.pulled_at is not None and self.clock.monotonic() - self.pulled_at < self.away_s:
            raise absent("pulled")
        return PulledPipe(self, self.port.open())

    def through(self, data: bytes) -> bytes:
        """The part of these bytes that gets through."""
        if self.pulled_at is not None:
            return data
        part = data[: self.left]
        self.left -= len(part)
        if len(part) < len(data):
            self.pulled_at = self.clock.monotonic()
        return part


@dataclass
class PulledPipe:
    plug: Plug
    inner: Pipe
    broken: bool = False

    def write(self, data: bytes) -> None:
        part = data if self._whole() else self.plug.through(data)
        if part:
            self.inner.write(part)
        self._check(part, data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        pulled = self._whole()
        data = self.inner.read(wait, limit)
        part = data if pulled else self.plug.through(data)
        if not part:
            self._check(part, data)
        self.broken = len(part) < len(data)
        return part

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        self.inner.close()

    def _whole(self) -> bool:
        if self.broken:
            raise lost("pulled")
        return self.plug.pulled_at is not None

    def _check(self, part: bytes, data: bytes) -> None:
        if len(part) < len(data):
            self.broken = True
            raise lost("pulled")


def pulled_after(count: int, away_s: float) -> tuple[PrintOutcome, IppSimulator, int]:
    """Print with the plug pulled after so many bytes; the outcome, the printer afterwards, and the bytes left over."""
    clock = FakeClock(auto=True)
    simulator = IppSimulator(clock, PROFILE)
    plug = Plug(SimulatedPort(SimulatedWire(clock, simulator)), clock, count, away_s)
    printer = IppPrinter(plug, clock, PROFILE)
    limit = PRINT.limit_s(printer, document(PAGES))
    outcome = printer.print(document(PAGES), Wait(clock, limit))
    assert clock.monotonic() <= limit + 0.1, count
    clock.advance(120)
    return outcome, simulator, plug.left


def bytes_of_a_print() -> int:
    plenty = 1_000_000
    return plenty - pulled_after(plenty, 0)[2]


@pytest.mark.parametrize("away_s", [0.0, 7.0, 1e9], ids=["back at once", "back after a while", "gone"])
def test_unplugged_at_any_byte_the_outcome_is_true(away_s: float) -> None:
    whole = bytes_of_a_print()
    source = random.Random(int(away_s) % 1000)
    chosen = range(whole) if ALL else sorted(source.sample(range(whole), 25))
    for count in chosen:
        outcome, simulator, _ = pulled_after(count, away_s)
        out = [sheet.number for sheet in simulator.sheets]
        assert out in ([], [1], [1, 2]), f"byte {count}: printed twice"
        if outcome.paper is Paper.CAME_OUT:
            assert out == [1, 2], f"byte {count}"
        elif outcome.paper is Paper.DID_NOT:
            assert out == [], f"byte {count}"
        assert (outcome.fault is None) == (outcome.paper is Paper.CAME_OUT)
