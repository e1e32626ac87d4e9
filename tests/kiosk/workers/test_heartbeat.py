"""The heartbeat: sent at this terminal's phase, more often for a while after a failure, then reported as a fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from devices import DeviceState, FakeClock, Wait, day_in_china
from kiosk.catalogue.item import CatalogueDocument
from kiosk.catalogue.load import BadCatalogue, Catalogue
from kiosk.platform.gateway import (
    Admission,
    AdmissionState,
    FailureKind,
    Heartbeat,
    HeartbeatReply,
    PlatformFailure,
    PlatformGateway,
)
from kiosk.workers.heartbeat import (
    ALARM_AFTER,
    EVERY,
    EVERY_OFFLINE,
    HURRY,
    REFUSED_S,
    START_SPREAD,
    Beat,
    HeartbeatWorker,
    phase,
)
from kiosk.workers.notices import CatalogueCame, PlatformSeen, StatusSeen
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


class Publishing(Answering):
    """A platform that names a version of the catalogue, and answers for it with `token` or a failure."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.version = "2"
        self.token: bytes | Exception | None = b"token"
        self.fetched: list[float] = []

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        return replace(super().heartbeat(report, wait), catalogue_version=self.version)

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        self.fetched.append(self.clock.monotonic())
        if isinstance(self.token, Exception):
            raise self.token
        return self.token


@contextmanager
def publishing(accept: Any, **more: Any) -> Iterator[tuple[FakeClock, Publishing, list[Any]]]:
    clock = FakeClock()
    platform, posted = Publishing(clock), list[Any]()
    gateway, nothing = cast(PlatformGateway, platform), cast(Any, None)
    worker = HeartbeatWorker(
        lambda: gateway, clock, "WT02", lambda: nothing, accept, posted.append, lambda: None, **more
    )
    with running(worker, clock):
        clock.settle()
        yield clock, platform, posted


def faults_of(posted: list[Any], name: str) -> list[list[str]]:
    """The fault codes of each status reported under this name."""
    return [[fault.code for fault in each.status.faults] for each in posted if getattr(each, "name", "") == name]


def catalogue_of(version: str, expires: date | None = None) -> Catalogue:
    return Catalogue(CatalogueDocument(version, (), 1, expires))


TOO_LARGE = PlatformFailure(FailureKind.BROKEN, "too-large")


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (TOO_LARGE, "too_large"),
        (BadCatalogue("", "too_large"), "too_large"),
        (BadCatalogue("", "older"), "older"),
        (BadCatalogue("", "signature"), "signature"),
        (BadCatalogue(""), "malformed"),
    ],
    ids=repr,
)
def test_a_catalogue_that_is_refused_is_named_and_the_line_stays_good(trouble: Exception, code: str) -> None:
    found: list[Exception | Catalogue] = [trouble]

    def accept(token: bytes) -> Catalogue:
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    with publishing(accept, has_catalogue=True) as (clock, platform, posted):
        if isinstance(trouble, PlatformFailure):
            platform.token = trouble
        clock.advance(START_SPREAD + REFUSED_S - 2 * EVERY)
        assert {each.online for each in posted if isinstance(each, PlatformSeen)} == {True}
        assert faults_of(posted, "catalogue") == [[f"catalogue.{code}"]]
        assert faults_of(posted, "platform") == []
        assert len(platform.fetched) == 1, "a version that was refused is not fetched every minute"
        platform.token, found[0] = b"token", catalogue_of("2")
        clock.advance(3 * EVERY)
        assert faults_of(posted, "catalogue") == [[f"catalogue.{code}"], []]
        assert [each.catalogue.version for each in posted if isinstance(each, CatalogueCame)] == ["2"]


def test_another_version_than_the_refused_one_is_fetched_at_once() -> None:
    def accept(token: bytes) -> Catalogue:
        raise BadCatalogue("", "older")

    with publishing(accept, has_catalogue=True) as (clock, platform, _):
        clock.advance(START_SPREAD + EVERY)
        platform.version = "3"
        clock.advance(EVERY)
        assert len(platform.fetched) == 2


def test_after_the_end_nothing_is_fetched() -> None:
    clock, posted = FakeClock(), list[Any]()
    platform, nothing = Publishing(clock), cast(Any, None)
    gateway = cast(PlatformGateway, platform)
    worker = HeartbeatWorker(
        lambda: gateway, clock, "WT02", lambda: nothing, lambda token: nothing, posted.append, lambda: None
    )
    real = platform.heartbeat

    def ending(report: Heartbeat, wait: Wait) -> HeartbeatReply:
        worker.stop()
        return real(report, wait)

    platform.heartbeat = ending  # type: ignore[method-assign]
    worker.run(Beat(), nothing)
    assert (len(platform.beats), platform.fetched) == (1, [])


@pytest.mark.parametrize("token", [b"token", None])
def test_a_version_that_is_named_and_not_given_is_not_fetched_every_minute(token: bytes | None) -> None:
    with publishing(lambda token: catalogue_of("1"), has_catalogue=True) as (clock, platform, posted):
        platform.token = token
        clock.advance(START_SPREAD + REFUSED_S - 2 * EVERY)
        assert len(platform.fetched) == 1
        assert faults_of(posted, "catalogue") == []
        clock.advance(3 * EVERY)
        assert len(platform.fetched) == 2


def test_a_catalogue_that_cannot_be_fetched_is_named_and_fetched_again() -> None:
    with publishing(lambda token: catalogue_of("2"), has_catalogue=True) as (clock, platform, posted):
        platform.token = PlatformFailure(FailureKind.SLOW)
        clock.advance(START_SPREAD + 3 * EVERY)
        assert len(platform.fetched) >= 3
        assert faults_of(posted, "catalogue") == [["catalogue.slow"]]
        platform.token = b"token"
        clock.advance(EVERY)
        assert faults_of(posted, "catalogue")[1:] == [[]]


def test_a_terminal_without_a_catalogue_asks_again_soon() -> None:
    with publishing(lambda token: catalogue_of("2")) as (clock, platform, _):
        platform.token = PlatformFailure(FailureKind.BROKEN)
        clock.advance(EVERY)
        assert len(platform.fetched) >= 5


def test_an_expired_catalogue_is_an_alarm_also_while_nobody_answers() -> None:
    with publishing(lambda token: catalogue_of("2"), has_catalogue=True, expires=date(2000, 1, 1)) as at:
        clock, platform, posted = at
        platform.trouble = PlatformFailure(FailureKind.OFFLINE)
        clock.advance(START_SPREAD + 2 * EVERY)
        assert faults_of(posted, "catalogue") == [["catalogue.expired"]]
        platform.trouble = None
        clock.advance(2 * EVERY)
        assert faults_of(posted, "catalogue")[1:] == [[]]


def test_a_catalogue_expires_on_its_day() -> None:
    clock = FakeClock()
    tomorrow = day_in_china(clock.now()) + timedelta(days=1)
    with publishing(lambda token: catalogue_of("2", tomorrow), has_catalogue=True) as (clock, _, posted):
        clock.advance(START_SPREAD + EVERY)
        assert faults_of(posted, "catalogue") == []
        clock.advance(86_400)
        assert faults_of(posted, "catalogue") == [["catalogue.expired"]]
