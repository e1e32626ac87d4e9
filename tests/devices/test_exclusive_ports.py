"""A port has one user: the second, in this program or in another, learns who is in the way."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import serial

from devices import DeviceSpec, DeviceState, FakeClock, Fault, PortsInUse, SystemClock, Wait, open_device
from devices.__main__ import main
from devices.faults import DeviceFault
from devices.port_holder import Holder, holders_of
from devices.receipt_printer.simulator import EscposSimulator
from devices.serial_port import SerialPort
from devices.socket_wire import Server
from kiosk.workers.device import DeviceWorker
from tests.house.doors import ROOT
from tests.loops import running

HOLDS = """import sys
from devices import SystemClock
from devices.serial_port import SerialPort
pipe = SerialPort(sys.argv[1], SystemClock(), baud=9600).open()
print("open", flush=True)
sys.stdin.read()
"""
"""Another program with our transport."""


@pytest.fixture
def line() -> Iterator[str]:
    """A serial line: the far side of a pseudo terminal."""
    near, far = os.openpty()
    tty.setraw(far)
    yield os.ttyname(far)
    os.close(near)
    os.close(far)


@contextmanager
def other_program(*command: str, stdin: int | IO[bytes] = subprocess.PIPE) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, cwd=ROOT) as program:
        try:
            yield program
        finally:
            program.kill()


def refused(port: SerialPort) -> Fault:
    with pytest.raises(DeviceFault) as caught:
        port.open()
    return caught.value.fault


def port_at(address: str, owner: str = "reader", in_use: PortsInUse | None = None) -> SerialPort:
    return SerialPort(address, SystemClock(), baud=9600, owner=owner, in_use=in_use)


def test_a_second_program_learns_which_one_has_the_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with other_program(sys.executable, "-c", HOLDS, line) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        fault = refused(port_at(line))
        name = Path(f"/proc/{other.pid}/comm").read_text(encoding="utf-8").strip()
        assert fault.code == "transport.busy"
        assert fault.detail == f"{line}: in use by pid {other.pid} ({name})"
        assert fault.cause == f"{name}.{other.pid:_}"
        assert main(["status", "--driver", "samv", "--port", line]) == 5
    said = capsys.readouterr().out
    assert "transport.busy" in said
    assert f"pid {other.pid} ({name})" in said
    port_at(line).open().close()


def test_a_program_that_locks_nothing_is_noticed_too(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB0"
    device.touch()
    with device.open("rb") as file, other_program("sleep", "60", stdin=file) as other:
        assert holders_of(device) == (Holder(other.pid, "sleep"),)
        link = tmp_path / "by-path"
        link.symlink_to(device)
        assert refused(port_at(str(link))).detail == f"{link}: in use by pid {other.pid} (sleep)"
    assert holders_of(device) == ()


def test_a_lock_names_a_program_whose_files_cannot_be_read(tmp_path: Path) -> None:
    device, proc = tmp_path / "ttyUSB0", tmp_path / "proc"
    device.touch()
    (proc / "77").mkdir(parents=True)
    (proc / "77" / "comm").write_text("vendor tool\n", encoding="utf-8")
    status = device.stat()
    where = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    (proc / "locks").write_text(
        f"1: POSIX ADVISORY READ 5 00:01:2 0 EOF\n1: -> FLOCK ADVISORY WRITE 77 {where} 0 EOF\n"
    )
    assert holders_of(device, proc) == (Holder(77, "vendor tool"),)
    (proc / "locks").write_text("something else\n")
    assert holders_of(device, proc) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the line by a request that Linux alone has")
def test_an_open_line_refuses_programs_that_lock_nothing_until_it_is_closed(line: str) -> None:
    """Not those of root, whom the test may be: so the line itself is asked (TIOCGEXCL)."""
    import fcntl

    def exclusive() -> bool:
        descriptor = os.open(line, os.O_RDONLY | os.O_NOCTTY) if os.geteuid() == 0 else -1
        if descriptor < 0:
            return refused_by_kernel(line)
        answer = fcntl.ioctl(descriptor, 0x80045440, bytes(4))
        os.close(descriptor)
        return answer != bytes(4)

    pipe = port_at(line).open()
    assert exclusive()
    pipe.close()
    assert not exclusive()


def refused_by_kernel(line: str) -> bool:
    try:
        os.close(os.open(line, os.O_RDONLY | os.O_NOCTTY))
    except OSError as error:
        return error.errno == errno.EBUSY
    return False


def test_two_devices_of_this_program_do_not_share_a_line(line: str, tmp_path: Path) -> None:
    in_use, link = PortsInUse(), tmp_path / "by-path"
    link.symlink_to(line)
    first, second = port_at(line, "reader", in_use), port_at(str(link), "printer", in_use)
    pipe = first.open()
    assert refused(second).detail == f"{link}: in use by the device 'reader' of this program"
    pipe.close()
    again = second.open()
    pipe.close()
    assert refused(first).cause == "printer"
    again.close()


def test_a_port_that_is_open_elsewhere_on_windows_is_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyserial's words there; who it is cannot be asked."""

    def denied(*_: object, **__: object) -> None:
        words = "PermissionError(13, 'Access is denied.', None, 5)"
        raise serial.SerialException(f"could not open port 'COM9': {words}")

    monkeypatch.setattr(serial, "serial_for_url", denied)
    fault = refused(port_at("COM9"))
    assert (fault.code, fault.cause) == ("transport.busy", "unknown")
    assert fault.detail == "COM9: in use by another program"


def test_a_line_that_could_not_be_opened_is_not_in_use(tmp_path: Path) -> None:
    in_use, missing = PortsInUse(), str(tmp_path / "none")
    for owner in ("reader", "printer"):
        assert refused(port_at(missing, owner, in_use)).code == "transport.absent"


@pytest.mark.parametrize(
    "spelling", ["socket://LOCALHOST:", "socket://localhost.:", "socket://127.0.0.1:", "rfc2217://localhost:"]
)
def test_two_devices_do_not_share_a_socket(spelling: str) -> None:
    clock, in_use = SystemClock(), PortsInUse()
    server = Server(EscposSimulator(clock), clock)
    models = ROOT / "config" / "models"
    address = f"socket://localhost:{server.port}"
    first, second = (
        open_device(DeviceSpec("receipt_printer", "escpos", port, "kiosk_80", name=name), clock, models, in_use=in_use)
        for name, port in (("slips", address), ("proofs", f"{spelling}{server.port}"))
    )
    assert first.device.status(Wait(clock, 5)).state is DeviceState.READY
    status = second.device.status(Wait(clock, 5))
    assert [fault.code for fault in status.faults] == ["transport.busy"]
    assert status.state is DeviceState.FAULT
    first.device.close()
    if spelling in ("socket://LOCALHOST:", "socket://127.0.0.1:"):
        assert second.device.status(Wait(clock, 5)).state is DeviceState.READY
    second.device.close()
    server.close()


def test_who_is_in_the_way_is_a_line_of_the_log(line: str) -> None:
    clock, in_use = FakeClock(), PortsInUse()
    other = port_at(line, "other_reader", in_use)
    pipe = other.open()
    spec = DeviceSpec("receipt_printer", "escpos", line, "kiosk_80", name="slips")
    opened = open_device(spec, clock, ROOT / "config" / "models", in_use=in_use)
    noted: list[tuple[str, str]] = []
    with running(DeviceWorker(opened, clock, lambda event: None, lambda *line: noted.append(line)), clock):
        clock.advance(30)
    pipe.close()
    assert noted == [("device.slips", "transport.busy:other_reader")]
