"""The promises of all sensors, on every driver, on a wire in this process and on a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from devices import (
    Clock,
    DeviceFault,
    DeviceSpec,
    DeviceState,
    FakeClock,
    Misfortune,
    Next,
    Presence,
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.modbus_line import LATE_S
from devices.registry import create_simulator, drivers_of
from devices.sensors.contract import EVERY_S, NOTHING_SENSED, SENSED, Door, Sensed, SensorsCapability
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
DRIVERS = drivers_of("sensors")
WIRES = ("pair", "socket")
WIRED: dict[str, Any] = {
    "doors": [{"input": 0, "normally_closed": True}],
    "person": {"input": 1},
    "slots": {"scanner": {"input": 5, "normally_closed": True}},
}
AT_REST = Sensed(Door.CLOSED, Presence.GONE, (("scanner", Presence.GONE),))


@dataclass
class Bench:
    sensors: Any
    simulator: Any
    clock: Clock

    def sense(self) -> Sensed:
        seen: Sensed = self.sensors.sense(Wait(self.clock, 3))
        return seen

    def status(self) -> Any:
        return self.sensors.status(Wait(self.clock, 3))

    def values(self, seconds: float) -> list[Sensed]:
        """The values that are news, of a watch that is served for so long."""
        seen: list[Sensed] = []
        for _ in range(round(seconds / EVERY_S)):
            value = self.sense()
            if not seen or value != seen[-1]:
                seen.append(value)
            Wait(self.clock, None).pause(EVERY_S)
        return seen


def bench_of(driver: str, options: dict[str, Any]) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("sensors", driver, "sim:", "", options), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


@pytest.fixture(params=product(DRIVERS, WIRES), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        yield bench_of(driver, WIRED)
        return
    real = SystemClock()
    simulator: Any = create_simulator("sensors", driver, real, WIRED)
    server = Server(simulator, real)
    opened = open_device(DeviceSpec("sensors", driver, f"socket://127.0.0.1:{server.port}", "", WIRED), real, MODELS)
    yield Bench(opened.device, simulator, real)
    opened.device.close()
    server.close()


def in_process() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", [(d, "pair") for d in DRIVERS], indirect=True, ids=DRIVERS)


def test_the_sensors_say_what_is_there(bench: Bench) -> None:
    assert bench.sense() == AT_REST
    bench.simulator.come_near()
    bench.simulator.open_door()
    bench.simulator.leave_items()
    assert bench.sense() == Sensed(Door.OPEN, Presence.PRESENT, (("scanner", Presence.PRESENT),))
    assert bench.status().levels == {"door": "open"}
    for undone in (bench.simulator.go_away, bench.simulator.close_door, bench.simulator.take_items):
        undone()
    assert bench.sense() == AT_REST
    assert not bench.simulator.complaints


def test_sensors_that_are_not_wired_are_unknown() -> None:
    for driver in DRIVERS:
        bench = bench_of(driver, {"person": {"input": 1}})
        assert bench.sense() == Sensed(Door.UNKNOWN, Presence.GONE)
        assert bench.status().levels == {}
        assert bench_of(driver, {}).sense() == NOTHING_SENSED


def test_of_two_doors_one_that_is_open_is_enough() -> None:
    for driver in DRIVERS:
        bench = bench_of(driver, {"doors": [{"input": 0}, {"input": 3, "normally_closed": True}]})
        assert bench.sense().door is Door.CLOSED
        bench.simulator.open_door()
        assert bench.sense().door is Door.OPEN


@pytest.mark.parametrize("sensor", ["person", "door", "scanner"])
@in_process()
def test_a_sensor_that_flickers_is_named_and_its_last_value_stays(bench: Bench, sensor: str) -> None:
    """Fifty changes a second for a minute: one fault, no news, and as good as ever when it rests."""
    assert bench.sense() == AT_REST
    bench.simulator.begin("flickering", sensor=sensor)
    assert bench.values(60) == [AT_REST]
    status = bench.status()
    assert (status.state, [fault.code for fault in status.faults]) == (DeviceState.WARNING, ["sensors.flickering"])
    bench.simulator.end("flickering")
    bench.simulator.come_near()
    assert len(bench.values(5)) <= 2
    assert bench.status().state is DeviceState.READY
    assert bench.sense().person is Presence.PRESENT


@in_process()
def test_a_sensor_that_flickers_from_the_start_is_unknown(bench: Bench) -> None:
    bench.simulator.begin("flickering", sensor="person")
    assert {each.person for each in bench.values(10)} == {Presence.UNKNOWN}


@pytest.mark.parametrize(
    ("bench", "misfortune"),
    [
        pytest.param((driver, "pair"), each, id=f"{driver}-{each.name}")
        for driver in DRIVERS
        for each in misfortunes("sensors", driver)
        if each.name != "flickering"
    ],
    indirect=["bench"],
)
def test_every_misfortune_has_its_fault_and_an_end(bench: Bench, misfortune: Misfortune) -> None:
    assert bench.sense() == AT_REST
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    with pytest.raises(DeviceFault) as caught:
        bench.sense()
    assert caught.value.fault.code in misfortune.faults
    assert caught.value.fault.next is Next.CALL_STAFF
    assert SENSED.on_fault is not None
    assert SENSED.on_fault(caught.value.fault) == NOTHING_SENSED
    # Nobody believes a door that is not seen: health says unknown.
    assert bench.status().levels == {"door": "unknown"}
    bench.simulator.end(misfortune.name)
    Wait(bench.clock, None).pause(LATE_S + 1)
    bench.simulator.come_near()
    assert bench.sense().person is Presence.PRESENT


@in_process()
def test_a_status_is_never_an_exception(bench: Bench) -> None:
    for name, state in (("silent", DeviceState.FAULT), ("unplugged", DeviceState.ABSENT)):
        bench.simulator.begin(name)
        Wait(bench.clock, None).pause(2)
        bench.status()
        assert bench.status().state is state
        assert SensorsCapability.SENSE in bench.status().capabilities
        bench.simulator.end(name)
        Wait(bench.clock, None).pause(LATE_S + 1)
    assert bench.status().state is DeviceState.READY
