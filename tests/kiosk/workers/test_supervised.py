"""The supervised loop: what is unexpected costs one job, never the thread; what hangs is given up and replaced."""

from __future__ import annotations

from functools import partial

from devices import FakeClock
from kiosk.workers.supervised import (
    INCIDENTS_AT_MOST,
    OUT_OF_SERVICE_S,
    STUCK_AT_MOST,
    ServiceRecord,
    SupervisedLoop,
)
from tests.kiosk.workers.supervised_bench import LONGEST_S, Worker, bench, raises
from tests.loops import Observed


def test_an_exception_costs_one_job_and_the_next_is_done() -> None:
    with bench() as at:
        at.give(raises, lambda: 1)
        assert (at.worker.done, at.worker.failures, at.worker.resets) == ([1], 1, 1)
        (incident,) = at.observed.incidents
        assert (incident.worker, type(incident.error), incident.visit) == ("worker", KeyError, "abc")
        assert at.observed.changes == []


def test_a_failure_to_report_a_failure_does_not_end_the_thread_either() -> None:
    with bench() as at:
        at.worker.fails_to_fail = True
        at.give(raises, lambda: 1)
        assert at.worker.done == [1]
        assert [type(each.error) for each in at.observed.incidents] == [KeyError, LookupError]


def test_three_incidents_within_a_minute_are_out_of_service_and_it_comes_back() -> None:
    with bench() as at:
        at.give(*(raises for _ in range(INCIDENTS_AT_MOST)))
        assert at.observed.changes == [("worker", True)]
        at.give(lambda: 1)
        assert (at.worker.done, at.worker.failures) == ([], INCIDENTS_AT_MOST)
        assert at.worker.refusals == 1, "it was refused at once, unbegun"
        at.clock.advance(OUT_OF_SERVICE_S)
        at.loop.check()
        assert at.observed.changes[-1] == ("worker", False)
        at.give(lambda: 2)
        assert at.worker.done == [2]


def test_it_rests_for_its_whole_time() -> None:
    with bench() as at:
        at.give(*(raises for _ in range(INCIDENTS_AT_MOST)))
        at.clock.advance(OUT_OF_SERVICE_S - 5)
        at.loop.check()
        assert at.loop.is_out_of_service
        at.clock.advance(5)
        at.loop.check()
        assert not at.loop.is_out_of_service


def test_incidents_far_apart_are_not_out_of_service() -> None:
    with bench() as at:
        for _ in range(10):
            at.give(raises)
            at.clock.advance(31)
        assert at.observed.changes == []


def test_a_job_that_hangs_is_given_up_and_a_second_thread_takes_over() -> None:
    with bench() as at:
        at.worker.jobs.put(at.hang)
        at.clock.advance(LONGEST_S - 1)
        at.loop.check()
        assert at.worker.failures == 0, "its deadline is not over"
        at.clock.advance(1)
        at.loop.check()
        assert (at.worker.failures, at.worker.abandoned) == (1, 1)
        assert [each.error for each in at.observed.incidents] == [None]
        at.give(lambda: 1)
        assert at.worker.done == [1]
        at.release()
        at.give(lambda: 2)
        assert at.worker.done[-1] == 2
        assert at.worker.failures == 1


def test_a_hanging_job_that_then_raises_fails_once() -> None:
    with bench() as at:

        def hangs_and_raises() -> None:
            at.hang()
            raises()

        at.worker.jobs.put(hangs_and_raises)
        at.clock.advance(LONGEST_S)
        at.loop.check()
        at.release()
        at.clock.advance(1)
        assert at.worker.failures == 1
        assert len(at.observed.incidents) == 2


def test_a_worker_that_cannot_be_replaced_is_out_of_service_until_its_thread_returns() -> None:
    with bench(replaceable=False) as at:
        at.worker.jobs.put(at.hang)
        at.clock.advance(LONGEST_S)
        at.loop.check()
        assert at.observed.changes == [("worker", True)]
        at.clock.advance(10 * OUT_OF_SERVICE_S)
        at.loop.check()
        assert at.observed.changes == [("worker", True)], "nothing else may use its port"
        at.release()
        at.clock.advance(1)
        assert at.worker.resets == 1
        at.loop.check()
        assert at.observed.changes[-1] == ("worker", False)
        at.give(lambda: 1)
        assert at.worker.done[-1] == 1


def test_threads_that_hang_are_bounded() -> None:
    with bench() as at:
        for _ in range(STUCK_AT_MOST + 5):
            at.worker.jobs.put(at.hang)
            at.clock.advance(LONGEST_S)
            at.loop.check()
            at.clock.advance(OUT_OF_SERVICE_S)
            at.loop.check()
        assert at.worker.abandoned == STUCK_AT_MOST + 1
        assert at.loop.is_out_of_service


def test_a_job_whose_longest_time_is_unknown_was_not_begun() -> None:
    with bench() as at:
        at.worker.longest_s = lambda job: 1 / 0  # type: ignore[method-assign] # the body breaks
        at.give(lambda: 1)
        assert (at.worker.done, at.worker.failures, at.worker.refusals) == ([], 0, 1)


def test_what_was_asked_for_before_the_stop_is_still_done() -> None:
    with bench() as at:
        for number in range(5):
            at.worker.jobs.put(partial(int, number))
        at.loop.stop()
        at.loop.join(5)
        assert at.worker.done == [0, 1, 2, 3, 4]
        assert at.worker.closed == 1


def test_a_pool_that_failed_in_one_thread_leaves_no_job_to_a_thread_that_refuses() -> None:
    clock, observed = FakeClock(), Observed()
    record = ServiceRecord("pool", clock, observed)
    workers = [Worker(clock), Worker(clock)]
    loops = [SupervisedLoop(worker, clock, observed, record) for worker in workers]
    for loop in loops:
        loop.start()
    for number in range(INCIDENTS_AT_MOST):
        workers[number % 2].jobs.put(raises)
    clock.advance(2)
    assert observed.changes == [("pool", True)]
    assert all(loop.is_out_of_service for loop in loops)
    clock.advance(OUT_OF_SERVICE_S)
    for loop in loops:
        loop.check()
    assert observed.changes == [("pool", True), ("pool", False)]
    for loop in loops:
        loop.stop()
        loop.join(5)
