"""A worker that runs callables in a supervised loop, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices import Clock, FakeClock, Mailbox
from kiosk.workers.supervised import AFTER_INCIDENT_S, JobDeadline, SupervisedLoop
from tests.loops import Observed

LONGEST_S = 10.0
Job = Callable[[], object]


class Worker:
    """Runs callables from a mailbox."""

    name = "worker"

    def __init__(self, clock: Clock, *, replaceable: bool = True) -> None:
        self.replaceable = replaceable
        self.jobs: Mailbox[Job | None] = Mailbox(clock)
        self.done: list[object] = []
        self.failures = 0
        self.refusals = 0
        self.resets = 0
        self.abandoned = 0
        self.closed = 0
        self.fails_to_fail = False

    def next(self) -> Job | None:
        return self.jobs.get()

    def visit_of(self, job: Job) -> str:
        return "abc"

    def longest_s(self, job: Job) -> float | None:
        return LONGEST_S

    def run(self, job: Job, deadline: JobDeadline) -> None:
        self.done.append(job())

    def failed(self, job: Job) -> None:
        self.failures += 1
        if self.fails_to_fail:
            raise LookupError

    def refused(self, job: Job) -> None:
        self.refusals += 1

    def reset(self) -> None:
        self.resets += 1

    def abandon(self) -> None:
        self.abandoned += 1

    def stop(self) -> None:
        self.jobs.put(None)

    def close(self) -> None:
        self.closed += 1


class Bench:
    def __init__(self, clock: FakeClock, worker: Worker) -> None:
        self.clock, self.worker = clock, worker
        self.observed = Observed()
        self.loop = SupervisedLoop(worker, clock, self.observed)
        self.free = clock.condition()
        self.released = False

    def give(self, *jobs: Job) -> None:
        for job in jobs:
            self.worker.jobs.put(job)
        self.clock.advance(len(jobs) * AFTER_INCIDENT_S)

    def hang(self) -> None:
        """A job that comes back only when it is released."""
        with self.free:
            while not self.released:
                self.free.wait(None)

    def release(self) -> None:
        with self.free:
            self.released = True
            self.free.notify_all()
        self.clock.settle()


@contextmanager
def bench(*, replaceable: bool = True) -> Iterator[Bench]:
    clock = FakeClock()
    made = Bench(clock, Worker(clock, replaceable=replaceable))
    made.loop.start()
    clock.settle()
    yield made
    made.loop.stop()
    made.release()
    made.loop.join(5)


def raises() -> None:
    raise KeyError("a name that must not be quoted")
