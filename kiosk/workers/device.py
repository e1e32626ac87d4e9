"""One worker per device: it does jobs, serves the newest watch, keeps outputs, and asks for the status in between.

It knows no family: what a device can do are the verbs of its family (devices.family). A watch is replaced, never
queued: the wait that serves the old one is cancelled at once. A job is queued and never cancelled, because it may
already have happened. An output is a state: the newest counts, and after a fault it is put again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

from devices import (
    Cancelled,
    Clock,
    DeadlineReached,
    Device,
    DeviceFault,
    DeviceState,
    DeviceStatus,
    Fault,
    Next,
    OpenDevice,
    Wait,
    WatchKind,
)
from kiosk.events import Event, JobEnded, ReadingCame, Watch, WatchFailed
from kiosk.workers.device_work import Doing, Look, Note, Putting, Watching, Work, codes_of_new_faults
from kiosk.workers.notices import JobBegun, StatusSeen
from kiosk.workers.supervised import Turn

LOOK_EVERY = 5.0
"""Seconds between two looks at an idle device."""
LOOK_LONGEST = 3.0
AFTER_FAILURE = 1.0
"""Pause before a watch or an output that failed is tried again."""
GRACE_S = 5.0
"""A driver ends by its own deadline; a call that is still on its way so long after is stuck."""
DRIVER_ERROR = Fault("device.driver_error", Next.CALL_STAFF)
"""The driver raised something unexpected, or did not come back."""
TIMED_OUT = Fault("device.no_answer", Next.CALL_STAFF)

Post = Callable[[Event | StatusSeen | JobBegun], None]


class DeviceWorker:
    """Owns one device; a body of the supervised loop. `watch`, `do` and `put` come from the conductor's thread."""

    replaceable = False

    def __init__(self, opened: OpenDevice, clock: Clock, post: Post, note: Note = lambda part, code: None) -> None:
        self.device_name = opened.spec.name
        self.name = f"device.{opened.spec.name}"
        self.family = opened.family
        self._device: Device = opened.device
        self._clock = clock
        self._post = post
        self._note = note
        self._changed = clock.condition()
        self._wanted: Watching | None = None
        self._served: Watching | None = None
        self._jobs: deque[Doing] = deque()
        self._outputs: dict[str, Hashable | None] = {}
        """Verb → the state that is wanted now."""
        self._to_put: dict[str, Hashable | None] = {}
        """Of these, the ones that the device was not put into yet."""
        self._not_before: dict[type[Work], float] = {}
        """Kind of work that failed → when it is tried again."""
        self._wait: Wait | None = None
        self._turn: Turn | None = None
        """The turn of a wait that can be cancelled: once it is, the driver has to come back soon."""
        self._stopping = False
        self._seen: DeviceStatus | None = None
        self._look_at = 0.0

    def stop(self) -> None:
        """Ask the worker to end: within 200 ms, or after its current job."""
        with self._changed:
            self._stopping = True
            self._interrupt()

    def watch(self, visit: str, watch: Watch | None) -> None:
        """From now on report this, or nothing."""
        wanted = None if watch is None else Watching(visit, watch)
        with self._changed:
            if wanted == self._wanted:
                return
            self._wanted = wanted
            self._not_before.pop(Watching, None)
            self._interrupt()

    def do(self, visit: str, effect: int, verb: str, argument: object) -> None:
        with self._changed:
            self._jobs.append(Doing(visit, effect, verb, argument))
            self._interrupt()

    def put(self, verb: str, state: Hashable | None) -> None:
        with self._changed:
            self._outputs[verb] = self._to_put[verb] = state
            self._not_before.pop(Putting, None)
            self._interrupt()

    def next(self) -> Work | None:
        with self._changed:
            while not self._stopping:
                now = self._clock.monotonic()
                found, at = self._ready(now)
                if found is not None:
                    return found
                self._changed.wait(at - now)
        return None

    def _ready(self, now: float) -> tuple[Work | None, float]:
        """The next work, or None and when there will be some. Work that has to be paced is marked as begun."""
        if self._jobs:
            return self._jobs.popleft(), now
        later = [self._look_at]
        for kind, work in ((Putting, self._next_output()), (Watching, self._unserved())):
            at = self._not_before.get(kind, 0.0)
            if work is not None and at <= now:
                return work, now
            later += [at] if work is not None else []
        if self._look_at <= now:
            self._look_at = now + LOOK_EVERY
            return Look(), now
        return None, min(later)

    def _next_output(self) -> Putting | None:
        return next((Putting(verb, state) for verb, state in self._to_put.items()), None)

    def _unserved(self) -> Watching | None:
        return self._wanted if self._wanted != self._served else None

    def visit_of(self, job: Work) -> str:
        return job.visit if isinstance(job, Doing | Watching) else ""

    def longest_s(self, job: Work) -> float | None:
        match job:
            case Doing():
                return self.family.job(job.verb).longest_s + GRACE_S
            case Putting():
                return self.family.output(job.verb).longest_s + GRACE_S
            case Look():
                return LOOK_LONGEST + GRACE_S
        return None

    def run(self, job: Work, turn: Turn) -> None:
        self._turn = None if isinstance(job, Doing) else turn
        try:
            match job:
                case Doing():
                    self._do(job, turn)
                case Putting():
                    self._put(job)
                case Watching():
                    self._serve(job, turn)
                case Look():
                    self._look()
        except (Cancelled, DeadlineReached):
            return
        finally:
            self._turn = None

    def failed(self, job: Work) -> None:
        match job:
            case Doing():
                # It may have happened: the family says which outcome is true then.
                outcome = self.family.job(job.verb).surprised(DRIVER_ERROR)
                self._post(JobEnded(job.visit, job.effect, outcome))
            case Watching():
                self._pause(Watching)
                self._post(WatchFailed(job.visit, job.watch, DRIVER_ERROR))
            case Putting():
                self._pause(Putting)
            case Look():
                self._report(self._broken())

    def reset(self) -> None:
        """A driver in an unknown state opens its port again, and what it had been put into is put again."""
        self._device.close()
        with self._changed:
            self._to_put = dict(self._outputs)

    def abandon(self) -> None:
        """The port has one user: cancelling its wait is all that can be done for a stuck one."""
        wait = self._wait
        if wait is not None:
            wait.cancel()
        self._report(self._broken())

    def close(self) -> None:
        self._device.close()

    def _broken(self) -> DeviceStatus:
        capabilities = self._seen.capabilities if self._seen else frozenset()
        return DeviceStatus(DeviceState.FAULT, (DRIVER_ERROR,), capabilities=capabilities)

    def _interrupt(self) -> None:
        self._changed.notify_all()
        if self._wait is not None:
            self._wait.cancel()
        if self._turn is not None:
            self._turn.allow(GRACE_S)

    def _pause(self, kind: type[Work]) -> None:
        with self._changed:
            self._not_before[kind] = self._clock.monotonic() + AFTER_FAILURE

    def _waiting(self, seconds: float | None) -> Wait:
        with self._changed:
            self._wait = Wait(self._clock, seconds)
            if self._stopping:
                self._wait.cancel()
            return self._wait

    def _do(self, job: Doing, turn: Turn) -> None:
        self._wait = None
        kind = self.family.job(job.verb)
        limit = kind.limit_s(self._device, job.argument)
        turn.allow(limit + GRACE_S)
        self._post(JobBegun(job.visit, job.effect, limit))
        outcome = kind.run(self._device, job.argument, Wait(self._clock, limit))
        self._post(JobEnded(job.visit, job.effect, outcome))
        self._look_at = 0.0

    def _put(self, job: Putting) -> None:
        kind = self.family.output(job.verb)
        state = kind.at_rest if job.state is None else job.state
        try:
            kind.run(self._device, state, self._waiting(kind.longest_s))
        except (DeviceFault, DeadlineReached):
            self._pause(Putting)
            self._look()
            return
        with self._changed:
            if self._to_put.get(job.verb) == job.state:
                self._to_put.pop(job.verb, None)

    def _look(self) -> None:
        self._look_at = self._clock.monotonic() + LOOK_EVERY
        self._report(self._device.status(self._waiting(LOOK_LONGEST)))

    def _report(self, status: DeviceStatus) -> None:
        if status != self._seen:
            for code in codes_of_new_faults(self._seen, status):
                self._note(self.name, code)
            self._seen = status
            self._post(StatusSeen(self.device_name, status))

    def _serve(self, job: Watching, turn: Turn) -> None:
        kind = self.family.watch(job.watch.verb)
        if kind.every_s is None:
            self._take_once(job, kind)
        else:
            self._poll(job, kind, kind.every_s, turn)

    def _take_once(self, job: Watching, kind: WatchKind[Device, object]) -> None:
        """Wait for one value: every fault is reported, and waiting goes on while the watch stays."""
        wait = self._waiting_for(job)
        try:
            value = kind.take(self._device, wait if kind.longest_s is None else wait.within(kind.longest_s))
        except DeviceFault as failure:
            self._post(WatchFailed(job.visit, job.watch, failure.fault))
            self._look()
            wait.pause(AFTER_FAILURE)
            return
        # The visit belongs to it: two citizens' watches may carry the same number.
        self._served = job
        self._post(ReadingCame(job.visit, job.watch, value))

    def _poll(self, job: Watching, kind: WatchKind[Device, object], every_s: float, turn: Turn) -> None:
        """Ask again and again, and report each value that differs from the one before."""
        wait = self._waiting_for(job)
        last: object = None
        longest = LOOK_LONGEST if kind.longest_s is None else kind.longest_s
        while True:
            turn.allow(longest + GRACE_S)
            try:
                value = kind.take(self._device, wait.within(longest))
            except DeviceFault as failure:
                value = failure.fault if kind.on_fault is None else kind.on_fault(failure.fault)
            except DeadlineReached:
                wait.check()
                value = TIMED_OUT if kind.on_fault is None else kind.on_fault(TIMED_OUT)
            if value != last:
                last = value
                if isinstance(value, Fault):
                    self._post(WatchFailed(job.visit, job.watch, value))
                else:
                    self._post(ReadingCame(job.visit, job.watch, value))
            wait.pause(every_s)

    def _waiting_for(self, job: Watching) -> Wait:
        """A wait without end that is cancelled with its watch."""
        wait = self._waiting(None)
        with self._changed:
            if self._wanted != job:
                wait.cancel()
        return wait
