"""The promises of all guide lights, on every driver, on a wire in this process and on a real socket."""

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
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.indicators.contract import AGAIN_S, DARK, GuideLights, IndicatorsCapability, Light
from devices.modbus_line import LATE_S
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
DRIVERS = drivers_of("indicators")
WIRES = ("pair", "socket")
LAMPS = {"id_reader": 0, "receipt_printer": 1, "camera": 6}
ON = GuideLights((("id_reader", Light.ON), ("camera", Light.ON), ("a slot without a lamp", Light.ON)))


@dataclass
class Bench:
    lights: Any
    simulator: Any
    clock: Clock

    def light(self, lights: GuideLights) -> None:
        self.lights.light(lights, Wait(self.clock, 3))

    def status(self) -> Any:
        return self.lights.status(Wait(self.clock, 3))


@pytest.fixture(params=product(DRIVERS, WIRES), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        clock = FakeClock(auto=True)
        opened = open_device(DeviceSpec("indicators", driver, "sim:", "", {"lamps": LAMPS}), clock, MODELS)
        yield Bench(opened.device, opened.simulator, clock)
        return
    real = SystemClock()
    simulator: Any = create_simulator("indicators", driver, real, {"lamps": LAMPS})
    server = Server(simulator, real)
    address = f"socket://127.0.0.1:{server.port}"
    opened = open_device(DeviceSpec("indicators", driver, address, "", {"lamps": LAMPS}), real, MODELS)
    yield Bench(opened.device, simulator, real)
    opened.device.close()
    server.close()


def in_process() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", [(d, "pair") for d in DRIVERS], indirect=True, ids=DRIVERS)


def test_the_lamps_that_are_wanted_are_lit_and_no_others(bench: Bench) -> None:
    bench.light(ON)
    assert bench.simulator.lit == {"id_reader", "camera"}
    bench.light(GuideLights((("receipt_printer", Light.ON),)))
    assert bench.simulator.lit == {"receipt_printer"}
    bench.light(DARK)
    assert bench.simulator.lit == set()
    assert not bench.simulator.complaints


@in_process()
def test_a_lamp_blinks_at_most_three_times_a_second(bench: Bench) -> None:
    """Put again as the worker does, for ten seconds."""
    for _ in range(round(10 / AGAIN_S)):
        bench.light(GuideLights((("id_reader", Light.BLINK), ("camera", Light.ON))))
        assert "camera" in bench.simulator.lit
        Wait(bench.clock, None).pause(AGAIN_S)
    lit = [each for each in bench.simulator.changes if "id_reader" in each]
    assert 8 <= len(lit) <= 30


@in_process()
def test_a_state_that_is_put_again_is_not_sent_again(bench: Bench) -> None:
    bench.light(ON)
    before = len(bench.simulator.changes)
    for _ in range(5):
        bench.light(ON)
    assert len(bench.simulator.changes) == before


@in_process()
def test_lamps_that_were_left_lit_are_dark_after_the_first_status(bench: Bench) -> None:
    """A program that ended in a visit left them so."""
    bench.simulator.board.coils[0] = True
    assert bench.status().state is DeviceState.READY
    assert bench.simulator.lit == set()


@in_process()
def test_a_board_that_lost_its_power_is_put_right(bench: Bench) -> None:
    bench.light(ON)
    bench.simulator.begin("loses_power")
    bench.simulator.end("loses_power")
    assert bench.simulator.lit == set()
    assert bench.status().state is DeviceState.READY
    assert bench.simulator.lit == {"id_reader", "camera"}


def noticed(*, faults: bool) -> list[Any]:
    return [
        pytest.param((driver, "pair"), each, id=f"{driver}-{each.name}")
        for driver in DRIVERS
        for each in misfortunes("indicators", driver)
        if bool(each.faults) is faults
    ]


@pytest.mark.parametrize(("bench", "misfortune"), noticed(faults=True), indirect=["bench"])
def test_every_misfortune_has_its_fault_and_an_end(bench: Bench, misfortune: Misfortune) -> None:
    assert bench.status().state is DeviceState.READY
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    with pytest.raises(DeviceFault) as caught:
        bench.light(ON)
    assert caught.value.fault.code in misfortune.faults
    assert caught.value.fault.next is Next.CALL_STAFF
    bench.simulator.end(misfortune.name)
    Wait(bench.clock, None).pause(LATE_S + 1)
    bench.light(ON)
    assert bench.simulator.lit == {"id_reader", "camera"}


@in_process()
def test_a_status_is_never_an_exception(bench: Bench) -> None:
    for name, state in (("silent", DeviceState.FAULT), ("unplugged", DeviceState.ABSENT)):
        bench.simulator.begin(name)
        bench.status()
        assert bench.status().state is state
        assert IndicatorsCapability.GUIDE_BY_LIGHT in bench.status().capabilities
        bench.simulator.end(name)
        Wait(bench.clock, None).pause(LATE_S + 1)
    assert bench.status().state is DeviceState.READY
