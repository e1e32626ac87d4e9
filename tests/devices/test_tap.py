"""A trace shows what the wire did and nothing of who stood there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices import FakeClock, Wait
from devices.id_reader import card_text, sdt
from devices.id_reader.masking import SdtMasker
from devices.id_reader.people import load_people
from devices.id_reader.samv import SamvReader
from devices.id_reader.simulator import SamvSimulator
from devices.receipt_printer.contract import TextBlock
from devices.receipt_printer.escpos import EscposPrinter
from devices.receipt_printer.masking import JobMasker
from devices.receipt_printer.simulator import EscposSimulator
from devices.tap import MAX_BYTES, Tap
from devices.transport import SimulatedPort, SimulatedWire
from kiosk.scenario.leaks import encodings_of
from tests.house.doors import ROOT

PEOPLE = load_people(ROOT / "config" / "people.toml")


@pytest.mark.parametrize("person", ["wang_old", "rare_name", "foreign_2023", "foreign_2017", "hmt"])
def test_a_reading_is_traced_with_an_invented_person_in_place(person: str, tmp_path: Path) -> None:
    clock, path, simulator = FakeClock(auto=True), tmp_path / "trace", SamvSimulator(FakeClock())
    reader = SamvReader(Tap(SimulatedPort(SimulatedWire(clock, simulator, baud=9600)), clock, path, SdtMasker()), clock)
    simulator.put_card(PEOPLE[person])
    assert reader.read(Wait(clock, 20)).number == PEOPLE[person].number
    lines = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    kept = b"".join(bytes.fromhex(line["hex"]) for line in lines)
    for text in (PEOPLE[person].name, PEOPLE[person].number, PEOPLE[person].name_latin, PEOPLE[person].address):
        assert not any(trace in kept for trace in encodings_of(text) if len(trace) > 3)
    (reading,) = (bytes.fromhex(line["hex"]) for line in lines if len(line["hex"]) > 2000)
    assert len(reading) == 1295
    (content,) = sdt.Parser().feed(reading)
    assert isinstance(content, bytes)
    parts = sdt.card_parts(sdt.read_reply(content).data)
    assert parts is not None
    assert card_text.decode(parts[0]).problems == ()


def test_noise_is_not_written_down(tmp_path: Path) -> None:
    assert SdtMasker().feed("<", "王杏花".encode("utf-16-le") * 20) == []


def test_a_slip_is_traced_without_its_words(tmp_path: Path) -> None:
    clock, path = FakeClock(auto=True), tmp_path / "trace"
    printer = EscposPrinter(
        Tap(SimulatedPort(SimulatedWire(clock, EscposSimulator(clock))), clock, path, JobMasker()), clock, {}
    )
    printer.print((TextBlock("王杏花样例 990101"),), Wait(clock, 20))
    kept = b"".join(bytes.fromhex(json.loads(line)["hex"]) for line in path.read_text(encoding="ascii").splitlines())
    assert "王杏花".encode("gb18030") not in kept
    assert b"990101" not in kept
    assert b"\x10\x04\x01" in kept, "questions stay"


def test_a_trace_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    clock = FakeClock(auto=True)
    tap = Tap(SimulatedPort(SimulatedWire(clock, EscposSimulator(clock))), clock, path, JobMasker())
    for _ in range(60):
        tap.note(">", bytes(50_000))
    assert path.stat().st_size < MAX_BYTES + 200_000
