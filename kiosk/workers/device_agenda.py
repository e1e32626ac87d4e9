"""The agenda of a device's worker: what it has to do next, and when something that failed is tried again.

Filled by the conductor's thread and emptied by the worker's. A watch and an output are states, of which the newest
counts; jobs are a queue, and wait behind work that comes back, not behind work that hangs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

from devices import Clock
from kiosk.workers.device_work import Doing, Look, Putting, Watching, Work

LOOK_EVERY = 1.5
"""Seconds between two looks at an idle device: with the time of an answer, a status is at most two seconds old."""
AFTER_FAILURE = 1.0
"""Pause before a watch or an output that failed is tried again."""


class DeviceAgenda:
    """Safe to call from any thread. `interrupt` is called with `changed` held whenever something newer came that the
    work in hand must make room for."""

    def __init__(self, clock: Clock, interrupt: Callable[[], None]) -> None:
        self._clock = clock
        self._interrupt_work = interrupt
        self.changed = clock.condition()
        self.stopping = False
        self.interrupted = False
        """Something newer came since `next` returned the work in hand."""
        self.wanted: Watching | None = None
        self._served: Watching | None = None
        self._jobs: deque[Doing] = deque()
        self._in_hand = False
        self._stuck = False
        """The work in hand does not come back: no job that is added now could begin soon."""
        self._outputs: dict[str, Hashable | None] = {}
        """Verb → the state that is wanted now."""
        self._to_put: dict[str, Hashable | None] = {}
        """Of these, the ones that the device was not put into yet."""
        self._not_before: dict[type[Work], float] = {}
        """Kind of work that failed → when it is tried again."""
        self._look_at = 0.0

    def stop(self) -> None:
        with self.changed:
            self.stopping = True
            self._interrupt()

    def watch(self, wanted: Watching | None) -> None:
        with self.changed:
            if wanted != self.wanted:
                self.wanted = wanted
                self._not_before.pop(Watching, None)
                self._interrupt()

    def add(self, job: Doing) -> bool:
        """Queue a job; False if the worker is stuck."""
        with self.changed:
            if not self._stuck:
                self._jobs.append(job)
                self._interrupt()
            return not self._stuck

    def give_up(self) -> tuple[Doing, ...]:
        """The work in hand does not come back: take no jobs until it does, and return those that waited behind it."""
        with self.changed:
            if not self._in_hand:
                return ()
            self._stuck = True
            waiting = tuple(self._jobs)
            self._jobs.clear()
            return waiting

    def put(self, verb: str, state: Hashable | None) -> None:
        with self.changed:
            self._outputs[verb] = self._to_put[verb] = state
            self._not_before.pop(Putting, None)
            self._interrupt()

    def next(self) -> Work | None:
        """Wait for the next work; None after `stop`."""
        with self.changed:
            self._in_hand = self._stuck = False
            while not self.stopping:
                now = self._clock.monotonic()
                found, at = self._ready(now)
                if found is not None:
                    self._in_hand, self.interrupted = True, False
                    return found
                self.changed.wait(at - now)
        return None

    def done(self, work: Watching | Putting) -> None:
        """A watch was served, or a device put into a state. Work that was replaced meanwhile changes nothing."""
        with self.changed:
            if isinstance(work, Watching):
                # The visit belongs to it: two citizens' watches may carry the same number.
                self._served = work
            elif self._to_put.get(work.verb) == work.state:
                self._to_put.pop(work.verb, None)

    def pause(self, kind: type[Work]) -> None:
        """This kind of work failed: try it again after a while."""
        with self.changed:
            self._not_before[kind] = self._clock.monotonic() + AFTER_FAILURE

    def look_in(self, seconds: float) -> None:
        """The next look at the idle device."""
        with self.changed:
            self._look_at = self._clock.monotonic() + seconds

    def put_again(self) -> None:
        """The device was opened again: every output is put once more."""
        with self.changed:
            self._to_put = dict(self._outputs)

    def _interrupt(self) -> None:
        self.changed.notify_all()
        self._interrupt_work()
        self.interrupted = True

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
        return self.wanted if self.wanted != self._served else None
