"""The promises of every ID card reader, on every driver, on a wire in this process and on a real socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import pytest

from devices import (
    Cancelled,
    Clock,
    DeadlineReached,
    DeviceFault,
    DeviceSpec,
    DeviceState,
    FakeClock,
    Misfortune,
    Next,
    Presence,
    SystemClock,
    Wait,
    misfortunes,
    open_device,
)
from devices.id_reader.contract import IdReaderCapability
from devices.id_reader.people import load_people
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

PEOPLE = load_people(ROOT / "config" / "people.toml")
MODELS = ROOT / "config" / "models"
READERS = drivers_of("id_reader")
WIRES = ("pair", "socket")
ON_A_SOCKET = frozenset({"unplugged", "unplugged_during", "truncated", "slow", "unreadable"})
"""Misfortunes that are played on a real socket too, in real seconds; all of them are on the wire in this process."""
ASK_CITIZEN = frozenset({"id_reader.lift_and_retry", "id_reader.wrong_card", "id_reader.card_rejected"})
"""Fault codes that the citizen can do something about; the others call staff."""


@dataclass
class Bench:
    reader: Any
    simulator: Any
    clock: Clock

    def read(self, seconds: float = 5.0) -> Any:
        return self.reader.read(Wait(self.clock, seconds))

    def fault(self) -> tuple[str, Next]:
        with pytest.raises(DeviceFault) as caught:
            self.read()
        return caught.value.fault.code, caught.value.fault.next


@pytest.fixture(params=product(READERS, WIRES), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        clock: Clock = FakeClock(auto=True)
        opened = open_device(DeviceSpec("id_reader", driver, "sim:"), clock, MODELS)
        yield Bench(opened.device, opened.simulator, clock)
        return
    clock = SystemClock()
    simulator: Any = create_simulator("id_reader", driver, clock, {})
    server = Server(simulator, clock)
    opened = open_device(DeviceSpec("id_reader", driver, f"socket://127.0.0.1:{server.port}"), clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()


def test_a_card_that_is_being_read_is_told_before_it_is_read(bench: Bench) -> None:
    told: list[str] = []
    with suppress(DeadlineReached):
        bench.reader.read(Wait(bench.clock, 0.7), lambda: told.append("began"))
    assert told == []
    bench.simulator.put_card(PEOPLE["wang_old"])
    card = bench.reader.read(Wait(bench.clock, 5.0), lambda: told.append("began"))
    assert (told, card.number) == (["began"], PEOPLE["wang_old"].number)


@pytest.mark.parametrize("person", ["wang_old", "rare_name", "foreign_2017", "foreign_2023", "hmt"])
def test_a_card_is_read_as_it_is(bench: Bench, person: str) -> None:
    bench.simulator.put_card(PEOPLE[person])
    card = bench.read()
    assert (card.name, card.number, card.kind) == (PEOPLE[person].name, PEOPLE[person].number, PEOPLE[person].kind)
    assert card.problems == ()


def test_no_card_ends_at_the_deadline(bench: Bench) -> None:
    with pytest.raises(DeadlineReached):
        bench.read(0.7)


def test_a_card_must_be_lifted_before_it_is_read_again(bench: Bench) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.read()
    with pytest.raises(DeadlineReached):
        bench.read(0.7)
    bench.simulator.lift_card()
    bench.simulator.put_card(PEOPLE["li_adult"])
    assert bench.read().name == PEOPLE["li_adult"].name


def test_a_card_that_was_read_is_not_said_to_be_gone(bench: Bench) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    can = bench.reader.status(Wait(bench.clock, 3)).capabilities
    detects = IdReaderCapability.DETECT_CARD_PRESENCE in can
    assert bench.reader.presence(Wait(bench.clock, 2)) is (Presence.PRESENT if detects else Presence.UNKNOWN)
    bench.read()
    assert bench.reader.presence(Wait(bench.clock, 2)) is not Presence.GONE


def misfortunes_of(*, noticed: bool) -> list[Any]:
    """Driver, wire and each entry of its simulator's table that the driver reports as a fault, or copes with."""
    return [
        pytest.param((driver, wire), each, id=f"{driver}-{wire}-{each.name}")
        for driver, wire in product(READERS, WIRES)
        for each in misfortunes("id_reader", driver)
        if bool(each.faults) is noticed and (wire == "pair" or each.name in ON_A_SOCKET)
    ]


@pytest.mark.parametrize(("bench", "misfortune"), misfortunes_of(noticed=True), indirect=["bench"])
def test_every_misfortune_has_its_fault_and_an_end(bench: Bench, misfortune: Misfortune) -> None:
    with pytest.raises(DeadlineReached):
        bench.read(0.4)
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin(misfortune.name)
    code, following = bench.fault()
    assert code in misfortune.faults
    assert following is (Next.ASK_CITIZEN if code in ASK_CITIZEN else Next.CALL_STAFF)
    bench.simulator.end(misfortune.name)
    bench.simulator.put_card(PEOPLE["wang_old"])
    assert bench.read().number == PEOPLE["wang_old"].number


@pytest.mark.parametrize(("bench", "misfortune"), misfortunes_of(noticed=False), indirect=["bench"])
def test_what_is_no_fault_costs_no_reading(bench: Bench, misfortune: Misfortune) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin(misfortune.name)
    assert bench.read().name == PEOPLE["wang_old"].name


def test_a_slow_reader_reads(bench: Bench) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin("slow", seconds=0.2)
    assert bench.read().name == PEOPLE["wang_old"].name


@pytest.mark.parametrize("driver", READERS)
def test_every_simulator_has_the_misfortunes_of_this_suite(driver: str) -> None:
    assert {each.name for each in misfortunes("id_reader", driver)} >= {"slow", "silent", "unreadable", "unplugged"}


@pytest.mark.parametrize("bench", [("samv", wire) for wire in WIRES], indirect=True, ids=WIRES)
def test_one_damaged_answer_costs_no_reading(bench: Bench) -> None:
    with pytest.raises(DeadlineReached):
        bench.read(0.4)
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin("wrong_checksum", times=1)
    assert bench.read().name == PEOPLE["wang_old"].name


def test_a_status_is_never_an_exception(bench: Bench) -> None:
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.begin("silent")
    assert [f.code for f in bench.reader.status(Wait(bench.clock, 3)).faults] == ["id_reader.no_answer"]
    bench.simulator.end("silent")
    bench.simulator.begin("unplugged")
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.ABSENT


def test_a_cancelled_callers_reply_never_answers_the_next(bench: Bench) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    for seconds in (0.05, 0.1, 0.35, 0.4, 0.5, 0.6):
        wait = Wait(bench.clock, seconds)
        # A quick reader may be done before.
        with suppress(Cancelled, DeadlineReached):
            bench.reader.read(wait)
        bench.simulator.put_card(PEOPLE["wang_old"])
    assert bench.read().name == PEOPLE["wang_old"].name


def test_a_reply_that_came_while_nobody_read_never_answers_the_next(bench: Bench) -> None:
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.reader.status(Wait(bench.clock, 0.001))
    Wait(bench.clock, None).pause(1.5)
    bench.simulator.put_card(PEOPLE["wang_old"])
    assert bench.read().name == PEOPLE["wang_old"].name


def test_a_late_reply_never_answers_the_next(bench: Bench) -> None:
    """It made a reading without a text of it, and a good card "unusable"."""
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin("slow", seconds=1.2)
    assert [bench.fault()[0] for _ in range(2)] == ["id_reader.no_answer"] * 2
    bench.simulator.end("slow")
    assert bench.read().name == PEOPLE["wang_old"].name


def test_a_cancel_takes_effect_within_200_ms() -> None:
    clock = SystemClock()
    reader: Any = open_device(DeviceSpec("id_reader", "samv", "sim:"), clock, MODELS).device
    wait, ended = Wait(clock, 60), []

    def read() -> None:
        try:
            reader.read(wait)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.25)
    cancelled = time.monotonic()
    wait.cancel()
    thread.join(2)
    assert ended, "it hangs"
    assert ended[0] - cancelled < 0.2


def test_a_reader_looks_no_sooner_than_every_300_ms() -> None:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("id_reader", "samv", "sim:"), clock, MODELS)
    finds: list[float] = []
    simulator: Any = opened.simulator
    answer = simulator._answer

    def noted(content: bytes) -> None:
        if content == b"\x20\x01":
            finds.append(clock.monotonic())
        answer(content)

    simulator._answer = noted
    reader: Any = opened.device
    with pytest.raises(DeadlineReached):
        reader.read(Wait(clock, 5))
    assert len(finds) > 10
    assert min(later - earlier for earlier, later in pairwise(finds)) >= 0.3 - 1e-9


def test_a_fault_says_nothing_about_a_person(bench: Bench) -> None:
    bench.simulator.put_card(PEOPLE["wang_old"])
    bench.simulator.begin("unreadable")
    with pytest.raises(DeviceFault) as caught:
        bench.read()
    said = f"{caught.value} {caught.value!r} {caught.value.fault}"
    assert PEOPLE["wang_old"].name not in said
    assert PEOPLE["wang_old"].number not in said


def test_a_status_says_what_the_reader_can_do_also_when_it_is_absent(bench: Bench) -> None:
    can = bench.reader.status(Wait(bench.clock, 3)).capabilities
    assert IdReaderCapability.READ_ID_CARD in can
    for misfortune in ("silent", "unplugged"):
        bench.simulator.begin(misfortune)
        status = bench.reader.status(Wait(bench.clock, 3))
        assert (status.state is DeviceState.READY, status.capabilities) == (False, can)
