"""Noise on the line of a slip printer is a fault of the line: no state of the printer, and no slip that came out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from devices import DeviceState, DeviceStatus, FakeClock, Presence, Wait
from devices.faults import DeviceFault
from devices.models import load_model
from devices.receipt_printer import escpos
from devices.receipt_printer.answers import Answer, AnswerParser, Sort
from devices.receipt_printer.contract import Paper, ReceiptPrinter, TextBlock
from devices.transport import SimulatedPort, SimulatedWire, Wire
from tests.house.doors import ROOT

SLIP = (TextBlock("样例凭条 12345678"),)
QUESTION = b"\x10\x04"
"""DLE EOT."""
PRINTED = b"\x1dr\x01"
"""GS r 1."""
Say = Callable[[int, int], bytes]
"""The bytes that answer the so-manieth question, which is DLE EOT n."""
LINE_FAULTS = {"transport.noise", "receipt_printer.no_answer"}
WELL = 0x12


class Questioned:
    """A far end that answers each DLE EOT n as `say` has it, and after a job sends `unasked` with a pause."""

    def __init__(self, say: Say, unasked: bytes = b"") -> None:
        self.wire: Wire
        self.asked = 0
        self._say = say
        self._unasked = unasked

    def attach(self, line: Wire) -> None:
        self.wire = line

    def received(self, data: bytes) -> None:
        if PRINTED in data and self._unasked:
            self.wire.send(self._unasked, after=0.2)
            self._unasked = b""
        while (at := data.find(QUESTION)) >= 0 and len(data) > at + 2:
            answer = self._say(self.asked, data[at + 2])
            self.asked += 1
            if answer:
                self.wire.send(answer, after=0.002)
            data = data[at + 3 :]


def printer_of(peer: Questioned, model: str = "kiosk_80") -> tuple[ReceiptPrinter, FakeClock]:
    clock = FakeClock(auto=True)
    port = SimulatedPort(SimulatedWire(clock, peer))
    return escpos.create(port, clock, load_model(ROOT / "config" / "models", model), {}), clock


def status_of(say: Say, model: str = "kiosk_80") -> DeviceStatus:
    printer, clock = printer_of(Questioned(say), model)
    return printer.status(Wait(clock, 5))


def random_bytes(seed: int, length: Callable[[random.Random], int]) -> Say:
    source = random.Random(seed)
    return lambda asked, number: source.randbytes(length(source))


LENGTHS: dict[str, Callable[[random.Random], int]] = {
    "one byte an answer": lambda source: 1,
    "a few": lambda source: source.randrange(6),
    "many": lambda source: 200,
}


@pytest.mark.parametrize("model", ["kiosk_80", "kiosk_58"])
@pytest.mark.parametrize("length", LENGTHS.values(), ids=LENGTHS)
def test_random_bytes_are_no_state_of_the_printer(length: Callable[[random.Random], int], model: str) -> None:
    for seed in range(20):
        status = status_of(random_bytes(seed, length), model)
        assert status.state is DeviceState.FAULT
        assert {fault.code for fault in status.faults} <= LINE_FAULTS
        assert status.levels["paper"] == "unknown"


def test_nothing_is_sent_to_be_printed_over_a_noisy_line() -> None:
    printer, clock = printer_of(Questioned(random_bytes(1, LENGTHS["a few"])))
    assert printer.print(SLIP, Wait(clock, 20)).paper is Paper.DID_NOT


def test_plausible_bytes_that_change_from_round_to_round_are_noise() -> None:
    source = random.Random(7)
    status = status_of(lambda asked, number: bytes([WELL | source.choice([0x00, 0x04, 0x08, 0x20, 0x40, 0x6C])]))
    assert [fault.code for fault in status.faults] == ["transport.noise"]


@pytest.mark.parametrize("disturbed", range(8))
def test_one_disturbed_answer_is_asked_for_again(disturbed: int) -> None:
    status = status_of(lambda asked, number: bytes([WELL | (0x68 if asked == disturbed else 0)]))
    assert (status.state, status.faults) == (DeviceState.READY, ())


@pytest.mark.parametrize("at", range(8))
def test_after_a_byte_too_many_no_answer_is_taken_for_its_neighbours(at: int) -> None:
    paper_out = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
    status = status_of(lambda asked, number: bytes([WELL] * (asked == at) + [paper_out[number]]))
    assert {fault.code for fault in status.faults} <= {"receipt_printer.paper_out", *LINE_FAULTS}
    assert status.faults


@pytest.mark.parametrize("unasked", ["00 00 00", "03 0f", "00", "ff 00 00", "10 00 00 0f 00 00"])
def test_bytes_that_nobody_asked_for_confirm_no_print(unasked: str) -> None:
    printer, clock = printer_of(Questioned(lambda asked, number: bytes([WELL]), bytes.fromhex(unasked)))
    assert printer.print(SLIP, Wait(clock, 20)).paper is Paper.UNCONFIRMED


class Ejector(Questioned):
    """A presenter that answers GS e 6 with these bytes, one by one."""

    def __init__(self, *answers: bytes) -> None:
        super().__init__(lambda asked, number: b"")
        self._answers = list(answers)

    def received(self, data: bytes) -> None:
        if data == b"\x1de\x06":
            self.wire.send(self._answers.pop(0), after=0.002)


ASB = bytes.fromhex("10 00 00 0f")


@pytest.mark.parametrize(
    ("answers", "presence"),
    [
        ((b"\x08", b"\x08"), Presence.PRESENT),
        ((b"\x10", b"\x10"), Presence.GONE),  # its motor runs: an automatic status may begin so too
        ((b"\x00", b"\x08", b"\x08"), Presence.PRESENT),
        ((ASB + b"\x08", b"\x08", b"\x08"), None),
        ((b"\x00", b"\x08", b"\x00", b"\x08"), None),
    ],
)
def test_a_presence_is_believed_twice_alike(answers: tuple[bytes, ...], presence: Presence | None) -> None:
    printer, clock = printer_of(Ejector(*answers))
    if presence is not None:
        assert printer.waiting(Wait(clock, 3)) is presence
        return
    with pytest.raises(DeviceFault) as caught:
        printer.waiting(Wait(clock, 3))
    assert caught.value.fault.code == "transport.noise"


@pytest.mark.parametrize(
    ("data", "sorts"),
    [
        ("12", [Sort.REAL_TIME]),
        ("1e 72", [Sort.REAL_TIME, Sort.REAL_TIME]),
        ("00", [Sort.BUFFERED]),
        ("10 00 03 0f", [Sort.AUTOMATIC]),
        ("3c 00 00 00 12 0f", [Sort.AUTOMATIC, Sort.REAL_TIME, Sort.BUFFERED]),
        ("10 00 12", [Sort.NOISE, Sort.REAL_TIME]),
        ("10 10 00 00 00", [Sort.NOISE, Sort.AUTOMATIC]),
        ("11 13", [Sort.FLOW, Sort.FLOW]),
        ("ff 92 80", [Sort.NOISE, Sort.NOISE, Sort.NOISE]),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_bytes_are_sorted_by_their_fixed_bits(data: str, sorts: list[Sort], whole: bool) -> None:
    parser, given = AnswerParser(fixed_bits=True), bytes.fromhex(data)
    pieces = [given] if whole else [given[at : at + 1] for at in range(len(given))]
    assert [answer.sort for piece in pieces for answer in parser.feed(piece)] == sorts


def test_an_automatic_status_that_breaks_off_is_noise() -> None:
    parser = AnswerParser(fixed_bits=False)
    assert parser.feed(b"\x10\x00") == []
    assert parser.silence() == [Answer(Sort.NOISE, 0x10)]
    assert parser.silence() == []
    assert parser.feed(b"\x92") == [Answer(Sort.REAL_TIME, 0x92)]
