"""Due times and ages of entries by the monotonic clock; the wall clock may jump meanwhile.

The store keeps wall times, because only they survive a restart. Each is converted once, when it is first seen; a next
attempt further ahead than any delay was stored by a clock that was wrong, or is since, so it is due now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from devices import Clock
from kiosk.outbox.circuit_breaker import CAP_AFTER_FIRST_DAY_S

LONGEST_DELAY_S = CAP_AFTER_FIRST_DAY_S


def moment_after(now: datetime, seconds: float) -> datetime:
    """Return `now` plus so many seconds, `now` itself at the end of the calendar."""
    try:
        return now + timedelta(seconds=min(seconds, LONGEST_DELAY_S))
    except OverflowError:
        return now


class Schedule:
    """Used under the store's lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self._due: dict[int, tuple[str, float]] = {}
        """Sequence → stored time of the next attempt, and when that is by the monotonic clock."""
        self._kept: dict[int, float] = {}
        """Sequence → when this process kept it, by the monotonic clock."""

    def seconds_to(self, sequence: int, next_at: str) -> float:
        """Return the seconds until an entry with this stored time may be sent, 0 if it is due."""
        if not next_at:
            return 0.0
        known = self._due.get(sequence)
        if known is None or known[0] != next_at:
            left = (datetime.fromisoformat(next_at) - self._clock.now()).total_seconds()
            believed = left if 0 <= left <= LONGEST_DELAY_S else 0.0
            self._due[sequence] = known = (next_at, self._clock.monotonic() + believed)
        return max(0.0, known[1] - self._clock.monotonic())

    def kept(self, sequence: int) -> None:
        """Note that an entry was kept now."""
        self._kept[sequence] = self._clock.monotonic()

    def age_s(self, sequence: int, kept_at: str) -> int:
        """Return the age of an entry in seconds, never negative.

        One that seems to be kept in the future is at least as old as this process.
        """
        if sequence in self._kept:
            return int(self._clock.monotonic() - self._kept[sequence])
        age = (self._clock.now() - datetime.fromisoformat(kept_at)).total_seconds()
        return int(age if age >= 0 else self._clock.monotonic() - self._began)

    def forget_all_but(self, unsent: Iterable[int]) -> None:
        """Forget entries that are not waiting any more."""
        alive = set(unsent)
        self._due = {sequence: each for sequence, each in self._due.items() if sequence in alive}
        self._kept = {sequence: each for sequence, each in self._kept.items() if sequence in alive}
