"""The terminal's wall clock, compared with the platform's time and, where it is far off, replaced by that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from devices import Clock
from devices.clock import Condition
from kiosk.clock_limits import clock_is_possible

BELIEVED_S = 5.0
"""Largest offset explained by network delay and clock drift."""
SERVES_BEYOND_S = 300.0
"""With a larger offset the platform's time is used: a quartz without a battery begins in a year long past."""


class ClockCheck:
    """A `Clock` whose wall time is the platform's, once that is known, where the machine's own is far off.

    Compares at every heartbeat, so a later answer corrects a wrong one. The machine's clock may jump in between: the
    platform's time goes on by the monotonic clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: tuple[datetime, float] | None = None
        self.offset_s: float | None = None
        """Seconds the platform is ahead; None before its first answer."""

    def compare(self, server_time: datetime) -> None:
        self.offset_s = (server_time - self._clock.now()).total_seconds()
        self._known = (server_time, self._clock.monotonic()) if clock_is_possible(server_time) else None

    def quality(self) -> str:
        """synchronised | offset | unchecked."""
        if self.offset_s is None:
            return "unchecked"
        return "synchronised" if abs(self.offset_s) <= BELIEVED_S else "offset"

    @property
    def is_impossible(self) -> bool:
        """Whether the time is surely wrong: earlier than this program, or later than its last day."""
        return not clock_is_possible(self.now())

    def now(self) -> datetime:
        own, known = self._clock.now(), self._known
        if known is None:
            return own
        platform = known[0] + timedelta(seconds=self._clock.monotonic() - known[1])
        return platform if abs((platform - own).total_seconds()) > SERVES_BEYOND_S else own

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def condition(self) -> Condition:
        return self._clock.condition()

    def spawn(self, name: str, work: Callable[[], None]) -> threading.Thread:
        return self._clock.spawn(name, work)
