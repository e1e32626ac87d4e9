"""Pause until a terminal that could not show its first page tries again."""

from __future__ import annotations

from devices import Clock

RETRY_S = 60.0
"""Seconds until it tries again."""


class Retry:
    """Used by the conductor's thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at: float | None = None

    def put(self, wanted: bool) -> None:
        """Try again RETRY_S from now, or not at all."""
        self._at = self._clock.monotonic() + RETRY_S if wanted else None

    @property
    def is_due(self) -> bool:
        return self.seconds_to_next() == 0.0

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the next try, 0 if it is due; None if there is none."""
        return None if self._at is None else max(0.0, self._at - self._clock.monotonic())
