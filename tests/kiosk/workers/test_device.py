"""A device worker serves the newest watch of the newest visit, and does no job twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, open_device
from devices.id_reader.people import load_people
from devices.receipt_printer.contract import Paper, TextBlock
from kiosk.events import JobEnded, ReadingBegan, ReadingCame, Watch, WatchFailed
from kiosk.workers.device import DeviceWorker
from kiosk.workers.notices import StatusSeen
from tests.house.doors import ROOT
from tests.loops import running

PEOPLE = load_people(ROOT / "config" / "people.toml")
READ = Watch("id_reader", "read", "read_id_card", 2)


@dataclass
class Bench:
    clock: FakeClock
    worker: DeviceWorker
    simulator: Any
    heard: list[Any] = field(default_factory=list)

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.heard if isinstance(each, kind)]


def bench(family: str, driver: str, model: str = "") -> Iterator[Bench]:
    clock = FakeClock()
    opened = open_device(DeviceSpec(family, driver, "sim:", model), clock, ROOT / "config" / "models")
    heard: list[Any] = []
    made = Bench(clock, DeviceWorker(opened, clock, heard.append), opened.simulator, heard)
    with running(made.worker, clock):
        clock.advance(1)
        yield made


@pytest.fixture
def reader() -> Iterator[Bench]:
    yield from bench("id_reader", "samv")


@pytest.fixture
def printer() -> Iterator[Bench]:
    yield from bench("receipt_printer", "escpos", "kiosk_80")


def test_the_next_visits_card_is_read_although_its_watch_has_the_same_number(reader: Bench) -> None:
    for visit, person in (("visit-1", "wang_old"), ("visit-2", "li_adult")):
        reader.worker.watch(visit, READ)
        reader.simulator.put_card(PEOPLE[person])
        reader.clock.advance(3)
        reader.worker.watch(visit, None)
        reader.simulator.lift_card()
        reader.clock.advance(1)
    assert [(event.visit, event.value.number) for event in reader.of(ReadingCame)] == [
        ("visit-1", PEOPLE["wang_old"].number),
        ("visit-2", PEOPLE["li_adult"].number),
    ]


def test_a_card_that_is_being_read_is_reported_before_it_is_read(reader: Bench) -> None:
    reader.worker.watch("visit-1", READ)
    reader.simulator.put_card(PEOPLE["wang_old"])
    reader.clock.advance(3)
    told = [event for event in reader.heard if isinstance(event, ReadingBegan | ReadingCame)]
    assert [type(event) for event in told] == [ReadingBegan, ReadingCame]
    assert {(event.visit, event.watch) for event in told} == {("visit-1", READ)}


def test_a_watch_is_served_once(reader: Bench) -> None:
    reader.worker.watch("visit-1", READ)
    for person in ("wang_old", "li_adult"):
        reader.simulator.put_card(PEOPLE[person])
        reader.clock.advance(3)
    assert len(reader.of(ReadingCame)) == 1


def test_nothing_is_read_without_a_watch(reader: Bench) -> None:
    reader.simulator.put_card(PEOPLE["wang_old"])
    reader.clock.advance(20)
    assert reader.of(ReadingCame) == []


def test_a_fault_is_reported_and_reading_goes_on(reader: Bench) -> None:
    reader.worker.watch("visit-1", READ)
    reader.simulator.begin("unplugged")
    reader.clock.advance(3)
    assert {event.fault.code for event in reader.of(WatchFailed)} <= {"transport.lost", "transport.absent"}
    assert reader.of(StatusSeen)[-1].status.state == "absent"
    reader.simulator.end("unplugged")
    reader.simulator.put_card(PEOPLE["wang_old"])
    reader.clock.advance(4)
    assert len(reader.of(ReadingCame)) == 1


def test_the_card_is_watched_until_nobody_asks(reader: Bench) -> None:
    watch = Watch("id_reader", "presence", "detect_card_presence", 7)
    reader.simulator.put_card(PEOPLE["wang_old"])
    reader.worker.watch("visit-1", watch)
    reader.clock.advance(2)
    reader.simulator.lift_card()
    reader.clock.advance(2)
    assert [str(event.value) for event in reader.of(ReadingCame)] == ["present", "gone"]


def test_an_idle_devices_status_is_queried_and_reported_only_when_it_changed(printer: Bench) -> None:
    printer.clock.advance(60)
    assert len(printer.of(StatusSeen)) == 1
    printer.simulator.begin("paper_out")
    printer.clock.advance(10)
    assert printer.of(StatusSeen)[-1].status.levels["paper"] == "out"


def test_a_job_is_done_once_whatever_is_watched_meanwhile(printer: Bench) -> None:
    printer.worker.do("visit-1", 5, "print", (TextBlock("凭条"),))
    for since in range(5):
        printer.worker.watch("visit-1", Watch("receipt_printer", "presence", "sense_slip_taken", since))
    printer.clock.advance(10)
    (ended,) = printer.of(JobEnded)
    assert (ended.visit, ended.effect, ended.outcome.paper) == ("visit-1", 5, Paper.CAME_OUT)
    assert len(printer.simulator.slips) == 1
