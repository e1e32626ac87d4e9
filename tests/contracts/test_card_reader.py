"""The promises of every card reader, on every driver, on a wire in this process and on a real socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
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
from devices.card_reader.contract import CardReaderCapability, SocialCard
from devices.card_reader.simulated_cards import BankCard
from devices.id_reader.people import load_people
from devices.opening import recording_of
from devices.registry import create_simulator, drivers_of
from devices.socket_wire import Server
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
READERS = drivers_of("card_reader")
WIRES = ("pair", "socket")
ON_A_SOCKET = frozenset({"unplugged_during", "garbled"})
"""Misfortunes that are played on a real socket too; the others wait for seconds."""
LI = load_people(ROOT / "config" / "people.toml")["li_adult"]
LIS_CARD = SocialCard(
    LI.name, LI.number, "", "1", LI.birth, "19850612", valid_from=date(2020, 5, 20), valid_to=date(2030, 5, 20)
)
ASKS_CITIZEN = frozenset(
    f"card_reader.{word}"
    for word in ("bank_card", "id_card", "other_card", "mute", "pulled_away", "unreadable", "needs_pin")
)


@dataclass
class Bench:
    reader: Any
    simulator: Any
    clock: Clock

    def read(self, seconds: float = 8.0) -> Any:
        return self.reader.read(Wait(self.clock, seconds))

    def fault(self) -> tuple[str, Next]:
        with pytest.raises(DeviceFault) as caught:
            self.read()
        return caught.value.fault.code, caught.value.fault.next


@pytest.fixture(params=product(READERS, WIRES), ids=lambda p: f"{p[0]}-{p[1]}")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    driver, wire = request.param
    if wire == "pair":
        yield paired(driver)
        return
    clock = SystemClock()
    simulator: Any = create_simulator("card_reader", driver, clock, {})
    server = Server(simulator, clock)
    opened = open_device(DeviceSpec("card_reader", driver, f"socket://127.0.0.1:{server.port}"), clock, MODELS)
    yield Bench(opened.device, simulator, clock)
    opened.device.close()
    server.close()


def paired(driver: str) -> Bench:
    clock = FakeClock(auto=True)
    opened = open_device(DeviceSpec("card_reader", driver, "sim:"), clock, MODELS)
    return Bench(opened.device, opened.simulator, clock)


def in_process() -> pytest.MarkDecorator:
    """On a wire in this process alone: the test waits for the clock."""
    return pytest.mark.parametrize("bench", [(d, "pair") for d in READERS], indirect=True, ids=READERS)


def test_a_social_security_card_is_read_on_every_wire(bench: Bench) -> None:
    bench.simulator.insert_card(LI)
    begun: list[bool] = []
    assert bench.reader.read(Wait(bench.clock, 8), lambda: begun.append(True)) == LIS_CARD
    assert begun == [True]
    assert not bench.simulator.complaints


@in_process()
def test_an_empty_slot_ends_at_the_deadline(bench: Bench) -> None:
    with pytest.raises(DeadlineReached):
        bench.read(0.7)
    assert bench.reader.presence(Wait(bench.clock, 3)) is Presence.GONE


@in_process()
def test_the_slot_knows_whether_a_card_is_left_in_it(bench: Bench) -> None:
    bench.simulator.insert_card(LI)
    bench.read()
    assert bench.reader.presence(Wait(bench.clock, 3)) is Presence.PRESENT
    bench.simulator.take_card()
    assert bench.reader.presence(Wait(bench.clock, 3)) is Presence.GONE


@in_process()
def test_a_card_that_stays_is_read_again_later_and_another_at_once(bench: Bench) -> None:
    bench.simulator.insert_card(LI)
    bench.read()
    with pytest.raises(DeadlineReached):
        bench.read(4)
    assert bench.read(4) == LIS_CARD
    bench.simulator.insert_bank_card()
    before = bench.clock.monotonic()
    assert bench.fault()[0] == "card_reader.bank_card"
    assert bench.clock.monotonic() - before < 1


@in_process()
@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("insert_bank_card", "bank_card"),
        ("insert_id_card", "id_card"),
        ("insert_other_card", "other_card"),
        ("insert_upside_down", "mute"),
    ],
)
def test_another_card_is_named_and_not_read(bench: Bench, action: str, code: str) -> None:
    getattr(bench.simulator, action)()
    assert bench.fault() == (f"card_reader.{code}", Next.ASK_CITIZEN)
    sent = bench.simulator.card.commands
    assert len(sent) <= 3
    assert all(command[:4].hex() == "00a40400" for command in sent)
    assert not bench.simulator.complaints


def test_of_a_bank_card_nothing_is_asked_but_whether_it_is_one(bench: Bench) -> None:
    card = BankCard()
    bench.simulator.insert(card)
    bench.fault()
    assert (card.read, card.commands[-1][5:]) == (0, b"1PAY.SYS.DDF01")


def misfortunes_of() -> list[Any]:
    return [
        pytest.param((driver, wire), each, id=f"{driver}-{wire}-{each.name}")
        for driver, wire in product(READERS, WIRES)
        for each in misfortunes("card_reader", driver)
        if wire == "pair" or each.name in ON_A_SOCKET
    ]


@pytest.mark.parametrize(("bench", "misfortune"), misfortunes_of(), indirect=["bench"])
def test_every_misfortune_has_its_fault_and_an_end(bench: Bench, misfortune: Misfortune) -> None:
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.READY
    bench.simulator.insert_card(LI)
    bench.simulator.begin(misfortune.name, **misfortune.parameters)
    code, following = bench.fault()
    assert code in misfortune.faults
    assert following is (Next.ASK_CITIZEN if code in ASKS_CITIZEN else Next.CALL_STAFF)
    bench.simulator.end(misfortune.name)
    bench.simulator.insert_card(LI)
    assert bench.read() == LIS_CARD
    assert not bench.simulator.complaints


@in_process()
def test_no_pin_is_ever_sent(bench: Bench) -> None:
    bench.simulator.insert_card(LI)
    bench.simulator.begin("needs_pin")
    for _ in range(3):
        assert bench.fault()[0] == "card_reader.needs_pin"
    assert bench.simulator.card.tries == 0
    assert {command[1] for command in bench.simulator.card.commands} <= {0xA4, 0xB2, 0xC0}


@in_process()
def test_a_status_is_never_an_exception_and_powers_no_card(bench: Bench) -> None:
    bench.simulator.insert_card(LI)
    assert bench.reader.status(Wait(bench.clock, 3)).state is DeviceState.READY
    assert bench.simulator.card.commands == []
    bench.simulator.begin("silent")
    assert [f.code for f in bench.reader.status(Wait(bench.clock, 3)).faults] == ["card_reader.no_answer"]
    bench.simulator.end("silent")
    bench.simulator.begin("reader_gone")
    status = bench.reader.status(Wait(bench.clock, 3))
    assert (status.state, status.capabilities) == (DeviceState.ABSENT, frozenset(CardReaderCapability))


@pytest.mark.parametrize("driver", READERS)
def test_a_cancel_takes_effect_within_200_ms(driver: str) -> None:
    clock = SystemClock()
    reader: Any = open_device(DeviceSpec("card_reader", driver, "sim:"), clock, MODELS).device
    wait, ended = Wait(clock, 60), []

    def read() -> None:
        try:
            reader.read(wait)
        except Cancelled:
            ended.append(time.monotonic())

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.1)
    cancelled = time.monotonic()
    wait.cancel()
    thread.join(2)
    assert ended, "it hangs"
    assert ended[0] - cancelled < 0.2


@pytest.mark.parametrize("driver", READERS)
def test_a_trace_has_the_commands_and_nothing_of_the_card(driver: str) -> None:
    clock, spec = FakeClock(auto=True), DeviceSpec("card_reader", driver, "sim:")
    recording = recording_of(spec, clock)
    opened = open_device(spec, clock, MODELS, recording)
    bench = Bench(opened.device, opened.simulator, clock)
    bench.simulator.insert_card(LI)
    card = bench.read()
    text = recording.text().replace(" ", "").lower()
    assert "00a404000f" in text
    for personal in (LI.number.encode("ascii"), LI.name.encode("gb18030"), bytes.fromhex("19850612")):
        assert personal.hex() not in text
    for words in (repr(card), repr(vars(bench.reader))):
        assert LI.name not in words
        assert LI.number not in words
