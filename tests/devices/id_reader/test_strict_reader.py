"""The simulated reader refuses what a SAM refuses, and says so. Frames by hand, from the tables of GA/T 467."""

from __future__ import annotations

from functools import reduce
from operator import xor

import pytest

from devices import FakeClock, Wait
from devices.id_reader.people import load_people
from devices.id_reader.simulator import SamvSimulator
from devices.transport import SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

PEOPLE = load_people(ROOT / "config" / "people.toml")
FIND, SELECT, READ, READ_ADDRESS = "2001", "2002", "3001", "3003"


def frame(content: str, length: int | None = None, spoilt: int = 0) -> bytes:
    data = bytes.fromhex(content)
    counted = (len(data) + 1 if length is None else length).to_bytes(2) + data
    return bytes.fromhex("AAAAAA9669") + counted + bytes([reduce(xor, counted) ^ spoilt])


def answers(*frames: bytes) -> tuple[list[int], tuple[str, ...]]:
    """SW3 of each answer, and the reader's complaints, with a card on it."""
    clock = FakeClock(auto=True)
    simulator = SamvSimulator(clock)
    simulator.put_card(PEOPLE["wang_old"])
    pipe = SimulatedPort(SimulatedWire(clock, simulator)).open()
    found = []
    for each in frames:
        pipe.write(each)
        found.append(pipe.read(Wait(clock, 5))[9])
    return found, simulator.complaints


@pytest.mark.parametrize(
    ("contents", "sw3s", "complaints"),
    [
        ([FIND, SELECT, READ], [0x9F, 0x90, 0x90], ()),
        ([FIND, FIND, SELECT, SELECT, READ, READ], [0x9F, 0x9F, 0x90, 0x90, 0x90, 0x90], ()),
        ([FIND, SELECT, READ, READ_ADDRESS], [0x9F, 0x90, 0x90, 0x91], ()),
        (["11FF", FIND, "12FF", SELECT, READ], [0x90, 0x9F, 0x90, 0x90, 0x90], ()),
        ([SELECT], [0x21], ("SELECT out of order",)),
        ([READ], [0x21], ("READ out of order",)),
        ([FIND, READ], [0x9F, 0x21], ("READ out of order",)),
        ([FIND, SELECT, FIND, READ], [0x9F, 0x90, 0x9F, 0x21], ("READ out of order",)),
        ([FIND, SELECT, READ_ADDRESS], [0x9F, 0x90, 0x21], ("READ_APPENDED_ADDRESS out of order",)),
        (["DC00"], [0x21], ("unknown command dc 00",)),
        (["200100"], [0x11], ("FIND with 1 bytes of data",)),
    ],
)
def test_a_reader_refuses_what_it_does_not_know(contents: list[str], sw3s: list[int], complaints: tuple[str]) -> None:
    assert answers(*map(frame, contents)) == (sw3s, complaints)


def test_a_damaged_request_is_refused_by_what_is_wrong_with_it() -> None:
    assert answers(frame("11FF", spoilt=1)) == ([0x10], ("frame of a wrong checksum",))
    assert answers(frame("11FF", length=2)) == ([0x11], ("frame of a wrong length",))
