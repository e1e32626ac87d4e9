"""The heartbeat: sent at this terminal's phase, more often for a while after a failure, then reported as a fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from devices import DeviceState, FakeClock, Wait
from kiosk.platform.gateway import (
    Admission,
    AdmissionState,
    FailureKind,
    Heartbeat,
    HeartbeatReply,
    PlatformFailure,
    PlatformGateway,
)
from kiosk.workers.heartbeat import ALARM_AFTER, EVERY, EVERY_OFFLINE, HURRY, START_SPREAD, HeartbeatWorker, phase
from kiosk.workers.notices import PlatformSeen, StatusSeen
from tests.loops import running

ADMITS = Admission(AdmissionState.LIMITED, 0.5, 60.0)


class Answering:
    """A platform of which only the heartbeat is asked."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.trouble: PlatformFailure | None = None
        self.beats: list[float] = []

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        self.beats.append(self.clock.monotonic())
        if self.trouble is not None:
            raise self.trouble
        return HeartbeatReply(self.clock.now(), "", ADMITS)

    def close(self) -> None:
        return


@contextmanager
def pulse(terminal: str = "WT02", **more: Any) -> Iterator[tuple[FakeClock, Answering, list[Any]]]:
    clock = FakeClock()
    answering, posted = Answering(clock), list[Any]()
    nothing: Any = None
    made = HeartbeatWorker(
        lambda: cast(PlatformGateway, answering),
        clock,
        terminal,
        lambda: nothing,
        lambda token: nothing,
        posted.append,
        lambda: None,
        **more,
    )
    with running(made, clock):
        clock.settle()
        yield clock, answering, posted


def test_it_beats_at_its_own_phase_and_tells_what_is_admitted() -> None:
    with pulse() as (clock, answering, posted):
        clock.advance(5 * EVERY)
        assert {round(at % EVERY, 3) for at in answering.beats[1:]} == {round(phase("WT02", EVERY), 3)}
        assert 5 <= len(answering.beats) <= 6
        assert posted[0] == PlatformSeen(True, posted[0].server_time, ADMITS)


def test_phases_spread_a_fleet_evenly() -> None:
    seconds = [int(phase(f"YK-{n:05d}", 60)) for n in range(6000)]
    assert 60 <= min(seconds.count(s) for s in range(60)) <= max(seconds.count(s) for s in range(60)) <= 140


@pytest.mark.parametrize("terminal", ["WT02", "YK-0001"])
def test_one_with_a_catalogue_waits_for_its_turn_at_the_start(terminal: str) -> None:
    with pulse(terminal, has_catalogue=True) as (clock, answering, _):
        clock.advance(START_SPREAD + 1)
        assert answering.beats[0] == pytest.approx(0.5 + phase(terminal, START_SPREAD), abs=0.01)


def test_while_nobody_answers_it_hurries_and_then_takes_its_time() -> None:
    with pulse() as (clock, answering, _):
        answering.trouble = PlatformFailure(FailureKind.OFFLINE)
        clock.advance(HURRY)
        hurried = len(answering.beats)
        assert HURRY / EVERY_OFFLINE - 2 <= hurried <= HURRY / EVERY_OFFLINE + 2
        clock.advance(10 * EVERY)
        assert 9 <= len(answering.beats) - hurried <= 12


def test_several_failures_in_a_row_are_a_fault_by_name_until_it_answers_again() -> None:
    with pulse() as (clock, answering, posted):
        answering.trouble = PlatformFailure(FailureKind.NOT_THE_PLATFORM)
        clock.advance(EVERY + EVERY_OFFLINE * (ALARM_AFTER + 2))
        (alarm,) = [each for each in posted if isinstance(each, StatusSeen)]
        assert (alarm.name, alarm.status.state) == ("platform", DeviceState.WARNING)
        assert [fault.code for fault in alarm.status.faults] == ["platform.not_the_platform"]
        answering.trouble = None
        clock.advance(EVERY)
        healed = [each for each in posted if isinstance(each, StatusSeen)][-1]
        assert (healed.name, healed.status.state) == ("platform", DeviceState.READY)
