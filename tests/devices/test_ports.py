"""Addresses are recognised by one table, refused with what is accepted, and opened by their scheme."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
import serial.rfc2217
from serial import serial_for_url

from devices import FakeClock, SystemClock, Wait
from devices.ports import (
    BYTE_STREAMS,
    SCHEMES,
    PortKind,
    PortSettings,
    UnknownAddress,
    address_problem,
    kind_of,
    open_port,
    option_problems,
)
from devices.receipt_printer.simulator import EscposSimulator
from devices.socket_wire import serve

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
        ("sim:", PortKind.SIMULATED),
        ("", None),
        ("COM0", None),
        ("ttyUSB0", None),
        ("socket://127.0.0.1", None),
        ("http://127.0.0.1:80", None),
        ("loop://", None),
    ],
)
def test_an_address_is_of_the_kind_its_form_says(address: str, kind: PortKind | None) -> None:
    assert kind_of(address) is kind


def test_every_kind_has_a_row_and_every_example_is_its_own_kind() -> None:
    assert {scheme.kind for scheme in SCHEMES} == set(PortKind)
    for scheme in SCHEMES:
        assert kind_of(scheme.example.replace("PORT", "7001")) is scheme.kind


def test_a_refusal_lists_what_is_accepted() -> None:
    only = frozenset({PortKind.SOCKET})
    assert address_problem("socket://h:1", only) is None
    assert address_problem("COM3", only) == "a serial port ('COM3') is not accepted; accepted: socket://HOST:PORT"
    unknown = "unknown port address 'pcsc:0'; accepted: socket://HOST:PORT"
    assert address_problem("pcsc:0", only) == unknown
    with pytest.raises(UnknownAddress, match="known: /dev/ttyUSB0, COM3, "):
        open_port("pcsc:0", PortSettings(FakeClock()))
    with pytest.raises(UnknownAddress, match="needs a simulator"):
        open_port("sim:", PortSettings(FakeClock()))


@pytest.mark.parametrize("speed", ["fast", 0, -9600, 96.5, True])
def test_a_line_speed_is_a_whole_number(speed: object) -> None:
    assert option_problems({"baud": speed}) == [f"baud must be a whole number above 0, not {speed!r}"]
    assert option_problems({"paced_baud": 9600, "baud": 115200, "anything": "else"}) == []


def answer(address: str, settings: PortSettings) -> bytes:
    pipe = open_port(address, settings).open()
    try:
        pipe.write(ASK)
        return pipe.read(Wait(settings.clock, 5))
    finally:
        pipe.close()


def test_a_simulated_port_leads_to_its_peer_at_the_speed_it_is_given() -> None:
    clock = FakeClock(auto=True)
    assert answer("sim:", PortSettings(clock, EscposSimulator(clock), paced_baud=100)) == b"\x12"
    assert clock.monotonic() == pytest.approx(0.002 + 10 / 100)


def test_a_socket_leads_to_what_listens_there() -> None:
    clock = SystemClock()
    server = serve(EscposSimulator(clock), clock)
    assert answer(f"socket://127.0.0.1:{server.port}", PortSettings(clock)) == b"\x12"
    server.close()


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
