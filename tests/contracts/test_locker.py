"""The promises of every locker: one door, once, and only its feedback says whether it is open."""

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
from devices.locker.contract import DOORS, OPEN, Door, DoorOutcome, DoorResult
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
LOCKERS = drivers_of("locker")
OPTIONS = {"boards": [1, 7]}
DOOR = 27
"""Lock 3 of the second board."""


@dataclass
class Bench:
    locker: Any
    simulator: Any
    clock: Clock

    def open(self, number: int = DOOR) -> DoorOutcome:
        return OPEN.run(self.locker, Door(number), Wait(self.clock, OPEN.longest_s))

    def doors(self) -> set[int]:
        return set(DOORS.take(self.locker, Wait(self.clock, DOORS.longest_s), lambda: None).numbers)

    def told(self) -> tuple[DeviceState, list[str]]:
        status = self.locker.status(Wait(self.clock, 3))
        return status.state, [fault.code for fault in status.faults]


def paired(driver: str, model: str = "locks_24", **options: Any) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("locker", driver, "sim:", model, {**OPTIONS, **options}), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


@pytest.fixture(params=product(LOCKERS, ("pair", "socket")), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        made = paired(driver)
        yield made
        assert made.simulator.complaints == ()
        return
    clock = SystemClock()
    simulator: Any = create_simulator("locker", driver, clock, OPTIONS)
    server = Server(simulator, clock)
    spec = DeviceSpec("locker", driver, f"socket://127.0.0.1:{server.port}", "locks_24", OPTIONS)
    opened = open_device(spec, clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()


def test_a_door_opens_once_and_is_seen_to_close(bench: Bench) -> None:
    assert bench.told() == (DeviceState.READY, [])
    assert bench.doors() == set()
    assert bench.open() == DoorOutcome(DoorResult.OPENED)
    assert bench.simulator.pulses == [DOOR]
    assert bench.doors() == {DOOR}
    assert bench.told() == (DeviceState.WARNING, ["locker.left_open"])
    bench.simulator.close_doors()
    assert bench.doors() == set()
    assert bench.told() == (DeviceState.READY, [])


@pytest.mark.parametrize("driver", LOCKERS)
def test_the_first_and_last_lock_of_each_board_are_their_own(driver: str) -> None:
    bench = paired(driver)
    for number in (1, 8, 9, 24, 25, 48):
        assert bench.open(number).result is DoorResult.OPENED
        assert bench.doors() == {number}
        bench.simulator.close_doors()
    assert bench.simulator.pulses == [1, 8, 9, 24, 25, 48]


@pytest.mark.parametrize("driver", LOCKERS)
@pytest.mark.parametrize("number", [0, -1, 49])
def test_a_door_that_is_not_there_is_not_opened(driver: str, number: int) -> None:
    bench = paired(driver)
    outcome = bench.open(number)
    assert outcome.result is DoorResult.DID_NOT_OPEN
    assert outcome.fault is not None
    assert outcome.fault.code == "locker.no_such_door"
    assert bench.simulator.pulses == []


@pytest.mark.parametrize("driver", LOCKERS)
def test_a_door_that_is_open_gets_no_pulse(driver: str) -> None:
    bench = paired(driver)
    bench.simulator.open_by_hand(DOOR)
    assert bench.open() == DoorOutcome(DoorResult.WAS_OPEN)
    assert bench.simulator.pulses == []


RESULTS = {
    "jammed": (DoorResult.DID_NOT_OPEN, "locker.did_not_open", 1),
    "silent": (DoorResult.DID_NOT_OPEN, "locker.no_answer", 0),
    "silent_when_opened": (DoorResult.UNCONFIRMED, "locker.no_answer", 1),
    "no_answer_to_open": (DoorResult.OPENED, "", 1),
    "reports_moves": (DoorResult.OPENED, "", 1),
    "left_open": (DoorResult.OPENED, "", 1),
    "two_boards": (DoorResult.DID_NOT_OPEN, "locker.two_answers", 0),
    "collision": (DoorResult.DID_NOT_OPEN, "transport.noise", 0),
    "wrong_check": (DoorResult.DID_NOT_OPEN, "transport.noise", 0),
    "half_frame": (DoorResult.DID_NOT_OPEN, "transport.noise", 0),
    "garbled": (DoorResult.DID_NOT_OPEN, "transport.noise", 0),
    "slow": (DoorResult.DID_NOT_OPEN, "locker.no_answer", 0),
    "unplugged": (DoorResult.DID_NOT_OPEN, "transport.absent", 0),
    "unplugged_during": (DoorResult.DID_NOT_OPEN, "transport.lost", 0),
}
"""Misfortune → outcome of opening, its fault, and how often a lock was told to."""
CASES = [pytest.param(d, each, id=f"{d}-{each.name}") for d in LOCKERS for each in misfortunes("locker", d)]


@pytest.mark.parametrize(("driver", "misfortune"), CASES)
def test_every_misfortune_has_its_outcome_and_no_second_pulse(driver: str, misfortune: Misfortune) -> None:
    bench = paired(driver)
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    began = bench.clock.monotonic()
    outcome = bench.open()
    assert bench.clock.monotonic() - began <= OPEN.longest_s
    result, code, pulses = RESULTS[misfortune.name]
    assert (outcome.result, outcome.fault.code if outcome.fault else "") == (result, code)
    assert bench.simulator.pulses == [DOOR] * pulses
    if code and result is not DoorResult.UNCONFIRMED:
        assert code in misfortune.faults
    bench.simulator.end(misfortune.name)
    bench.simulator.close_doors()
    Wait(bench.clock, None).pause(1.0)
    assert bench.told() == (DeviceState.READY, [])
    assert bench.open(5).result is DoorResult.OPENED


@pytest.mark.parametrize("driver", LOCKERS)
def test_a_plug_pulled_after_the_pulse_is_not_certain(driver: str) -> None:
    bench = paired(driver)
    pulse = bench.simulator._pulse

    def cut(door: int, frame: bytes) -> None:
        pulse(door, frame)
        bench.simulator.begin("unplugged")

    bench.simulator._pulse = cut
    outcome = bench.open()
    assert outcome.result is DoorResult.UNCONFIRMED
    assert outcome.fault is not None
    assert outcome.fault.code in ("transport.lost", "transport.absent")


@pytest.mark.parametrize("driver", LOCKERS)
@pytest.mark.parametrize("set_means", ["closed", "open"])
@pytest.mark.parametrize("echo", [False, True])
def test_the_wiring_of_the_cabinet_is_a_setting(
    driver: str, set_means: str, echo: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from devices import opening

    monkeypatch.setattr(opening, "load_model", lambda folder, name: {"locks": 8, "set_means": set_means})
    bench = paired(driver, echo=echo)
    for number in (1, 16):
        assert bench.open(number).result is DoorResult.OPENED
        assert bench.doors() == {number}
        bench.simulator.close_doors()
        assert bench.doors() == set()


@pytest.mark.parametrize("driver", LOCKERS)
def test_a_late_answer_is_not_taken_for_the_next_question(driver: str) -> None:
    """The first board says late that its doors are closed; the question after it asks whether another opened."""
    bench = paired(driver)
    bench.simulator.begin("slow", seconds=0.4)
    with pytest.raises(DeviceFault):
        bench.doors()
    bench.simulator.end("slow")
    bench.simulator.open_by_hand(1)
    Wait(bench.clock, None).pause(0.14)
    assert bench.doors() == {1}


@pytest.mark.parametrize("driver", LOCKERS)
def test_a_cancelled_look_ends_at_once(driver: str) -> None:
    bench = paired(driver)
    wait = Wait(bench.clock, 3)
    wait.cancel()
    with pytest.raises(Cancelled):
        bench.locker.open_doors(wait)
