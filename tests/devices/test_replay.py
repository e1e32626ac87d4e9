"""A misfortune that was recorded is played back to the same fault, and every trace in the families' folders ends as it
did when it was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, OpenDevice, Wait
from devices.opening import masker_of, open_device
from devices.replay import BadTrace, ReplayPeer, Trace, read_trace
from devices.traces import Replayed, record, replay, save
from devices.transport import SimulatedPort, SimulatedWire
from tests.devices.test_device_tests import BEFORE
from tests.house.doors import ROOT

MODELS = ROOT / "config" / "models"
TRACES = sorted((ROOT / "tests" / "devices").glob("*/traces/*.jsonl"))
CASES = [
    ("id_reader", "samv", "read_test_card", "wrong_card"),
    ("id_reader", "samv", "read_test_card", "wrong_checksum"),
    ("receipt_printer", "escpos", "print_page", "paper_out_during"),
    ("receipt_printer", "escpos", "print_page", "unplugged_during"),
    ("power", "nut", "status", "stale"),
    ("locker", "board8a", "open_door", "jammed"),
]
SECONDS = 20.0
HEAD = '{"trace": 1, "driver": "a/b", "masker": "", "verb": "status", "outcome": []}\n'


def recorded(path: Path, family: str, driver: str, verb: str, misfortune: str) -> Trace:
    """A test of a simulated device with a misfortune, recorded to a file and read again."""

    def prepare(opened: OpenDevice) -> None:
        simulator: Any = opened.simulator
        simulator.begin(misfortune)
        BEFORE.get(verb, lambda it: None)(simulator)

    spec = DeviceSpec(family, driver, "sim:")
    result, recording = record(spec, verb, FakeClock(auto=True), MODELS, SECONDS, prepare=prepare)
    assert result.fault is not None
    save(path, spec, verb, SECONDS, result, recording)
    return read_trace(path)


def played(trace: Trace, *, answering: bool = False) -> Replayed:
    return replay(trace, FakeClock(auto=True), MODELS, answering=answering)


@pytest.mark.parametrize(("family", "driver", "verb", "misfortune"), CASES)
def test_a_misfortune_is_replayed_to_the_same_fault(
    family: str, driver: str, verb: str, misfortune: str, tmp_path: Path
) -> None:
    trace = recorded(tmp_path / "trace.jsonl", family, driver, verb, misfortune)
    found = played(trace)
    assert found.same, found
    assert any(sight.startswith("fault=") for sight in found.saw)


@pytest.mark.parametrize("path", TRACES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_recorded_trace_ends_as_it_did(path: Path) -> None:
    found = played(read_trace(path))
    assert found.same, found


def test_there_are_recorded_traces() -> None:
    assert len(TRACES) >= 3


def test_a_driver_that_asks_something_else_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    recorded(path, "id_reader", "samv", "read_test_card", "wrong_card")
    first, *rest = path.read_text(encoding="ascii").splitlines()
    at = next(n for n, line in enumerate(rest) if '">"' in line)
    rest[at] = rest[at].replace("aaaaaa9669", "aaaaaa9668")
    path.write_text("\n".join((first, *rest)), encoding="ascii")
    found = played(read_trace(path))
    assert found.complaints
    assert not found.same


def test_an_answering_replay_serves_a_driver_as_long_as_it_asks(tmp_path: Path) -> None:
    clock = FakeClock(auto=True)
    trace = recorded(tmp_path / "trace.jsonl", "receipt_printer", "escpos", "status", "paper_out")
    peer = ReplayPeer(trace, lambda: masker_of("receipt_printer", "escpos"), answering=True)
    spec = DeviceSpec("receipt_printer", "escpos", "sim:")
    device = open_device(spec, clock, MODELS, port=SimulatedPort(SimulatedWire(clock, peer))).device
    for _ in range(3):
        status = device.status(Wait(clock, 10))
        assert [fault.code for fault in status.faults] == ["receipt_printer.paper_out"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no trace"),
        ("no json\n", "not JSON"),
        ('{"trace": 1}\n', "driver"),
        ('{"trace": 9, "driver": "a/b", "masker": "", "verb": "status", "outcome": []}\n', "trace format 9"),
        (
            '{"trace": 1, "driver": "a/b", "masker": "", "verb": "status", "outcome": []}\n{"at": 0, "dir": "x"}\n',
            "'x'",
        ),
        (f'{HEAD}{{"at": 0, "d', "not JSON"),
    ],
)
def test_a_file_that_is_no_trace_is_refused_in_one_line(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "trace.jsonl"
    path.write_text(content, encoding="ascii")
    with pytest.raises(BadTrace, match=says) as caught:
        read_trace(path)
    assert len(str(caught.value).splitlines()) == 1
