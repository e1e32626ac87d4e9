"""Comparison of the wall clock with the platform's time."""

from __future__ import annotations

from datetime import datetime

from devices import Clock

BELIEVED_S = 5.0
"""Largest offset explained by network delay and clock drift."""


class ClockCheck:
    """Compare the clock with the platform's time at every heartbeat."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.offset_s: float | None = None
        """Seconds the platform is ahead; None before its first answer."""

    def compare(self, server_time: datetime) -> None:
        self.offset_s = (server_time - self._clock.now()).total_seconds()

    def quality(self) -> str:
        """synchronised | offset | unchecked."""
        if self.offset_s is None:
            return "unchecked"
        return "synchronised" if abs(self.offset_s) <= BELIEVED_S else "offset"
