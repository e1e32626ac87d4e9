"""The rest of a slip whose line broke does not come out for the next person."""

from __future__ import annotations

from devices import FakeClock, Wait
from devices.models import load_model
from devices.receipt_printer import escpos
from devices.receipt_printer.contract import Paper, TextBlock
from devices.transport import SimulatedPort, SimulatedWire, Wire
from tests.house.doors import ROOT

CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
"""DLE DC4 8."""
ASB_OFF, CUT = b"\x1da\x00", b"\x1dV"


class PulledAtTheCut:
    """A printer that is well and whose plug is pulled when the cut arrives; it keeps what it was sent."""

    def __init__(self) -> None:
        self.wire: Wire
        self.sent: list[bytes] = []
        self.pulled = False

    def attach(self, line: Wire) -> None:
        self.wire = line

    def received(self, data: bytes) -> None:
        self.sent.append(data)
        if CUT in data and not self.pulled:
            self.pulled = True
            self.wire.cut()
        elif data[:2] == b"\x10\x04":
            self.wire.send(b"\x12")
        elif data == b"\x1dr\x01":
            self.wire.send(b"\x00")


def test_it_is_thrown_away_as_soon_as_the_line_is_back() -> None:
    clock, peer = FakeClock(auto=True), PulledAtTheCut()
    wire = SimulatedWire(clock, peer)
    profile = load_model(ROOT / "config" / "models", "kiosk_80")
    printer = escpos.create(SimulatedPort(wire), clock, profile, {})
    assert printer.print((TextBlock("凭条"),), Wait(clock, 20)).paper is Paper.UNCONFIRMED
    assert CLEAR not in peer.sent
    wire.mend()
    peer.sent.clear()
    assert printer.status(Wait(clock, 5)).faults == ()
    assert peer.sent[:2] == [ASB_OFF, CLEAR]
    assert printer.print((TextBlock("凭条"),), Wait(clock, 20)).paper is Paper.CAME_OUT
    assert peer.sent.count(CLEAR) == 1
