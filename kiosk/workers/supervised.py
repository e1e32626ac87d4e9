"""The one loop that every worker thread runs.

A body says how to wait for work, how to do it and what to report when it failed; the loop does the rest:

- An unexpected exception costs the job in hand, never the thread: the body reports a failed outcome, is reset, and the
  loop goes on after a short pause.
- A job that was never begun is refused, which is a different outcome from a failure.
- A job that does not come back within its deadline is given up: its outcome is reported as failed, and a second thread
  takes over where the body allows it. Where it does not (a device's port has one user), the worker is out of service
  until the thread returns.
- Three such incidents within a minute put the worker out of service: what is asked of it fails at once. After a minute
  it is tried again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from devices import Clock
from devices.lazy_dataclass import dataclass

J = TypeVar("J")

INCIDENTS_AT_MOST = 3
WITHIN_S = 60.0
"""INCIDENTS_AT_MOST incidents within WITHIN_S put the worker out of service."""
OUT_OF_SERVICE_S = 60.0
"""Seconds until a worker out of service is tried again."""
AFTER_INCIDENT_S = 0.5
"""Pause after an incident, so that a fault that repeats at once cannot use up the processor."""
STUCK_AT_MOST = 3
"""Threads that may be stuck in jobs given up; with more the worker stays out of service until one returns."""
HUNG = "Hung"
"""Reported in place of an exception's type when a job passed its deadline."""


class JobDeadline:
    """The deadline of a job in hand. A job of unknown length calls `allow` whenever it gets on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.due: float | None = None
        self.given_up = False
        """The deadline passed and the failure was reported: an outcome that comes now is late."""

    def allow(self, seconds: float) -> None:
        """Give the job so many seconds from now."""
        self.due = self._clock.monotonic() + seconds

    def hurry(self, seconds: float) -> None:
        """Give the job so many seconds from now at most; asked again and again, that prolongs nothing."""
        due = self._clock.monotonic() + seconds
        self.due = due if self.due is None else min(self.due, due)


class Body(Protocol[J]):
    """The work of one worker. All methods but `stop`, `abandon` and `failed` are called in its thread."""

    @property
    def name(self) -> str:
        """The worker's name in log and health: lower-case letters and `_`."""

    @property
    def replaceable(self) -> bool:
        """True if a second thread may work while one is stuck."""

    def next(self) -> J | None:
        """Wait for the next job; None when there is none, and after `stop` once everything is done that must be. Work
        that the body gives itself (a look, a heartbeat) must not be returned again at once, whatever became of it."""

    def visit_of(self, job: J) -> str:
        """The visit that a job belongs to, "" for none."""

    def longest_s(self, job: J) -> float | None:
        """Seconds after which the job is given up; None for a wait that the body can always end."""

    def run(self, job: J, deadline: JobDeadline) -> None:
        """Do the job and report its outcome."""

    def failed(self, job: J) -> None:
        """Report the outcome of a job that raised an unexpected exception or hung: it may have happened. May be called
        from the supervisor's thread while the job is stuck."""

    def refused(self, job: J) -> None:
        """Report the outcome of a job that was never begun: the worker is out of service."""

    def reset(self) -> None:
        """After an incident: close what may be broken; it is opened again when next used."""

    def abandon(self) -> None:
        """A job hangs and was given up: forget what its thread holds, and end its wait if that can be done without
        waiting. Called from the supervisor's thread."""

    def stop(self) -> None:
        """From now on `next` returns soon, and so does a wait that can be cancelled. Called from another thread."""

    def close(self) -> None:
        """The worker ends."""


@dataclass(frozen=True)
class Incident:
    """Something unexpected in a worker: an exception, or `error` None for a job that hung."""

    worker: str
    error: BaseException | None
    visit: str = ""


class Observer(Protocol):
    """Receives incidents, and workers that go out of service or come back. Must not block."""

    def incident(self, incident: Incident) -> None: ...

    def out_of_service(self, worker: str, out: bool) -> None: ...


class ServiceRecord:
    """The incidents of one service, and whether it is out of service. Loops that share their work (a pool) share one:
    while a pool is out of service none of its threads takes jobs that another would do."""

    def __init__(self, name: str, clock: Clock, observer: Observer) -> None:
        self.name = name
        self._clock = clock
        self._observer = observer
        self._lock = clock.condition()
        self._incidents: deque[float] = deque(maxlen=INCIDENTS_AT_MOST)
        self._out_since: float | None = None

    @property
    def out(self) -> bool:
        return self._out_since is not None

    def incident(self, error: BaseException | None, visit: str = "") -> None:
        """Report an incident; so many within so long put the service out of service."""
        now = self._clock.monotonic()
        self._observer.incident(Incident(self.name, error, visit))
        with self._lock:
            self._incidents.append(now)
            many = len(self._incidents) == INCIDENTS_AT_MOST and now - self._incidents[0] <= WITHIN_S
        if many:
            self.take_out()

    def take_out(self) -> None:
        with self._lock:
            was_in, self._out_since = self._out_since is None, self._clock.monotonic()
        if was_in:
            self._observer.out_of_service(self.name, True)

    def bring_back(self) -> None:
        """Try it again, if it was out of service for long enough."""
        with self._lock:
            if self._out_since is None or self._clock.monotonic() - self._out_since < OUT_OF_SERVICE_S:
                return
            self._out_since = None
        self._observer.out_of_service(self.name, False)


class SupervisedLoop(Generic[J]):
    """Runs one body in a thread. `check` is called by the supervisor every few seconds."""

    def __init__(self, body: Body[J], clock: Clock, observer: Observer, record: ServiceRecord | None = None) -> None:
        self._body = body
        self._clock = clock
        self._record = record or ServiceRecord(body.name, clock, observer)
        self._observer = observer
        self._condition = clock.condition()
        self._in_hand: list[tuple[JobDeadline, J]] = []
        self._current = 0
        self._stopping = False

    def start(self) -> None:
        self._thread = self._clock.spawn(self._record.name, lambda: self._run(self._current))

    def stop(self) -> None:
        """Ask the thread to end; a job that cannot be cancelled is finished first."""
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        self._body.stop()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    @property
    def is_out_of_service(self) -> bool:
        return self._record.out

    def check(self) -> None:
        """Give up jobs past their deadline, and try again a worker that was long enough out of service."""
        now = self._clock.monotonic()
        for deadline, job in tuple(self._in_hand):
            if deadline.due is not None and deadline.due <= now and not deadline.given_up:
                self._give_up(deadline, job)
        if self._stuck() <= (STUCK_AT_MOST if self._body.replaceable else 0):
            self._record.bring_back()

    def _stuck(self) -> int:
        return sum(deadline.given_up for deadline, _ in self._in_hand)

    def _run(self, number: int) -> None:
        while number == self._current and self._serve(number):
            pass
        if number == self._current:
            self._guarded(self._body.close)

    def _serve(self, number: int) -> bool:
        """One job, of which no variable holds anything afterwards; False at the end."""
        try:
            job = self._body.next()
        except Exception as error:
            self._record.incident(error)
            self._recover()
            return not self._stopping
        if job is None:
            return not self._stopping
        if self._record.out:
            self._guarded(lambda: self._body.refused(job))
            return True
        deadline = JobDeadline(self._clock)
        entry = (deadline, job)
        self._in_hand.append(entry)
        report = self._body.refused
        try:
            longest = self._body.longest_s(job)
            if longest is not None:
                deadline.allow(longest)
            report = self._body.failed
            self._body.run(job, deadline)
        except Exception as error:
            self._record.incident(error, self._visit_of(job))
            if not deadline.given_up:
                self._guarded(lambda: report(job))
            if number == self._current:
                self._recover()
        finally:
            self._in_hand.remove(entry)
        if deadline.given_up and number == self._current:
            self._recover()
        return True

    def _recover(self) -> None:
        self._guarded(self._body.reset)
        until = self._clock.monotonic() + AFTER_INCIDENT_S
        with self._condition:
            while not self._stopping and (left := until - self._clock.monotonic()) > 0:
                self._condition.wait(left)

    def _give_up(self, deadline: JobDeadline, job: J) -> None:
        deadline.given_up = True
        self._guarded(lambda: self._body.failed(job))
        self._guarded(self._body.abandon)
        self._record.incident(None, self._visit_of(job))
        if self._body.replaceable and self._stuck() <= STUCK_AT_MOST:
            self._current += 1
            number = self._current
            self._thread = self._clock.spawn(self._record.name, lambda: self._run(number))
        else:
            self._record.take_out()

    def _visit_of(self, job: J) -> str:
        visits: list[str] = []
        self._guarded(lambda: visits.append(self._body.visit_of(job)))
        return visits[0] if visits else ""

    def _guarded(self, act: Callable[[], None]) -> None:
        """A second exception on the way out of a first one must not end the thread either."""
        try:
            act()
        except Exception as error:
            self._observer.incident(Incident(self._record.name, error))
