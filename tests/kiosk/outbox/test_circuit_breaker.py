"""Circuit breaker: growing delays, trip after repeated failures, reset by a heartbeat, admitted send rate."""

from __future__ import annotations

import pytest

from kiosk.outbox.circuit_breaker import (
    CAP_AFTER_FIRST_DAY_S,
    CAP_S,
    REST_DESPITE_HEARTBEATS_S,
    TRIP_AFTER,
    CircuitBreaker,
    delay_s,
)
from kiosk.outbox.states import FAILURE_RULES, TRANSITIONS, BreakerEffect, EntryState, rule_for
from kiosk.platform.gateway import UNLIMITED_ADMISSION, Admission, AdmissionState, FailureKind, PlatformFailure


def breaker(jitter: float = 0.5) -> CircuitBreaker:
    return CircuitBreaker(lambda: jitter)


def test_delays_grow_to_a_cap_and_never_end() -> None:
    delays = [delay_s(attempts, 0.999) for attempts in range(200)]
    assert delays[:99] == sorted(delays[:99])
    assert max(delays[:100]) <= CAP_S < max(delays) <= CAP_AFTER_FIRST_DAY_S


def test_repeated_failures_trip_it_until_a_heartbeat_succeeds() -> None:
    made = breaker()
    states = []
    for _ in range(TRIP_AFTER):
        made.record_failure(made.opens_at)
        states.append(made.is_tripped)
    assert states == [False] * (TRIP_AFTER - 1) + [True]
    assert made.opens_at >= CAP_S
    made.record_admission(100.0, UNLIMITED_ADMISSION)
    assert not made.is_tripped
    assert made.opens_at < 110.0


def test_half_open_one_failure_trips_it_again_and_one_success_closes_it() -> None:
    made = breaker()
    made.trip(0.0)
    for _ in range(TRIP_AFTER):
        made.record_failure(0.0)
    made.record_admission(10.0, UNLIMITED_ADMISSION)
    made.record_failure(12.0)
    assert made.is_tripped
    made.record_admission(20.0, UNLIMITED_ADMISSION)
    made.record_success(22.0)
    made.record_failure(23.0)
    assert not made.is_tripped


def test_a_heartbeat_does_not_shorten_a_requested_pause() -> None:
    made = breaker()
    made.record_failure(0.0, 120.0)
    made.record_admission(5.0, UNLIMITED_ADMISSION)
    assert made.opens_at == 120.0
    assert not made.is_tripped


def test_a_heartbeat_that_says_open_ends_a_long_pause_after_a_quarter_of_an_hour() -> None:
    made = breaker()
    made.record_failure(0.0, 86_400.0)
    assert made.opens_at == 86_400.0
    made.record_admission(60.0, UNLIMITED_ADMISSION)
    assert made.opens_at == REST_DESPITE_HEARTBEATS_S


def test_without_heartbeats_it_sends_again_after_the_cap() -> None:
    made = breaker()
    made.trip(0.0)
    assert made.opens_at <= CAP_S


def test_after_an_outage_restarts_are_spread() -> None:
    begins = []
    for tenth in range(10):
        made = breaker(tenth / 10)
        made.trip(0.0)
        made.record_admission(1000.0, Admission(AdmissionState.LIMITED, 0.5, 300.0))
        begins.append(made.opens_at - 1000.0)
    assert begins == pytest.approx([30.0 * tenth for tenth in range(10)])


def test_without_an_outage_there_is_no_spread() -> None:
    made = breaker()
    made.record_admission(1000.0, Admission(AdmissionState.LIMITED, 0.5, 300.0))
    assert made.opens_at == 0.0
    made.record_success(1000.0)
    assert made.opens_at == 1002.0


def test_a_closed_gate_stops_sending_and_an_open_one_resumes_it() -> None:
    made = breaker()
    made.record_admission(0.0, Admission(AdmissionState.CLOSED))
    assert made.opens_at == CAP_S
    made.record_admission(60.0, UNLIMITED_ADMISSION)
    assert made.opens_at < 63.0


def test_every_failure_kind_has_a_rule_which_unknown_reasons_share() -> None:
    assert {failure for failure, reason in FAILURE_RULES if not reason} == set(FailureKind)
    for failure in FailureKind:
        assert rule_for(PlatformFailure(failure, "of-a-later-version")) == FAILURE_RULES[failure, ""]
    for rule in FAILURE_RULES.values():
        assert rule.entry in TRANSITIONS[EntryState.SENDING]


@pytest.mark.parametrize(
    ("failure", "entry", "breaker_effect"),
    [
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM), EntryState.WAITING, BreakerEffect.BACK_OFF),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls"), EntryState.HELD, BreakerEffect.TRIP),
        (PlatformFailure(FailureKind.IDENTITY, "suspended"), EntryState.HELD, BreakerEffect.TRIP),
        (PlatformFailure(FailureKind.BUSY, "busy", 30), EntryState.WAITING, BreakerEffect.RETRY_AFTER),
        (PlatformFailure(FailureKind.REFUSED, "department-closed", 30), EntryState.WAITING, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.REFUSED, "digest-mismatch"), EntryState.QUARANTINED, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.REFUSED, "service-withdrawn"), EntryState.QUARANTINED, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.REFUSED, "offset-mismatch"), EntryState.WAITING, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.BROKEN), EntryState.WAITING, BreakerEffect.CONTINUE),
    ],
    ids=str,
)
def test_failures_have_the_specified_rules(
    failure: PlatformFailure, entry: EntryState, breaker_effect: BreakerEffect
) -> None:
    assert (rule_for(failure).entry, rule_for(failure).breaker) == (entry, breaker_effect)
