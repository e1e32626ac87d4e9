"""Limits of the conductor: how many errors it may meet and how long one message may take."""

from __future__ import annotations

from collections import deque

from devices import Clock

ERRORS_AT_MOST = 5
WITHIN_S = 60.0
"""ERRORS_AT_MOST errors within WITHIN_S end the program, to be started again."""
LONGEST_S = 20.0
"""Seconds that one message may take; after that the conductor hangs, and the program is ended."""


class ConductorGuard:
    """Used by the conductor's thread; `hangs` by the supervisor's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._errors: deque[float] = deque(maxlen=ERRORS_AT_MOST)
        self._busy_since: float | None = None

    def begin(self) -> None:
        """A message is being handled."""
        self._busy_since = self._clock.monotonic()

    def end(self) -> None:
        """The message was handled."""
        self._busy_since = None

    def hangs(self) -> bool:
        """Return, once for each message, whether it takes too long."""
        since = self._busy_since
        if since is None or self._clock.monotonic() - since < LONGEST_S:
            return False
        self._busy_since = None
        return True

    def too_many_errors(self) -> bool:
        """Count an error; return whether so many came within so short a time that the program must end."""
        now = self._clock.monotonic()
        self._errors.append(now)
        return len(self._errors) == ERRORS_AT_MOST and now - self._errors[0] <= WITHIN_S
