"""Outputs: the newest state counts, it is put again after a fault, and a device is left at rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest

from devices import DeviceSpec, DeviceState, DeviceStatus, FakeClock, OpenDevice, Wait
from devices.faults import DeviceFault, Next
from kiosk.workers.device import DeviceWorker
from kiosk.workers.device_value import AFTER_FAILURE
from tests.devices.test_family import FAMILY, BellCapability
from tests.loops import Observed, loop_of


class Bell:
    """Keeps every state it was put into."""

    def __init__(self) -> None:
        self.lit: list[bool] = []
        self.fault: DeviceFault | None = None
        self.surprise: Exception | None = None
        self.close_fails = False

    def light(self, on: bool, wait: Wait) -> None:
        if self.fault is not None:
            raise self.fault
        if self.surprise is not None:
            error, self.surprise = self.surprise, None
            raise error
        self.lit.append(on)

    def ring(self, times: int, wait: Wait) -> str:
        if self.surprise is not None:
            error, self.surprise = self.surprise, None
            raise error
        return "rang"

    def count(self, wait: Wait) -> int:
        return 0

    def status(self, wait: Wait) -> DeviceStatus:
        return DeviceStatus(DeviceState.READY, capabilities=frozenset(BellCapability))

    def close(self) -> None:
        if self.close_fails:
            raise OSError


@dataclass
class Bench:
    clock: FakeClock
    bell: Bell
    worker: DeviceWorker
    observed: Observed


@pytest.fixture
def bench() -> Iterator[Bench]:
    clock, bell, observed = FakeClock(), Bell(), Observed()
    opened = OpenDevice(DeviceSpec("bell", "brass", "sim:"), bell, cast(Any, FAMILY))
    worker = DeviceWorker(opened, clock, lambda event: None)
    loop = loop_of(worker, clock, observed)
    loop.start()
    clock.advance(1)
    yield Bench(clock, bell, worker, observed)
    loop.stop()
    loop.join(5)


def test_a_state_is_put_once_and_rest_when_nobody_wants_it(bench: Bench) -> None:
    bench.worker.put("light", True)
    bench.clock.advance(30)
    bench.worker.put("light", None)
    bench.clock.advance(30)
    assert bench.bell.lit == [True, False]


def test_of_states_in_a_row_the_newest_is_left(bench: Bench) -> None:
    for state in (True, None, True):
        bench.worker.put("light", state)
    bench.clock.advance(1)
    assert bench.bell.lit[-1] is True


def test_after_a_fault_it_is_put_again(bench: Bench) -> None:
    bench.bell.fault = DeviceFault("bell.jam", Next.CALL_STAFF)
    bench.worker.put("light", True)
    bench.clock.advance(3)
    assert bench.bell.lit == []
    bench.bell.fault = None
    bench.clock.advance(AFTER_FAILURE)
    assert bench.bell.lit == [True]


def test_after_something_unexpected_the_device_is_opened_again_and_put_into_all_its_states(bench: Bench) -> None:
    bench.worker.put("light", True)
    bench.clock.advance(1)
    bench.bell.surprise = KeyError("light")
    bench.worker.put("light", None)
    bench.clock.advance(3)
    assert bench.bell.lit == [True, False]
    assert len(bench.observed.incidents) == 1


def test_outputs_are_put_again_also_when_the_device_cannot_be_closed(bench: Bench) -> None:
    bench.worker.put("light", True)
    bench.clock.advance(1)
    bench.bell.close_fails = True
    bench.bell.surprise = KeyError("ring")
    bench.worker.do("visit-1", 1, "ring", 1)
    bench.clock.advance(3)
    assert bench.bell.lit == [True, True]
    assert [type(each.error) for each in bench.observed.incidents] == [KeyError, OSError]
