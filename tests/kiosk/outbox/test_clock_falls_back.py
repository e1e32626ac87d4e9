"""Restart with a clock set back (no battery): waiting entries must be sent all the same.

The time of the next attempt is stored as wall time. A time further ahead than the longest delay of the courier was
stored before the clock was set back, so the entry is due now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.outbox.outbox import Outbox
from kiosk.platform.gateway import FailureKind
from tests.kiosk.outbox.cases import case, held
from tests.kiosk.outbox.test_courier import Scripted, accepts, courier, fails

NOW = datetime(2026, 11, 24, 5, 15, tzinfo=UTC)
NEXT_TRY = timedelta(minutes=5)
TWO_WEEKS = timedelta(days=14)
DECADES = timedelta(days=365 * 26)
"""A clock without a battery may begin at the year 2000."""


def leave_waiting_case(folder: Path) -> None:
    """Leave a case that was tried at `NOW` and is to be sent again five minutes later."""
    outbox = Outbox.open(folder, FakeClock(NOW))
    outbox.keep([case("tried")])
    sequence = outbox.due()[0].sequence
    outbox.mark_sending(sequence)
    outbox.mark_waiting(sequence, NOW + NEXT_TRY, "offline")
    outbox.close()


def leave_waiting_materials(folder: Path) -> None:
    """Leave a case that the platform has, whose materials are to be sent five minutes later."""
    outbox = Outbox.open(folder, FakeClock(NOW))
    outbox.keep([case("tried")])
    sequence = outbox.due()[0].sequence
    outbox.record_receipts(sequence, held(case("tried"), complete=False))
    outbox.mark_waiting(sequence, NOW + NEXT_TRY, "slow")
    outbox.close()


def handed_over(folder: Path, now: datetime, seconds: float) -> list[str]:
    """Return the entries that a courier started at `now` has handed over after `seconds`."""
    clock = FakeClock(now)
    gateway = Scripted(clock)
    with courier(folder, clock, gateway):
        clock.advance(seconds)
        return list(gateway.accepted)


@pytest.mark.parametrize("back", [TWO_WEEKS, DECADES], ids=["two weeks", "to the year 2000"])
def test_after_a_clock_that_fell_far_back_a_waiting_case_is_sent(back: timedelta, tmp_path: Path) -> None:
    leave_waiting_case(tmp_path)
    assert handed_over(tmp_path, NOW - back, 2 * 3600) == ["tried"]


def _case_is_due(outbox: Outbox) -> bool:
    return bool(outbox.due())


def _materials_are_due(outbox: Outbox) -> bool:
    return outbox.due_materials() is not None


def _no_wait(outbox: Outbox) -> bool:
    return outbox.seconds_to_next() == 0


@pytest.mark.parametrize(
    ("prepare", "is_due"),
    [
        (leave_waiting_case, _case_is_due),
        (leave_waiting_materials, _materials_are_due),
        (leave_waiting_case, _no_wait),
        (leave_waiting_materials, _no_wait),
    ],
    ids=["case", "materials", "seconds of a case", "seconds of materials"],
)
def test_a_next_try_further_ahead_than_any_delay_is_due_now(
    prepare: Callable[[Path], None], is_due: Callable[[Outbox], bool], tmp_path: Path
) -> None:
    prepare(tmp_path)
    outbox = Outbox.open(tmp_path, FakeClock(NOW - TWO_WEEKS))
    try:
        assert is_due(outbox)
    finally:
        outbox.close()


@pytest.mark.parametrize(
    "off", [timedelta(minutes=-10), timedelta(), TWO_WEEKS], ids=["ten minutes back", "right", "two weeks ahead"]
)
def test_a_clock_that_is_little_off_or_ahead_delays_nothing_for_long(off: timedelta, tmp_path: Path) -> None:
    leave_waiting_case(tmp_path)
    assert handed_over(tmp_path, NOW + off, 2 * 3600) == ["tried"]


def test_a_next_try_within_the_longest_delay_is_waited_for(tmp_path: Path) -> None:
    leave_waiting_case(tmp_path)
    assert handed_over(tmp_path, NOW, NEXT_TRY.total_seconds() - 1) == []


JUMPS = {
    "a year back": timedelta(days=-365),
    "thirty years ahead": timedelta(days=365 * 30),
    "to 1970": datetime(1970, 1, 2, tzinfo=UTC) - NOW,
    "to the end of the calendar": datetime(9999, 12, 31, 23, tzinfo=UTC) - NOW,
}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_while_an_entry_waits_changes_no_wait_and_no_age(jump: str, tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    outbox = Outbox.open(tmp_path, clock)
    outbox.keep([case("tried")])
    outbox.mark_sending(1)
    outbox.mark_waiting(1, NOW + NEXT_TRY, "offline")
    clock.shift(JUMPS[jump].total_seconds())
    clock.move(NEXT_TRY.total_seconds() - 1)
    assert outbox.due() == []
    assert outbox.seconds_to_next() == 1
    clock.move(1)
    assert [entry.id for entry in outbox.due()] == ["tried"]
    assert outbox.oldest_unsent_s() == NEXT_TRY.total_seconds()
    assert outbox.backlogs()["item"].oldest_s == NEXT_TRY.total_seconds()
    outbox.close()


@pytest.mark.parametrize("jump", JUMPS)
def test_after_a_jump_a_courier_that_fails_tries_again_within_the_longest_delay(jump: str, tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    gateway = Scripted(clock, fails(FailureKind.BROKEN))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("tried")])
        clock.shift(JUMPS[jump].total_seconds())
        made.nudge()
        clock.settle()
        clock.shift(-JUMPS[jump].total_seconds())
        gateway.reply = accepts
        clock.advance(60)
        assert gateway.accepted == ["tried"]


def test_what_seems_to_be_kept_in_the_future_grows_old_all_the_same(tmp_path: Path) -> None:
    leave_waiting_case(tmp_path)
    clock = FakeClock(NOW - TWO_WEEKS)
    outbox = Outbox.open(tmp_path, clock)
    assert outbox.oldest_unsent_s() == 0
    clock.move(3600)
    assert outbox.oldest_unsent_s() == 3600
    outbox.close()
