"""Any answers and a plug pulled at any byte: a card, or a typed fault within the deadline.

`make test` takes a seeded sample; with YIKE_CARDS=all, in `make soak`, it is 100 000 readings.
"""

from __future__ import annotations

import os
import random
from types import MappingProxyType
from typing import Any

from devices import DeadlineReached, DeviceFault, FakeClock, Wait
from devices.card_reader import pcsc
from devices.card_reader.contract import SocialCard
from devices.card_reader.masking import FrameMasker
from devices.card_reader.records import LONGEST_NAME, LONGEST_NUMBER
from devices.card_reader.simulator import PcscSimulator
from devices.id_reader.people import load_people
from devices.pcsc_wire import DATA_MOST, FAILED, KINDS, frame
from devices.tap import CAME
from devices.transport import SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

ROUNDS = 100_000 if os.environ.get("YIKE_CARDS") == "all" else 2_000
READ_S = 4.0
LI = load_people(ROOT / "config" / "people.toml")["li_adult"]
GONE = {"transport.lost", "transport.absent"}


class Liar:
    """The wire of a simulated reader, on which some of what it sends is replaced."""

    def __init__(self, wire: Any, chosen: random.Random) -> None:
        self._wire, self._random = wire, chosen

    def send(self, data: bytes, after: float = 0.0) -> None:
        self._wire.send(self._changed(data) or b"?", after)

    def _changed(self, data: bytes) -> bytes:
        chosen = self._random
        match chosen.randrange(24):
            case 0:
                return chosen.randbytes(chosen.randrange(40))
            case 1:
                kind = bytes((chosen.choice(KINDS),))
                return frame(kind, chosen.randbytes(chosen.randrange(DATA_MOST)))
            case 2:
                return frame(FAILED, bytes.fromhex("801000") + chosen.randbytes(1))
            case 3:
                changed = bytearray(data)
                changed[chosen.randrange(len(data))] = chosen.randrange(256)
                return bytes(changed)
            case 4:
                return data[: chosen.randrange(len(data))]
            case 5:
                return data + data
            case 6:
                return data[:1] + (2).to_bytes(2) + bytes((chosen.choice((0x61, 0x6C)), chosen.randrange(256)))
        return data

    def hang_up(self, after: float = 0.0) -> None:
        self._wire.hang_up(after)


class LyingReader(PcscSimulator):
    def __init__(self, clock: FakeClock, chosen: random.Random) -> None:
        super().__init__(clock)
        self._random = chosen

    def connection(self, wire: Any) -> Any:
        lying: Any = Liar(wire, self._random)
        return super().connection(lying)


def test_any_answers_give_a_card_or_a_typed_fault_in_time() -> None:
    chosen, clock = random.Random(17), FakeClock(auto=True)
    simulator, masker = LyingReader(clock, chosen), FrameMasker()
    reader = pcsc.create(SimulatedPort(SimulatedWire(clock, simulator)), clock, MappingProxyType({}), {})
    seen: set[str] = set()
    for number in range(ROUNDS):
        simulator.insert_card(LI)
        began = clock.monotonic()
        try:
            card = reader.read(Wait(clock, READ_S))
        except DeadlineReached:
            pass
        except DeviceFault as trouble:
            seen.add(trouble.fault.code)
        else:
            assert isinstance(card, SocialCard)
            assert 0 < len(card.name) <= LONGEST_NAME
            assert 0 < len(card.number) <= LONGEST_NUMBER
            assert card.name.isprintable()
        assert clock.monotonic() - began <= READ_S + 0.001, number
        for masked in masker.feed(CAME, chosen.randbytes(chosen.randrange(9))):
            assert len(masked) <= DATA_MOST + 3
    assert {"transport.noise", "card_reader.unreadable", "card_reader.broken", "card_reader.no_answer"} <= seen


def test_a_plug_pulled_at_any_byte_is_a_fault_in_time() -> None:
    results, whole = [], 400
    for count in range(0, whole, 1 if ROUNDS > 2_000 else 3):
        clock = FakeClock(auto=True)
        simulator = PcscSimulator(clock)
        reader = pcsc.create(SimulatedPort(SimulatedWire(clock, simulator)), clock, MappingProxyType({}), {})
        simulator.insert_card(LI)
        simulator.begin("unplugged_during", after_bytes=count)
        began = clock.monotonic()
        try:
            results.append(reader.read(Wait(clock, READ_S)).name)
        except DeviceFault as trouble:
            results.append(trouble.fault.code)
        assert clock.monotonic() - began < READ_S, count
        simulator.end("unplugged_during")
        assert reader.read(Wait(clock, 8)).name == LI.name
    first = results.index(LI.name)
    assert set(results[:first]) <= GONE
    assert set(results[first:]) == {LI.name}
