"""The promises of every supply of power, on every driver: its state, a typed fault in time, and no false calm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from devices import (
    Cancelled,
    Clock,
    DeviceFault,
    DeviceSpec,
    DeviceState,
    FakeClock,
    Misfortune,
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.power.contract import CHARGE, POWER, RUNTIME, SUPPLY, PowerCapability, PowerReading, PowerState
from devices.power.memory import DEAD_S
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
SUPPLIES = drivers_of("power")
LOOK_S = 3.0


@dataclass
class Bench:
    supply: Any
    simulator: Any
    clock: Clock

    def read(self) -> PowerReading:
        return POWER.take(self.supply, Wait(self.clock, LOOK_S), lambda: None)

    def told(self) -> tuple[str, list[str]]:
        """The state and the faults of its status."""
        status = self.supply.status(Wait(self.clock, LOOK_S))
        return status.levels[SUPPLY], [fault.code for fault in status.faults]


def paired(driver: str) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("power", driver, "sim:"), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


@pytest.fixture(params=product(SUPPLIES, ("pair", "socket")), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        made = paired(driver)
        yield made
        assert made.simulator.complaints == ()
        return
    clock = SystemClock()
    simulator: Any = create_simulator("power", driver, clock, {})
    server = Server(simulator, clock)
    opened = open_device(DeviceSpec("power", driver, f"socket://127.0.0.1:{server.port}"), clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()


def test_mains_battery_nearly_empty_and_back(bench: Bench) -> None:
    assert bench.read().state is PowerState.LINE
    assert bench.told() == ("line", [])
    for act, state, faults in (
        ("cut_mains", "battery", ["power.on_battery"]),
        ("run_down", "low", ["power.low"]),
        ("restore_mains", "line", []),
    ):
        getattr(bench.simulator, act)()
        assert bench.told() == (state, faults)
        assert bench.supply.status(Wait(bench.clock, LOOK_S)).capabilities == {PowerCapability.TELL_POWER}


def test_charge_and_runtime_are_told_coarsely() -> None:
    """Values are rounded, so that a slow change does not send a notice every second."""
    bench = paired("nut")
    bench.simulator.cut_mains()
    seen = set()
    for charge in range(61, 54, -1):
        bench.simulator.charge = charge
        levels = bench.supply.status(Wait(bench.clock, LOOK_S)).levels
        seen.add((levels[CHARGE], levels[RUNTIME]))
    assert ("60%", "18 min") in seen
    assert len(seen) <= 4


CASES = [
    pytest.param(driver, each, id=f"{driver}-{each.name}")
    for driver in SUPPLIES
    for each in misfortunes("power", driver)
]


@pytest.mark.parametrize(("driver", "misfortune"), CASES)
def test_every_misfortune_has_its_fault_and_an_end(driver: str, misfortune: Misfortune) -> None:
    bench = paired(driver)
    bench.read()
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    began = bench.clock.monotonic()
    _, faults = bench.told()
    assert bench.clock.monotonic() - began <= LOOK_S
    assert set(faults) <= set(misfortune.faults)
    assert bool(faults) is bool(misfortune.faults)
    bench.simulator.end(misfortune.name)
    Wait(bench.clock, None).pause(2.0)
    assert bench.told() == ("line", []), "a late answer is not taken for the next"


@pytest.mark.parametrize("driver", SUPPLIES)
def test_silence_on_battery_is_taken_for_the_worst_after_a_while(driver: str) -> None:
    bench = paired(driver)
    bench.simulator.cut_mains()
    assert bench.told()[0] == "battery"
    bench.simulator.begin("silent")
    assert bench.told() == ("battery", ["power.no_answer"])
    assert DEAD_S == 15.0, "as long as upsmon waits"
    Wait(bench.clock, None).pause(DEAD_S)
    assert bench.told() == ("low", ["power.no_answer", "power.lost_on_battery"])
    bench.simulator.end("silent")
    bench.simulator.restore_mains()
    assert bench.told() == ("line", [])


@pytest.mark.parametrize("driver", SUPPLIES)
def test_silence_on_the_mains_turns_nobody_away(driver: str) -> None:
    bench = paired(driver)
    assert bench.told() == ("line", [])
    bench.simulator.begin("unplugged")
    Wait(bench.clock, None).pause(10 * DEAD_S)
    status = bench.supply.status(Wait(bench.clock, LOOK_S))
    assert (status.state, status.levels[SUPPLY]) == (DeviceState.ABSENT, "unknown")


@pytest.mark.parametrize("driver", SUPPLIES)
def test_a_cancelled_look_ends_at_once(driver: str) -> None:
    bench = paired(driver)
    bench.simulator.begin("silent")
    wait = Wait(bench.clock, LOOK_S)
    wait.cancel()
    with pytest.raises(Cancelled):
        bench.supply.power(wait)


def test_a_server_that_was_started_anew_costs_no_look(bench: Bench) -> None:
    """NUT's server restarts with its configuration; the connection that was kept is gone, and nothing is wrong."""
    bench.read()
    bench.simulator._wire.cut()
    bench.simulator._wire.mend()
    codes: list[str] = []
    while len(codes) < 50:
        try:
            assert bench.read().state is PowerState.LINE
            break
        except DeviceFault as trouble:
            codes.append(trouble.fault.code)
    # A serial line has nobody to connect to anew: it tells of it.
    assert set(codes) <= {"transport.lost", "transport.absent"}
    assert len(codes) < 50, "it stays away"
