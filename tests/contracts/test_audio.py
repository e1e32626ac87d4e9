"""The promises of every sound device: headphones are noticed at once when they are pulled out, and nothing is said to
be private that was not seen to be so."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from devices import (
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
from devices.audio.contract import LOUDSPEAKER, OFF, ON, AudioCapability, Jack, Route
from devices.audio.settled_jack import SETTLE_S
from devices.registry import create_simulator, drivers_of
from tests.devices.input_node import node_of
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
DRIVERS = drivers_of("audio")
SENSING = {"jack": "Headphone Jack"}
SLOWEST_S = {"evdev": 0.01, "amixer": 0.6}
"""From the headphones that are pulled out to the word of it."""


@dataclass
class Bench:
    device: Any
    simulator: Any
    clock: Any
    told: list[tuple[Jack, float]] = field(default_factory=list)

    def listen(self, seconds: float) -> list[Jack]:
        """Return the states that come within so many seconds, without repetitions; `told` keeps each with its time."""
        found: list[Jack] = []
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            jack = self.device.jack(Wait(self.clock, 6.0))
            if not self.told or jack is not self.told[-1][0]:
                found.append(jack)
                self.told.append((jack, self.clock.monotonic()))
        return found

    def fault(self) -> tuple[str, Next]:
        with pytest.raises(DeviceFault) as caught:
            self.device.route(Route.HEADPHONES, Wait(self.clock, 6.0))
        return caught.value.fault.code, caught.value.fault.next


def paired(driver: str, tmp_path: Path) -> Bench:
    """A device that senses; the sound card by a model of its own."""
    (tmp_path / "sensing.toml").write_text('jack = "Headphone Jack"\n', encoding="utf-8")
    clock = FakeClock(auto=True)
    spec = DeviceSpec("audio", driver, "sim:", "sensing" if driver == "amixer" else "")
    opened = open_device(spec, clock, tmp_path)
    return Bench(opened.device, opened.simulator, clock)


@pytest.fixture(params=DRIVERS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    made = paired(request.param, tmp_path)
    assert made.device.status(Wait(made.clock, 3)).state is DeviceState.READY
    return made


def test_headphones_are_told_of_once_they_are_in_and_at_once_when_they_are_out(
    bench: Bench, request: pytest.FixtureRequest
) -> None:
    assert bench.listen(1) == [Jack.OUT]
    bench.simulator.plug_in()
    began = bench.clock.monotonic()
    assert bench.listen(3) == [Jack.IN]
    assert bench.told[-1][1] - began >= SETTLE_S - 0.001
    bench.simulator.pull_out()
    began = bench.clock.monotonic()
    assert bench.listen(3) == [Jack.OUT]
    assert bench.told[-1][1] - began <= SLOWEST_S[request.node.callspec.params["bench"]]
    assert not bench.simulator.complaints


def test_headphones_that_were_in_before_are_told_of(bench: Bench) -> None:
    bench.simulator.plug_in()
    bench.device.close()
    assert bench.listen(3) == [Jack.OUT, Jack.IN]
    bench.device.end_jack()
    bench.told.clear()
    assert bench.listen(0.1) == [Jack.IN], "whoever asks anew is told how it is"


def test_out_and_in_again_between_two_looks_is_out(tmp_path: Path) -> None:
    bench = paired("evdev", tmp_path)
    bench.simulator.plug_in()
    bench.listen(3)
    bench.simulator.pull_out()
    bench.simulator.plug_in()
    assert bench.listen(3) == [Jack.OUT, Jack.IN]


def test_a_contact_that_flickers_says_little(tmp_path: Path) -> None:
    bench = paired("evdev", tmp_path)
    bench.simulator.plug_in()
    assert bench.listen(3)[-1] is Jack.IN
    bench.simulator.begin("flickers")
    assert bench.listen(3.5) == [Jack.OUT]


def test_a_jack_is_an_input_device(tmp_path: Path) -> None:
    clock = SystemClock()
    simulator: Any = create_simulator("audio", "evdev", clock, {})
    with node_of(simulator, tmp_path) as address:
        device: Any = open_device(DeviceSpec("audio", "evdev", address), clock, MODELS).device
        assert device.jack(Wait(clock, 6)) is Jack.OUT
        simulator.plug_in()
        assert device.jack(Wait(clock, 6)) is Jack.IN
        simulator.pull_out()
        began = clock.monotonic()
        assert device.jack(Wait(clock, 6)) is Jack.OUT
        assert clock.monotonic() - began < 0.2
        device.close()


def card(**options: Any) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("audio", "amixer", "sim:", "amixer_hda", options), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


def test_one_of_both_is_heard_with_the_volumes_of_the_profile() -> None:
    bench = card(volume=40, headphone_volume=30)
    simulator = bench.simulator
    for route, heard in ((Route.HEADPHONES, False), (Route.LOUDSPEAKER, True), (Route.LOUDSPEAKER, True)):
        simulator.loudspeaker.percent = simulator.headphones.percent = 90
        bench.device.route(route, Wait(bench.clock, 6))
        assert (simulator.loudspeaker.on, simulator.loudspeaker.percent, simulator.headphones.percent) == (
            heard,
            40,
            30,
        )
        assert bench.device.status(Wait(bench.clock, 3)).levels == {LOUDSPEAKER: ON if heard else OFF}
    assert not simulator.complaints


def test_a_loudspeaker_that_stays_on_is_never_said_to_be_off() -> None:
    bench = card()
    bench.simulator.begin("does_not_mute")
    assert bench.fault() == ("audio.not_set", Next.CALL_STAFF)
    status = bench.device.status(Wait(bench.clock, 3))
    assert (status.state, LOUDSPEAKER in status.levels) == (DeviceState.FAULT, False)
    bench.simulator.end("does_not_mute")
    bench.device.route(Route.HEADPHONES, Wait(bench.clock, 6))
    bench.simulator.loudspeaker.on = True
    assert bench.device.status(Wait(bench.clock, 3)).levels == {LOUDSPEAKER: ON}, "somebody else put it on again"


def test_a_jack_that_switches_nothing_says_so(tmp_path: Path) -> None:
    bench = paired("evdev", tmp_path)
    status = bench.device.status(Wait(bench.clock, 3))
    assert status.capabilities == {AudioCapability.SENSE_HEADPHONES}
    bench.device.route(Route.LOUDSPEAKER, Wait(bench.clock, 6))
    assert bench.fault() == ("audio.no_control", Next.CALL_STAFF)


@pytest.mark.parametrize(
    ("driver", "misfortune"),
    [pytest.param(d, m, id=f"{d}-{m.name}") for d in DRIVERS for m in misfortunes("audio", d) if m.faults],
)
def test_every_misfortune_has_its_fault_and_an_end(driver: str, misfortune: Misfortune, tmp_path: Path) -> None:
    bench = paired(driver, tmp_path)
    bench.listen(0.1)
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    if driver == "evdev":
        bench.simulator.plug_in()
        with pytest.raises(DeviceFault) as caught:
            bench.listen(4)
        assert caught.value.fault.code in misfortune.faults
        bench.simulator.pull_out()
    else:
        code, following = bench.fault()
        assert (code in misfortune.faults, following) == (True, Next.CALL_STAFF)
    bench.simulator.end(misfortune.name)
    for _ in range(2):
        Wait(bench.clock, None).pause(1)
        bench.device.status(Wait(bench.clock, 3))
    bench.device.route(Route.LOUDSPEAKER, Wait(bench.clock, 6))
    assert bench.device.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.plug_in()
    assert bench.listen(3)[-1] is Jack.IN


def test_an_event_that_gets_lost_is_made_up_for(tmp_path: Path) -> None:
    bench = paired("evdev", tmp_path)
    bench.listen(0.1)
    bench.simulator.begin("lost_events")
    bench.simulator.plug_in()
    assert bench.listen(3)[-1] is Jack.IN
