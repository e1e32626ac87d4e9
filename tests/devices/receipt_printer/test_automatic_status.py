"""A printer that sends its status unasked (automatic status back, ASB) while a slip is printed.

ASB: four bytes when paper or cover changes, the first 0b0xx1xx00, bit 4 clear in the three others (ESC/POS, GS a).
A memory switch, a DIP switch or an earlier host may have switched it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from devices import FakeClock, Wait
from devices.models import load_model
from devices.receipt_printer import escpos
from devices.receipt_printer.contract import Paper, TextBlock
from devices.transport import SimulatedPort, SimulatedWire, Wire
from tests.house.doors import ROOT

SLIP = (TextBlock("样例凭条 12345678"),)
STATUS: Mapping[int, int] = MappingProxyType({1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12})
"""DLE EOT n → answer of a printer that is well."""
NEAR_END = bytes.fromhex("1000030f")
"""ASB: the paper is near its end."""
REAL_TIME, PRINTED, ASB_OFF = b"\x10\x04", b"\x1dr\x01", b"\x1da\x00"
"""DLE EOT, GS r 1, GS a 0."""
ENOUGH_BYTES = 20
"""Of a job, before the paper nears its end."""


class StatusUnasked:
    """A printer that sends ASB in the middle of a job, whole or byte by byte; `prints`: and then goes on printing."""

    def __init__(self, clock: FakeClock, *, prints: bool, pause_s: float = 0.0) -> None:
        self.wire: Wire
        self.sent = b""
        self._clock = clock
        self._prints = prints
        self._pause_s = pause_s
        self._printing = False
        self._kept = b""

    def attach(self, line: Wire) -> None:
        self.wire = line

    def received(self, data: bytes) -> None:
        self.sent += data
        self._kept += data
        while (at := self._kept.find(REAL_TIME)) >= 0 and len(self._kept) > at + 2:
            self.wire.send(bytes([STATUS[self._kept[at + 2]]]))
            self._kept = self._kept[:at] + self._kept[at + 3 :]
        if not self._printing and len(self._kept) > ENOUGH_BYTES:
            self._printing = True
            for place in range(len(NEAR_END)):
                self.wire.send(NEAR_END[place : place + 1], after=0.2 + place * self._pause_s)
        if PRINTED in self._kept:
            self._kept = b""
            if self._prints:
                self.wire.send(b"\x00", after=0.3)


def outcome(printer: StatusUnasked, clock: FakeClock) -> Paper:
    port = SimulatedPort(SimulatedWire(clock, printer))
    driver = escpos.create(port, clock, load_model(ROOT / "config" / "models", "kiosk_80"), {})
    return driver.print(SLIP, Wait(clock, 20)).paper


@pytest.mark.parametrize("pause_s", [0.0, 0.01], ids=["whole", "byte by byte"])
def test_a_status_in_the_middle_of_a_slip_confirms_no_print(pause_s: float) -> None:
    clock = FakeClock(auto=True)
    assert outcome(StatusUnasked(clock, prints=False, pause_s=pause_s), clock) is Paper.UNCONFIRMED


def test_automatic_status_is_switched_off_before_the_first_line_of_a_job() -> None:
    clock = FakeClock(auto=True)
    printer = StatusUnasked(clock, prints=True)
    outcome(printer, clock)
    assert 0 <= printer.sent.find(ASB_OFF) < printer.sent.find("样例".encode("gb18030"))


@pytest.mark.parametrize("pause_s", [0.0, 0.01], ids=["whole", "byte by byte"])
def test_a_slip_with_a_status_in_its_middle_comes_out(pause_s: float) -> None:
    clock = FakeClock(auto=True)
    assert outcome(StatusUnasked(clock, prints=True, pause_s=pause_s), clock) is Paper.CAME_OUT
