"""Fetches the list of staff after a heartbeat, now and then: who left is off every terminal within minutes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from devices import Cancelled, Clock, DeadlineReached, Wait
from kiosk.platform.gateway import PlatformFailure, PlatformGateway

EVERY_S = 600.0
LONGEST_S = 10.0


class StaffListFetch:
    """Called by the worker of heartbeats, when the platform has just answered."""

    def __init__(self, clock: Clock, known: Callable[[], int], take: Callable[[str], None]) -> None:
        """`known` is the number of the list in use, `take` is given the token of a newer one."""
        self._clock = clock
        self._known = known
        self._take = take
        self._due_at = clock.monotonic()

    def after_beat(self, gateway: PlatformGateway, begin: Callable[[float], Wait]) -> None:
        """Fetch if it is time. A failure is told by the next heartbeat, if it lasts. `begin` begins a call of at most
        so many seconds."""
        now = self._clock.monotonic()
        if now < self._due_at:
            return
        self._due_at = now + EVERY_S
        with suppress(PlatformFailure, DeadlineReached, Cancelled):
            token = gateway.staff_list(self._known(), begin(LONGEST_S))
            if token is not None:
                self._take(token.decode("ascii", "replace"))
