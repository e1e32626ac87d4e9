"""Circuit breaker in front of the platform: exponential back-off, trip after repeated failures, admitted send rate.

No thread, no clock: times are seconds of the caller's monotonic clock. The probe is the heartbeat, never a case: a
tripped breaker is closed by `record_admission`, or sends again after `CAP_S`, so that a failed heartbeat worker cannot
block the cases for ever.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.lazy_dataclass import dataclass
from kiosk.platform.gateway import UNLIMITED_ADMISSION, Admission, AdmissionState

BASE_S = 2.0
CAP_S = 15 * 60.0
CAP_AFTER_FIRST_DAY_S = 6 * 3600.0
ATTEMPTS_IN_FIRST_DAY = 100
TRIP_AFTER = 3
"""Consecutive failures that trip the breaker."""
MIN_PAUSE_S = 0.1
REST_DESPITE_HEARTBEATS_S = 15 * 60.0
"""Longest pause that is kept although later heartbeats say open: it may not have been the platform that asked."""


def delay_s(attempts: int, jitter: float) -> float:
    """Exponential back-off with full jitter: `jitter` · min(cap, base · 2^attempts), with `jitter` in [0, 1)."""
    cap = CAP_S if attempts < ATTEMPTS_IN_FIRST_DAY else CAP_AFTER_FIRST_DAY_S
    return jitter * min(cap, BASE_S * 2.0 ** min(attempts, 20))


@dataclass
class CircuitBreaker:
    """State of the breaker. The next entry may be sent at `opens_at`. `jitter` returns a random number in [0, 1)."""

    jitter: Callable[[], float]
    opens_at: float = 0.0
    failures: int = 0
    admission: Admission = UNLIMITED_ADMISSION
    is_tripped: bool = False
    retry_not_before: float = 0.0
    """End of the pause that the platform asked for."""
    asked_at: float = 0.0
    _returned: tuple[float, float] | None = None
    """Moment at which a heartbeat ended an outage, and the part of its spread (0 to 1) that this terminal takes."""
    _accepted_at: float | None = None
    """Moment at which the platform accepted the last entry, if nothing failed since."""

    def record_success(self, now: float) -> None:
        """The platform accepted an entry: the next may follow at the admitted rate."""
        self.failures, self.is_tripped = 0, False
        self._returned, self._accepted_at = None, now
        self.opens_at = now + self._pace_s()

    def record_failure(self, now: float, at_least: float | None = None) -> None:
        """Back off, longer after each failure. `at_least` is the pause in seconds that the platform asked for."""
        self.failures += 1
        self._returned = self._accepted_at = None
        self.retry_not_before = now + (at_least or 0.0)
        self.asked_at = now
        self.opens_at = max(self.retry_not_before, now + max(delay_s(self.failures, self.jitter()), MIN_PAUSE_S))
        if self.failures >= TRIP_AFTER and at_least is None:
            self.trip(now)

    def trip(self, now: float) -> None:
        """Send nothing until a heartbeat succeeds, or CAP_S have passed."""
        self.failures += not self.failures
        self.is_tripped = True
        self._returned = self._accepted_at = None
        self.opens_at = max(self.opens_at, now + CAP_S)

    def record_admission(self, now: float, admission: Admission) -> None:
        """Note a heartbeat that came through, and what the platform admits.

        After an outage sending resumes at a random moment within `spread_s`. Rate and spread are those of the newest
        heartbeat: a later one shortens what an earlier one made long.
        """
        was_blocked = self.is_tripped or self.failures > 0 or self.admission.state is AdmissionState.CLOSED
        self.admission = admission
        if admission.state is AdmissionState.CLOSED:
            self.opens_at = now + CAP_S
            self._returned = self._accepted_at = None
            return
        if was_blocked and self._returned is None:
            # Half open: one more failure trips it again, until the next heartbeat.
            self.is_tripped, self.failures = False, min(self.failures, TRIP_AFTER - 1)
            self._returned, self._accepted_at = (now, self.jitter()), None
        rest_until = min(self.retry_not_before, self.asked_at + REST_DESPITE_HEARTBEATS_S)
        if self._returned is not None:
            returned_at, part = self._returned
            self.opens_at = max(rest_until, returned_at + part * max(admission.spread_s, BASE_S))
        elif self._accepted_at is not None:
            self.opens_at = max(rest_until, self._accepted_at + self._pace_s())

    def _pace_s(self) -> float:
        return 1 / self.admission.rate if self.admission.rate else 0.0
