"""A job begins soon or not at all: no paper comes out for a visit that has stopped waiting for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, Wait, open_device
from devices.receipt_printer.contract import Paper, PrintOutcome, TextBlock
from kiosk.events import JobEnded
from kiosk.terminal.outcomes import JOB_GRACE_S
from kiosk.workers.device import BEGIN_WITHIN_S, GRACE_S, LOOK_LONGEST, DeviceWorker
from kiosk.workers.device_agenda import LOOK_EVERY
from kiosk.workers.supervised import INCIDENTS_AT_MOST, OUT_OF_SERVICE_S, SupervisedLoop
from tests.house.doors import ROOT
from tests.loops import Observed, loop_of

SLIP = (TextBlock("凭条"),)


@dataclass
class Bench:
    clock: FakeClock
    worker: DeviceWorker
    loop: SupervisedLoop[Any]
    driver: Any
    simulator: Any
    posted: list[Any] = field(default_factory=list)

    def papers(self) -> list[tuple[str, Paper]]:
        """The outcomes that were reported: visit and paper."""
        ended = [each for each in self.posted if isinstance(each, JobEnded)]
        return [(each.visit, each.outcome.paper) for each in ended if isinstance(each.outcome, PrintOutcome)]

    def print(self, visit: str, effect: int = 1) -> None:
        self.worker.do(visit, effect, "print", SLIP)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, with the supervisor's looks at the loop."""
        for _ in range(int(seconds)):
            self.clock.advance(1)
            self.loop.check()


class Held:
    """A call that comes back only when it is released, whatever its deadline."""

    def __init__(self, clock: FakeClock, real: Any) -> None:
        self._condition = clock.condition()
        self._real = real
        self._released = False

    def __call__(self, *given: Any) -> Any:
        result = self._real(*given)
        with self._condition:
            while not self._released:
                self._condition.wait(None)
        return result

    def release(self) -> None:
        with self._condition:
            self._released = True
            self._condition.notify_all()


@pytest.fixture
def bench() -> Iterator[Bench]:
    clock, posted = FakeClock(), list[Any]()
    opened = open_device(DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_80"), clock, ROOT / "config" / "models")
    worker = DeviceWorker(opened, clock, posted.append)
    made = Bench(clock, worker, loop_of(worker, clock, Observed()), opened.device, opened.simulator, posted)
    made.loop.start()
    clock.advance(1)
    yield made
    made.loop.stop()
    made.loop.join(5)


def test_a_job_behind_a_hanging_look_is_refused_and_never_printed(bench: Bench) -> None:
    held = Held(bench.clock, bench.driver.status)
    bench.driver.status = held
    bench.pass_time(LOOK_EVERY + 1)
    bench.print("visit-1")
    bench.pass_time(JOB_GRACE_S)
    assert bench.papers() == [("visit-1", Paper.DID_NOT)], "nothing was begun, and that can be said"
    held.release()
    bench.pass_time(OUT_OF_SERVICE_S + 60)
    assert bench.simulator.slips == []
    assert len(bench.papers()) == 1
    bench.print("visit-2")
    bench.pass_time(10)
    assert bench.papers()[1:] == [("visit-2", Paper.CAME_OUT)]


def test_a_job_of_a_device_that_hangs_is_refused_at_once(bench: Bench) -> None:
    held = Held(bench.clock, bench.driver.status)
    bench.driver.status = held
    bench.pass_time(LOOK_EVERY + LOOK_LONGEST + GRACE_S + 1)
    bench.print("visit-1")
    assert bench.papers() == [("visit-1", Paper.DID_NOT)]
    held.release()
    bench.pass_time(30)
    assert bench.simulator.slips == []


def test_touching_on_does_not_prolong_a_hanging_call(bench: Bench) -> None:
    held = Held(bench.clock, bench.driver.status)
    bench.driver.status = held
    bench.pass_time(LOOK_EVERY + 1)
    bench.print("visit-1")
    for second in range(int(BEGIN_WITHIN_S)):
        bench.worker.put("shutter", second)
        bench.pass_time(1)
    assert bench.papers() == [("visit-1", Paper.DID_NOT)]
    held.release()


def test_a_job_that_waited_too_long_behind_another_is_not_begun(bench: Bench) -> None:
    def slow(document: object, wait: Wait) -> PrintOutcome:
        wait.pause(BEGIN_WITHIN_S + 1)
        return PrintOutcome(Paper.CAME_OUT)

    bench.driver.print = slow
    bench.print("visit-1", 1)
    bench.print("visit-2", 2)
    bench.pass_time(3 * BEGIN_WITHIN_S)
    assert bench.papers() == [("visit-1", Paper.CAME_OUT), ("visit-2", Paper.DID_NOT)]


def test_a_job_begins_before_its_visit_stops_waiting() -> None:
    assert BEGIN_WITHIN_S + GRACE_S <= JOB_GRACE_S


def test_a_printer_that_answers_after_the_deadline_prints_nothing(bench: Bench) -> None:
    held = Held(bench.clock, bench.driver._printing_status)
    bench.pass_time(1)
    bench.driver._printing_status = held
    bench.print("visit-1")
    bench.pass_time(60)
    assert bench.papers() == [("visit-1", Paper.UNCONFIRMED)]
    held.release()
    bench.pass_time(30)
    assert bench.simulator.slips == []


def test_a_worker_out_of_service_says_that_nothing_was_printed(bench: Bench) -> None:
    def broken(*_: object) -> None:
        raise KeyError

    real, bench.driver.print = bench.driver.print, broken
    for number in range(INCIDENTS_AT_MOST):
        bench.print("visit-1", number)
        bench.pass_time(2)
    assert bench.loop.is_out_of_service
    bench.print("visit-2")
    bench.pass_time(1)
    assert bench.papers()[-2:] == [("visit-1", Paper.UNCONFIRMED), ("visit-2", Paper.DID_NOT)]
    bench.driver.print = real
    bench.pass_time(OUT_OF_SERVICE_S + 1)
    bench.print("visit-3")
    bench.pass_time(10)
    assert bench.papers()[-1] == ("visit-3", Paper.CAME_OUT)
