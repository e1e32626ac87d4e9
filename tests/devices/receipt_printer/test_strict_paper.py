"""The simulated printer prints wrongly what a printer prints wrongly, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, Wait, open_device
from devices.receipt_printer.contract import TextBlock
from devices.receipt_printer.paper import Interpreter
from devices.receipt_printer.printed import Done, PrinterModel
from devices.receipt_printer.simulator import EscposSimulator
from devices.transport import SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

CHINESE = "1b40 1c26 "
"""Initialise, Chinese on."""
HANZI = "凭条".encode("gbk").hex()


def printed(job: str, model: PrinterModel | None = None) -> tuple[list[str], tuple[str, ...], list[str]]:
    """The lines on paper of a job in hex, the complaints, and the acts the printer was asked for."""
    paper, acts = Interpreter(model), []
    paper.add(bytes.fromhex(job))
    while (step := paper.step()) is not False:
        acts += [step.what] if isinstance(step, Done) else []
    return list(paper.slip(whole=True).lines), tuple(paper.complaints), acts


@pytest.mark.parametrize(
    ("job", "complaint"),
    [
        ("1b7e 41", "unknown command 1b 7e"),
        ("1dff", "unknown command 1d ff"),
        ("1b7400", "ESC t code page: not simulated"),
        ("1b6103", "ESC a align: no parameter 3"),
        ("1d2188", "GS ! size: no parameter 136"),
        ("41 1b6101 0a", "ESC a align: ignored in the middle of a line"),
        ("41 1d564200", "GS V cut: ignored in the middle of a line"),
        ("1d5607", "GS V cut: no parameter 7"),
        ("41 1b40", "ESC @ initialise: drops the line begun"),
        ("41 1d763000 0100 0100 ff", "GS v 0 raster: in the middle of a line"),
        ("1d763000 5000 0100" + "00" * 80, "picture of 640 dots on a line of 576: cut off"),
        ("1d763000 ffff ffff", "GS v 0 raster: no such picture"),
        ("1d6509", "presenter: no function 1d 65 09"),
        ("1d286b0300315a01", "GS ( 6b 31 5a: not simulated"),
        ("100409", "DLE EOT: no status 9"),
        ("0d", "control byte 0d"),
        ("00", "control byte 00"),
        (CHINESE + "8130 8130", "four-byte GB18030, which this model lacks"),
        (CHINESE + "b07f", "bytes that are no hanzi"),
        (CHINESE + "ff", "no first byte of a hanzi"),
    ],
)
def test_what_a_printer_does_not_do_is_a_complaint(job: str, complaint: str) -> None:
    assert complaint in printed(job)[1]


def test_a_good_job_has_no_complaint() -> None:
    lines, complaints, acts = printed(CHINESE + f"1d6100 1b6101 1d2101 {HANZI} 41 0a 1b6100 1d564200 1d650350")
    assert (lines, complaints, acts) == (["凭条A"], (), ["asb", "cut", "ejector"])


@pytest.mark.parametrize("job", ["1b40 ", CHINESE + "1c2e ", CHINESE + "1b40 "])
def test_outside_chinese_mode_hanzi_are_rubbish(job: str) -> None:
    lines, complaints, _ = printed(job + HANZI + "0a")
    assert lines == ["凭条".encode("gbk").decode("cp437")]
    assert set(complaints) == {"byte above 7F outside Chinese mode"}


def test_a_model_that_is_in_chinese_mode_at_power_on_returns_to_it() -> None:
    model = PrinterModel(chinese_at_power_on=True)
    assert printed(f"1c2e 1b40 {HANZI}0a", model) == (["凭条"], (), [])


def test_a_character_of_four_bytes_is_printed_by_a_model_that_has_it() -> None:
    job = CHINESE + "𠮷".encode("gb18030").hex() + "0a"
    assert printed(job, PrinterModel(four_byte_gb18030=True))[0] == ["𠮷"]
    assert "𠮷" not in "".join(printed(job)[0])


@pytest.mark.parametrize(
    ("job", "lines"),
    [
        ("41" * 50 + "0a", ["A" * 48, "A" * 2]),
        (CHINESE + "b0a1" * 25 + "0a", ["啊" * 24, "啊"]),
        ("1d2110" + "41" * 25 + "0a", ["A" * 24, "A"]),  # twice as wide
        ("41" + "b0a1" * 24 + "0a", ["A" + "啊" * 23, "啊"]),
    ],
)
def test_a_line_that_is_too_long_goes_on_in_the_next(job: str, lines: list[str]) -> None:
    model = PrinterModel(chinese_at_power_on=True)
    assert printed(job, model)[0] == lines
    assert [line.split(":")[1] for line in printed(job, model)[1]] == [" broken by the printer"]


def test_a_line_that_just_fits_is_one_line() -> None:
    assert printed("41" * 48 + "0a")[:2] == (["A" * 48], ())


def test_the_simulator_is_of_the_devices_model() -> None:
    clock = FakeClock(auto=True)
    spec = DeviceSpec("receipt_printer", "escpos", "sim:", "kiosk_58")
    opened = open_device(spec, clock, ROOT / "config" / "models")
    device, simulator = opened.device, opened.simulator
    assert isinstance(simulator, EscposSimulator)
    printer: Any = device
    printer.print((TextBlock("凭条A"),), Wait(clock, 20))
    assert (simulator.slips[0].lines, simulator.complaints) == (("凭条A",), ())
    simulator.received(bytes.fromhex("1d6503") + b"\n")
    assert simulator.complaints == ("unknown command 1d 65", "control byte 03")


def test_automatic_status_is_sent_at_each_change_while_it_is_on() -> None:
    clock = FakeClock(auto=True)
    simulator = EscposSimulator(clock)
    pipe = SimulatedPort(SimulatedWire(clock, simulator)).open()
    pipe.write(b"\x1da\xff")
    assert pipe.read(Wait(clock, 1)) == bytes.fromhex("10 00 00 0f")
    simulator.begin("near_end")
    assert pipe.read(Wait(clock, 1)) == bytes.fromhex("10 00 03 0f")
    pipe.write(b"\x1da\x00\x10\x04\x01")
    assert pipe.read(Wait(clock, 1)) == b"\x12"
    simulator.begin("cover_open")
    pipe.write(b"\x10\x04\x01")
    assert pipe.read(Wait(clock, 1)) == b"\x1a"
