"""A lamp that blinks is put again and again; a device that is watched for hours still tells its status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from devices import Clock, DeviceSpec, DeviceState, DeviceStatus, FakeClock, OpenDevice, Wait
from devices.faults import DeviceFault, Next
from devices.indicators.contract import AGAIN_S, DARK, FAMILY, GuideLights, IndicatorsCapability, Light
from devices.sensors.contract import EVERY_S, NOTHING_SENSED, Door, Sensed, SensorsCapability
from devices.sensors.contract import FAMILY as SENSORS
from kiosk.events import ReadingCame, Watch
from kiosk.workers.device import DeviceWorker
from kiosk.workers.device_agenda import LOOK_EVERY
from kiosk.workers.device_value import AFTER_FAILURE
from kiosk.workers.notices import StatusSeen
from tests.loops import Observed, loop_of

BLINKING = GuideLights((("id_reader", Light.BLINK),))
WATCH = Watch("cabinet", "sensed", SensorsCapability.SENSE, 0)


@dataclass
class Cabinet:
    """Lamps and sensors in one, with a count of what was asked of them."""

    lit: list[GuideLights] = field(default_factory=list)
    seen: Sensed = NOTHING_SENSED
    fault: DeviceFault | None = None
    asked: int = 0
    looked: int = 0

    def light(self, lights: GuideLights, wait: Wait) -> None:
        self.lit.append(lights)

    def sense(self, wait: Wait) -> Sensed:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        return self.seen

    def status(self, wait: Wait) -> DeviceStatus:
        self.looked += 1
        levels = {"door": self.seen.door.value}
        capabilities = frozenset({*IndicatorsCapability, *SensorsCapability})
        return DeviceStatus(DeviceState.READY, levels=levels, capabilities=capabilities)

    def close(self) -> None:
        pass


@dataclass
class Bench:
    clock: FakeClock
    cabinet: Cabinet
    worker: DeviceWorker
    posted: list[Any]

    def came(self) -> list[object]:
        return [each.value for each in self.posted if isinstance(each, ReadingCame)]


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock, cabinet = FakeClock(), Cabinet()
    family: Any = cast(Any, request.param)
    posted: list[Any] = []
    opened = OpenDevice(DeviceSpec(family.name, "modbus", "sim:", name="cabinet"), cabinet, family)
    worker = DeviceWorker(opened, cast(Clock, clock), posted.append)
    loop = loop_of(worker, clock, Observed())
    loop.start()
    clock.advance(1)
    yield Bench(clock, cabinet, worker, posted)
    loop.stop()
    loop.join(5)


def of(family: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", [family], indirect=True, ids=[family.name])


@of(FAMILY)
def test_a_state_that_the_device_does_not_keep_is_put_again_until_nobody_wants_it(bench: Bench) -> None:
    bench.worker.put("light", BLINKING)
    bench.clock.advance(10)
    assert 10 / AGAIN_S - 2 <= bench.cabinet.lit.count(BLINKING) <= 10 / AGAIN_S + 2
    bench.worker.put("light", None)
    bench.clock.advance(10)
    assert bench.cabinet.lit[-2:] == [BLINKING, DARK], "darkness lasts by itself"


@of(SENSORS)
def test_a_device_that_is_watched_for_hours_tells_its_status(bench: Bench) -> None:
    bench.worker.watch("visit-1", WATCH)
    looked = bench.cabinet.looked
    bench.clock.advance(60)
    assert 60 / (LOOK_EVERY + EVERY_S) - 2 <= bench.cabinet.looked - looked <= 60 / LOOK_EVERY + 2
    assert bench.came() == [NOTHING_SENSED]
    # What the watch sees is in the status at once.
    bench.cabinet.seen = Sensed(Door.OPEN)
    bench.clock.advance(EVERY_S)
    assert bench.came()[-1] == Sensed(Door.OPEN)
    assert [each.status.levels["door"] for each in bench.posted if isinstance(each, StatusSeen)][-1] == "open"


@of(SENSORS)
def test_another_watch_takes_the_place_of_one_whose_status_was_asked(bench: Bench) -> None:
    bench.worker.watch("visit-1", WATCH)
    bench.clock.advance(LOOK_EVERY * 3)
    bench.worker.watch("visit-2", WATCH)
    bench.clock.advance(EVERY_S)
    assert [each.visit for each in bench.posted if isinstance(each, ReadingCame)] == ["visit-1", "visit-2"]
    bench.worker.watch("visit-2", None)
    bench.clock.advance(1)
    asked = bench.cabinet.asked
    bench.clock.advance(30)
    assert bench.cabinet.asked == asked


@of(SENSORS)
def test_a_device_that_fails_is_asked_once_a_second(bench: Bench) -> None:
    bench.cabinet.fault = DeviceFault("sensors.no_answer", Next.CALL_STAFF)
    bench.worker.watch("visit-1", WATCH)
    bench.clock.advance(30)
    assert bench.cabinet.asked <= 30 / AFTER_FAILURE + 2
    assert bench.came() == [NOTHING_SENSED], "one value, however often"
