"""Data that a simulated device sends unasked, over a wire in this process and over a socket."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from devices import DeviceFault, FakeClock, SystemClock, Wait
from devices.http_wire import READ_BYTES, HttpWire
from devices.socket_wire import Server
from devices.ticking import BEHIND_S, Ticking
from devices.transport import SimulatedPort, SimulatedWire, Wire

HEAD = b"HTTP/1.0 200 OK\r\n\r\n"


class Sender:
    """A peer that begins to send what `source` gives once it heard anything."""

    def __init__(self, source: Callable[[], bytes | None], every_s: float) -> None:
        self._source, self._every_s = source, every_s
        self.asked = 0

    def attach(self, line: Wire) -> None:
        self._line = line

    def received(self, data: bytes) -> None:
        self._line.send(HEAD)
        self._line.repeat(self._every_s, self._next)

    def _next(self) -> bytes | None:
        self.asked += 1
        return self._source()


def test_ticks_come_at_their_time_and_old_ones_never() -> None:
    ticking = Ticking(0.5, lambda: b"x", 10.0)
    assert ticking.due(9.9) == []
    assert ticking.due(11.0) == [(10.0, b"x"), (10.5, b"x"), (11.0, b"x")]
    assert len(ticking.due(1000.0)) <= BEHIND_S / 0.5 + 1
    ended = Ticking(0.5, iter([b"a", b"", None]).__next__, 0.0)
    assert ended.due(5.0) == [(3.0, b"a"), (4.0, None)]


def test_a_source_that_ends_hangs_up() -> None:
    clock, pieces = FakeClock(auto=True), iter([b"one", b"two", None])
    peer = Sender(lambda: next(pieces), 1.0)
    pipe = SimulatedPort(SimulatedWire(clock, peer)).open()
    pipe.write(b"go")
    got = b""
    while not got.endswith(b"two"):
        got += pipe.read(Wait(clock, 10))
    with pytest.raises(DeviceFault):
        pipe.read(Wait(clock, 10))
    assert (got, peer.asked) == (HEAD + b"onetwo", 3)


def test_a_reader_of_a_stream_knows_whether_it_has_the_newest() -> None:
    clock = FakeClock(auto=True)
    sizes = iter([10, READ_BYTES + 10, 10])
    peer = Sender(lambda: b"x" * next(sizes), 1.0)
    wire = HttpWire(SimulatedPort(SimulatedWire(clock, peer)), clock)
    incoming = wire.begin("GET", "/", {}, b"", Wait(clock, 5))
    seen = []
    for _ in range(4):
        piece = incoming.piece(Wait(clock, 5))
        seen.append((len(piece), incoming.all_taken))
    assert seen == [(10, True), (READ_BYTES, False), (10, True), (10, True)]


def test_over_a_socket_a_client_that_went_away_is_asked_for_nothing() -> None:
    clock = SystemClock()
    peer = Sender(lambda: b"picture", 0.005)
    server = Server(peer, clock)
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            client.sendall(b"go")
            got = b""
            while got.count(b"picture") < 3:
                got += client.recv(4096)
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            client.settimeout(0.05)
            with pytest.raises(TimeoutError):
                client.recv(10)
    finally:
        server.close()
