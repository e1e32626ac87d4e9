"""When the line is open: pauses grow, three failures break it, a heartbeat mends it, the platform sets the pace."""

from __future__ import annotations

import pytest

from kiosk.outbox.circuit_breaker import CAP_AFTER_FIRST_DAY_S, CAP_S, TRIP_AFTER, CircuitBreaker, delay_s
from kiosk.outbox.states import FAILURE_RULES, TRANSITIONS, BreakerEffect, EntryState, rule_for
from kiosk.platform.gateway import ADMITTED, Admission, FailureKind, Gate, PlatformFailure


def line(chance: float = 0.5) -> CircuitBreaker:
    return CircuitBreaker(lambda: chance)


def test_delays_grow_to_a_cap_and_never_end() -> None:
    delays = [delay_s(attempts, 0.999) for attempts in range(200)]
    assert delays[:99] == sorted(delays[:99])
    assert max(delays[:100]) <= CAP_S < max(delays) <= CAP_AFTER_FIRST_DAY_S


def test_some_failures_break_it_until_a_heartbeat_came_through() -> None:
    made = line()
    states = []
    for _ in range(TRIP_AFTER):
        made.record_failure(made.opens_at)
        states.append(made.broken)
    assert states == [False] * (TRIP_AFTER - 1) + [True]
    assert made.opens_at >= CAP_S
    made.record_admission(100.0, ADMITTED)
    assert not made.broken
    assert made.opens_at < 110.0


def test_half_open_one_more_failure_breaks_it_again_and_one_success_mends_it() -> None:
    made = line()
    made.trip(0.0)
    for _ in range(TRIP_AFTER):
        made.record_failure(0.0)
    made.record_admission(10.0, ADMITTED)
    made.record_failure(12.0)
    assert made.broken
    made.record_admission(20.0, ADMITTED)
    made.record_success(22.0)
    made.record_failure(23.0)
    assert not made.broken


def test_a_pause_that_was_asked_for_is_kept_whatever_the_heart_says() -> None:
    made = line()
    made.record_failure(0.0, 120.0)
    made.record_admission(5.0, ADMITTED)
    assert made.opens_at == 120.0
    assert not made.broken


def test_a_heart_that_stopped_does_not_keep_the_cases_for_ever() -> None:
    made = line()
    made.trip(0.0)
    assert made.opens_at <= CAP_S


def test_who_comes_back_begins_at_a_moment_of_its_own_within_the_spread() -> None:
    begins = []
    for tenth in range(10):
        made = line(tenth / 10)
        made.trip(0.0)
        made.record_admission(1000.0, Admission(Gate.LIMITED, 0.5, 300.0))
        begins.append(made.opens_at - 1000.0)
    assert begins == pytest.approx([30.0 * tenth for tenth in range(10)])


def test_a_line_that_was_open_does_not_wait_for_the_spread() -> None:
    made = line()
    made.record_admission(1000.0, Admission(Gate.LIMITED, 0.5, 300.0))
    assert made.opens_at == 0.0
    made.record_success(1000.0)
    assert made.opens_at == 1002.0


def test_a_closed_gate_closes_and_an_open_one_opens() -> None:
    made = line()
    made.record_admission(0.0, Admission(Gate.CLOSED))
    assert made.opens_at == CAP_S
    made.record_admission(60.0, ADMITTED)
    assert made.opens_at < 63.0


def test_every_trouble_has_its_line_in_the_table_and_an_unknown_reason_means_what_its_trouble_means() -> None:
    assert {trouble for trouble, reason in FAILURE_RULES if not reason} == set(FailureKind)
    for trouble in FailureKind:
        assert rule_for(PlatformFailure(trouble, "of-a-later-version")) == FAILURE_RULES[trouble, ""]
    for means in FAILURE_RULES.values():
        assert means.entry in TRANSITIONS[EntryState.SENDING]


@pytest.mark.parametrize(
    ("trouble", "entry", "breaker_effect"),
    [
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM), EntryState.WAITING, BreakerEffect.BACK_OFF),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls"), EntryState.HELD, BreakerEffect.TRIP),
        (PlatformFailure(FailureKind.IDENTITY, "suspended"), EntryState.HELD, BreakerEffect.TRIP),
        (PlatformFailure(FailureKind.BUSY, "busy", 30), EntryState.WAITING, BreakerEffect.RETRY_AFTER),
        (PlatformFailure(FailureKind.REFUSED, "digest-mismatch"), EntryState.QUARANTINED, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.REFUSED, "service-withdrawn"), EntryState.QUARANTINED, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.REFUSED, "offset-mismatch"), EntryState.WAITING, BreakerEffect.CONTINUE),
        (PlatformFailure(FailureKind.BROKEN), EntryState.WAITING, BreakerEffect.CONTINUE),
    ],
    ids=str,
)
def test_the_table_says_what_an_answer_means(
    trouble: PlatformFailure, entry: EntryState, breaker_effect: BreakerEffect
) -> None:
    assert (rule_for(trouble).entry, rule_for(trouble).breaker) == (entry, breaker_effect)
