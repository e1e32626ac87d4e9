"""Answers that are nonsense and a plug that is pulled at any byte: a typed fault within the deadline, and no bad page.

`make test` takes a seeded sample; with YIKE_SCANS=all, in `make soak`, it is every byte and a hundred thousand answers.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from functools import cache

import pytest

from devices import DeviceStatus, FakeClock, Wait
from devices.document_scanner import simulated_answers
from devices.document_scanner.contract import SCAN, ScanOutcome, ScanRequest, Source
from devices.document_scanner.escl import EsclScanner
from devices.document_scanner.escl_messages import NotEscl, read_capabilities, read_status
from devices.document_scanner.masking import PageMasker, RunMasker
from devices.document_scanner.picture import NotWhole, read_size
from devices.document_scanner.sane import SaneScanner
from devices.document_scanner.simulator import EsclSimulator
from devices.drawn_scans import Scan, scan_jpeg
from devices.tap import CAME, SENT
from devices.transport import Pipe, SimulatedPort, SimulatedWire, lost
from tests.devices.document_printer.test_broken_lines import Plug, mutated

ALL = os.environ.get("YIKE_SCANS") == "all"
ANSWERS = 100_000 if ALL else 2_000
OF_SCANS, OF_RUNS, OF_STATUSES = ANSWERS // 8, ANSWERS // 8, ANSWERS // 8
OF_READING = ANSWERS - OF_SCANS - OF_RUNS - OF_STATUSES
STEP = 1 if ALL else 400
PAGE = ScanRequest(75, colour=False)
STACK = ScanRequest(75, colour=False, source=Source.FEEDER, pages_most=2)
JOB = b"/eSCL/ScanJobs/7"


@cache
def picture() -> bytes:
    return scan_jpeg("one", Scan(75, False, 620, 877))


@cache
def canned() -> dict[bytes, bytes]:
    """Beginning of a request → an answer of a scanner that is well."""

    def whole(status: bytes, kind: bytes, body: bytes, more: bytes = b"") -> bytes:
        head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
        return head % (status, kind, len(body), more) + body

    row = simulated_answers.JobRow(7, "Completed", 1)
    return {
        b"GET /eSCL/ScannerStatus": whole(
            b"200 OK", b"text/xml", simulated_answers.status("Idle", "ScannerAdfLoaded", [row], "/eSCL")
        ),
        b"GET /eSCL/ScannerCapabilities": whole(b"200 OK", b"text/xml", simulated_answers.capabilities(feeder=True)),
        b"POST /eSCL/ScanJobs": whole(b"201 Created", b"text/plain", b"", b"Location: http://h%s\r\n" % JOB),
        b"GET /eSCL/ScanJobs/": whole(b"200 OK", b"image/jpeg", picture()),
        b"DELETE ": whole(b"200 OK", b"text/plain", b""),
    }


@dataclass
class Nonsense:
    """A port to a scanner that is well but for one answer, of which it sends nonsense."""

    source: random.Random
    bad: int
    """The question whose answer is nonsense."""
    address: str = "sim:"
    asked: int = 0
    told: bytes = b""
    _question: bytearray = field(default_factory=bytearray)

    def open(self) -> Pipe:
        self._question.clear()
        self.told = b""
        return self

    def line_s(self, length: int) -> float:
        return 0.0

    def write(self, data: bytes) -> None:
        self._question += data
        head, end, body = bytes(self._question).partition(b"\r\n\r\n")
        length = int(head.lower().rpartition(b"content-length: ")[2].partition(b"\r")[0]) if b"POST" in head else 0
        if not end or len(body) < length:
            return
        self._question.clear()
        told = next(answer for begins, answer in canned().items() if head.startswith(begins))
        if self.asked == self.bad:
            start = told.index(b"\r\n\r\n") + 4
            deep = self.source.random() < 0.6
            told = told[:start] + mutated(told[start:], self.source) if deep else mutated(told, self.source)
        self.asked += 1
        self.told += told

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


def is_true(found: ScanOutcome) -> None:
    """Nothing but whole pages, and a fault where there are none."""
    assert found.pages or found.fault
    for page in found.pages:
        size = read_size(page.data)
        assert (size.width, size.height) == (page.width, page.height)
        assert page.width <= 640
        assert page.height <= 900


def test_nonsense_in_a_scan_is_survived_within_the_deadline() -> None:
    for number in range(OF_SCANS):
        clock = FakeClock(auto=True)
        scanner = EsclScanner(Nonsense(random.Random(number), bad=number % 6), clock, {})
        request = STACK if number % 4 == 0 else PAGE
        limit = SCAN.limit_s(scanner, request)
        is_true(scanner.scan(request, Wait(clock, limit)))
        assert clock.monotonic() <= limit + 0.1, number


def test_nonsense_in_place_of_a_status_is_survived_within_the_deadline() -> None:
    for number in range(OF_STATUSES):
        clock = FakeClock(auto=True)
        scanner = EsclScanner(Nonsense(random.Random(f"status-{number}"), bad=0), clock, {})
        assert isinstance(scanner.status(Wait(clock, 3)), DeviceStatus)
        assert clock.monotonic() <= 3.1, number


@dataclass
class Babble(Nonsense):
    """A port of SANE whose program sends nonsense."""

    def write(self, data: bytes) -> None:
        def frame(kind: bytes, content: bytes) -> bytes:
            return kind + len(content).to_bytes(4) + content

        told = [frame(b"D", picture()[:2000]), frame(b"D", picture()[2000:]), frame(b"P", b""), frame(b"N", b"1\n")]
        told += [frame(b"T", b"scanimage: sane_read: Document feeder jammed\n"), frame(b"X", b"6")][self.bad % 3 :]
        self.told = mutated(b"".join(told), self.source)


def test_nonsense_of_the_program_is_survived_within_the_deadline() -> None:
    for number in range(OF_RUNS):
        clock = FakeClock(auto=True)
        port = Babble(random.Random(f"run-{number}"), bad=number, address="sane:x")
        scanner = SaneScanner(port, clock, {"feeder_source": "ADF"})
        is_true(scanner.scan(STACK if number % 2 else PAGE, Wait(clock, 45)))
        assert clock.monotonic() <= 45.1, number


def test_bytes_that_are_no_message_are_refused_and_nothing_else_is_raised() -> None:
    source = random.Random(17)
    bodies = [answer.partition(b"\r\n\r\n")[2] for answer in canned().values()]
    for _ in range(OF_READING):
        data = mutated(source.choice(bodies), source)
        for read, refusal in ((read_status, NotEscl), (read_capabilities, NotEscl), (read_size, NotWhole)):
            try:
                read(data)
            except refusal:
                continue
        masked = b"".join(PageMasker().feed(CAME, data) + RunMasker().feed(CAME, data) + PageMasker().feed(SENT, data))
        assert len(masked) <= 3 * len(data)


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><ScannerStatus><State>&b;</State></ScannerStatus>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><ScannerStatus/>'.encode("utf-16"),
        b"<ScannerStatus>" * 100_000,
        b"<ScannerStatus>" + b"<a>" * 30_000 + b"</a>" * 30_000 + b"</ScannerStatus>",
        b"<ScannerStatus><State></State></ScannerStatus>",
        b'<?xml version="1.0" encoding="nonsense"?><ScannerStatus/>',
        b"",
    ],
    ids=["entity", "outside", "too long", "deep", "empty state", "encoding", "nothing"],
)
def test_hostile_xml_is_no_status(body: bytes) -> None:
    with pytest.raises(NotEscl):
        read_status(body)


def test_an_empty_line_before_the_declaration_hides_no_scanner() -> None:
    body = simulated_answers.status("Idle", "ScannerAdfLoaded", [], "/eSCL")
    assert body.startswith(b"<?xml")
    assert read_status(b"\r\n" + body) == read_status(body)


def test_a_picture_that_breaks_off_anywhere_is_not_whole() -> None:
    data = picture()
    for length in (*range(700), *random.Random(3).sample(range(700, len(data)), 300), len(data) - 1):
        with pytest.raises(NotWhole):
            read_size(data[:length])
    assert read_size(data).width == 620


def pulled_after(count: int, away_s: float) -> tuple[ScanOutcome, EsclSimulator, int, EsclScanner, FakeClock]:
    """Scan with the plug pulled after so many bytes, and what is left over."""
    clock = FakeClock(auto=True)
    simulator = EsclSimulator(clock)
    simulator.put_paper("one")
    plug = Plug(SimulatedPort(SimulatedWire(clock, simulator)), clock, count, away_s)
    scanner = EsclScanner(plug, clock, {})
    limit = SCAN.limit_s(scanner, PAGE)
    found = scanner.scan(PAGE, Wait(clock, limit))
    assert clock.monotonic() <= limit + 0.1, count
    return found, simulator, plug.left, scanner, clock


@pytest.mark.parametrize("away_s", [0.0, 1e9], ids=["back at once", "gone"])
def test_unplugged_at_any_byte_there_is_the_true_page_or_a_fault(away_s: float) -> None:
    plenty = 1_000_000
    good, _, left, _, _ = pulled_after(plenty, 0)
    assert len(good.pages) == 1
    whole = plenty - left
    for count in range(0 if ALL else 7, whole, STEP):
        found, simulator, _, scanner, clock = pulled_after(count, away_s)
        assert found.pages in ((), good.pages), count
        assert (found.fault is None) == (found.pages == good.pages), count
        if away_s == 0:
            clock.advance(70)
            assert scanner.scan(PAGE, Wait(clock, 45)).pages == good.pages, count
            assert simulator.open_jobs == 0, count
