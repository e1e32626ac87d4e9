"""The promises of every keypad, on every driver, on a wire in this process and on a socket or a node."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
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
    Next,
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.keypad.contract import STUCK_S, KeypadCapability, KeysPressed, PadKey
from devices.opening import recording_of
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.devices.input_node import node_of
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
PADS = drivers_of("keypad")
WRITTEN = tuple("19900000001"), ("clear", "confirm", "cancel")


@dataclass
class Bench:
    pad: Any
    simulator: Any
    clock: Clock
    number: int = field(default=0)

    def keys(self, seconds: float = 4.0) -> list[PadKey]:
        """The keys that come within so many seconds, without those that were told before."""
        found: list[PadKey] = []
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            pressed = self.pad.pressed(Wait(self.clock, 4.0))
            found += pressed.keys if pressed.number != self.number else ()
            self.number = pressed.number
        return found

    def fault(self, seconds: float = 12.0) -> tuple[str, Next]:
        with pytest.raises(DeviceFault) as caught:
            self.keys(seconds)
        return caught.value.fault.code, caught.value.fault.next

    def state(self) -> DeviceState:
        state: DeviceState = self.pad.status(Wait(self.clock, 3)).state
        return state


def paired(driver: str, **options: Any) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("keypad", driver, "sim:", **options), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


@pytest.fixture(params=PADS)
def bench(request: pytest.FixtureRequest) -> Bench:
    made = paired(request.param)
    assert made.state() is DeviceState.READY
    return made


@pytest.fixture(params=PADS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """On a real socket, or on a pipe in place of a node."""
    clock, driver = SystemClock(), request.param
    simulator: Any = create_simulator("keypad", driver, clock, {})
    if driver == "evdev":
        with node_of(simulator, tmp_path) as address:
            pad: Any = open_device(DeviceSpec("keypad", driver, address), clock, MODELS).device
            yield Bench(pad, simulator, clock)
            pad.close()
        return
    server = Server(simulator, clock)
    pad = open_device(DeviceSpec("keypad", driver, f"socket://127.0.0.1:{server.port}"), clock, MODELS).device
    yield Bench(pad, simulator, clock)
    pad.close()
    server.close()


def test_keys_come_in_their_order(bench: Bench) -> None:
    for names in WRITTEN:
        bench.simulator.press(*names)
        assert bench.keys() == [PadKey(name) for name in names]
    for action in ("press_5", "press_confirm"):
        getattr(bench.simulator, action)()
    assert bench.keys() == [PadKey.DIGIT_5, PadKey.CONFIRM]
    assert not bench.simulator.complaints


def test_keys_come_over_a_real_line(real: Bench) -> None:
    assert real.state() is DeviceState.READY
    # A server takes a moment to know that somebody is connected.
    Wait(real.clock, None).pause(0.2)
    real.simulator.press("1", "1", "confirm")
    found: list[PadKey] = []
    while len(found) < 3:
        pressed = real.pad.pressed(Wait(real.clock, 4.0))
        assert pressed.keys, "nothing came"
        found += pressed.keys
    assert found == [PadKey.DIGIT_1, PadKey.DIGIT_1, PadKey.CONFIRM]


def test_keys_that_nobody_took_in_time_are_kept_and_those_of_somebody_else_forgotten(bench: Bench) -> None:
    bench.simulator.press("1", "2", "3")
    Wait(bench.clock, None).pause(3)
    assert bench.keys() == [PadKey.DIGIT_1, PadKey.DIGIT_2, PadKey.DIGIT_3]
    bench.simulator.press("3")
    Wait(bench.clock, None).pause(1)
    assert bench.state() is DeviceState.READY
    bench.pad.forget()
    assert bench.keys() == []


def misfortunes_of(*, noticed: bool) -> list[Any]:
    return [
        pytest.param(driver, each, id=f"{driver}-{each.name}")
        for driver, each in ((d, m) for d in PADS for m in misfortunes("keypad", d))
        if bool(each.faults) is noticed
    ]


@pytest.mark.parametrize(("driver", "misfortune"), misfortunes_of(noticed=True))
def test_every_misfortune_has_its_fault_and_an_end_and_types_nothing(driver: str, misfortune: Misfortune) -> None:
    bench = paired(driver)
    bench.state()
    bench.simulator.press("1")
    assert bench.keys() == [PadKey.DIGIT_1]
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    if misfortune.name in ("no_release", "unplugged_during"):
        bench.simulator.press("7")
    code, following = bench.fault()
    assert code in misfortune.faults
    assert following is Next.CALL_STAFF
    assert bench.number == 1, "a key was typed"
    with suppress(DeviceFault):
        assert bench.pad.pressed(Wait(bench.clock, 4.0)) == KeysPressed(1), "the key before the fault is told again"
    if misfortune.name in ("stuck_key", "chatters") and driver == "evdev":
        assert bench.state() is DeviceState.WARNING
        bench.simulator.press("8")
        assert bench.keys() == [PadKey.DIGIT_8], "the others work"
    bench.simulator.end(misfortune.name)
    for _ in range(2):
        Wait(bench.clock, None).pause(STUCK_S)
        bench.state()
    assert bench.state() is DeviceState.READY
    bench.simulator.press("3")
    assert bench.keys() == [PadKey.DIGIT_3]


@pytest.mark.parametrize(("driver", "misfortune"), misfortunes_of(noticed=False))
def test_what_is_no_fault_costs_one_key_at_most(driver: str, misfortune: Misfortune) -> None:
    bench = paired(driver)
    bench.keys(0.001)
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    bench.simulator.press("7", "8")
    assert bench.keys() in ([PadKey.DIGIT_7, PadKey.DIGIT_8], [PadKey.DIGIT_8], [])
    bench.simulator.press("9")
    assert bench.keys() == [PadKey.DIGIT_9]


@pytest.mark.parametrize("driver", PADS)
def test_a_cancel_takes_effect_within_200_ms(driver: str) -> None:
    clock = SystemClock()
    pad: Any = open_device(DeviceSpec("keypad", driver, "sim:"), clock, MODELS).device
    wait, ended = Wait(clock, 60), []

    def listen() -> None:
        try:
            pad.pressed(wait)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=listen)
    thread.start()
    time.sleep(0.1)
    cancelled = time.monotonic()
    wait.cancel()
    thread.join(2)
    assert ended, "it hangs"
    assert ended[0] - cancelled < 0.2


def test_a_pad_says_whether_its_five_can_be_felt() -> None:
    for driver, (model, dot) in product(PADS, (("", False), ("keypad_dot", True))):
        bench = paired(driver, model=model)
        status = bench.pad.status(Wait(bench.clock, 3))
        assert (KeypadCapability.DOT_ON_FIVE in status.capabilities) is dot


def test_a_key_is_in_no_words_and_in_no_trace() -> None:
    for driver in PADS:
        clock, spec = FakeClock(auto=True), DeviceSpec("keypad", driver, "sim:")
        recording = recording_of(spec, clock)
        opened = open_device(spec, clock, MODELS, recording)
        bench = Bench(opened.device, opened.simulator, clock)
        assert bench.state() is DeviceState.READY
        bench.simulator.press("7")
        assert bench.keys() == [PadKey.DIGIT_7]
        assert "7" not in repr(KeysPressed(1, (PadKey.DIGIT_7,)))
        written = recording.text()
        assert set(written.split('"hex": "')[1].split('"')[0]) <= set("2a"), "nothing but asterisks"
