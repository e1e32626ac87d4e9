"""Time: the only module that may read the clock or wait for time to pass.

Everything that blocks in this program blocks in a `Condition` of its clock, in real input or output, or not at all.
`SystemClock` is the machine's; `devices.fake_clock` is the one of tests and scenarios.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Generic, Protocol, Self, TypeVar

T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))
"""All of China has one time zone; the validity of a card and a birthday follow its date."""


def day_in_china(moment: datetime) -> date:
    """The date in China at this moment (aware)."""
    return moment.astimezone(CHINA).date()


class DeadlineReached(Exception):
    """The time allowed for a wait has passed."""


class Cancelled(Exception):
    """The caller no longer wants the result."""


class Condition(Protocol):
    """A lock to sleep on, like `threading.Condition`, whose sleep is measured by its clock."""

    def __enter__(self) -> object: ...

    def __exit__(self, *exc: object) -> None: ...

    def wait(self, seconds: float | None) -> None:
        """Sleep until notified or until `seconds` have passed; hold the lock before and after."""

    def notify_all(self) -> None:
        """Wake every sleeper; the lock must be held."""


class Clock(Protocol):
    """The time as the program sees it."""

    def now(self) -> datetime:
        """Wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never jump."""

    def condition(self) -> Condition:
        """A new condition whose waits this clock measures."""

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        """Start a worker thread that this clock counts."""


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


class Wait:
    """A deadline that can be cancelled.

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
            self._children = [c for c in self._children if not c.spent()]
            self._children.append(child)
        return child

    def spent(self) -> bool:
        """Whether it is cancelled or its deadline has passed."""
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
