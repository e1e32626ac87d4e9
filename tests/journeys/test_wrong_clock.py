"""A clock that cannot be right is named on the page and in health; the platform's time serves once known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices import FakeClock
from kiosk.clock_limits import BUILD_DATE
from kiosk.scenario.actors import Platform
from kiosk.scenario.stage import message_keys
from kiosk.terminal.clock_check import SERVES_BEYOND_S, ClockCheck
from kiosk.workers.heartbeat import EVERY
from tests.journeys.hand_driven import START, TO_REVIEW, HandDrivenWorld

YEAR_2000 = datetime(2000, 1, 1, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("start", [YEAR_2000, datetime(2090, 1, 1, tzinfo=UTC)])
def test_a_clock_that_cannot_be_right_is_named_and_no_visit_begins(
    start: datetime, platform: Platform, data: Path
) -> None:
    HandDrivenWorld(platform, data).world.terminal.stop()
    driven = HandDrivenWorld(platform, data, start)
    try:
        # The platform's clock was set with the terminal's: it knows no better.
        driven.stage.advance(2 * EVERY)
        view = driven.stage.view()
        assert view.page == "OutOfService"
        assert "trouble-terminal-clock" in message_keys(view)
        (terminal,) = platform.request("GET", "/sandbox/terminals")
        assert terminal["report"]["out_of_service"] == "clock"
        assert f"{start:%Y-%m-%d}" in "".join(driven.world.terminal.notes)
        driven.clock.shift((START - start).total_seconds())
        driven.stage.advance(2 * EVERY)
        assert driven.stage.view().page == "Attract", "set right, it serves again"
    finally:
        driven.world.terminal.stop()


@pytest.mark.parametrize("start", [YEAR_2000, START - timedelta(days=14), START + timedelta(days=365 * 30)])
def test_the_platforms_time_serves_once_it_is_known(start: datetime, platform: Platform, data: Path) -> None:
    driven = HandDrivenWorld(platform, data, start)
    try:
        platform.set_time(START.isoformat())
        driven.stage.advance(2 * EVERY)
        assert driven.stage.view().page == "Attract"
        assert abs((driven.world.terminal.clock.now() - START).total_seconds()) < SERVES_BEYOND_S
        driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
        driven.stage.advance(10)
        (case,) = platform.cases()
        assert case["content"]["evidence"]["sealed_at"].startswith("2026-11-24T")
        assert case["content"]["evidence"]["clock_quality"] == "offset"
    finally:
        driven.world.terminal.stop()


def test_a_catalogue_does_not_expire_by_a_clock_that_is_wrong(platform: Platform, data: Path) -> None:
    driven = HandDrivenWorld(platform, data, START + timedelta(days=365 * 30))
    try:
        platform.set_time(START.isoformat())
        driven.stage.advance(2 * EVERY)
        driven.world.terminal._parts.heartbeat._expires = (START + timedelta(days=30)).date()
        driven.stage.advance(2 * EVERY)
        reported = [code for device in driven.world.terminal.health().devices for code in device.faults]
        assert "catalogue.expired" not in reported
    finally:
        driven.world.terminal.stop()


@pytest.mark.parametrize("start", [YEAR_2000, START + timedelta(days=365 * 30)])
def test_with_a_wrong_clock_a_case_that_failed_still_waits_before_it_is_sent_again(
    start: datetime, platform: Platform, data: Path
) -> None:
    driven = HandDrivenWorld(platform, data, start)
    try:
        platform.set_time(START.isoformat())
        driven.stage.advance(2 * EVERY)
        platform.begin("error_500", {}, "/v1/cases/")
        driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
        outbox = driven.world.terminal.outbox
        waits = []
        for _ in range(40):
            driven.stage.advance(0.5)
            waits.append(outbox.seconds_to_next())
        with outbox.store.transaction() as cursor:
            ((attempts, next_at),) = cursor.execute("SELECT attempts, next_at FROM entry WHERE kind = 'case'")
        assert datetime.fromisoformat(next_at).year == START.year
        assert 1 <= attempts < 20
        assert any(waits), "no attempt was delayed"
    finally:
        platform.end_misfortunes()
        driven.world.terminal.stop()


def test_a_clock_that_is_little_off_is_left_alone_and_a_jump_after_the_answer_changes_nothing() -> None:
    clock = FakeClock(START)
    time = ClockCheck(clock)
    time.compare(START + timedelta(seconds=SERVES_BEYOND_S))
    assert time.now() == START
    time.compare(START)
    clock.shift(-86_400 * 400)
    clock.move(60)
    assert time.now() == START + timedelta(seconds=60)


@pytest.mark.parametrize("said", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC), YEAR_2000])
def test_an_impossible_time_of_the_platform_is_not_used_and_a_later_one_is(said: datetime) -> None:
    time = ClockCheck(FakeClock(START))
    time.compare(said)
    assert time.now() == START
    time.compare(BUILD_DATE)
    assert time.now() == BUILD_DATE
