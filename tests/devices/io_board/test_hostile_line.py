"""Any bytes and a plug pulled at any byte: a value or a typed fault within the deadline, and good as ever after it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeadlineReached, DeviceFault, FakeClock, Wait
from devices.indicators import modbus_board as lamps_driver
from devices.indicators.contract import DARK, GuideLights, Light
from devices.indicators.simulator import LampsSimulator
from devices.modbus import crc
from devices.modbus_line import LATE_S, ModbusLine
from devices.sensors import modbus_board as sensors_driver
from devices.sensors.contract import Sensed
from devices.sensors.simulator import SensorsSimulator
from devices.transport import SimulatedPort, SimulatedWire
from tests.devices.code_scanner.test_hostile_line import Babbler, CutPeer

LAMPS = {"lamps": {"id_reader": 0, "camera": 1}}
CONTACTS: dict[str, Any] = {"doors": [{"input": 0}], "person": {"input": 1}}
DRIVERS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "indicators": (lamps_driver, LampsSimulator, LAMPS),
    "sensors": (sensors_driver, SensorsSimulator, CONTACTS),
}
ROUNDS = 100_000 if os.environ.get("YIKE_BOARDS") == "all" else 2_000
CALL_S = 3.0
STATES = (
    DARK,
    GuideLights((("id_reader", Light.ON),)),
    GuideLights((("id_reader", Light.BLINK), ("camera", Light.ON))),
)


def frame(content: bytes) -> bytes:
    return content + crc(content)


FRAMES = (
    *("01010100", "01020103", "0102020000", "018202", "0105ffff0000", "02020100", "010f00000002", "010500000000"),
    *("000000", "01030100", "0101ff"),
)
PIECES = (
    *(frame(bytes.fromhex(each)) for each in FRAMES),
    *(b"\x01\x02\x01", b"\x00", b"\xff" * 300, b"\x01\x01\xff"),
)


def call_of(driver: str, device: Any, clock: FakeClock) -> Callable[[int], None]:
    def light(number: int) -> None:
        device.light(STATES[number % len(STATES)], Wait(clock, CALL_S))

    def sense(number: int) -> None:
        assert isinstance(device.sense(Wait(clock, CALL_S)), Sensed)

    return light if driver == "indicators" else sense


@pytest.mark.parametrize("driver", DRIVERS)
def test_any_bytes_give_a_value_or_a_typed_fault_in_time(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.devices.code_scanner.test_hostile_line.PIECES", PIECES)
    module, simulated, options = DRIVERS[driver]
    chosen, clock = random.Random(17), FakeClock(auto=True)
    babbler = Babbler(simulated(clock, options), chosen)
    line = ModbusLine(SimulatedPort(SimulatedWire(clock, babbler)), clock)
    call = call_of(driver, module.create(line, clock, MappingProxyType({}), options), clock)
    seen: set[str] = set()
    for number in range(ROUNDS // len(DRIVERS)):
        babbler.answers = chosen.random() < 0.7
        began = clock.monotonic()
        try:
            call(number)
        except DeadlineReached:
            pass
        except DeviceFault as trouble:
            seen.add(trouble.fault.code)
        assert clock.monotonic() - began <= CALL_S + 0.001, number
    assert seen <= {*(f"{driver}.{word}" for word in ("no_answer", "refused", "two_boards")), "transport.noise"}


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_plug_pulled_at_any_byte_is_a_fault_in_time(driver: str) -> None:
    module, simulated, options = DRIVERS[driver]
    results = []
    for count in range(100):
        clock = FakeClock(auto=True)
        peer = CutPeer(simulated(clock, options), count)
        wire = SimulatedWire(clock, peer)
        call = call_of(driver, module.create(ModbusLine(SimulatedPort(wire), clock), clock, {}, options), clock)
        began = clock.monotonic()
        try:
            call(1)
            results.append("done")
        except DeviceFault as trouble:
            results.append(trouble.fault.code)
        assert clock.monotonic() - began <= CALL_S, count
        wire.mend()
        peer.wire.left = 10_000
        Wait(clock, None).pause(LATE_S)
        call(2)
    whole = results.index("done")
    assert whole > 10
    assert set(results[:whole]) <= {"transport.lost", "transport.absent", f"{driver}.no_answer", "transport.noise"}
    assert set(results[whole:]) == {"done"}
