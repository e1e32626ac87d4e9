"""A trace shows what the wire did and nothing of who stood there."""

from __future__ import annotations

import json

import pytest

from devices import DeviceSpec, FakeClock, Wait, open_device
from devices.id_reader import card_text, sdt
from devices.id_reader.masking import SdtMasker
from devices.id_reader.people import load_people
from devices.id_reader.samv import SamvReader
from devices.id_reader.simulator import SamvSimulator
from devices.opening import recording_of
from devices.receipt_printer.contract import TextBlock
from devices.receipt_printer.escpos import EscposPrinter
from devices.receipt_printer.masking import JobMasker
from devices.receipt_printer.simulator import EscposSimulator
from devices.tap import CAME, MAX_BYTES, SENT, Recording, Tap
from devices.transport import SimulatedPort, SimulatedWire
from kiosk.scenario.leaks import encodings_of
from tests.house.doors import ROOT

PEOPLE = load_people(ROOT / "config" / "people.toml")


@pytest.mark.parametrize("person", ["wang_old", "rare_name", "foreign_2023", "foreign_2017", "hmt"])
def test_a_reading_is_traced_with_an_invented_person_in_place(person: str) -> None:
    clock, simulator = FakeClock(auto=True), SamvSimulator(FakeClock())
    recording = Recording(clock, SdtMasker())
    reader = SamvReader(Tap(SimulatedPort(SimulatedWire(clock, simulator, baud=9600)), recording), clock)
    simulator.put_card(PEOPLE[person])
    assert reader.read(Wait(clock, 20)).number == PEOPLE[person].number
    lines = [row for row in map(json.loads, recording.text().splitlines()) if "hex" in row]
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


def test_noise_is_not_written_down() -> None:
    assert SdtMasker().feed("<", "王杏花".encode("utf-16-le") * 20) == []


def test_a_slip_is_traced_without_its_words() -> None:
    clock = FakeClock(auto=True)
    recording = Recording(clock, JobMasker())
    printer = EscposPrinter(Tap(SimulatedPort(SimulatedWire(clock, EscposSimulator(clock))), recording), clock, {})
    printer.print((TextBlock("王杏花样例 990101"),), Wait(clock, 20))
    kept = b"".join(bytes.fromhex(json.loads(line).get("hex", "")) for line in recording.text().splitlines())
    assert "王杏花".encode("gb18030") not in kept
    assert b"990101" not in kept
    assert b"\x10\x04\x01" in kept, "questions stay"


@pytest.mark.parametrize("armed", [False, True])
def test_a_trace_has_an_end(armed: bool) -> None:
    recording = Recording(FakeClock(auto=True), JobMasker(), armed=armed)
    for turn in range(60):
        recording.note(SENT, bytes([turn]))
        recording.note(CAME, bytes(50_000))
    assert MAX_BYTES - 200_000 < len(recording.text()) <= MAX_BYTES
    assert recording.counts == {SENT: 60, CAME: 3_000_000}
    first = json.loads(recording.text().splitlines()[0])["hex"]
    assert (first == "00") is not armed, "armed, the last is kept"


def test_bytes_that_are_no_frame_are_counted_and_not_kept() -> None:
    heard: list[object] = []
    recording = Recording(FakeClock(), SdtMasker(), heard=heard.append)
    recording.note(CAME, "王杏花".encode("utf-16-le"))
    recording.note(SENT, sdt.encode(b"\x20\x01"))
    assert heard[0] == {"at": 0.0, "dir": CAME, "len": 6}
    assert len(heard) == 2


def test_the_rest_of_an_answer_is_counted_and_not_kept() -> None:
    recording = Recording(FakeClock(), JobMasker())
    recording.note(CAME, b"990101")
    recording.note(SENT, b"\x10\x04\x01")
    recording.note(CAME, b"\x12")
    rows = [json.loads(line) for line in recording.text().splitlines()]
    assert [(row["dir"], row.get("hex"), row.get("len")) for row in rows] == [
        (CAME, None, 6),
        (SENT, "100401", None),
        (CAME, "12", None),
    ]


def test_a_device_in_use_is_recorded_from_one_moment_to_another() -> None:
    clock, spec = FakeClock(auto=True), DeviceSpec("power", "nut", "sim:")
    opened = open_device(spec, clock, ROOT / "config" / "models")
    assert opened.tap is not None
    opened.device.status(Wait(clock, 5))
    opened.tap.recording = recording = recording_of(spec, clock, armed=True)
    opened.device.status(Wait(clock, 5))
    opened.tap.recording = None
    counts = dict(recording.counts)
    opened.device.status(Wait(clock, 5))
    assert counts == recording.counts
    assert all(counts.values())
