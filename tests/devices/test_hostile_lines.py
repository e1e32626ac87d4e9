"""Any bytes, and a plug pulled at any byte, for families with short answers: a value or a typed fault in time.

A driver is one row of ROWS. `make test` takes 2 000 answers of each, `make soak` 100 000 with YIKE_LINES=all.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeadlineReached, DeviceFault, DeviceState, FakeClock, Wait
from devices.locker.contract import Door, DoorOutcome, OpenDoors
from devices.power.contract import PowerReading
from devices.registry import create_simulator, driver_row
from devices.transport import Listener, Peer, SimulatedPort, SimulatedWire, Wire

ROUNDS = 100_000 if os.environ.get("YIKE_LINES") == "all" else 2_000


@dataclass(frozen=True)
class Row:
    """A driver, a call of it with its longest time, the type of its value, and pieces of what its device says."""

    family: str
    driver: str
    call: Callable[[Any, Wait], object]
    longest_s: float
    value: type
    codes: frozenset[str]
    pieces: tuple[bytes, ...]
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        return f"{self.family}-{self.driver}-{self.value.__name__}"

    def opened(self, clock: FakeClock, peer: Callable[[Any], Any]) -> tuple[Any, Any, SimulatedWire]:
        """The device, its simulator, and the wire to what `peer` made of it."""
        simulator: Any = create_simulator(self.family, self.driver, clock, self.options)
        line = SimulatedWire(clock, peer(simulator))
        module: Any = import_module(driver_row(self.family, self.driver).module)
        return module.create(SimulatedPort(line), clock, self.options, MappingProxyType({})), simulator, line


STATUS = b'VAR ups ups.status "OL CHRG"\n'
POWER_CODES = frozenset(f"power.{word}" for word in ("no_answer", "stale", "driver_away", "unknown_ups", "refused")) | {
    "transport.noise",
    "transport.lost",
}
LOCKER_CODES = frozenset({"locker.no_answer", "locker.two_answers", "transport.noise", "transport.lost"})
LOCK_PIECES = (
    bytes.fromhex("80010001FF0133B2"),
    bytes.fromhex("8001030082"),
    bytes.fromhex("8001031193"),
    bytes.fromhex("8A01031199"),
    bytes.fromhex("8101030083"),
    bytes.fromhex("8001"),
    bytes.fromhex("33B2"),
    b"\x80" * 200,
)
ROWS = (
    Row(
        "power",
        "nut",
        lambda device, wait: device.power(wait),
        3.0,
        PowerReading,
        POWER_CODES,
        (
            STATUS,
            STATUS[:20],
            b"ERR DATA-STALE\n",
            b"ERR",
            b'VAR ups battery.charge "9',
            b'"\n',
            b"\\",
            b"\r\n",
            b"x" * 900,
        ),
    ),
    Row(
        "power",
        "megatec",
        lambda device, wait: device.power(wait),
        3.0,
        PowerReading,
        POWER_CODES,
        (
            b"(226.0 195.0 226.0 014 49.0 27.5 30.0 00001000\r",
            b"(226.0 195.0 ",
            b"\r",
            b"(",
            b"1000",
            b"Q1\r",
            b"9" * 60,
        ),
    ),
    Row(
        "locker",
        "board8a",
        lambda device, wait: device.open_doors(wait),
        3.0,
        OpenDoors,
        LOCKER_CODES,
        LOCK_PIECES,
    ),
    Row(
        "locker",
        "board8a",
        lambda device, wait: device.open_door(Door(3), wait),
        8.0,
        DoorOutcome,
        frozenset(),
        LOCK_PIECES,
    ),
)


class Babbler:
    """A peer that answers with what it is given, in place of a simulator or besides it."""

    def __init__(self, simulator: Any, chosen: random.Random, pieces: tuple[bytes, ...]) -> None:
        self._simulator, self._random, self._pieces = simulator, chosen, pieces
        self.answers = True
        self._wire: Wire
        self._peer: Peer = simulator

    def attach(self, wire: Wire) -> None:
        self._wire = wire
        self._simulator.attach(wire)

    def connection(self, wire: Wire) -> Peer:
        self._peer = self._simulator.connection(wire) if isinstance(self._simulator, Listener) else self._simulator
        return self

    def received(self, data: bytes) -> None:
        if self.answers:
            self._peer.received(data)
        for _ in range(self._random.randrange(3)):
            # No bytes at all would hang up.
            self._wire.send(self._bytes() or b"?", self._random.random() * 0.2)

    def _bytes(self) -> bytes:
        if self._random.random() < 0.5:
            return self._random.randbytes(self._random.randrange(40))
        return b"".join(self._random.choice(self._pieces) for _ in range(self._random.randrange(4)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_any_bytes_give_a_value_or_a_typed_fault_in_time(row: Row) -> None:
    chosen, clock = random.Random(17), FakeClock(auto=True)
    peers: list[Babbler] = []

    def babbling(simulator: Any) -> Babbler:
        peers.append(Babbler(simulator, chosen, row.pieces))
        return peers[-1]

    device, _, _ = row.opened(clock, babbling)
    seen: set[str] = set()
    for number in range(ROUNDS):
        peers[0].answers = chosen.random() < 0.7
        began = clock.monotonic()
        try:
            assert isinstance(row.call(device, Wait(clock, row.longest_s)), row.value)
        except DeadlineReached:
            pass
        except DeviceFault as trouble:
            seen.add(trouble.fault.code)
        assert clock.monotonic() - began <= row.longest_s + 0.001, number
    assert seen <= row.codes


class Cutting:
    """A wire that is cut after so many bytes from the device."""

    def __init__(self, line: Wire, after: int) -> None:
        self._line, self.left = line, after

    def send(self, data: bytes, after: float = 0.0) -> None:
        self._line.send(data[: self.left], after) if data[: self.left] else None
        if len(data) > self.left:
            self._line.cut()
        self.left -= len(data)

    def hang_up(self, after: float = 0.0) -> None:
        self._line.hang_up(after)

    def repeat(self, every_s: float, source: Any) -> None:
        self._line.repeat(every_s, source)

    def cut(self) -> None:
        self._line.cut()

    def mend(self) -> None:
        self._line.mend()


class CutPeer:
    """A simulator whose plug is pulled after so many bytes."""

    def __init__(self, simulator: Any, after: int) -> None:
        self._simulator, self._after = simulator, after
        self._peer: Peer = simulator
        self.wire: Cutting

    def attach(self, wire: Wire) -> None:
        self.wire = Cutting(wire, self._after)
        self._simulator.attach(self.wire)

    def connection(self, wire: Wire) -> Peer:
        self._peer = self._simulator.connection(self.wire) if isinstance(self._simulator, Listener) else self._simulator
        return self

    def received(self, data: bytes) -> None:
        self._peer.received(data)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_plug_pulled_at_any_byte_is_a_typed_fault_in_time(row: Row) -> None:
    for count in range(400):
        clock, peers = FakeClock(auto=True), list[CutPeer]()

        def cutting(simulator: Any, after: int = count, peers: list[CutPeer] = peers) -> CutPeer:
            peers.append(CutPeer(simulator, after))
            return peers[-1]

        device, simulator, line = row.opened(clock, cutting)
        began, code = clock.monotonic(), ""
        try:
            fault = getattr(row.call(device, Wait(clock, row.longest_s)), "fault", None)
            code = fault.code if fault else ""
        except DeviceFault as trouble:
            code = trouble.fault.code
        if not code:
            assert not line.is_cut
            assert count > 3, "it answered without its answer"
            return
        assert code in ("transport.lost", "transport.absent"), count
        assert clock.monotonic() - began <= row.longest_s
        line.mend()
        peers[0].wire.left = 10_000
        # A door that opened all the same is a warning.
        assert device.status(Wait(clock, 5)).state in (DeviceState.READY, DeviceState.WARNING), count
        assert len(getattr(simulator, "pulses", ())) <= 1, "a lock was told to open twice"
    pytest.fail("its answer does not end")
