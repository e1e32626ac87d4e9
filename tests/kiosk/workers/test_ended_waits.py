"""A driver that gives up a wait: expected of a watch that was cancelled, a failure of anything else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from devices import Cancelled, DeadlineReached, DeviceSpec, DeviceState, DeviceStatus, FakeClock, OpenDevice, Wait
from devices.family import Begun, Family, WatchKind
from kiosk.events import JobEnded, ReadingCame, Watch, WatchFailed
from kiosk.terminal.outcomes import PROGRAM
from kiosk.workers.device import DRIVER_ERROR, DeviceWorker
from kiosk.workers.device_agenda import LOOK_EVERY
from kiosk.workers.device_value import AFTER_FAILURE, TIMED_OUT
from kiosk.workers.notices import StatusSeen
from tests.devices.test_family import COUNT, LIGHT, RING, BellCapability
from tests.devices.test_family import Bell as BellContract
from tests.house.doors import ROOT
from tests.loops import Observed, loop_of

ENDS = (DeadlineReached, Cancelled)


def _hear(bell: BellContract, wait: Wait, _: Begun) -> int:
    return cast(Any, bell).hear(wait)  # type: ignore[no-any-return] # the bell of this file has an ear


HEAR: WatchKind[BellContract, int] = WatchKind("hear", BellCapability.COUNT, int, _hear, every_s=None, longest_s=2.0)
LISTEN: WatchKind[BellContract, int] = WatchKind("listen", BellCapability.COUNT, int, _hear, None, None)
FAMILY: Family[BellContract] = Family(
    "bell", BellContract, BellCapability, watches=(COUNT, HEAR, LISTEN), jobs=(RING,), outputs=(LIGHT,)
)


@dataclass
class Bell:
    """Each verb raises what is in `raises` for it."""

    raises: dict[str, type[Exception]] = field(default_factory=dict)
    lit: list[bool] = field(default_factory=list)

    def _act(self, verb: str) -> None:
        if verb in self.raises:
            raise self.raises[verb]

    def light(self, on: bool, wait: Wait) -> None:
        self._act("light")
        self.lit.append(on)

    def ring(self, times: int, wait: Wait) -> str:
        self._act("ring")
        return "rang"

    def count(self, wait: Wait) -> int:
        self._act("count")
        return 0

    def hear(self, wait: Wait) -> int:
        self._act("hear")
        wait.pause(3600)
        return 1

    def status(self, wait: Wait) -> DeviceStatus:
        self._act("status")
        return DeviceStatus(DeviceState.READY, capabilities=frozenset(BellCapability))

    def close(self) -> None:
        return


@dataclass
class Bench:
    clock: FakeClock
    bell: Bell
    worker: DeviceWorker
    observed: Observed
    posted: list[Any]

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.posted if isinstance(each, kind)]

    @property
    def incidents(self) -> list[type]:
        return [type(each.error) for each in self.observed.incidents]

    @property
    def status(self) -> DeviceStatus:
        status: DeviceStatus = self.of(StatusSeen)[-1].status
        return status


@pytest.fixture
def bench() -> Iterator[Bench]:
    clock, bell, observed, posted = FakeClock(), Bell(), Observed(), list[Any]()
    opened = OpenDevice(DeviceSpec("bell", "brass", "sim:"), bell, cast(Any, FAMILY))
    worker = DeviceWorker(opened, clock, posted.append)
    loop = loop_of(worker, clock, observed)
    loop.start()
    clock.advance(1)
    yield Bench(clock, bell, worker, observed, posted)
    loop.stop()
    loop.join(5)


@pytest.mark.parametrize("end", ENDS)
def test_a_job_that_ends_by_its_wait_has_an_outcome(bench: Bench, end: type[Exception]) -> None:
    bench.bell.raises["ring"] = end
    bench.worker.do("visit-1", 4, "ring", 1)
    bench.clock.advance(1)
    assert bench.of(JobEnded) == [JobEnded("visit-1", 4, RING.surprised(DRIVER_ERROR))]
    assert bench.incidents == [end]


@pytest.mark.parametrize(("end", "fault"), [(DeadlineReached, TIMED_OUT), (Cancelled, DRIVER_ERROR)])
def test_a_status_that_does_not_come_is_a_fault_until_it_does(
    bench: Bench, end: type[Exception], fault: object
) -> None:
    assert bench.status.state is DeviceState.READY
    bench.bell.raises["status"] = end
    bench.clock.advance(LOOK_EVERY + 1)
    assert (bench.status.state, bench.status.faults) == (DeviceState.FAULT, (fault,))
    assert bench.status.capabilities == frozenset(BellCapability)
    del bench.bell.raises["status"]
    bench.clock.advance(LOOK_EVERY + 1)
    assert bench.status.state is DeviceState.READY


def test_an_output_that_gives_up_without_reason_is_an_incident_and_put_again(bench: Bench) -> None:
    bench.bell.raises["light"] = Cancelled
    bench.worker.put("light", True)
    bench.clock.advance(AFTER_FAILURE)
    assert bench.incidents
    del bench.bell.raises["light"]
    bench.clock.advance(2 * AFTER_FAILURE)
    assert bench.bell.lit == [True]


@pytest.mark.parametrize(("verb", "end"), [("listen", DeadlineReached), ("listen", Cancelled), ("hear", Cancelled)])
def test_a_watch_that_gives_up_without_reason_fails_with_an_incident(
    bench: Bench, verb: str, end: type[Exception]
) -> None:
    bench.bell.raises["hear"] = end
    bench.worker.watch("visit-1", Watch("bell", verb, "count", 1))
    bench.clock.advance(1)
    assert {each.fault for each in bench.of(WatchFailed)} == {DRIVER_ERROR}
    assert set(bench.incidents) == {end}


def test_a_watch_past_its_own_deadline_fails_and_is_tried_again(bench: Bench) -> None:
    bench.worker.watch("visit-1", Watch("bell", "hear", "count", 1))
    bench.clock.advance(10)
    failed = bench.of(WatchFailed)
    assert {each.fault for each in failed} == {TIMED_OUT}
    assert 2 <= len(failed) <= 5
    assert bench.incidents == []


@pytest.mark.parametrize("verb", ["count", "hear", "listen"])
def test_a_watch_that_was_cancelled_ends_without_a_word(bench: Bench, verb: str) -> None:
    for number in range(3):
        bench.worker.watch("visit-1", Watch("bell", verb, "count", number))
        bench.clock.advance(0.5)
    acts: tuple[Callable[[], None], ...] = (
        lambda: bench.worker.put("light", True),
        lambda: bench.worker.do("visit-1", 9, "ring", 1),
        lambda: bench.worker.watch("visit-1", None),
    )
    for act in acts:
        act()
        bench.clock.advance(0.5)
    assert bench.incidents == []
    assert bench.of(WatchFailed) == []
    assert bench.bell.lit == [True]
    assert len(bench.of(JobEnded)) == 1
    assert all(each.value == 0 for each in bench.of(ReadingCame))


def test_every_fault_of_the_workers_has_a_row() -> None:
    rows = tomllib.loads((ROOT / "config" / "faults.toml").read_text(encoding="utf-8"))
    assert {fault.code for fault in (DRIVER_ERROR, TIMED_OUT, PROGRAM)} <= rows.keys()


@pytest.mark.parametrize("raises", [{}, {"hear": ValueError}], ids=["replaced", "an exception"])
def test_what_a_watch_leaves_open_is_closed_when_it_ends_whatever_ended_it(
    bench: Bench, raises: dict[str, type[Exception]]
) -> None:
    closed: list[float] = []
    stream = WatchKind(
        "stream", BellCapability.COUNT, int, _hear, 0.1, 1.0, end=lambda bell: closed.append(bench.clock.monotonic())
    )  # fmt: skip
    bench.worker.family = cast(Any, replace(FAMILY, watches=(*FAMILY.watches, stream)))
    bench.bell.raises = raises
    watch = Watch("bell", "stream", BellCapability.COUNT, 1)
    bench.worker.watch("visit-1", watch)
    bench.clock.advance(3)
    assert bool(closed) == bool(raises), "its deadline is no end of it"
    bench.bell.raises = {}
    bench.worker.do("visit-1", 1, "ring", 1)
    bench.clock.advance(1)
    bench.worker.watch("visit-1", None)
    bench.clock.settle()
    count = len(closed)
    assert count >= 1
    bench.clock.advance(10)
    assert len(closed) == count
