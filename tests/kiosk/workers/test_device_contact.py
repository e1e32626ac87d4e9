"""A device that is missed for a moment is no news; one that stays away is, and comes back without a restart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices import DeviceFault, DeviceState, Inventory, Next
from devices.id_reader.people import load_people
from kiosk.events import ReadingCame, Watch, WatchFailed
from kiosk.workers.device_contact import INVENTORY_TRIES, MISS_AGAIN_S, MISSES
from kiosk.workers.notices import StatusSeen
from tests.house.doors import ROOT
from tests.kiosk.workers.test_device import Bench, bench

PEOPLE = load_people(ROOT / "config" / "people.toml")
READ = Watch("id_reader", "read", "read_id_card", 2)


@pytest.fixture
def reader() -> Iterator[Bench]:
    yield from bench("id_reader", "samv")


def states(bench: Bench) -> list[DeviceState]:
    return [each.status.state for each in bench.of(StatusSeen)]


def test_a_short_loss_is_no_news_and_a_long_one_is(reader: Bench) -> None:
    assert states(reader) == [DeviceState.READY]
    reader.simulator.begin("unplugged")
    reader.clock.advance(0.5 + 1.5 * MISS_AGAIN_S)  # two looks
    reader.simulator.end("unplugged")
    reader.clock.advance(5)
    assert states(reader) == [DeviceState.READY]
    reader.simulator.begin("unplugged")
    reader.clock.advance(1.5 + MISSES * MISS_AGAIN_S)
    assert states(reader) == [DeviceState.READY, DeviceState.ABSENT]
    reader.simulator.end("unplugged")
    reader.clock.advance(2)
    assert states(reader) == [DeviceState.READY, DeviceState.ABSENT, DeviceState.READY]
    assert dict(reader.worker.record().counters) == {"contacts": 2, "losses": 1}


def test_a_card_is_read_across_a_short_loss_and_a_long_one_is_said(reader: Bench) -> None:
    reader.worker.watch("visit", READ)
    reader.clock.advance(1)
    reader.simulator.begin("unplugged")
    reader.clock.advance(0.4)
    reader.simulator.end("unplugged")
    reader.simulator.put_card(PEOPLE["wang_old"])
    reader.clock.advance(4)
    assert (reader.of(WatchFailed), len(reader.of(ReadingCame))) == ([], 1)
    assert reader.worker.record().counters["readings"] == 1
    reader.worker.watch("next", READ)
    reader.simulator.begin("unplugged")
    reader.clock.advance(1 + MISSES * MISS_AGAIN_S)
    assert [each.fault.code for each in reader.of(WatchFailed)][:1] == ["transport.absent"]


def test_a_reader_names_itself_once_for_each_contact(reader: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader.worker.record().inventory.serial.count(".") == 1
    asked: list[int] = []
    device = reader.worker._device

    def silent(wait: object) -> Inventory:
        asked.append(1)
        raise DeviceFault("id_reader.no_answer", Next.CALL_STAFF)

    monkeypatch.setattr(device, "inventory", silent)
    reader.clock.advance(30)
    assert asked == []
    reader.simulator.begin("unplugged")
    reader.clock.advance(5)
    reader.simulator.end("unplugged")
    reader.clock.advance(30)
    assert len(asked) == INVENTORY_TRIES


def test_what_a_device_says_of_itself_is_bounded() -> None:
    assert Inventory("Printer\r\n\x1b[0m 3", "x" * 200, "") == Inventory("Printer [0m 3", "x" * 64)
