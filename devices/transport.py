"""Bytes to and from a device: the only module that knows pyserial.

A `Port` is an address that can be opened again after the plug was pulled; an open one is a `Pipe`. `SerialPort` takes
any address that pyserial understands, `SimulatedPort` leads to a `Peer` in this process. Which addresses there are is
the table of `devices.ports`. No protocol lives here.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import Any, Protocol

from devices.clock import Clock, Condition, Wait
from devices.faults import DeviceFault, Next

SLICE_SECONDS = 0.05
"""The longest blocking read, so that a cancel takes effect within 200 ms."""

WRITE_SECONDS = 2.0
"""The longest blocking write, where pyserial can limit it."""


class Pipe(Protocol):
    """An open connection to a device. Any call raises DeviceFault("transport.lost") once it is gone."""

    def write(self, data: bytes) -> None: ...

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        """At least one byte, at most `limit`. Raises DeadlineReached or Cancelled as `wait` says."""

    def close(self) -> None: ...


class Port(Protocol):
    """A device's address."""

    @property
    def address(self) -> str: ...

    def open(self) -> Pipe:
        """Raises DeviceFault("transport.absent") if nothing answers to the address."""


def lost(detail: str) -> DeviceFault:
    """The fault of a connection that broke while in use."""
    return DeviceFault("transport.lost", Next.CALL_STAFF, detail)


def absent(detail: str) -> DeviceFault:
    """The fault of an address at which nothing is plugged in."""
    return DeviceFault("transport.absent", Next.CALL_STAFF, detail)


def noise(detail: str) -> DeviceFault:
    """The fault of a line with bytes that the device cannot mean: a wrong speed, a bad cable, another device."""
    return DeviceFault("transport.noise", Next.CALL_STAFF, detail)


class SerialPort:
    """A port that pyserial opens; 8N1, no flow control."""

    def __init__(self, address: str, *, baud: int = 115200) -> None:
        self.address = address
        self._baud = baud

    def open(self) -> Pipe:
        import serial

        # On POSIX a setting the tty refuses raises termios.error, which is no OSError; on Windows there is no termios.
        refused = getattr(sys.modules.get("termios"), "error", OSError)
        # pyserial 3.5 raises NotImplementedError for a write timeout on RFC 2217.
        write_s = None if self.address.startswith("rfc2217:") else WRITE_SECONDS
        try:
            line = serial.serial_for_url(
                self.address, baudrate=self._baud, timeout=SLICE_SECONDS, write_timeout=write_s
            )
        except (OSError, ValueError, refused) as error:
            raise absent(f"{self.address}: {error}") from error
        return _SerialPipe(line, self.address)


class _SerialPipe:
    """pyserial's exceptions differ by moment (SerialException, bare OSError, TypeError after close): one fault here."""

    def __init__(self, line: Any, address: str) -> None:
        self._line = line
        self._address = address

    def write(self, data: bytes) -> None:
        try:
            self._line.write(data)
        except (OSError, TypeError) as error:
            raise lost(f"{self._address}: {error}") from error

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        while True:
            wait.check()
            try:
                first = bytes(self._line.read(1))
                if first:
                    waiting = min(self._line.in_waiting, limit - 1)
                    return first + (bytes(self._line.read(waiting)) if waiting else b"")
            except (OSError, TypeError) as error:
                raise lost(f"{self._address}: {error}") from error

    def close(self) -> None:
        # pyserial 3.5 leaves a socket open whose other end is already gone.
        raw = getattr(self._line, "_socket", None)
        self._line.close()
        if raw is not None:
            raw.close()


class Wire(Protocol):
    """The wire as a simulator sees it."""

    def send(self, data: bytes, after: float = 0.0) -> None:
        """Put `data` on the wire, `after` seconds from now and not before what was already sent."""

    def cut(self) -> None:
        """Disconnect the wire, as if the plug were pulled."""

    def mend(self) -> None:
        """Connect the wire again."""


class Peer(Protocol):
    """The other end of a simulated wire: a simulator."""

    def attach(self, line: Wire) -> None:
        """The wire was plugged in; answers go out through `line`."""

    def received(self, data: bytes) -> None:
        """Bytes came from the driver. Called in the driver's thread; must not block."""


class SimulatedWire:
    """The wire between a driver and a simulator in this process, with the speed of a real one.

    The simulator answers with `send`; `baud` paces the bytes (None: all at once); `cut` is the plug being pulled,
    `mend` puts it back.
    """

    def __init__(self, clock: Clock, far_end: Peer, *, baud: int | None = None) -> None:
        self.clock = clock
        self.baud = baud
        self._far_end = far_end
        self._condition: Condition = clock.condition()
        self._arrivals: deque[tuple[float, bytes]] = deque()
        self._is_cut = False
        self._busy_until = 0.0
        far_end.attach(self)

    def send(self, data: bytes, after: float = 0.0) -> None:
        """Put `data` on the wire, `after` seconds from now and not before what was already sent."""
        with self._condition:
            start = max(self.clock.monotonic() + after, self._busy_until)
            if self.baud is None:
                self._arrivals.append((start, data))
                self._busy_until = start
            else:
                per_byte = 10 / self.baud
                chunk = 64
                for offset in range(0, len(data), chunk):
                    piece = data[offset : offset + chunk]
                    start += per_byte * len(piece)
                    self._arrivals.append((start, piece))
                self._busy_until = start
            self._condition.notify_all()

    def cut(self) -> None:
        """Pull the plug: whoever reads or writes learns at once, and nothing opens until `mend`."""
        with self._condition:
            self._is_cut = True
            self._arrivals.clear()
            self._condition.notify_all()

    def mend(self) -> None:
        with self._condition:
            self._is_cut = False
            self._busy_until = 0.0

    @property
    def is_cut(self) -> bool:
        return self._is_cut

    def _write(self, data: bytes) -> None:
        if self._is_cut:
            raise lost("simulated wire")
        self._far_end.received(data)

    def _read(self, wait: Wait, limit: int) -> bytes:
        with self._condition:
            while True:
                if self._is_cut:
                    raise lost("simulated wire")
                now = self.clock.monotonic()
                if self._arrivals and self._arrivals[0][0] <= now:
                    return self._take(now, limit)
                until = self._arrivals[0][0] - now if self._arrivals else None
                wait.sleep_on(self._condition, until)

    def _take(self, now: float, limit: int) -> bytes:
        taken = b""
        while self._arrivals and self._arrivals[0][0] <= now and len(taken) < limit:
            due, piece = self._arrivals.popleft()
            room = limit - len(taken)
            taken += piece[:room]
            if piece[room:]:
                self._arrivals.appendleft((due, piece[room:]))
        return taken


class SimulatedPort:
    """The driver's end of a `SimulatedWire`, as an address."""

    def __init__(self, line: SimulatedWire, address: str = "sim:") -> None:
        self.address = address
        self.line = line

    def open(self) -> Pipe:
        if self.line.is_cut:
            raise absent("simulated wire")
        return _LinePipe(self.line)


class _LinePipe:
    def __init__(self, line: SimulatedWire) -> None:
        self._line: SimulatedWire | None = line

    def write(self, data: bytes) -> None:
        self._open_line()._write(data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        return self._open_line()._read(wait, limit)

    def close(self) -> None:
        self._line = None

    def _open_line(self) -> SimulatedWire:
        if self._line is None:
            raise lost("closed")
        return self._line
