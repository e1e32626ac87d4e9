"""5 000 terminals after an outage, in virtual time: they come back no faster than the platform said it can bear."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from dataclasses import dataclass, field

from kiosk.outbox.circuit_breaker import CircuitBreaker
from kiosk.platform.gateway import Admission, Gate
from kiosk.workers.heartbeat import EVERY, START_SPREAD, phase

TERMINALS = 5_000
CASES_EACH = 20
RATE = 500.0
"""Requests a second that the platform says it can bear, of all terminals together."""
PEAK = 1.2
HOURS_OFF = 4


@dataclass
class Fleet:
    """Terminals with the line that ships; the platform divides its rate among those who have something to send."""

    admission: Admission
    restarted: bool
    seed: int
    beats: Counter[int] = field(default_factory=Counter)
    cases: Counter[int] = field(default_factory=Counter)

    def play(self) -> None:
        chances = random.Random(self.seed)
        lines = [CircuitBreaker(chances.random) for _ in range(TERMINALS)]
        left = [CASES_EACH] * TERMINALS
        events: list[tuple[float, int, str]] = []
        for number, line in enumerate(lines):
            line.trip(-HOURS_OFF * 3600.0)
            name = f"YK-{number:05d}"
            first = phase(name, START_SPREAD) if self.restarted else phase(name, EVERY)
            heapq.heappush(events, (first, number, "beat"))
        while events:
            now, number, kind = heapq.heappop(events)
            line = lines[number]
            if kind == "beat":
                self.beats[int(now)] += 1
                was_shut = line.broken
                line.record_admission(now, self.admission)
                if was_shut:
                    heapq.heappush(events, (line.opens_at, number, "case"))
                if left[number]:
                    heapq.heappush(events, (now + EVERY, number, "beat"))
            elif left[number]:
                self.cases[int(now)] += 1
                left[number] -= 1
                line.record_success(now)
                heapq.heappush(events, (line.opens_at, number, "case"))


def admitted() -> Admission:
    return Admission(Gate.LIMITED, RATE / TERMINALS, TERMINALS / RATE)


def test_a_fleet_that_comes_back_stays_within_what_was_advertised() -> None:
    for restarted in (False, True):
        fleet = Fleet(admitted(), restarted, seed=1)
        fleet.play()
        assert sum(fleet.cases.values()) == TERMINALS * CASES_EACH
        assert max(fleet.cases.values()) <= PEAK * RATE, fleet.cases.most_common(3)
        assert max(fleet.beats.values()) <= 2 * TERMINALS / (START_SPREAD if restarted else EVERY)
        # Nor does it dawdle: all is handed over in little more time than the rate needs.
        assert max(fleet.cases) <= 1.2 * TERMINALS * CASES_EACH / RATE + EVERY


def test_without_the_platforms_word_the_same_fleet_would_break_it_down() -> None:
    fleet = Fleet(Admission(), restarted=True, seed=1)
    fleet.play()
    assert max(fleet.cases.values()) > 5 * PEAK * RATE
