"""The simulated scanners answer as the guides print it, byte by byte, and complain of what a scanner does not know."""

from __future__ import annotations

from typing import Any

import pytest

from devices import FakeClock
from devices.code_scanner.simulators import honeywell, newland


class Recorder:
    """A wire that notes what the simulator sends."""

    def __init__(self) -> None:
        self.sent = b""

    def send(self, data: bytes, after: float = 0.0) -> None:
        self.sent += data

    def cut(self) -> None: ...

    def mend(self) -> None: ...


def simulated(module: Any) -> tuple[Any, Recorder]:
    simulator, line = module.create(FakeClock(auto=True), {}), Recorder()
    simulator.attach(line)
    return simulator, line


DIALOGUES = {
    "honeywell sets a mode": (honeywell, b"\x16M\rTRGMOD0!", b"TRGMOD0\x06!"),
    "honeywell refuses a value": (honeywell, b"\x16M\rTRGMOD9!", b"TRGMOD9\x15!"),
    "newland sets a mode": (newland, b"\x7e\x010000#SCNMOD0;\x03", b"\x02\x010000#SCNMOD0\x06;\x03"),
    "newland refuses a value": (newland, b"\x7e\x010000#SCNMOD9;\x03", b"\x02\x010000#SCNMOD9\x15;\x03"),
    "newland lights up": (newland, b"\x7e\x010000#SCNTRG1;\x03", b"\x02\x010000#SCNTRG1\x06;\x03"),
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_command_is_answered_as_printed(name: str) -> None:
    module, asked, answered = DIALOGUES[name]
    simulator, line = simulated(module)
    for byte in asked:
        assert line.sent == b""
        simulator.received(bytes([byte]))
    assert (line.sent, simulator.complaints) == (answered, ())


@pytest.mark.parametrize("module", [honeywell, newland])
def test_a_code_comes_while_the_light_is_on_only(module: Any) -> None:
    on, off = (
        (b"\x16T\r", b"\x16U\r")
        if module is honeywell
        else (b"\x7e\x010000#SCNTRG1;\x03", b"\x7e\x010000#SCNTRG0;\x03")
    )
    simulator, line = simulated(module)
    simulator.show_code("ABC")
    assert b"ABC" not in line.sent
    simulator.received(on)
    assert line.sent.endswith(b"ABC\r")
    simulator.take_code_away()
    simulator.received(on + off)
    simulator.show_code("DEF")
    assert b"DEF" not in line.sent


@pytest.mark.parametrize(
    ("module", "sent", "word"),
    [
        (honeywell, b"\x16M\rTRGMOD0.", "wears"),
        (honeywell, b"\x16M\rXYZABC1!", "unknown"),
        (honeywell, b"HELLO\x16T\r", "no command"),
        (honeywell, b"A" * 200, "no command"),
        (newland, b"\x7e\x010000@SCNMOD0;\x03", "wears"),
        (newland, b"\x7e\x010000#XYZABC1;\x03", "unknown"),
        (newland, b"A" * 200, "no command"),
    ],
)
def test_what_a_scanner_does_not_know_is_complained_of(module: Any, sent: bytes, word: str) -> None:
    simulator, _ = simulated(module)
    simulator.received(sent)
    assert any(word in line for line in simulator.complaints)
