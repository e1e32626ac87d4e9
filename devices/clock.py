"""Time: the only module that may ask what time it is or wait for it to pass.

`SystemClock` is the real one. `FakeClock` is the rehearsal of it: it knows which workers are at rest (asleep in one of
its conditions) and moves only when all of them are, so a test or a scenario steps through hours in milliseconds and
always in the same order. Everything that blocks in this program blocks in a `Condition` made here, in real input or
output, or not at all.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Generic, Protocol, Self, TypeVar

T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))
"""All of China keeps one time; a card expires, and a birthday comes, by its day."""


def day_in_china(moment: datetime) -> date:
    """The day it is in China at this moment (aware)."""
    return moment.astimezone(CHINA).date()


class DeadlineReached(Exception):
    """The time allowed for a wait has passed."""


class Cancelled(Exception):
    """Whoever wanted the result no longer wants it."""


class Condition(Protocol):
    """A lock to sleep on, like `threading.Condition`, whose sleep is measured by its clock."""

    def __enter__(self) -> object: ...

    def __exit__(self, *exc: object) -> None: ...

    def wait(self, seconds: float | None) -> None:
        """Sleep until notified or until `seconds` have passed; hold the lock before and after."""

    def notify_all(self) -> None:
        """Wake every sleeper; the lock must be held."""


class Clock(Protocol):
    """What the program knows of time."""

    def now(self) -> datetime:
        """Wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def condition(self) -> Condition:
        """A new condition whose waits this clock measures."""

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        """Start a worker thread that this clock knows of."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def condition(self) -> Condition:
        return _SystemCondition()

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        return thread


class _SystemCondition:
    def __init__(self) -> None:
        self._inner = threading.Condition(threading.RLock())

    def __enter__(self) -> Self:
        self._inner.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self._inner.release()

    def wait(self, seconds: float | None) -> None:
        self._inner.wait(seconds)

    def notify_all(self) -> None:
        self._inner.notify_all()


@dataclass(eq=False)
class _Sleeper:
    condition: _FakeCondition
    wakes_at: float | None
    worker: bool
    awake: bool = False


class FakeClock:
    """Time that stands still until it is told to move.

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
        """Move time and wake whoever is due, waiting for nobody: for a caller with an event loop of its own."""
        with self._lock:
            self._elapsed += seconds
            self._wake_due()

    def shift(self, seconds: float) -> None:
        """Set the wall clock by so much; time itself goes on as it did."""
        with self._lock:
            self._start += timedelta(seconds=seconds)

    def at_rest(self) -> bool:
        """True while every worker sleeps: a caller with an event loop of its own asks this instead of `settle`."""
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


class Wait:
    """How long a caller is willing to wait, and its way to change its mind.

    Every device call takes one. `cancel` may come from any thread and reaches a sleeping caller at once.
    """

    def __init__(self, clock: Clock, seconds: float | None) -> None:
        self.clock = clock
        self._ends_at = None if seconds is None else clock.monotonic() + seconds
        self._cancelled = False
        self._own = clock.condition()
        self._sleeping_on: list[Condition] = []
        self._children: list[Wait] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def remaining(self) -> float | None:
        """Seconds left, never negative; None if there is no deadline."""
        return None if self._ends_at is None else max(0.0, self._ends_at - self.clock.monotonic())

    def check(self) -> None:
        """Raise `Cancelled` or `DeadlineReached` if there is no point in going on."""
        if self._cancelled:
            raise Cancelled
        if self.remaining() == 0.0:
            raise DeadlineReached

    def cancel(self) -> None:
        """Give up: every sleeper on this wait, and on any made from it, raises `Cancelled`."""
        with self._own:
            self._cancelled = True
            sleeping_on, children = tuple(self._sleeping_on), tuple(self._children)
            self._own.notify_all()
        for condition in sleeping_on:
            with condition:
                condition.notify_all()
        for child in children:
            child.cancel()

    def within(self, seconds: float) -> Wait:
        """A wait that ends no later than this one and is cancelled with it."""
        remaining = self.remaining()
        child = Wait(self.clock, seconds if remaining is None else min(seconds, remaining))
        with self._own:
            child._cancelled = self._cancelled
            self._children = [c for c in self._children if not c._spent()]
            self._children.append(child)
        return child

    def _spent(self) -> bool:
        return self._cancelled or self.remaining() == 0.0

    def sleep_on(self, condition: Condition, seconds: float | None = None) -> None:
        """Sleep on `condition` (its lock held) until notified, cancelled, the deadline, or `seconds` have passed.

        Raises `Cancelled` or `DeadlineReached` before it sleeps; a caller loops and looks for what it waits for.
        """
        self.check()
        remaining = self.remaining()
        limits = [limit for limit in (remaining, seconds) if limit is not None]
        self._sleeping_on.append(condition)
        try:
            if not self._cancelled:
                condition.wait(min(limits, default=None))
        finally:
            self._sleeping_on.remove(condition)
        if self._cancelled:
            raise Cancelled

    def pause(self, seconds: float) -> None:
        """Sleep for `seconds`. Raises `Cancelled`, or `DeadlineReached` when the deadline comes first."""
        until = self.clock.monotonic() + seconds
        with self._own:
            while (left := until - self.clock.monotonic()) > 0:
                self.sleep_on(self._own, left)


class Mailbox(Generic[T]):
    """A queue whose reader sleeps by the clock. Unbounded by design: its writers are few and slow."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: deque[T] = deque()
        self._condition = clock.condition()

    def put(self, item: T) -> None:
        with self._condition:
            self._items.append(item)
            self._condition.notify_all()

    def get(self, seconds: float | None = None) -> T | None:
        """The oldest item, or None once `seconds` have passed without one."""
        ends_at = None if seconds is None else self._clock.monotonic() + seconds
        with self._condition:
            while not self._items:
                left = None if ends_at is None else ends_at - self._clock.monotonic()
                if left is not None and left <= 0:
                    return None
                self._condition.wait(left)
            return self._items.popleft()

    def __len__(self) -> int:
        with self._condition:
            return len(self._items)
