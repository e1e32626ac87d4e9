"""When the line is open: pauses grow, three failures break it, a heartbeat mends it, the platform sets the pace."""

from __future__ import annotations

import pytest

from kiosk.outbox.circuit_breaker import BREAK_AFTER, CAP_AFTER_A_DAY_S, CAP_S, CircuitBreaker, delay_s
from kiosk.outbox.states import AFTER, WAYS, EntryState, LineEffect, after
from kiosk.platform.gateway import UNLIMITED_ADMISSION, Admission, AdmissionState, FailureKind, PlatformFailure


def line(chance: float = 0.5) -> CircuitBreaker:
    return CircuitBreaker(lambda: chance)


def test_delays_grow_to_a_cap_and_never_end() -> None:
    delays = [delay_s(attempts, 0.999) for attempts in range(200)]
    assert delays[:99] == sorted(delays[:99])
    assert max(delays[:100]) <= CAP_S < max(delays) <= CAP_AFTER_A_DAY_S


def test_some_failures_break_it_until_a_heartbeat_came_through() -> None:
    made = line()
    states = []
    for _ in range(BREAK_AFTER):
        made.failed(made.opens_at)
        states.append(made.broken)
    assert states == [False] * (BREAK_AFTER - 1) + [True]
    assert made.opens_at >= CAP_S
    made.heard(100.0, UNLIMITED_ADMISSION)
    assert not made.broken
    assert made.opens_at < 110.0


def test_half_open_one_more_failure_breaks_it_again_and_one_success_mends_it() -> None:
    made = line()
    made.stop(0.0)
    for _ in range(BREAK_AFTER):
        made.failed(0.0)
    made.heard(10.0, UNLIMITED_ADMISSION)
    made.failed(12.0)
    assert made.broken
    made.heard(20.0, UNLIMITED_ADMISSION)
    made.passed(22.0)
    made.failed(23.0)
    assert not made.broken


def test_a_pause_that_was_asked_for_is_kept_whatever_the_heart_says() -> None:
    made = line()
    made.failed(0.0, 120.0)
    made.heard(5.0, UNLIMITED_ADMISSION)
    assert made.opens_at == 120.0
    assert not made.broken


def test_a_heart_that_stopped_does_not_keep_the_cases_for_ever() -> None:
    made = line()
    made.stop(0.0)
    assert made.opens_at <= CAP_S


def test_who_comes_back_begins_at_a_moment_of_its_own_within_the_spread() -> None:
    begins = []
    for tenth in range(10):
        made = line(tenth / 10)
        made.stop(0.0)
        made.heard(1000.0, Admission(AdmissionState.LIMITED, 0.5, 300.0))
        begins.append(made.opens_at - 1000.0)
    assert begins == pytest.approx([30.0 * tenth for tenth in range(10)])


def test_a_line_that_was_open_does_not_wait_for_the_spread() -> None:
    made = line()
    made.heard(1000.0, Admission(AdmissionState.LIMITED, 0.5, 300.0))
    assert made.opens_at == 0.0
    made.passed(1000.0)
    assert made.opens_at == 1002.0


def test_a_closed_gate_closes_and_an_open_one_opens() -> None:
    made = line()
    made.heard(0.0, Admission(AdmissionState.CLOSED))
    assert made.opens_at == CAP_S
    made.heard(60.0, UNLIMITED_ADMISSION)
    assert made.opens_at < 63.0


def test_every_trouble_has_its_line_in_the_table_and_an_unknown_reason_means_what_its_trouble_means() -> None:
    assert {trouble for trouble, reason in AFTER if not reason} == set(FailureKind)
    for trouble in FailureKind:
        assert after(PlatformFailure(trouble, "of-a-later-version")) == AFTER[trouble, ""]
    for means in AFTER.values():
        assert means.entry in WAYS[EntryState.SENDING]


@pytest.mark.parametrize(
    ("trouble", "entry", "line_does"),
    [
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM), EntryState.WAITING, LineEffect.RESTS),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls"), EntryState.HELD, LineEffect.STOPS),
        (PlatformFailure(FailureKind.IDENTITY, "suspended"), EntryState.HELD, LineEffect.STOPS),
        (PlatformFailure(FailureKind.BUSY, "busy", 30), EntryState.WAITING, LineEffect.SLOWS),
        (PlatformFailure(FailureKind.REFUSED, "digest-mismatch"), EntryState.QUARANTINED, LineEffect.GOES_ON),
        (PlatformFailure(FailureKind.REFUSED, "service-withdrawn"), EntryState.QUARANTINED, LineEffect.GOES_ON),
        (PlatformFailure(FailureKind.REFUSED, "offset-mismatch"), EntryState.WAITING, LineEffect.GOES_ON),
        (PlatformFailure(FailureKind.BROKEN), EntryState.WAITING, LineEffect.GOES_ON),
    ],
    ids=str,
)
def test_the_table_says_what_an_answer_means(
    trouble: PlatformFailure, entry: EntryState, line_does: LineEffect
) -> None:
    assert (after(trouble).entry, after(trouble).line) == (entry, line_does)
