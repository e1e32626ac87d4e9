"""Any bytes and a plug pulled at any byte: a value or a typed fault within the deadline, and bounded memory."""

from __future__ import annotations

import os
import random
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeadlineReached, DeviceFault, FakeClock, Wait
from devices.code_scanner import honeywell, newland
from devices.code_scanner.contract import LONGEST_TEXT, Code, CodeProblem
from devices.code_scanner.simulators.honeywell import HoneywellSimulator
from devices.code_scanner.simulators.newland import NewlandSimulator
from devices.transport import SimulatedPort, SimulatedWire

DRIVERS: dict[str, tuple[Any, Any]] = {
    "honeywell": (honeywell, HoneywellSimulator),
    "newland": (newland, NewlandSimulator),
}
CODES = {"code_scanner.incomplete", "code_scanner.no_answer", "code_scanner.refused", "transport.noise"}
GONE = {"transport.lost", "transport.absent"}
ALL = os.environ.get("YIKE_CODES") == "all"
ROUNDS = 100_000 if ALL else 2_000
SCAN_S = 2.0
SLIP = "WT02-0001-7K3Q-D"
PIECES = (b"\r", b"\n", b"\x02\x010000#", b";\x03", b"\x06", b"\x15", b"TRGMOD0\x06!", b"SCNTRG1", b"]Q1", b"\x16T\r",
          SLIP.encode(), b"A" * 3000, "码".encode(), "码".encode("gb18030"), b"\x00", b"\xff\xff")  # fmt: skip


class Babbler:
    """A peer that answers with what it is given, in place of a scanner or besides one."""

    def __init__(self, simulator: Any, chosen: random.Random) -> None:
        self._simulator, self._random = simulator, chosen
        self.answers = True
        self._line: Any

    def attach(self, line: Any) -> None:
        self._line = line
        self._simulator.attach(line)

    def received(self, data: bytes) -> None:
        if self.answers:
            self._simulator.received(data)
        for _ in range(self._random.randrange(3)):
            # No bytes at all would hang up.
            self._line.send(self._bytes() or b"?", self._random.random() * 0.2)

    def _bytes(self) -> bytes:
        if self._random.random() < 0.5:
            return self._random.randbytes(self._random.randrange(40))
        return b"".join(self._random.choice(PIECES) for _ in range(self._random.randrange(4)))


@pytest.mark.parametrize("driver", DRIVERS)
def test_any_bytes_give_a_value_or_a_typed_fault_in_time(driver: str) -> None:
    module, simulated = DRIVERS[driver]
    chosen, clock = random.Random(17), FakeClock(auto=True)
    babbler = Babbler(simulated(clock, {}), chosen)
    scanner = module.create(SimulatedPort(SimulatedWire(clock, babbler)), clock, MappingProxyType({}), {})
    seen: set[str] = set()
    for number in range(ROUNDS // len(DRIVERS)):
        babbler.answers = chosen.random() < 0.7
        began = clock.monotonic()
        try:
            code = scanner.scan(Wait(clock, SCAN_S))
        except DeadlineReached:
            pass
        except DeviceFault as trouble:
            seen.add(trouble.fault.code)
        else:
            assert isinstance(code, Code)
            assert len(code.text) <= LONGEST_TEXT
            assert code.text.isprintable()
            assert bool(code.text) is not isinstance(code.problem, CodeProblem)
        assert clock.monotonic() - began <= SCAN_S + 0.001, number
    assert seen <= CODES


class Cutting:
    """A wire that is cut after so many bytes from the device."""

    def __init__(self, line: SimulatedWire, after: int) -> None:
        self._line, self.left = line, after

    def send(self, data: bytes, after: float = 0.0) -> None:
        if len(data) > self.left:
            self._line.cut()
            return
        self.left -= len(data)
        for byte in data:
            self._line.send(bytes([byte]), after)
            after = 0.0

    def cut(self) -> None:
        self._line.cut()

    def mend(self) -> None:
        self._line.mend()


class CutPeer:
    """A simulator whose bytes travel one by one until the plug is pulled."""

    def __init__(self, simulator: Any, after: int) -> None:
        self._simulator, self._after = simulator, after
        self.wire: Cutting

    def attach(self, line: Any) -> None:
        self.wire = Cutting(line, self._after)
        self._simulator.attach(self.wire)

    def received(self, data: bytes) -> None:
        self._simulator.received(data)


def scan_cut_after(driver: str, count: int) -> tuple[str, float]:
    """Scan over a line that is cut after so many bytes: the text or the fault's code, and the seconds it took. After
    it was plugged in again the code is read."""
    module, simulated = DRIVERS[driver]
    clock = FakeClock(auto=True)
    simulator = simulated(clock, {})
    peer = CutPeer(simulator, count)
    line = SimulatedWire(clock, peer)
    scanner = module.create(SimulatedPort(line), clock, MappingProxyType({}), {})
    simulator.show_code(SLIP)
    began = clock.monotonic()
    try:
        result = scanner.scan(Wait(clock, SCAN_S)).text
    except DeviceFault as trouble:
        result = trouble.fault.code
    took = clock.monotonic() - began
    line.mend()
    peer.wire.left = 10_000
    simulator.show_code(SLIP + "2")
    assert scanner.scan(Wait(clock, SCAN_S)).text == SLIP + "2"
    return result, took


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_plug_pulled_at_any_byte_is_a_fault_in_time(driver: str) -> None:
    results = []
    for count in range(200):
        result, took = scan_cut_after(driver, count)
        assert took <= SCAN_S, count
        results.append(result)
    whole = results.index(SLIP)
    assert set(results[:whole]) <= GONE
    assert set(results[whole:]) == {SLIP}
    assert whole > len(SLIP)


class TailSender:
    """A scanner in the middle of a code that nobody wanted: its last bytes come after the answer to a setting."""

    def __init__(self, simulator: Any) -> None:
        self._simulator = simulator
        self._line: Any

    def attach(self, line: Any) -> None:
        self._line = line
        self._simulator.attach(line)

    def received(self, data: bytes) -> None:
        self._simulator.received(data)
        if b"MOD0" in data or b"ORTSET" in data:
            self._line.send(b"0001-7K3Q-D\r", 0.02)


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_end_of_a_code_that_nobody_wanted_is_not_taken_for_a_code(driver: str) -> None:
    module, simulated = DRIVERS[driver]
    clock = FakeClock(auto=True)
    line = SimulatedWire(clock, TailSender(simulated(clock, {})))
    scanner = module.create(SimulatedPort(line), clock, MappingProxyType({}), {})
    with pytest.raises(DeadlineReached):
        scanner.scan(Wait(clock, 3))
