"""Whether the line to the platform is open: growing pauses, the breaker, what the platform admits. No thread, no clock.

Moments are seconds of the caller's monotonic clock. The breaker's probe is the heartbeat, never a case: once it is open
only `heard` closes it, or a long time (a heart that stopped must not keep the cases for ever).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.platform.gateway import UNLIMITED_ADMISSION, Admission, AdmissionState

BASE_S = 2.0
CAP_S = 15 * 60.0
CAP_AFTER_A_DAY_S = 6 * 3600.0
A_DAY_OF_ATTEMPTS = 100
BREAK_AFTER = 3
"""So many failures in a row open the breaker."""
LEAST_PAUSE_S = 0.1


def delay_s(attempts: int, chance: float) -> float:
    """Full jitter: a share of min(cap, base · 2^attempts); `chance` in [0, 1)."""
    cap = CAP_S if attempts < A_DAY_OF_ATTEMPTS else CAP_AFTER_A_DAY_S
    return chance * min(cap, BASE_S * 2.0 ** min(attempts, 20))


@dataclass
class CircuitBreaker:
    """`opens_at` is when the next thing may be sent."""

    chance: Callable[[], float]
    opens_at: float = 0.0
    failures: int = 0
    admission: Admission = UNLIMITED_ADMISSION
    broken: bool = False
    promised: float = 0.0
    """The platform asked for a pause until then."""

    def passed(self, now: float) -> None:
        """The platform took something: the next may follow at the rate it admits."""
        self.failures, self.broken = 0, False
        self.opens_at = now + (1 / self.admission.rate if self.admission.rate else 0.0)

    def failed(self, now: float, at_least: float | None = None) -> None:
        """No answer, or one that asks for a pause: wait, longer each time."""
        self.failures += 1
        self.promised = now + (at_least or 0.0)
        self.opens_at = max(self.promised, now + max(delay_s(self.failures, self.chance()), LEAST_PAUSE_S))
        if self.failures >= BREAK_AFTER and at_least is None:
            self.stop(now)

    def stop(self, now: float) -> None:
        """Nothing more until a heartbeat came through."""
        self.failures += not self.failures
        self.broken = True
        self.opens_at = max(self.opens_at, now + CAP_S)

    def heard(self, now: float, admission: Admission) -> None:
        """A heartbeat came through, and said what is admitted. Who comes back does so at a moment of its own."""
        was_shut = self.broken or self.failures > 0 or self.admission.state is AdmissionState.CLOSED
        self.admission = admission
        if admission.state is AdmissionState.CLOSED:
            self.opens_at = now + CAP_S
        elif was_shut:
            # Half open: one more failure and it is open again, until the next heartbeat.
            self.broken, self.failures = False, min(self.failures, BREAK_AFTER - 1)
            self.opens_at = max(self.promised, now + self.chance() * max(admission.spread_s, BASE_S))
