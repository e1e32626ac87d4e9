"""A slip printer on a 9600 baud line: what a job may take follows from its length and the line's speed.

A fake of the line takes the place of pyserial's: the kernel takes four kilobytes at once, the wire carries 960 bytes a
second, and a write that does not end within its timeout fails.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
import serial

from devices import DeadlineReached, DeviceSpec, FakeClock, Wait, open_device
from devices.models import load_model
from devices.receipt_printer import layout
from devices.receipt_printer.contract import Document, Paper, TextBlock
from devices.receipt_printer.simulator import EscposSimulator
from devices.transport import Pipe, SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

BAUD, BITS_A_BYTE = 9600, 10
KERNEL_BYTES, FIFO_BYTES = 4096, 16
MODELS = ROOT / "config" / "models"
LINES = (
    "高龄津贴申领", "申请人 䶮样例 990102********0030", "办理时间 二〇二六年十一月二十四日", "帮办人 䶮样",
    "编号 WT02-0001-7", "请妥善保管本凭条", "咨询 0571-0000 0011",
)  # fmt: skip
"""A character that the printer's font lacks is drawn, so these words make five kilobytes, a slip's usual length."""


class SlowLine:
    """The part of `serial.Serial` that a driver uses, on a fake clock, with the simulated printer at the other end."""

    def __init__(self, clock: FakeClock, printer: EscposSimulator, timeout: float, write_timeout: float | None) -> None:
        self._clock = clock
        self._printer = printer
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0
        self._answers: Pipe = SimulatedPort(SimulatedWire(clock, printer)).open()
        self.timeout = timeout
        self.write_timeout = write_timeout
        self.baudrate = BAUD

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
            self._free_at = max(self._free_at, self._clock.monotonic()) + len(piece) * BITS_A_BYTE / BAUD
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


def prints(document: Document, monkeypatch: pytest.MonkeyPatch) -> tuple[Paper, str, bool]:
    """Outcome of one print: the driver's result, its fault, and whether one whole slip came out."""
    clock = FakeClock(auto=True)
    printer = EscposSimulator(clock)

    def opened(address: str, **options: Any) -> SlowLine:
        return SlowLine(clock, printer, options["timeout"], options.get("write_timeout"))

    monkeypatch.setattr(serial, "serial_for_url", opened)
    spec = DeviceSpec("receipt_printer", "escpos", "/dev/ttyS0", "kiosk_80", {"baud": BAUD})
    device: Any = open_device(spec, clock, MODELS).device
    outcome = device.print(document, Wait(clock, 30))
    return outcome.paper, outcome.fault.code if outcome.fault else "", [slip.whole for slip in printer.slips] == [True]


def slip(times: int) -> Document:
    return tuple(TextBlock(line) for line in LINES * times)


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="the driver counts the printer's silence from when the kernel has the bytes: no_answer on a healthy line",
)
def test_a_slip_of_five_kilobytes_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints(slip(1), monkeypatch) == (Paper.CAME_OUT, "", True)


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="one write timeout of two seconds bounds the whole job whatever its length: transport.lost and half a slip",
)
def test_a_slip_of_ten_kilobytes_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints(slip(2), monkeypatch) == (Paper.CAME_OUT, "", True)


def test_a_few_words_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prints((TextBlock("测试"),), monkeypatch) == (Paper.CAME_OUT, "", True)


@pytest.mark.parametrize(("times", "least", "most"), [(1, 4_500, 7_000), (2, 9_000, 14_000)])
def test_the_slips_are_as_long_as_they_are_said_to_be(times: int, least: int, most: int) -> None:
    assert least < len(layout.encode(slip(times), load_model(MODELS, "kiosk_80"))) < most
