"""A reading that fails once is tried again by the reader's driver; a wire that gives noise is a technician's fault."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import Clock, DeadlineReached, DeviceFault, DeviceSpec, DeviceState, FakeClock, Next, Wait, open_device
from devices.id_reader import sdt
from devices.id_reader.samv import SamvReader
from devices.id_reader.simulator import create
from devices.transport import Pipe, SimulatedPort, SimulatedWire, Wire, busy
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import invented_card


def bench() -> tuple[Any, Any, FakeClock]:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("id_reader", "samv", "sim:"), clock, ROOT / "config" / "models")
    assert opened.simulator is not None
    return opened.device, opened.simulator, clock


@pytest.mark.parametrize("times", [1, 2])
def test_a_card_that_fails_up_to_twice_is_read_without_a_word_to_the_citizen(times: int) -> None:
    reader, simulator, clock = bench()
    simulator.put_card(invented_card())
    simulator.begin("weak_coupling", times=times)
    assert reader.read(Wait(clock, 5)).number == invented_card().number


def test_after_the_third_failure_the_citizen_is_asked() -> None:
    reader, simulator, clock = bench()
    simulator.put_card(invented_card())
    simulator.begin("weak_coupling", times=3)
    with pytest.raises(DeviceFault) as caught:
        reader.read(Wait(clock, 5))
    assert (caught.value.fault.code, caught.value.fault.detail) == ("id_reader.lift_and_retry", "SW 000041")


def test_a_wait_that_ends_between_two_readings_tells_what_failed() -> None:
    reader, simulator, clock = bench()
    with pytest.raises(DeadlineReached):
        reader.read(Wait(clock, 0.4))
    simulator.put_card(invented_card())
    simulator.begin("unreadable")
    with pytest.raises(DeviceFault, match="lift_and_retry"):
        reader.read(Wait(clock, 1.1))


class Babbling:
    """Answers whatever is asked with these bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._wire: Wire

    def attach(self, line: Wire) -> None:
        self._wire = line

    def received(self, data: bytes) -> None:
        self._wire.send(self._answer, 0.01)


def reader_of(answer: bytes, clock: Clock) -> SamvReader:
    return SamvReader(SimulatedPort(SimulatedWire(clock, Babbling(answer))), clock)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=40) | st.binary(max_size=20).map(lambda noise: sdt.PREAMBLE + noise))
def test_noise_is_never_ready_and_never_the_citizens_to_mend(noise: bytes) -> None:
    clock = FakeClock(auto=True)
    reader = reader_of(noise, clock)
    with pytest.raises(DeviceFault) as caught:
        reader.read(Wait(clock, 20))
    assert (caught.value.fault.code, caught.value.fault.next) == ("transport.noise", Next.CALL_STAFF)
    status = reader.status(Wait(clock, 3))
    assert (status.state, [fault.code for fault in status.faults]) == (DeviceState.FAULT, ["transport.noise"])


@pytest.mark.parametrize("sw3", [0x80, 0x41, 0x32, 0x9F, 0x00, 0x07])
def test_a_status_that_is_no_status_is_a_broken_reader(sw3: int) -> None:
    clock = FakeClock(auto=True)
    status = reader_of(sdt.reply(sw3), clock).status(Wait(clock, 3))
    assert (status.state, [fault.next for fault in status.faults]) == (DeviceState.FAULT, [Next.CALL_STAFF])


@pytest.mark.parametrize("baud", [1200, 9600, 115200])
def test_a_card_is_read_on_a_slow_line(baud: int) -> None:
    clock = FakeClock(auto=True)
    simulator: Any = create(clock, {})
    simulator.put_card(invented_card())
    reader = SamvReader(SimulatedPort(SimulatedWire(clock, simulator, baud=baud)), clock)
    assert reader.read(Wait(clock, 30)).number == invented_card().number


class Taken(SimulatedPort):
    """A port that another program has."""

    def open(self) -> Pipe:
        raise busy("in use by pid 1 (init)", "init.1")


def test_a_reader_whose_line_another_program_has_is_there() -> None:
    clock = FakeClock(auto=True)
    status = SamvReader(Taken(SimulatedWire(clock, Babbling(b""))), clock).status(Wait(clock, 3))
    assert (status.state, [fault.code for fault in status.faults]) == (DeviceState.FAULT, ["transport.busy"])
