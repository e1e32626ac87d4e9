"""A clock for tests and scenarios: time passes only when it is moved, and only while all workers rest.

It knows which workers are at rest (asleep in one of its conditions) and moves only when all of them are, so hours pass
in milliseconds and always in the same order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from devices.clock import Condition


@dataclass(eq=False)
class _Sleeper:
    condition: _FakeCondition
    wakes_at: float | None
    worker: bool
    awake: bool = False


class FakeClock:
    """A clock that is moved by its caller.

    `auto=True` suits a test that calls a driver from its own thread: whenever everybody sleeps, time jumps to the
    earliest alarm. Without it, `advance` moves time and `settle` waits (in real time, at most `patience` seconds) until
    every worker is at rest; a worker that is busy with real input or output is not at rest.
    """

    def __init__(self, start: datetime | None = None, *, auto: bool = False, patience: float = 30.0) -> None:
        self._lock = threading.RLock()
        self._rested = threading.Condition(self._lock)
        self._start = start or datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
        self._elapsed = 0.0
        self._auto = auto
        self._patience = patience
        self._workers: set[int] = set()
        self._sleepers: list[_Sleeper] = []

    def now(self) -> datetime:
        with self._lock:
            return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        with self._lock:
            return self._elapsed

    def condition(self) -> Condition:
        return _FakeCondition(self)

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        def counted() -> None:
            try:
                work()
            finally:
                with self._lock:
                    self._workers.discard(threading.get_ident())
                    self._everyone_rests_check()

        registered = threading.Event()

        def body() -> None:
            with self._lock:
                self._workers.add(threading.get_ident())
            registered.set()
            counted()

        thread = threading.Thread(target=body, name=name, daemon=True)
        thread.start()
        registered.wait()
        return thread

    def settle(self) -> None:
        """Wait until every worker is at rest. Raises TimeoutError naming how many are not."""
        with self._lock:
            if not self._rested.wait_for(lambda: self._busy() == 0, timeout=self._patience):
                raise TimeoutError(f"{self._busy()} workers did not come to rest in {self._patience:g} s")

    def advance(self, seconds: float) -> None:
        """Move time by `seconds`, stopping at every alarm on the way and letting its sleeper work until it rests."""
        self.settle()
        with self._lock:
            end = self._elapsed + seconds
        while True:
            with self._lock:
                alarm = self._next_alarm()
                self._elapsed = max(self._elapsed, end if alarm is None else min(alarm, end))
                self._wake_due()
                arrived = self._elapsed >= end and (alarm is None or alarm > end)
            self.settle()
            if arrived:
                return

    def move(self, seconds: float) -> None:
        """Move time and wake every due sleeper without waiting for it: for a caller that runs an event loop."""
        with self._lock:
            self._elapsed += seconds
            self._wake_due()

    def shift(self, seconds: float) -> None:
        """Set the wall clock by so much; time itself goes on as it did."""
        with self._lock:
            self._start += timedelta(seconds=seconds)

    def at_rest(self) -> bool:
        """True while every worker sleeps: a caller that runs an event loop polls this instead of `settle`."""
        with self._lock:
            return self._busy() == 0

    def next_alarm(self) -> float | None:
        """Seconds until the earliest sleeper wakes by itself, None if nobody set an alarm."""
        with self._lock:
            alarm = self._next_alarm()
            return None if alarm is None else max(0.0, alarm - self._elapsed)

    def _busy(self) -> int:
        asleep = sum(1 for sleeper in self._sleepers if sleeper.worker and not sleeper.awake)
        return len(self._workers) - asleep

    def _next_alarm(self) -> float | None:
        alarms = [s.wakes_at for s in self._sleepers if not s.awake and s.wakes_at is not None]
        return min(alarms, default=None)

    def _wake_due(self) -> None:
        for sleeper in self._sleepers:
            if not sleeper.awake and sleeper.wakes_at is not None and sleeper.wakes_at <= self._elapsed:
                sleeper.condition._wake(sleeper)

    def _everyone_rests_check(self) -> None:
        if self._busy() == 0:
            self._rested.notify_all()
            if self._auto and not any(s.awake for s in self._sleepers):
                alarm = self._next_alarm()
                if alarm is not None:
                    self._elapsed = max(self._elapsed, alarm)
                    self._wake_due()


class _FakeCondition:
    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._inner = threading.Condition(clock._lock)

    def __enter__(self) -> Self:
        self._clock._lock.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self._clock._lock.release()

    def wait(self, seconds: float | None) -> None:
        if seconds is not None and seconds <= 0:
            return
        clock = self._clock
        wakes_at = None if seconds is None else clock._elapsed + seconds
        sleeper = _Sleeper(self, wakes_at, worker=threading.get_ident() in clock._workers)
        clock._sleepers.append(sleeper)
        try:
            clock._everyone_rests_check()
            while not sleeper.awake:
                self._inner.wait()
        finally:
            clock._sleepers.remove(sleeper)

    def notify_all(self) -> None:
        for sleeper in self._clock._sleepers:
            if sleeper.condition is self:
                self._wake(sleeper)

    def _wake(self, sleeper: _Sleeper) -> None:
        sleeper.awake = True
        self._inner.notify_all()
