"""A device behind an RFC 2217 device server, over real sockets on loopback."""

from __future__ import annotations

import ctypes
import socket
import struct

import pytest

from devices import DeviceFault, SystemClock, Wait, serial_port
from devices.serial_port import SerialPort
from tests.device_server import device_server

QUESTION, ANSWER = b"\xaa\xaa\xaa\x96\x69\x00\x03\x12\xff\xee", b"\xaa\xaa\xaa\x96\x69\x00\x04\xff\xff\x90\x94"
"""Both with the byte 0xFF, which telnet doubles on the way."""
SO_ATTACH_FILTER = 26
DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)
"""A filter of one instruction: return 0 bytes of every packet (asm-generic/socket.h, linux/filter.h)."""


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


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such limit")
def test_a_connection_that_the_other_end_forgot_without_a_word_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel drops what arrives before it is acknowledged, as a firewall does, or a server without power."""
    monkeypatch.setattr(serial_port, "UNHEARD_MS", 300)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pipe = SerialPort(f"socket://127.0.0.1:{listener.getsockname()[1]}", SystemClock(), baud=115200).open()
        far_end, _ = listener.accept()
        program = ctypes.create_string_buffer(DROP_ALL)
        with far_end:
            far_end.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(program)))
            try:
                pipe.write(QUESTION)
                with pytest.raises(DeviceFault, match=r"transport\.lost"):
                    pipe.read(Wait(SystemClock(), 3))
            finally:
                pipe.close()
