"""Ports that pyserial opens: a serial line, a socket, a device server (RFC 2217). The only module that knows pyserial.

Whatever pyserial, its protocol handlers or the system raise becomes a fault of the transport here: their exceptions
differ by address, platform and moment, and a driver handles one kind.

A serial line has one user. Two programs, or two devices of this one, would take each other's answers: the second learns
who is in the way.
"""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import sys
from pathlib import Path
from typing import Any

from devices.clock import Clock, Wait
from devices.faults import DeviceFault
from devices.port_holder import Holder, holders_of
from devices.ports_in_use import PortsInUse
from devices.transport import Pipe, absent, busy, line_seconds, lost
from devices.usb_place import path_of

SLICE_SECONDS = 0.05
"""The longest blocking read, so that a cancel takes effect within 200 ms."""
PIECE_BYTES = 256
"""Bytes that are written at once: a full buffer has room for them when the line has carried as many."""
UNHEARD_MS = 5000
"""Bytes given to a connection must be acknowledged within so long: a firewall that forgot it, or a device server that
lost its power, says nothing, and the system would repeat for a quarter of an hour."""
STALLED_SECONDS = 2.0
"""A write that takes so much longer than the line needs for its bytes is stuck."""
IN_USE = frozenset({errno.EBUSY, errno.EWOULDBLOCK})
"""The line is exclusively somebody else's (TIOCEXCL), or locked (flock)."""
IN_USE_ON_WINDOWS = "PermissionError(13,"
"""In the text of pyserial's exception, which has no number there: access to an open port is denied."""
USB = "usb:"
"""Addresses that name a USB socket, not a device file."""
PSEUDO_TERMINALS = "/dev/pts/"
"""Whoever made one keeps it open; it is no second user."""


class SerialPort:
    """A port that pyserial opens; 8N1, no flow control. `baud` is the speed of the line, also behind a socket.

    `owner` names the device that opens it, and `in_use` has the ports of all devices of this program.
    """

    def __init__(
        self, address: str, clock: Clock, *, baud: int, owner: str = "", in_use: PortsInUse | None = None
    ) -> None:
        self.address = address
        self._clock = clock
        self._baud = baud
        self._owner = owner
        self._in_use = in_use or PortsInUse()

    def open(self) -> Pipe:
        holder = self._in_use.take(self.address, self, self._owner)
        if holder is not None:
            raise busy(f"{self.address}: in use by the device {holder!r} of this program", _safe(holder))
        try:
            return _SerialPipe(self._opened(), self, self._clock)
        except BaseException:
            self._in_use.leave(self.address, self)
            raise

    def line_s(self, length: int) -> float:
        return line_seconds(length, self._baud)

    def closed(self) -> None:
        """The pipe was closed."""
        self._in_use.leave(self.address, self)

    def _opened(self) -> Any:
        import serial

        is_line, address = "://" not in self.address, self._address_now()
        if is_line and not str(Path(address).resolve()).startswith(PSEUDO_TERMINALS):
            self._refuse_second_user(address)
        # pyserial 3.5 raises NotImplementedError for a write timeout on RFC 2217; there its socket limits a write.
        write_s = None if self.address.startswith("rfc2217:") else STALLED_SECONDS + self.line_s(PIECE_BYTES)
        try:
            line = serial.serial_for_url(
                address, baudrate=self._baud, timeout=SLICE_SECONDS, write_timeout=write_s, exclusive=True
            )
        except Exception as error:
            if (isinstance(error, OSError) and error.errno in IN_USE) or IN_USE_ON_WINDOWS in str(error):
                raise self._busy(holders_of(Path(address))) from error
            raise absent(f"{self.address}: {error}") from error
        if is_line:
            _exclusively(line, True)
        else:
            _tune(getattr(line, "_socket", None))
        return line

    def _address_now(self) -> str:
        """The address for pyserial: of a USB socket, the device file that its adapter has now. Raises DeviceFault."""
        if not self.address.startswith(USB):
            return self.address
        path = path_of(self.address.removeprefix(USB))
        if path is None:
            raise absent(f"{self.address}: nothing is plugged in there")
        return str(path)

    def _refuse_second_user(self, address: str) -> None:
        """A program that locks nothing would not be noticed by ours."""
        holders = holders_of(Path(address))
        if holders:
            raise self._busy(holders)

    def _busy(self, holders: tuple[Holder, ...]) -> DeviceFault:
        who = ", ".join(map(str, holders)) or "another program"
        cause = f"{_safe(holders[0].name)}.{holders[0].pid:_}" if holders else "unknown"
        return busy(f"{self.address}: in use by {who}", cause)


def _socket_of(line: Any, address: str) -> socket.socket | None:
    """The socket behind a line that carries plain bytes; RFC 2217 has one too, with commands among the bytes."""
    raw: socket.socket | None = getattr(line, "_socket", None) if address.startswith("socket:") else None
    return raw


def _tune(raw: socket.socket | None) -> None:
    if raw is None:
        return
    # A piece must not wait until the one before was acknowledged (40 ms).
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MS)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)


def _exclusively(line: Any, on: bool) -> None:
    """Refuse other programs that open the line later, also those that lock nothing; on Windows every port is so."""
    if sys.platform == "win32":
        return
    import fcntl
    import termios

    with contextlib.suppress(Exception):
        fcntl.ioctl(line.fileno(), termios.TIOCEXCL if on else termios.TIOCNXCL)


class _SerialPipe:
    def __init__(self, line: Any, port: SerialPort, clock: Clock) -> None:
        self._line = line
        self._port = port
        self._clock = clock
        self._free_at = 0.0
        """Moment at which the line will have carried all that was written."""

    def write(self, data: bytes) -> None:
        for at in range(0, len(data), PIECE_BYTES):
            piece = data[at : at + PIECE_BYTES]
            self._free_at = max(self._free_at, self._clock.monotonic()) + self._port.line_s(len(piece))
            try:
                self._line.write(piece)
            except Exception as error:
                raise lost(f"{self._port.address}: {error}") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        while True:
            wait.check()
            try:
                first = bytes(self._line.read(1))
                if first:
                    return first + self._rest(limit - 1)
            except Exception as error:
                raise lost(f"{self._port.address}: {error}") from error

    def _rest(self, limit: int) -> bytes:
        """Read the bytes that are there already.

        pyserial counts one byte of a socket at most, and a megabyte would take half a minute: its socket, which does
        not block, is read itself.
        """
        raw = _socket_of(self._line, self._port.address)
        if raw is not None:
            try:
                return bytes(raw.recv(limit)) if limit else b""
            except BlockingIOError:
                return b""
        waiting = min(self._line.in_waiting, limit)
        return bytes(self._line.read(waiting)) if waiting else b""

    def arrives_in(self) -> float:
        return max(0.0, self._free_at - self._clock.monotonic())

    def set_speed(self, baud: int) -> None:
        """Change the speed of the open line; nothing happens behind a plain socket."""
        try:
            self._line.baudrate = baud
        except Exception as error:
            raise lost(f"{self._port.address}: {error}") from error

    def close(self) -> None:
        if "://" not in self._port.address:
            _exclusively(self._line, False)
        # pyserial 3.5 leaves a socket open whose other end is already gone.
        raw = getattr(self._line, "_socket", None)
        with contextlib.suppress(Exception):
            self._line.close()
        if raw is not None:
            raw.close()
        self._port.closed()
