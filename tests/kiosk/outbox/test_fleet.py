"""5 000 terminals after an outage, in virtual time: their load stays within the rate that the platform advertises."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field

from kiosk.outbox.circuit_breaker import CircuitBreaker
from kiosk.platform.gateway import Admission, AdmissionState
from kiosk.workers.heartbeat import EVERY, START_SPREAD, phase

TERMINALS = 5_000
CASES_EACH = 20
RATE = 500.0
"""Requests per second of all terminals together that the platform advertises."""
PEAK = 1.2
OUTAGE_HOURS = 4


@dataclass
class Fleet:
    """Terminals with the production circuit breaker; the platform divides its rate among them."""

    admission: Admission
    restarted: bool
    seed: int
    beats: Counter[int] = field(default_factory=Counter)
    cases: Counter[int] = field(default_factory=Counter)

    def play(self) -> None:
        generator = random.Random(self.seed)
        breakers = [CircuitBreaker(generator.random) for _ in range(TERMINALS)]
        left = [CASES_EACH] * TERMINALS
        events: list[tuple[float, int, str]] = []
        for number, breaker in enumerate(breakers):
            breaker.trip(-OUTAGE_HOURS * 3600.0)
            name = f"YK-{number:05d}"
            first = phase(name, START_SPREAD) if self.restarted else phase(name, EVERY)
            heapq.heappush(events, (first, number, "beat"))
        while events:
            now, number, kind = heapq.heappop(events)
            breaker = breakers[number]
            if kind == "beat":
                self.beats[int(now)] += 1
                was_tripped = breaker.is_tripped
                breaker.record_admission(now, self.admission)
                if was_tripped:
                    heapq.heappush(events, (breaker.opens_at, number, "case"))
                if left[number]:
                    heapq.heappush(events, (now + EVERY, number, "beat"))
            elif left[number]:
                self.cases[int(now)] += 1
                left[number] -= 1
                breaker.record_success(now)
                heapq.heappush(events, (breaker.opens_at, number, "case"))


def admitted() -> Admission:
    return Admission(AdmissionState.LIMITED, RATE / TERMINALS, TERMINALS / RATE)


def test_a_returning_fleet_stays_within_the_advertised_rate() -> None:
    for restarted in (False, True):
        fleet = Fleet(admitted(), restarted, seed=1)
        fleet.play()
        assert sum(fleet.cases.values()) == TERMINALS * CASES_EACH
        assert max(fleet.cases.values()) <= PEAK * RATE, fleet.cases.most_common(3)
        assert max(fleet.beats.values()) <= 2 * TERMINALS / (START_SPREAD if restarted else EVERY)
        # The rate is used: delivery takes little more time than the rate requires.
        assert max(fleet.cases) <= 1.2 * TERMINALS * CASES_EACH / RATE + EVERY


def test_without_an_advertised_rate_the_same_fleet_overloads_the_platform() -> None:
    fleet = Fleet(Admission(), restarted=True, seed=1)
    fleet.play()
    assert max(fleet.cases.values()) > 5 * PEAK * RATE
