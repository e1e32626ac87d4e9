"""Bytes to and from a device.

A `Port` is an address that can be opened again after the plug was pulled; an open one is a `Pipe`. Real ones are in
`devices.serial_port`; `SimulatedPort` leads to a `Peer` in this process. Which addresses there are is the table of
`devices.ports`. No protocol lives here.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol, runtime_checkable

from devices.clock import Clock, Condition, DeadlineReached, Wait
from devices.faults import DeviceFault, Next
from devices.ticking import Source, Ticking

BITS_A_BYTE = 10
"""On a serial line: 8N1."""
PIECE_BYTES = 64
"""Bytes that arrive together at the end of a paced wire."""
BUFFER_BYTES = 64
"""Bytes that a port takes at once; more are taken as fast as the line carries them."""


class Pipe(Protocol):
    """An open connection to a device. Any call raises DeviceFault("transport.lost") once it is gone."""

    def write(self, data: bytes) -> None: ...

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        """At least one byte, at most `limit`. Raises DeadlineReached or Cancelled as `wait` says."""

    def arrives_in(self) -> float:
        """Seconds until the last byte that was written can have arrived; a write ends before that."""

    def close(self) -> None: ...


@runtime_checkable
class SpeedSetting(Protocol):
    """A pipe whose line can be given another speed while it is open."""

    def set_speed(self, baud: int) -> None: ...


class Port(Protocol):
    """A device's address."""

    @property
    def address(self) -> str: ...

    def open(self) -> Pipe:
        """Raises DeviceFault("transport.absent") if nothing answers to the address."""

    def line_s(self, length: int) -> float:
        """Seconds that so many bytes need on the line, by its speed."""


def discard(pipe: Pipe, wait: Wait, quiet_s: float, longest_s: float) -> None:
    """Discard what is on the line, until nothing came for `quiet_s` or `longest_s` have passed. Raises DeviceFault,
    DeadlineReached and Cancelled."""
    limit = wait.within(longest_s)
    while True:
        try:
            pipe.read(limit.within(quiet_s))
        except DeadlineReached:
            wait.check()
            return


def line_seconds(length: int, baud: int) -> float:
    """Seconds that so many bytes need on a serial line."""
    return length * BITS_A_BYTE / baud


def lost(detail: str) -> DeviceFault:
    """The fault of a connection that broke while in use."""
    return DeviceFault("transport.lost", Next.CALL_STAFF, detail)


def absent(detail: str) -> DeviceFault:
    """The fault of an address at which nothing is plugged in."""
    return DeviceFault("transport.absent", Next.CALL_STAFF, detail)


def busy(detail: str, cause: str) -> DeviceFault:
    """The fault of an address that somebody else has open; detail and cause say who."""
    return DeviceFault("transport.busy", Next.CALL_STAFF, detail, cause)


def noise(detail: str) -> DeviceFault:
    """The fault of a line with bytes that the device cannot mean: a wrong speed, a bad cable, another device."""
    return DeviceFault("transport.noise", Next.CALL_STAFF, f"{detail}; check the line's speed, its cable and the model")


class Wire(Protocol):
    """The wire as a simulator sees it."""

    def send(self, data: bytes, after: float = 0.0) -> None:
        """Put `data` on the wire, `after` seconds from now and not before what was already sent."""

    def hang_up(self, after: float = 0.0) -> None:
        """End this connection once everything sent has gone out, `after` seconds from now; a new one can be opened."""

    def repeat(self, every_s: float, source: Source) -> None:
        """Send what `source` gives, again every so many seconds, as long as the connection is open."""

    def cut(self) -> None:
        """Disconnect the wire, as if the plug were pulled."""

    def mend(self) -> None:
        """Connect the wire again."""


class Peer(Protocol):
    """The other end of a simulated wire: a simulator."""

    def attach(self, wire: Wire) -> None:
        """The wire was plugged in; answers go out through it."""

    def received(self, data: bytes) -> None:
        """Bytes came from the driver. Called in the driver's thread; must not block."""


@runtime_checkable
class Listener(Protocol):
    """A peer with a state for each connection, such as a web server."""

    def connection(self, wire: Wire) -> Peer:
        """A driver or program connected; its bytes go to the peer returned, whose answers go out through `wire`."""


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + PIECE_BYTES] for at in range(0, len(data), PIECE_BYTES)]


class SimulatedWire:
    """The wire between a driver and a simulator in this process, with the speed of a real one.

    The simulator answers with `send`; `baud` paces the bytes both ways (None: all at once); `cut` is the plug being
    pulled, `mend` puts it back.
    """

    def __init__(self, clock: Clock, peer: Peer, *, baud: int | None = None) -> None:
        self.clock = clock
        self.baud = baud
        self._peer = peer
        self._receiver = peer
        """The peer itself, or that of the connection that is open."""
        self._condition: Condition = clock.condition()
        self._arrivals: deque[tuple[float, bytes]] = deque()
        self._is_cut = False
        self._busy_until = 0.0
        self._received_at = 0.0
        """Moment at which the last short command has arrived at the peer."""
        self._ticking: Ticking | None = None
        peer.attach(self)

    def send(self, data: bytes, after: float = 0.0) -> None:
        """Put `data` on the wire, `after` seconds from now and not before what was already sent."""
        with self._condition:
            start = max(max(self.clock.monotonic(), self._received_at) + after, self._busy_until)
            if self.baud is None:
                self._arrivals.append((start, data))
                self._busy_until = start
            else:
                for piece in _pieces(data):
                    start += line_seconds(len(piece), self.baud)
                    self._arrivals.append((start, piece))
                self._busy_until = start
            self._condition.notify_all()

    def hang_up(self, after: float = 0.0) -> None:
        """An arrival without bytes is the end of the connection."""
        with self._condition:
            self._arrivals.append((max(self.clock.monotonic() + after, self._busy_until), b""))
            self._condition.notify_all()

    def repeat(self, every_s: float, source: Source) -> None:
        """The source is asked by whoever reads."""
        with self._condition:
            self._ticking = Ticking(every_s, source, self.clock.monotonic())

    def cut(self) -> None:
        """Pull the plug: whoever reads or writes learns at once, and nothing opens until `mend`."""
        with self._condition:
            self._is_cut, self._ticking = True, None
            self._arrivals.clear()
            self._condition.notify_all()

    def mend(self) -> None:
        with self._condition:
            self._is_cut = False
            self._busy_until = self._received_at = 0.0

    @property
    def is_cut(self) -> bool:
        return self._is_cut

    def _connect(self) -> None:
        """A connection of a listener has nothing left from the one before; a serial line is the same as ever."""
        if isinstance(self._peer, Listener):
            with self._condition:
                self._arrivals.clear()
                self._ticking = None
                self._busy_until = self._received_at = 0.0
            self._receiver = self._peer.connection(self)

    def _write(self, data: bytes) -> None:
        """A short command fits into the buffer, and its answer waits until it has arrived; of more data each piece
        is taken when the line has carried the one before."""
        blocks = self.baud is not None and len(data) > BUFFER_BYTES
        if self.baud is not None and not blocks:
            with self._condition:
                self._received_at = max(self._received_at, self.clock.monotonic()) + line_seconds(len(data), self.baud)
        for piece in _pieces(data) if blocks else [data]:
            if self.baud is not None and blocks:
                Wait(self.clock, None).pause(line_seconds(len(piece), self.baud))
            if self._is_cut:
                raise lost("simulated wire")
            self._receiver.received(piece)

    def _read(self, wait: Wait, limit: int) -> bytes:
        while True:
            self._tick()
            with self._condition:
                if self._is_cut:
                    raise lost("simulated wire")
                now = self.clock.monotonic()
                if self._arrivals and self._arrivals[0][0] <= now:
                    if not self._arrivals[0][1]:
                        raise lost("simulated wire: the other end hung up")
                    return self._take(now, limit)
                moments = [self._arrivals[0][0]] if self._arrivals else []
                moments += [self._ticking.next_at] if self._ticking else []
                wait.sleep_on(self._condition, max(0.0, min(moments) - now) if moments else None)

    def _tick(self) -> None:
        """Ask the source, without the lock: a simulator has one too."""
        ticking = self._ticking
        for at, data in ticking.due(self.clock.monotonic()) if ticking else ():
            with self._condition:
                if ticking is not self._ticking:
                    return
                self._arrivals.append((max(at, self._busy_until), data or b""))
                self._ticking = None if data is None else ticking

    def _take(self, now: float, limit: int) -> bytes:
        taken = b""
        while self._arrivals and self._arrivals[0][0] <= now and self._arrivals[0][1] and len(taken) < limit:
            due, piece = self._arrivals.popleft()
            room = limit - len(taken)
            taken += piece[:room]
            if piece[room:]:
                self._arrivals.appendleft((due, piece[room:]))
        return taken


class SimulatedPort:
    """The driver's end of a `SimulatedWire`, as an address."""

    def __init__(self, wire: SimulatedWire, address: str = "sim:") -> None:
        self.address = address
        self._wire = wire

    def open(self) -> Pipe:
        if self._wire.is_cut:
            raise absent("simulated wire")
        self._wire._connect()
        return _SimulatedPipe(self._wire)

    def line_s(self, length: int) -> float:
        return 0.0 if self._wire.baud is None else line_seconds(length, self._wire.baud)


class _SimulatedPipe:
    def __init__(self, wire: SimulatedWire) -> None:
        self._wire: SimulatedWire | None = wire

    def write(self, data: bytes) -> None:
        self._open_wire()._write(data)

    def read(self, wait: Wait, limit: int = 4096) -> bytes:
        return self._open_wire()._read(wait, limit)

    def arrives_in(self) -> float:
        return 0.0

    def close(self) -> None:
        self._wire = None

    def _open_wire(self) -> SimulatedWire:
        if self._wire is None:
            raise lost("closed")
        return self._wire
