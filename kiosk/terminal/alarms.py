"""The conductor's alarms: the timers of the page, and the deadlines of effects whose outcome is awaited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.delays import READINGS_BEFORE_IDLE
from kiosk.events import Event, Timer


@dataclass(frozen=True)
class _Deadline:
    due: float
    outcome: Event


class Alarms:
    """Used by the conductor's thread; `running` may be read by any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timers: dict[Timer, float] = {}
        self._deadlines: dict[tuple[str, int], _Deadline] = {}

    @property
    def running(self) -> tuple[str, ...]:
        """The names of the timers that run."""
        return tuple(timer.name for timer in tuple(self._timers))

    def arm(self, wanted: frozenset[Timer], reading_s: Callable[[], float]) -> None:
        """Go on with the timers that run and begin the new ones; the others end. `reading_s` is the time that the page
        takes to be read aloud, which some timers respect."""
        now, running = self._clock.monotonic(), self._timers
        self._timers = {
            timer: running[timer] if timer in running else now + _lasts_s(timer, reading_s) for timer in wanted
        }

    def expect(self, visit: str, number: int, within_s: float, otherwise: Event) -> None:
        """Await the outcome of an effect; `otherwise` is the outcome it has when none came in time."""
        self._deadlines[visit, number] = _Deadline(self._clock.monotonic() + within_s, otherwise)

    def allow(self, visit: str, number: int, within_s: float) -> None:
        """Give an effect whose outcome is still awaited so many seconds from now."""
        deadline = self._deadlines.get((visit, number))
        if deadline is not None:
            self._deadlines[visit, number] = replace(deadline, due=self._clock.monotonic() + within_s)

    def settled(self, visit: str, number: int) -> None:
        """The outcome came."""
        self._deadlines.pop((visit, number), None)

    def expect_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Of all effects only these are still awaited."""
        self._deadlines = {key: each for key, each in self._deadlines.items() if key[0] == visit and key[1] in numbers}

    def seconds_to_next(self) -> float | None:
        """Seconds until something is due, never negative; None if nothing ever is."""
        now = self._clock.monotonic()
        moments = (*self._timers.values(), *(each.due for each in self._deadlines.values()))
        return min((max(0.0, due - now) for due in moments), default=None)

    def take_due(self) -> Event | Timer | None:
        """The next outcome or timer that is due; it runs no longer."""
        now = self._clock.monotonic()
        for key, deadline in self._deadlines.items():
            if deadline.due <= now:
                del self._deadlines[key]
                return deadline.outcome
        due = sorted((at, timer.name, timer) for timer, at in self._timers.items() if at <= now)
        for _, _, timer in due[:1]:
            del self._timers[timer]
            return timer
        return None


def _lasts_s(timer: Timer, reading_s: Callable[[], float]) -> float:
    return max(timer.seconds, READINGS_BEFORE_IDLE * reading_s()) if timer.reads else timer.seconds
