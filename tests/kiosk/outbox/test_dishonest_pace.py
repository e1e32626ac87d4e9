"""Pace and spread that a platform asks for: bounded, and those of the newest heartbeat."""

from __future__ import annotations

import threading

import pytest

from kiosk.outbox.circuit_breaker import CAP_S, CircuitBreaker
from kiosk.platform.gateway import Admission, AdmissionState


def breaker(jitter: float = 0.5) -> CircuitBreaker:
    return CircuitBreaker(lambda: jitter)


LIMITED = AdmissionState.LIMITED


def test_an_honest_heartbeat_ends_the_pace_of_a_dishonest_one() -> None:
    made = breaker()
    made.record_admission(0.0, Admission(LIMITED, 1e-5))
    made.record_success(0.0)
    assert made.opens_at == pytest.approx(1e5)
    made.record_admission(60.0, Admission(LIMITED, 0.5))
    assert made.opens_at == 2.0


def test_an_honest_heartbeat_ends_the_spread_of_a_dishonest_one() -> None:
    made = breaker()
    made.record_admission(0.0, Admission(AdmissionState.CLOSED))
    made.record_admission(60.0, Admission(spread_s=86_400.0))
    assert made.opens_at > CAP_S
    made.record_admission(120.0, Admission())
    assert made.opens_at <= 120.0


def test_the_moment_of_return_stays_while_heartbeats_repeat_the_spread() -> None:
    parts = iter((0.9, 0.1, 0.1))
    made = CircuitBreaker(lambda: next(parts))
    made.trip(0.0)
    for beat in range(5):
        made.record_admission(1000.0 + 60 * beat, Admission(spread_s=300.0))
        assert made.opens_at == 1270.0


def test_no_admission_makes_a_wait_longer_than_a_thread_can_wait() -> None:
    for rate, spread in ((1e-5, 0.0), (None, 86_400.0)):
        made = breaker(0.999)
        made.trip(0.0)
        made.record_admission(0.0, Admission(LIMITED, rate, spread))
        made.record_success(0.0)
        assert made.opens_at < threading.TIMEOUT_MAX
