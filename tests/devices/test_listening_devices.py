"""Any bytes, and a plug pulled at any byte, of devices that speak without being asked, and of a program's answers.

A value or a typed fault within the time of the call, and bounded memory. `make test` takes 2 000 pieces for each
driver, `make soak` 100 000 (YIKE_LINES=all).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeadlineReached, DeviceFault, FakeClock, Wait
from devices.audio.contract import Jack, Route
from devices.keypad.contract import KeysPressed
from devices.registry import create_simulator, driver_row
from devices.transport import Listener, Peer, SimulatedPort, SimulatedWire, Wire

ROUNDS = 100_000 if os.environ.get("YIKE_LINES") == "all" else 2_000
CALL_S = 6.0
NOISE, GONE = "transport.noise", frozenset({"transport.lost", "transport.absent"})
PAD = frozenset({NOISE, "keypad.stuck_key"})
AUDIO = frozenset(f"audio.{word}" for word in ("no_answer", "garbled", "refused", "no_control", "not_set"))
RECORDS = tuple(
    bytes.fromhex("00" * 16 + each)
    for each in ("01004F0001000000", "01004F0000000000", "01004F0002000000", "0500020001000000", "0500020000000000",
                 "0000000000000000", "0000030000000000", "01006000")
)  # fmt: skip
FRAMES = (
    b"X\0\0\0\x010", b"X\0\0\0\x011", b"T\0\0\0\x03abc", b"T\0\0\x0f", b"X\xff\xff\xff\xff", b"X\0\0\0\x02ab",
    b"T\0\0\0\x24Simple mixer control 'Speaker',0\n  M: ",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A driver, a call of it, what the call gives, the faults it may raise, and pieces of what its device says."""

    family: str
    driver: str
    call: Callable[[Any, Wait], object]
    gives: type
    codes: frozenset[str]
    pieces: tuple[bytes, ...]

    @property
    def name(self) -> str:
        return f"{self.family}-{self.driver}"

    def opened(self, clock: FakeClock, peer: Callable[[Any], Any]) -> tuple[Any, Any, SimulatedWire]:
        """The device, its simulator, and the wire to what `peer` makes of it."""
        simulator: Any = create_simulator(self.family, self.driver, clock, {})
        wire = SimulatedWire(clock, peer(simulator))
        module: Any = import_module(driver_row(self.family, self.driver).module)
        nothing = MappingProxyType[str, Any]({})
        return module.create(SimulatedPort(wire), clock, nothing, nothing), simulator, wire


ROWS = (
    Row("keypad", "evdev", lambda pad, wait: pad.pressed(wait), KeysPressed, PAD, RECORDS),
    Row("keypad", "serial", lambda pad, wait: pad.pressed(wait), KeysPressed, PAD,
        (b"1", b"0", b"\r", b"\x08", b"\x1b", b"55555", b"A", b"\xff\xff", b"\x02001")),
    Row("audio", "evdev", lambda jack, wait: jack.jack(wait), Jack, frozenset({NOISE}), RECORDS),
    Row("audio", "amixer", lambda card, wait: card.route(Route.HEADPHONES, wait), type(None), AUDIO, FRAMES),
)  # fmt: skip


class Babbler:
    """Stands between a wire and its simulator, and says what it is told besides."""

    def __init__(self, simulator: Any) -> None:
        self._simulator = simulator
        self.wire: Wire

    def attach(self, wire: Wire) -> None:
        self.wire = wire
        self._simulator.attach(wire)

    def connection(self, wire: Wire) -> Peer:
        return self._simulator.connection(wire) if isinstance(self._simulator, Listener) else self._simulator


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_any_bytes_give_a_value_or_a_typed_fault_in_time(row: Row) -> None:
    chosen, clock, peers = random.Random(20), FakeClock(auto=True), list[Babbler]()

    def babbling(simulator: Any) -> Babbler:
        peers.append(Babbler(simulator))
        return peers[-1]

    device, _, _ = row.opened(clock, babbling)
    seen: set[str] = set()
    said = 0
    while said < ROUNDS:
        for _ in range(chosen.randrange(1, 24)):
            said += 1
            piece = chosen.choice(row.pieces) if chosen.random() < 0.8 else chosen.randbytes(chosen.randrange(1, 60))
            peers[0].wire.send(piece, chosen.random() * 0.5)
        began = clock.monotonic()
        try:
            assert isinstance(row.call(device, Wait(clock, CALL_S)), row.gives)
        except DeadlineReached:
            pass
        except DeviceFault as trouble:
            seen.add(trouble.fault.code)
        assert clock.monotonic() - began <= CALL_S + 0.001, said
    assert seen, "nothing was ever wrong"
    assert seen <= row.codes


class Cutting:
    """A wire that is cut after so many bytes from the device."""

    def __init__(self, wire: Wire, left: int) -> None:
        self._wire, self.left = wire, left

    def send(self, data: bytes, after: float = 0.0) -> None:
        if data[: self.left]:
            self._wire.send(data[: self.left], after)
        if len(data) > self.left:
            self._wire.cut()
        self.left -= len(data)

    def cut(self) -> None:
        self._wire.cut()

    def mend(self) -> None:
        self._wire.mend()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_plug_pulled_at_any_byte_is_a_typed_fault_in_time(row: Row) -> None:
    for count in range(0, 120, 1):
        clock, peers = FakeClock(auto=True), list[Any]()

        class CutPeer(Babbler):
            def attach(self, wire: Wire, count: int = count) -> None:
                super().attach(Cutting(wire, count))  # type: ignore[arg-type]

            def connection(self, wire: Wire) -> Peer:
                return super().connection(self.wire)

        def cutting(simulator: Any, kind: type[Babbler] = CutPeer, peers: list[Any] = peers) -> Babbler:
            peers.append(kind(simulator))
            return peers[-1]  # type: ignore[no-any-return]

        device, simulator, wire = row.opened(clock, cutting)
        code = ""
        try:
            device.status(Wait(clock, 3))
            (simulator.press if row.family == "keypad" else simulator.plug_in)(
                *(("1",) if row.family == "keypad" else ())
            )
            began = clock.monotonic()
            row.call(device, Wait(clock, CALL_S))
        except DeviceFault as trouble:
            code = trouble.fault.code
        assert clock.monotonic() - began <= CALL_S
        if wire.is_cut:
            assert code in GONE or device.status(Wait(clock, 3)).faults[0].code in GONE, count
        wire.mend()
        peers[0].wire.left = 10_000
        for _ in range(2):
            Wait(clock, None).pause(1)
            device.status(Wait(clock, 3))
        assert not device.status(Wait(clock, 3)).faults, count
