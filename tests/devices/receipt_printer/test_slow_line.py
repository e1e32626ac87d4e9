"""A slip printer on a 9600 baud line: what a job may take follows from its length and the line's speed.

A fake of the line takes the place of pyserial's: the kernel takes four kilobytes at once, the wire carries 960 bytes a
second, and a write that does not end within its timeout fails.
"""

from __future__ import annotations

from collections import deque
from typing import Any, cast

import pytest
import serial

from devices import DeadlineReached, DeviceSpec, FakeClock, OpenDevice, Wait, open_device
from devices.models import load_model
from devices.receipt_printer import layout
from devices.receipt_printer.contract import PRINT, Document, Paper, TextBlock
from devices.receipt_printer.simulator import EscposSimulator
from devices.transport import Pipe, SimulatedPort, SimulatedWire
from kiosk.events import JobEnded
from kiosk.workers.device import DeviceWorker
from kiosk.workers.notices import JobBegun
from tests.house.doors import ROOT
from tests.loops import Observed, loop_of

BAUD, BITS_A_BYTE = 9600, 10
SLOWEST = 1200
KERNEL_BYTES, FIFO_BYTES = 4096, 16
MODELS = ROOT / "config" / "models"
LINES = (
    "高龄津贴申领", "申请人 䶮样例 990102********0030", "办理时间 二〇二六年十一月二十四日", "帮办人 䶮样",
    "编号 WT02-0001-7", "请妥善保管本凭条", "咨询 0571-0000 0011",
)  # fmt: skip
"""A character that the printer's font lacks is drawn, so these words make five kilobytes, a slip's usual length."""


class SlowLine:
    """The part of `serial.Serial` that a driver uses, on a fake clock, with the simulated printer at the other end."""

    def __init__(
        self, clock: FakeClock, printer: EscposSimulator, baud: int, timeout: float, write_timeout: float | None
    ) -> None:
        self._clock = clock
        self._printer = printer
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0
        self._answers: Pipe = SimulatedPort(SimulatedWire(clock, printer)).open()
        self.timeout = timeout
        self.write_timeout = write_timeout
        self.baudrate = baud

    @property
    def out_waiting(self) -> int:
        self._carry()
        return sum(len(piece) for _, piece in self._under_way)

    @property
    def in_waiting(self) -> int:
        return 0

    def write(self, data: bytes) -> int:
        begun = self._clock.monotonic()
        for at in range(0, len(data), FIFO_BYTES):
            while self.out_waiting >= KERNEL_BYTES:
                if self.write_timeout is not None and self._clock.monotonic() - begun >= self.write_timeout:
                    raise serial.SerialTimeoutException("Write timeout")
                Wait(self._clock, None).pause(0.01)
            piece = data[at : at + FIFO_BYTES]
            self._free_at = max(self._free_at, self._clock.monotonic()) + len(piece) * BITS_A_BYTE / self.baudrate
            self._under_way.append((self._free_at, piece))
        return len(data)

    def flush(self) -> None:
        while self.out_waiting:
            Wait(self._clock, None).pause(0.01)

    def read(self, size: int = 1) -> bytes:
        ends_at = self._clock.monotonic() + self.timeout
        while True:
            self._carry()
            next_piece = self._under_way[0][0] if self._under_way else ends_at
            left = min(ends_at, next_piece) - self._clock.monotonic()
            try:
                return self._answers.read(Wait(self._clock, max(left, 1e-4)), size)
            except DeadlineReached:
                if self._clock.monotonic() >= ends_at:
                    return b""

    def close(self) -> None:
        self._answers.close()

    def _carry(self) -> None:
        """Hand the printer what has arrived by now."""
        while self._under_way and self._under_way[0][0] <= self._clock.monotonic():
            self._printer.received(self._under_way.popleft()[1])


def slow_printer(
    monkeypatch: pytest.MonkeyPatch, clock: FakeClock, baud: int = BAUD
) -> tuple[OpenDevice, EscposSimulator]:
    """The driver on a slow line, and the printer at its far end."""
    printer = EscposSimulator(clock)

    def opened(address: str, **options: Any) -> SlowLine:
        return SlowLine(clock, printer, options["baudrate"], options["timeout"], options.get("write_timeout"))

    monkeypatch.setattr(serial, "serial_for_url", opened)
    spec = DeviceSpec("receipt_printer", "escpos", "/dev/ttyS99", "kiosk_80", {"baud": baud})
    return open_device(spec, clock, MODELS), printer


def prints(document: Document, monkeypatch: pytest.MonkeyPatch) -> tuple[Paper, str, bool]:
    """Outcome of one print: the driver's result, its fault, and whether one whole slip came out."""
    clock = FakeClock(auto=True)
    opened, printer = slow_printer(monkeypatch, clock)
    device: Any = opened.device
    outcome = device.print(document, Wait(clock, 30))
    return outcome.paper, outcome.fault.code if outcome.fault else "", [slip.whole for slip in printer.slips] == [True]


def slip(times: int) -> Document:
    return tuple(TextBlock(line) for line in LINES * times)


def test_a_slip_of_five_kilobytes_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints(slip(1), monkeypatch) == (Paper.CAME_OUT, "", True)


def test_a_slip_of_ten_kilobytes_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints(slip(2), monkeypatch) == (Paper.CAME_OUT, "", True)


def test_a_few_words_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints((TextBlock("测试"),), monkeypatch) == (Paper.CAME_OUT, "", True)


@pytest.mark.parametrize(("times", "least", "most"), [(1, 4_500, 7_000), (2, 9_000, 14_000)])
def test_the_slips_are_as_long_as_they_are_said_to_be(times: int, least: int, most: int) -> None:
    assert least < len(layout.encode(slip(times), load_model(MODELS, "kiosk_80"))) < most


@pytest.mark.parametrize("baud", [BAUD, SLOWEST])
def test_what_a_job_may_take_follows_from_its_bytes_and_the_speed(baud: int, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = slow_printer(monkeypatch, FakeClock(), baud)
    length = len(layout.encode(slip(2), load_model(MODELS, "kiosk_80")))
    assert PRINT.limit_s(cast(Any, opened.device), slip(2)) == PRINT.longest_s + length * BITS_A_BYTE / baud
    with pytest.raises(TypeError):
        PRINT.limit_s(cast(Any, opened.device), "no document")


def test_a_slip_that_needs_longer_than_any_other_job_comes_out_and_its_worker_is_not_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = FakeClock()
    opened, printer = slow_printer(monkeypatch, clock, SLOWEST)
    posted: list[Any] = []
    worker = DeviceWorker(opened, clock, posted.append)
    observed = Observed()
    loop = loop_of(worker, clock, observed)
    loop.start()
    worker.do("visit", 1, "print", slip(2))
    clock.advance(1)
    (begun,) = (each for each in posted if isinstance(each, JobBegun))
    assert begun.longest_s > 2 * PRINT.longest_s
    for _ in range(30):
        clock.advance(5)
        loop.check()
    loop.stop()
    loop.join(5)
    ended: list[Any] = [each.outcome for each in posted if isinstance(each, JobEnded)]
    assert [outcome.paper for outcome in ended] == [Paper.CAME_OUT]
    assert ([slip.whole for slip in printer.slips], observed.incidents) == ([True], [])


def test_a_printer_that_dies_after_a_slow_job_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock(auto=True)
    opened, printer = slow_printer(monkeypatch, clock)
    device: Any = opened.device
    assert device.status(Wait(clock, 3)).faults == ()
    received = printer.received

    def dies(data: bytes) -> None:
        if clock.monotonic() > 3:
            printer.begin("silent")
        received(data)

    monkeypatch.setattr(printer, "received", dies)
    began = clock.monotonic()
    outcome = device.print(slip(1), Wait(clock, 60))
    assert (outcome.paper, outcome.fault.code) == (Paper.UNCONFIRMED, "receipt_printer.no_answer")
    assert clock.monotonic() - began < 20


def test_a_simulated_line_is_as_slow_both_ways() -> None:
    clock = FakeClock(auto=True)
    spec = DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_80", {"paced_baud": BAUD})
    opened = open_device(spec, clock, MODELS)
    device: Any = opened.device
    line_s = PRINT.limit_s(device, slip(1)) - PRINT.longest_s
    assert line_s > 4.5
    assert device.print(slip(1), Wait(clock, 30)).paper is Paper.CAME_OUT
    assert clock.monotonic() > line_s
