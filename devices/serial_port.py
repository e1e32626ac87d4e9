"""Ports that pyserial opens: a serial line, a socket, a device server (RFC 2217). The only module that knows pyserial.

Whatever pyserial, its protocol handlers or the system raise becomes a fault of the transport here: their exceptions
differ by address, platform and moment, and a driver handles one kind.
"""

from __future__ import annotations

import contextlib
from typing import Any

from devices.clock import Clock, Wait
from devices.transport import Pipe, absent, line_seconds, lost

SLICE_SECONDS = 0.05
"""The longest blocking read, so that a cancel takes effect within 200 ms."""
PIECE_BYTES = 256
"""Bytes that are written at once: a full buffer has room for them when the line has carried as many."""
STALLED_SECONDS = 2.0
"""A write that takes so much longer than the line needs for its bytes is stuck."""


class SerialPort:
    """A port that pyserial opens; 8N1, no flow control. `baud` is the speed of the line, also behind a socket."""

    def __init__(self, address: str, clock: Clock, *, baud: int) -> None:
        self.address = address
        self._clock = clock
        self._baud = baud

    def open(self) -> Pipe:
        import serial

        # pyserial 3.5 raises NotImplementedError for a write timeout on RFC 2217; there its socket limits a write.
        write_s = None if self.address.startswith("rfc2217:") else STALLED_SECONDS + self.line_s(PIECE_BYTES)
        try:
            line = serial.serial_for_url(
                self.address, baudrate=self._baud, timeout=SLICE_SECONDS, write_timeout=write_s
            )
        except Exception as error:
            raise absent(f"{self.address}: {error}") from error
        return _SerialPipe(line, self, self._clock)

    def line_s(self, length: int) -> float:
        return line_seconds(length, self._baud)


class _SerialPipe:
    def __init__(self, line: Any, port: SerialPort, clock: Clock) -> None:
        self._line = line
        self._port = port
        self._clock = clock
        self._free_at = 0.0
        """When the line will have carried all that was written."""

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
                    waiting = min(self._line.in_waiting, limit - 1)
                    return first + (bytes(self._line.read(waiting)) if waiting else b"")
            except Exception as error:
                raise lost(f"{self._port.address}: {error}") from error

    def arrives_in(self) -> float:
        return max(0.0, self._free_at - self._clock.monotonic())

    def close(self) -> None:
        # pyserial 3.5 leaves a socket open whose other end is already gone.
        raw = getattr(self._line, "_socket", None)
        with contextlib.suppress(Exception):
            self._line.close()
        if raw is not None:
            raw.close()
