"""A small RFC 2217 device server on loopback, as ser2net or a Moxa box is: it agrees to whatever is asked for."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

IAC, SE, SB, WILL, WONT, DO, DONT = 255, 240, 250, 251, 252, 253, 254
COM_PORT = 44
CONFIRMED = 100
"""The server's codes are the client's plus this (RFC 2217, section 3)."""


class _Telnet:
    """The server's side of the telnet protocol: separates what is for the device and answers the rest."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """Return what is for the device, and what to answer."""
        self._buffer += data
        plain, answer = bytearray(), bytearray()
        while self._buffer:
            if self._buffer[0] != IAC:
                plain.append(self._buffer.pop(0))
                continue
            taken = self._command(plain, answer)
            if not taken:
                break
            del self._buffer[:taken]
        return bytes(plain), bytes(answer)

    def _command(self, plain: bytearray, answer: bytearray) -> int:
        """Handle the command at the buffer's beginning; its length, 0 while it is not whole."""
        buffer = self._buffer
        what = buffer[1] if len(buffer) > 1 else None
        if what == IAC:
            plain.append(IAC)
            return 2
        if what in (WILL, WONT, DO, DONT) and len(buffer) > 2:
            if what in (WILL, DO):
                answer += bytes([IAC, DO if what == WILL else WILL, buffer[2]])
            return 3
        if what == SB and (end := buffer.find(bytes([IAC, SE]))) >= 0:
            asked = bytes(buffer[2:end])
            if asked[:1] == bytes([COM_PORT]):
                answer += bytes([IAC, SB, COM_PORT, asked[1] + CONFIRMED]) + asked[2:] + bytes([IAC, SE])
            return end + 2
        return 0


@contextmanager
def device_server(device: Callable[[bytes], bytes]) -> Iterator[str]:
    """Serve one visitor; `device` answers what it is sent. Gives the address for pyserial."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                near, _ = listener.accept()
                with near:
                    telnet = _Telnet()
                    while data := near.recv(4096):
                        plain, answer = telnet.feed(data)
                        said = device(plain) if plain else b""
                        near.sendall(answer + said.replace(b"\xff", b"\xff\xff"))

        server = threading.Thread(target=serve, name="device-server", daemon=True)
        server.start()
        yield f"rfc2217://127.0.0.1:{listener.getsockname()[1]}"
        listener.close()
        server.join(5)
