"""A wire in this process behaves like a real one: pieces, pace, a pulled plug, and a way back."""

from __future__ import annotations

import pytest

from devices import Cancelled, DeadlineReached, FakeClock, SystemClock, Wait
from devices.faults import DeviceFault
from devices.serial_port import SerialPort
from devices.transport import SimulatedPort, SimulatedWire, Wire


class Echo:
    """A other end that sends back what it got, after half a second."""

    line: Wire

    def attach(self, line: Wire) -> None:
        self.line = line

    def received(self, data: bytes) -> None:
        self.line.send(data, after=0.5)


def line(baud: int | None = None) -> tuple[FakeClock, SimulatedWire]:
    clock = FakeClock(auto=True)
    return clock, SimulatedWire(clock, Echo(), baud=baud)


def test_bytes_come_back_when_they_are_due() -> None:
    clock, wire = line()
    pipe = SimulatedPort(wire).open()
    pipe.write(b"hello")
    assert pipe.read(Wait(clock, 2)) == b"hello"
    assert clock.monotonic() == 0.5


def test_a_reader_takes_no_more_than_it_asked_for() -> None:
    clock, wire = line()
    pipe = SimulatedPort(wire).open()
    pipe.write(b"hello")
    assert pipe.read(Wait(clock, 2), limit=2) == b"he"
    assert pipe.read(Wait(clock, 2)) == b"llo"


def test_a_paced_wire_takes_the_time_its_bytes_need() -> None:
    clock, wire = line(baud=9600)
    pipe = SimulatedPort(wire).open()
    pipe.write(bytes(960))
    got = b""
    while len(got) < 960:
        got += pipe.read(Wait(clock, 5))
    assert clock.monotonic() == pytest.approx(1.0 + 0.5 + 64 * 10 / 9600)


def test_silence_ends_at_the_deadline() -> None:
    clock, wire = line()
    with pytest.raises(DeadlineReached):
        SimulatedPort(wire).open().read(Wait(clock, 3))
    assert clock.monotonic() == 3


def test_a_cancelled_reader_gets_no_data() -> None:
    clock, wire = line()
    wait = Wait(clock, 3)
    wait.cancel()
    with pytest.raises(Cancelled):
        SimulatedPort(wire).open().read(wait)


def test_a_pulled_plug_is_lost_then_absent_then_back() -> None:
    clock, wire = line()
    port = SimulatedPort(wire)
    pipe = port.open()
    pipe.write(b"on its way")
    wire.cut()
    for act in (lambda: pipe.write(b"x"), lambda: pipe.read(Wait(clock, 1))):
        with pytest.raises(DeviceFault) as caught:
            act()
        assert caught.value.fault.code == "transport.lost"
    with pytest.raises(DeviceFault) as caught:
        port.open()
    assert caught.value.fault.code == "transport.absent"
    wire.mend()
    again = port.open()
    again.write(b"back")
    assert again.read(Wait(clock, 2)) == b"back"


def test_a_closed_pipe_is_lost() -> None:
    _, wire = line()
    pipe = SimulatedPort(wire).open()
    pipe.close()
    with pytest.raises(DeviceFault, match="closed"):
        pipe.write(b"x")


@pytest.mark.parametrize("address", ["/dev/does-not-exist", "socket://127.0.0.1:1", "nonsense://x"])
def test_an_address_without_a_device_is_absent(address: str) -> None:
    with pytest.raises(DeviceFault) as caught:
        SerialPort(address, SystemClock(), baud=115200).open()
    assert caught.value.fault.code == "transport.absent"
