"""Ports are probed without changing what is behind them, and every outcome has a name.

`sends` of the table are tried on the simulators of all other families, alone and in the table's order.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from devices import DeviceSpec, DeviceState, FakeClock, PortsInUse, SystemClock, UnknownDevice, Wait, open_device
from devices.driver_table import DRIVERS, DriverRow
from devices.ports import BYTE_STREAMS
from devices.probing import Finding, Found, claims, find, load_probes, probe_port
from devices.readings import Inventory
from devices.receipt_printer.contract import Paper, TextBlock
from devices.registry import create_simulator
from devices.socket_wire import Server
from devices.transport import SimulatedPort, SimulatedWire
from tests.house.doors import ROOT

PROBES = load_probes(ROOT / "config" / "probes.toml")
ROWS = [row for row in DRIVERS if row.ports == BYTE_STREAMS]
MODELS = ROOT / "config" / "models"
NO_CHANGE = {"complaints"}
"""A simulator complains of what it does not understand: that is no change."""


def named(row: DriverRow) -> str:
    return f"{row.family}/{row.name}"


def wire_to(row: DriverRow, clock: FakeClock) -> tuple[Any, SimulatedPort]:
    simulator = create_simulator(row.family, row.name, clock, {})
    return simulator, SimulatedPort(SimulatedWire(clock, simulator))


def truth(simulator: Any) -> dict[str, str]:
    """All that can be seen of a simulator from outside."""
    names = {name for name in (*vars(simulator), *dir(type(simulator))) if not name.startswith("_")}
    seen = {name: getattr(simulator, name) for name in names - NO_CHANGE}
    return {name: repr(value) for name, value in seen.items() if not callable(value) and name != "misfortunes"}


def is_well(row: DriverRow, port: SimulatedPort, clock: FakeClock) -> bool:
    """Whether the driver gets on with its device afterwards."""
    device = open_device(DeviceSpec(row.family, row.name, "sim:"), clock, MODELS, port=port).device
    states = [device.status(Wait(clock, 30)).state for _ in range(2)]
    device.close()
    return states[-1] is DeviceState.READY


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_questions_change_no_device_of_another_family(row: DriverRow) -> None:
    for probe in PROBES:
        if row.family in {name.split("/")[0] for name in (probe.driver, *probe.also)}:
            continue
        clock = FakeClock(auto=True)
        simulator, port = wire_to(row, clock)
        before, pipe = truth(simulator), port.open()
        pipe.write(bytes.fromhex(probe.sends))
        Wait(clock, None).pause(3.0)
        pipe.close()
        assert truth(simulator) == before, probe.driver
        assert is_well(row, port, clock), probe.driver


def test_letters_of_a_question_are_not_on_the_next_slip() -> None:
    """A printer that is mute keeps the letters of a scanner's question in its line; a job begins by dropping them."""
    row = next(row for row in ROWS if row.family == "receipt_printer")
    clock = FakeClock(auto=True)
    simulator, port = wire_to(row, clock)
    pipe = port.open()
    for probe in PROBES:
        pipe.write(bytes.fromhex(probe.sends))
        Wait(clock, None).pause(0.5)
    pipe.close()
    printer: Any = open_device(DeviceSpec(row.family, row.name, "sim:"), clock, MODELS, port=port).device
    assert printer.print((TextBlock("测试"),), Wait(clock, 30)).paper is Paper.CAME_OUT
    assert [slip.lines for slip in simulator.slips] == [("测试",)]


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_the_device_behind_a_port_is_found_and_unchanged(row: DriverRow) -> None:
    clock = FakeClock(auto=True)
    simulator, port = wire_to(row, clock)
    before = truth(simulator)
    found = probe_port("sim:", PROBES, clock, PortsInUse(), port=port)
    known = {name for probe in PROBES for name in (probe.driver, *probe.also)}
    if named(row) in known:
        assert named(row) in found.drivers, found
    else:
        assert found.found is Found.SILENT, found
    assert truth(simulator) == before
    assert is_well(row, port, clock)


def test_what_is_printed_by_letters_is_asked_first() -> None:
    assert PROBES[0].driver.startswith("receipt_printer/")
    assert all(probe.named_only for probe in PROBES if probe.driver.startswith("power/"))


class Chatter:
    """A device that answers everything with nonsense, and speaks unasked."""

    def attach(self, wire: Any) -> None:
        self._wire = wire
        wire.send(b"boot\r\n")

    def received(self, data: bytes) -> None:
        self._wire.send(b"\xf3\x7f" * 3)


def test_nonsense_and_silence_have_their_own_outcomes() -> None:
    clock = FakeClock(auto=True)
    for peer, outcome in ((Chatter(), Found.NONSENSE), (create_simulator("keypad", "serial", clock, {}), Found.SILENT)):
        began = clock.monotonic()
        found = probe_port("sim:", PROBES, clock, PortsInUse(), port=SimulatedPort(SimulatedWire(clock, peer)))
        assert (found.found, found.drivers) == (outcome, ())
        assert clock.monotonic() - began <= 3.3


def test_files_that_are_no_lines_are_not_opened(tmp_path: Path) -> None:
    disk = tmp_path / "sda"
    disk.write_bytes(b"kept")
    for address in (str(disk), "/dev/input/event0", "/dev/sda", "evdev:/dev/input/event0", "pcsc:READER", "sim:"):
        found = probe_port(address, PROBES, SystemClock(), PortsInUse())
        assert found.found is Found.NOT_ASKED, address
    assert disk.read_bytes() == b"kept"


def test_a_port_in_use_is_left_alone() -> None:
    in_use = PortsInUse()
    address = "socket://127.0.0.1:9"
    in_use.take(address, object(), "id_reader")
    found = find([address], PROBES, SystemClock(), in_use=in_use)
    assert [(each.address, each.found) for each in found] == [(address, Found.IN_USE)]
    assert "id_reader" in found[0].detail
    assert find(["/dev/pts/0"], PROBES, SystemClock(), taken=["/dev/pts/0"])[0].found is Found.IN_USE


def test_two_devices_that_claim_one_role_are_told() -> None:
    reader = ("id_reader/samv",)
    found = [Finding(f"usb:1-{n}", Found.DEVICE, reader, 115200, 27, Inventory()) for n in (1, 2)]
    assert claims([*found, Finding("usb:1-3", Found.SILENT)]) == {"id_reader/samv": ("usb:1-1", "usb:1-2")}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('driver = "toaster/x"\nsends = "00"\nbauds = [9600]', "unknown device family"),
        ('driver = "keypad/serial"\nsends = "00"\nbauds = [9600]', "cannot identify"),
        ('driver = "id_reader/samv"\nsends = "zz"\nbauds = [9600]', "sends"),
    ],
)
def test_a_table_with_a_mistake_is_refused(row: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "probes.toml").write_text(f"[[probe]]\n{row}\n", encoding="ascii")
    with pytest.raises(UnknownDevice, match=says):
        load_probes(tmp_path / "probes.toml")


@contextmanager
def pseudo_terminal(family: str, driver: str) -> Iterator[str]:
    """A real terminal device with a simulator at its other end."""
    server = Server(create_simulator(family, driver, SystemClock(), {}), SystemClock())
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    line = socket.create_connection(("127.0.0.1", server.port))

    def carry(read: Any, write: Any) -> None:
        with suppress(OSError):
            while data := read():
                write(data)

    ways = ((lambda: os.read(ours, 4096), line.sendall), (lambda: line.recv(4096), lambda data: os.write(ours, data)))
    for read, write in ways:
        threading.Thread(target=carry, args=(read, write), daemon=True).start()
    try:
        yield os.ttyname(theirs)
    finally:
        line.close()
        server.close()
        os.close(theirs)
        os.close(ours)


def test_a_table_of_real_ports_by_the_command() -> None:
    with pseudo_terminal("id_reader", "samv") as reader, pseudo_terminal("receipt_printer", "escpos") as printer:
        command = [sys.executable, "-m", "devices", "find", "--json", "--port", reader, "--port", printer]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, text=True, check=True, timeout=60)
        ports = {each["address"]: each for each in json.loads(done.stdout)["ports"]}
    assert ports[reader]["drivers"] == ["id_reader/samv"]
    assert ports[reader]["inventory"]["serial"].startswith("05.01-")
    assert ports[printer]["drivers"] == ["receipt_printer/escpos"]


def test_probe_rows_are_what_the_drivers_send() -> None:
    """A question that differs from the driver's own would find a device that the driver then does not get on with."""
    from devices.code_scanner import syn, unified
    from devices.id_reader import sdt
    from devices.locker.board8a import ask_all
    from devices.power.megatec import ASK

    sends = {probe.driver: bytes.fromhex(probe.sends) for probe in PROBES}
    assert sends["code_scanner/newland"] == unified.SET_MODE.sent
    assert sends["code_scanner/honeywell"] == syn.SET_MODE.sent
    assert sends["locker/board8a"] == ask_all(1)
    assert sends["power/megatec"] == b"\r" + ASK
    assert sends["id_reader/samv"] == sdt.request(sdt.Command.NUMBER)
