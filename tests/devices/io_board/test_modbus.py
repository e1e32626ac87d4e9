"""Frames as the manuals print them, the rule by which two devices share a line, and answers that come late."""

from __future__ import annotations

import os
import tty
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from devices import (
    DeviceFault,
    DeviceSpec,
    DeviceState,
    FakeClock,
    PortsInUse,
    Presence,
    SystemClock,
    Wait,
    open_device,
)
from devices.indicators import modbus_board as lamps_driver
from devices.indicators.contract import DARK, GuideLights, Light
from devices.modbus import READ_INPUTS, answers_in, bits, crc, packed_bits, read, write_coil, write_coils
from devices.modbus_line import ModbusBoard, ModbusLine
from devices.opening import sharing_problems
from devices.sensors import modbus_board as sensors_driver
from devices.sensors.contract import Door, Sensed
from devices.transport import SimulatedPort, SimulatedWire
from tests.devices.transcript import scripted
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
HERE = Path(__file__).parent / "transcripts"
NONE: Any = MappingProxyType({})
STEADY = GuideLights((("id_reader", Light.ON),))


def test_frames_are_those_of_the_manuals() -> None:
    assert write_coil(1, 0, True).bytes.hex(" ") == "01 05 00 00 ff 00 8c 3a"
    assert read(READ_INPUTS, 1, 0, 8).bytes.hex(" ") == "01 02 00 00 00 08 79 cc"
    assert write_coils(1, 0, (True, False, True)).bytes.hex(" ") == "01 0f 00 00 00 03 01 05 4f 54"
    assert crc(bytes.fromhex("01 81 02")).hex(" ") == "c1 91"
    (answer,) = answers_in(bytes.fromhex("ff 00 01 02 01 55 61 b7 00"))
    assert (answer.unit, bits(answer.body[1:], 8)) == (1, (True, False) * 4)
    states = tuple(number % 3 == 0 for number in range(19))
    assert bits(packed_bits(states), 19) == states


def test_the_lamps_meet_their_transcripts() -> None:
    clock = FakeClock(auto=True)
    for name, lamps, wanted in (
        ("lamps", {"id_reader": 0, "camera": 2}, (STEADY, DARK)),
        (
            "lamps_together",
            {"id_reader": 0, "b": 1, "c": 2},
            (GuideLights((("id_reader", Light.ON), ("c", Light.ON))),),
        ),
    ):
        port, peer = scripted(HERE / f"{name}.txt", clock)
        device = lamps_driver.create(ModbusLine(port, clock), clock, NONE, {"lamps": lamps})
        for lights in wanted:
            device.light(lights, Wait(clock, 3))
        peer.finish()


def test_the_sensors_meet_their_transcript() -> None:
    clock = FakeClock(auto=True)
    port, peer = scripted(HERE / "sensors.txt", clock)
    options = {
        "doors": [{"input": 0, "normally_closed": True}],
        "person": {"input": 7, "normally_closed": True},
        "slots": {"camera": {"input": 2}},
    }
    device = sensors_driver.create(ModbusLine(port, clock), clock, NONE, options)
    seen = device.sense(Wait(clock, 3))
    assert seen == Sensed(Door.CLOSED, Presence.PRESENT, (("camera", Presence.PRESENT),))
    with pytest.raises(DeviceFault, match=r"sensors\.refused"):
        device.sense(Wait(clock, 3))
    peer.finish()


class LatePeer:
    """Answers each request for one coil or input with that bit, but the first after so many seconds."""

    def __init__(self, late_s: float) -> None:
        self._late_s = late_s
        self.asked: list[bytes] = []

    def attach(self, wire: Any) -> None:
        self._wire = wire

    def received(self, data: bytes) -> None:
        self.asked.append(data)
        content = bytes((data[0], data[1], 1, int(len(self.asked) == 1)))
        self._wire.send(content + crc(content), self._late_s if len(self.asked) == 1 else 0.0)


@pytest.mark.parametrize("late_s", [0.6, 0.9, 1.1, 1.4, 2.5])
def test_a_late_answer_is_never_taken_for_that_of_the_next_request(late_s: float) -> None:
    """The answer to the first question says 1; all others say 0. Whenever it comes, nobody is told 1 any more."""
    clock = FakeClock(auto=True)
    board = ModbusBoard(ModbusLine(SimulatedPort(SimulatedWire(clock, LatePeer(late_s))), clock), 1, "sensors")
    told: list[bool] = []
    faults: set[str] = set()
    for _ in range(8):
        try:
            told.append(board.read(READ_INPUTS, 0, 1, Wait(clock, 3))[0])
        except DeviceFault as trouble:
            faults.add(trouble.fault.code)
    assert faults == {"sensors.no_answer"}
    assert told
    assert not any(told)


def test_after_an_answer_that_was_lost_the_relays_are_read_before_they_are_written() -> None:
    """The command may have been carried out: it is not repeated blindly."""
    opened = open_device(lamp_spec(), clock := FakeClock(auto=True), MODELS)
    device, board = opened.device, opened.simulator
    device.light(DARK, Wait(clock, 3))  # type: ignore[attr-defined]
    assert board is not None
    board.begin("answer_lost")
    with pytest.raises(DeviceFault):
        device.light(STEADY, Wait(clock, 3))  # type: ignore[attr-defined]
    board.end("answer_lost")
    assert board.lit == {"id_reader"}, "it was carried out, and only the answer was lost"  # type: ignore[attr-defined]
    device.light(STEADY, Wait(clock, 3))  # type: ignore[attr-defined]
    assert board.changes == [{"id_reader"}]  # type: ignore[attr-defined]


def lamp_spec(port: str = "sim:", **options: Any) -> DeviceSpec:
    return DeviceSpec(
        "indicators", "modbus", port, "io_board_8", {"lamps": {"id_reader": 0, "camera": 5}, **options}, "lamps"
    )


def sensor_spec(port: str = "sim:", **options: Any) -> DeviceSpec:
    wired = {"doors": [{"input": 0, "normally_closed": True}], "person": {"input": 1}}
    return DeviceSpec("sensors", "modbus", port, "", {**wired, **options}, "sensors")


def test_two_devices_share_the_line_of_their_board() -> None:
    clock, in_use = FakeClock(auto=True), PortsInUse()
    one: Any = open_device(lamp_spec("sim:board"), clock, MODELS, in_use=in_use)
    other: Any = open_device(sensor_spec("sim:board"), clock, MODELS, in_use=in_use)
    assert one.simulator.board is other.simulator.board
    other.simulator.come_near()
    one.device.light(STEADY, Wait(clock, 3))
    assert other.device.sense(Wait(clock, 3)) == Sensed(Door.CLOSED, Presence.PRESENT)
    assert one.simulator.lit == {"id_reader"}
    # One device that is closed leaves the line to the other.
    one.device.close()
    assert other.device.sense(Wait(clock, 3)).person is Presence.PRESENT
    # The plug is that of both.
    one.simulator.begin("unplugged")
    Wait(clock, None).pause(1.1)
    states = [each.device.status(Wait(clock, 3)).state for each in (one, other) for _ in range(2)]
    assert states[1] is DeviceState.ABSENT
    assert states[3] is DeviceState.ABSENT
    alone: Any = open_device(sensor_spec("sim:"), clock, MODELS, in_use=in_use)
    assert alone.simulator.board is not other.simulator.board


def test_requests_of_two_devices_never_mix() -> None:
    """Each thread asks for its own, on one line, while the other does."""
    clock, in_use = FakeClock(), PortsInUse()
    one: Any = open_device(lamp_spec("sim:board"), clock, MODELS, in_use=in_use)
    other: Any = open_device(sensor_spec("sim:board"), clock, MODELS, in_use=in_use)
    wrong: list[str] = []

    def light() -> None:
        for number in range(40):
            lights = STEADY if number % 2 else DARK
            one.device.light(lights, Wait(clock, 3))
            if one.simulator.lit != ({"id_reader"} if number % 2 else set()):
                wrong.append(f"lamps {number}")

    def sense() -> None:
        for number in range(40):
            seen = other.device.sense(Wait(clock, 3))
            if (seen.door, seen.person) != (Door.CLOSED, Presence.GONE):
                wrong.append(f"sensors {number}: {seen}")

    threads = [clock.spawn("light", light), clock.spawn("sense", sense)]
    clock.advance(60)
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    assert wrong == []
    assert one.simulator.complaints == other.simulator.complaints == ()


def test_a_serial_line_that_is_shared_is_still_refused_to_others() -> None:
    """The line has one user, and that is the board's: a third device with another protocol learns who is there."""
    near, far = os.openpty()
    tty.setraw(far)
    name = os.ttyname(far)
    try:
        clock, in_use = SystemClock(), PortsInUse()
        for spec in (lamp_spec(name), sensor_spec(name)):
            status = open_device(spec, clock, MODELS, in_use=in_use).device.status(Wait(clock, 0.01))
            assert not any(fault.code == "transport.busy" for fault in status.faults)
        third = open_device(DeviceSpec("code_scanner", "newland", name), clock, MODELS, in_use=in_use)
        (fault,) = third.device.status(Wait(clock, 0.5)).faults
        assert (fault.code, fault.cause) == ("transport.busy", "lamps")
    finally:
        os.close(near)
        os.close(far)


def test_two_speeds_on_one_line_are_a_mistake_of_the_profile() -> None:
    fast, slow = lamp_spec("sim:board", baud=115200), sensor_spec("sim:board ", baud=9600)
    (problem,) = sharing_problems((fast, slow))
    assert problem == ("sensors", "shares sim:board  with lamps, which has another speed; give both the same")
    assert not list(sharing_problems((lamp_spec("sim:board"), sensor_spec("sim:board"))))
    assert not list(sharing_problems((lamp_spec("sim:", baud=9600), sensor_spec("sim:"))))
