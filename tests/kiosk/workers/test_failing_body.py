"""A body of the supervised loop that fails in any of its parts: the thread goes on."""

from __future__ import annotations

import pytest

from kiosk.workers.supervised import (
    AFTER_INCIDENT_S,
    INCIDENTS_AT_MOST,
    OUT_OF_SERVICE_S,
)
from tests.kiosk.workers.supervised_bench import LONGEST_S, bench, raises


@pytest.mark.parametrize("failing", ["next", "visit_of", "longest_s", "failed", "reset", "close"])
def test_an_exception_in_any_part_of_a_body_ends_no_thread(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with bench() as at:

        def broken(*_: object) -> None:
            monkeypatch.undo()
            raise ZeroDivisionError

        at.worker.jobs.put(lambda: 0)
        at.clock.settle()
        monkeypatch.setattr(at.worker, failing, broken)
        at.give(raises, lambda: 1, lambda: 2)
        monkeypatch.undo()
        at.give(lambda: 3)
        assert at.worker.done[-1] == 3


@pytest.mark.parametrize("failing", ["visit_of", "failed", "abandon"])
def test_an_exception_while_a_job_is_given_up_keeps_nobody_from_taking_over(failing: str) -> None:
    with bench() as at:
        setattr(at.worker, failing, lambda *_: 1 / 0)
        at.worker.jobs.put(at.hang)
        at.clock.advance(LONGEST_S)
        at.loop.check()
        at.give(lambda: 1)
        assert at.worker.done == [1]


def test_an_exception_while_a_job_is_refused_ends_no_thread() -> None:
    with bench() as at:
        at.give(*(raises for _ in range(INCIDENTS_AT_MOST)))
        at.worker.refused = lambda job: 1 / 0  # type: ignore[method-assign,assignment] # the body breaks
        at.give(lambda: 1)
        at.clock.advance(OUT_OF_SERVICE_S)
        at.loop.check()
        at.give(lambda: 2)
        assert at.worker.done == [2]


def test_a_body_whose_next_always_raises_does_not_spin() -> None:
    with bench() as at:
        at.give(lambda: 0)
        at.worker.next = raises  # type: ignore[method-assign] # the body breaks while it runs
        at.worker.jobs.put(lambda: 1)
        at.clock.advance(20 * AFTER_INCIDENT_S)
        assert len(at.observed.incidents) <= 21
