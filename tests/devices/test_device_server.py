"""A device behind an RFC 2217 device server, over real sockets on loopback."""

from __future__ import annotations

import pytest

from devices import SystemClock, Wait
from devices.serial_port import SerialPort
from tests.device_server import device_server

QUESTION, ANSWER = b"\xaa\xaa\xaa\x96\x69\x00\x03\x12\xff\xee", b"\xaa\xaa\xaa\x96\x69\x00\x04\xff\xff\x90\x94"
"""Both with the byte 0xFF, which telnet doubles on the way."""


# pyserial 3.5 starts its reader in a way that Python has deprecated.
@pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated:DeprecationWarning")
def test_bytes_pass_both_ways_through_a_device_server() -> None:
    received: list[bytes] = []

    def device(data: bytes) -> bytes:
        received.append(data)
        return ANSWER if b"".join(received) == QUESTION else b""

    with device_server(device) as address:
        pipe = SerialPort(address, SystemClock(), baud=115200).open()
        try:
            pipe.write(QUESTION)
            wait, got = Wait(SystemClock(), 2), b""
            while len(got) < len(ANSWER):
                got += pipe.read(wait)
        finally:
            pipe.close()
    assert (b"".join(received), got) == (QUESTION, ANSWER)
