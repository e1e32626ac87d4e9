"""Addresses are recognised by one table, refused with what is accepted, and opened by their scheme."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import tty
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import serial
import serial.rfc2217
from serial import serial_for_url

from devices import FakeClock, SystemClock, Wait, serial_port
from devices.faults import DeviceFault
from devices.pcsc_wire import FAILED, STATE, frame
from devices.ports import (
    BYTE_STREAMS,
    SCHEMES,
    PortKind,
    PortSettings,
    Scheme,
    UnknownAddress,
    address_problem,
    kind_of,
    open_port,
    service_problem,
)
from devices.receipt_printer.simulator import EscposSimulator
from devices.socket_wire import Server
from tests.device_server import device_server
from tests.devices.usb_sockets import plugged_in

ASK = b"\x10\x04\x01"
"""DLE EOT 1: every printer answers one byte."""


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/dev/ttyUSB0", PortKind.SERIAL),
        ("/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", PortKind.SERIAL),
        ("COM3", PortKind.SERIAL),
        ("com12", PortKind.SERIAL),
        (r"\\.\COM10", PortKind.SERIAL),
        ("socket://127.0.0.1:7001", PortKind.SOCKET),
        ("rfc2217://nport.lan:2217?ign_set_control", PortKind.RFC2217),
        ("sane:test:0", PortKind.SANE),
        ("Sane:airscan:e0:Front Desk", PortKind.SANE),
        ("evdev:/dev/input/by-path/platform-i8042-serio-0-event-kbd", PortKind.EVDEV),
        ("evdev:event3", None),
        ("amixer:hw:CARD=PCH", PortKind.AMIXER),
        ("amixer:-c0", None),
        ("amixer:hw:0\n--help", None),
        ("sane:", None),
        ("sane:-L", None),
        ("sane:test:0\n--help", None),
        ("sim:", PortKind.SIMULATED),
        ("", None),
        ("COM0", None),
        ("ttyUSB0", None),
        ("socket://127.0.0.1", None),
        ("http://127.0.0.1:80", None),
        ("loop://", None),
        ("LOOP://", None),
        ("SIM:", PortKind.SIMULATED),
        (" Sim:quick\t", PortKind.SIMULATED),
        ("Socket://Host:7001", PortKind.SOCKET),
        ("/dev//./ttyS0", PortKind.SERIAL),
        ("/dev/../tmp/line", None),
        ("/tmp/line", None),
        ("COM３", None),
        ("socket://host:65535", PortKind.SOCKET),
        ("socket://host:65536", None),
        ("socket://host:0", None),
        ("socket://host:７００１", None),
        ("socket://host:1?logging=debug", None),
        ("rfc2217://host:1?logging=debug", None),
        ("rfc2217://host:1?poll_modem&timeout=5", PortKind.RFC2217),
    ],
)
def test_an_address_is_of_the_kind_its_form_says(address: str, kind: PortKind | None) -> None:
    assert kind_of(address) is kind


def test_a_terminal_in_service_has_real_ports_only() -> None:
    assert service_problem("/dev/ttyUSB0") is None
    for spelling in ("sim:", "SIM:", " sim:x"):
        assert service_problem(spelling) == f"{spelling!r} is simulated; name a real port"


@pytest.mark.parametrize("spelling", ["SOCKET://127.0.0.1:7001", " socket://127.0.0.1:7001\n"])
def test_a_port_is_opened_in_its_one_spelling(spelling: str) -> None:
    assert open_port(spelling, PortSettings(FakeClock())).address == "socket://127.0.0.1:7001"


def test_every_kind_has_a_row_and_every_example_is_its_own_kind() -> None:
    assert {scheme.kind for scheme in SCHEMES} == set(PortKind)
    for scheme in SCHEMES:
        assert kind_of(scheme.example.replace("PORT", "7001")) is scheme.kind


def test_a_refusal_lists_what_is_accepted() -> None:
    only = frozenset({PortKind.SOCKET})
    assert address_problem("socket://h:1", only) is None
    assert address_problem("COM3", only) == "a serial port ('COM3') is not accepted; accepted: socket://HOST:PORT"
    unknown = "unknown port address 'nobody:0'; accepted: socket://HOST:PORT"
    assert address_problem("nobody:0", only) == unknown
    with pytest.raises(UnknownAddress, match=r"known: /dev/ttyUSB0, usb:1-2\.3, COM3, "):
        open_port("nobody:0", PortSettings(FakeClock()))
    with pytest.raises(UnknownAddress, match="needs a simulator"):
        open_port("sim:", PortSettings(FakeClock()))


def answer(address: str, settings: PortSettings) -> bytes:
    pipe = open_port(address, settings).open()
    try:
        pipe.write(ASK)
        return pipe.read(Wait(settings.clock, 5))
    finally:
        pipe.close()


@contextmanager
def serial_line() -> Iterator[str]:
    """A pseudo terminal with a printer at its other end."""
    near, far = os.openpty()
    tty.setraw(far)

    def printer() -> None:
        while os.read(near, 3) != ASK:
            pass
        os.write(near, b"\x12")

    answering = threading.Thread(target=printer, daemon=True)
    answering.start()
    yield os.ttyname(far)
    answering.join(5)
    os.close(near)
    os.close(far)


@contextmanager
def usb_socket() -> Iterator[str]:
    with serial_line() as line, plugged_in("1-2.3:1.0", line):
        yield "usb:1-2.3"


@contextmanager
def printer_on_a_socket() -> Iterator[str]:
    clock = SystemClock()
    server = Server(EscposSimulator(clock), clock)
    yield f"socket://127.0.0.1:{server.port}"
    server.close()


@contextmanager
def named_pipe() -> Iterator[str]:
    """A pipe with a byte in it, in place of an input device's node."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "event0"
        os.mkfifo(path)
        writer = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        os.write(writer, b"\x12")
        yield f"evdev:{path}"
        os.close(writer)


OPENED: Mapping[str, Callable[[], AbstractContextManager[str]]] = {
    "/dev/ttyUSB0": serial_line,
    "usb:1-2.3": usb_socket,
    "COM3": lambda: nullcontext("COM9"),
    "socket://HOST:PORT": printer_on_a_socket,
    "rfc2217://HOST:PORT": lambda: device_server(lambda data: b"\x12" if data == ASK else b""),
    "sane:NAME": lambda: nullcontext("sane:nobody:0"),
    "evdev:/dev/input/by-path/NAME": named_pipe,
    "amixer:NAME": lambda: nullcontext("amixer:hw:31"),
    "pcsc:READER": lambda: nullcontext("pcsc:Nobody's reader"),
    "sim:": lambda: nullcontext("sim:"),
}
"""Scheme, by its example → something real at an address of it."""


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial 3.5 and its own thread
@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.example)
def test_every_scheme_is_opened_and_answers(scheme: Scheme) -> None:
    clock = SystemClock()
    with OPENED[scheme.example]() as address:
        assert kind_of(address) is scheme.kind
        settings = PortSettings(clock, EscposSimulator(clock), baud=9600)
        if scheme.example == "COM3" and sys.platform != "win32":
            with pytest.raises(DeviceFault, match=r"transport\.absent"):
                open_port(address, settings).open()
            return
        if scheme.kind is PortKind.PCSC:
            # It takes requests of its own, and answers them without a reader too.
            pipe = open_port(address, settings).open()
            pipe.write(frame(STATE))
            assert pipe.read(Wait(clock, 10))[:1] == FAILED
            pipe.close()
            return
        if scheme.kind is PortKind.SANE:
            # It takes a request of its own; tests/devices/document_scanner/test_sane.py makes some.
            with pytest.raises(DeviceFault, match=r"transport\.(absent|lost)"):
                answer(address, settings)
            return
        if scheme.kind in (PortKind.EVDEV, PortKind.AMIXER):
            # From the one only comes something; the other takes requests of its own (tests/devices/audio).
            pipe = open_port(address, settings).open()
            if scheme.kind is PortKind.EVDEV:
                assert pipe.read(Wait(clock, 1)) == b"\x12"
                with pytest.raises(DeviceFault, match=r"transport\.lost"):
                    pipe.write(b"\x12")
            pipe.close()
            return
        assert answer(address, settings) == b"\x12"


ANYTHING = (
    OSError,
    ValueError,
    TypeError,
    NotImplementedError,
    AttributeError,
    ImportError,
    RuntimeError,
    struct.error,
)
PYSERIAL = BYTE_STREAMS - {PortKind.SIMULATED}
REAL = sorted({scheme.example.replace("PORT", "1") for scheme in SCHEMES if scheme.kind in PYSERIAL})


class Broken:
    """An open port of pyserial's of which every use raises."""

    in_waiting = 0

    def __init__(self, error: type[Exception]) -> None:
        self._error = error

    def _use(self, *_: object) -> bytes:
        raise self._error("anything")

    read = write = close = fileno = _use


@pytest.mark.parametrize("error", ANYTHING)
@pytest.mark.parametrize("address", REAL)
def test_whatever_is_raised_becomes_a_fault(
    address: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(*_: object, **__: object) -> None:
        raise error("anything")

    monkeypatch.setattr(serial_port, "path_of", lambda place: "/dev/ttyUSB9")
    port, wait = open_port(address, PortSettings(SystemClock())), Wait(SystemClock(), 5)
    monkeypatch.setattr(serial, "serial_for_url", raises)
    with pytest.raises(DeviceFault, match=r"transport\.absent"):
        port.open()
    monkeypatch.setattr(serial, "serial_for_url", lambda *_, **__: Broken(error))
    pipe = port.open()
    for use in (lambda: pipe.write(b"x"), lambda: pipe.read(wait)):
        with pytest.raises(DeviceFault, match=r"transport\.lost"):
            use()
    pipe.close()


def test_a_simulated_port_leads_to_its_peer_at_the_speed_it_is_given() -> None:
    clock = FakeClock(auto=True)
    assert answer("sim:", PortSettings(clock, EscposSimulator(clock), paced_baud=100)) == b"\x12"
    assert clock.monotonic() == pytest.approx(0.3 + 0.002 + 0.1)


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial 3.5 and its own thread
def test_rfc2217_leads_to_a_serial_server_and_sets_its_speed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = serial_for_url("loop://", timeout=0.05)
        server = threading.Thread(target=serve_rfc2217, args=(listener, port), daemon=True)
        server.start()
        address = f"rfc2217://127.0.0.1:{listener.getsockname()[1]}"
        assert kind_of(address) in BYTE_STREAMS
        assert answer(address, PortSettings(SystemClock(), baud=9600)) == ASK
        server.join(5)
        assert port.baudrate == 9600


def serve_rfc2217(listener: socket.socket, port: Any) -> None:
    """Serve one visitor with a serial port whose other end sends back what it gets."""
    visitor, _ = listener.accept()
    with visitor:

        class Out:
            def write(self, data: bytes) -> None:
                visitor.sendall(data)

        out: Any = Out()  # the stubs ask for a serial port; the manager only writes
        manager = serial.rfc2217.PortManager(port, out)
        while data := visitor.recv(1024):
            port.write(b"".join(manager.filter(data)))
            back = port.read(port.in_waiting)
            visitor.sendall(b"".join(manager.escape(back)))
