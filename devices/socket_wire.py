"""Serve a simulator on a loopback TCP port, for drivers and programs in other processes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from devices.clock import Clock, Condition
from devices.ticking import Source, Ticking
from devices.transport import Listener, Peer


class SocketWire:
    """The simulator's end of a socket: what it sends goes out when it is due."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._condition: Condition = clock.condition()
        self._due: list[tuple[float, bytes]] = []
        self._client: socket.socket | None = None
        self.closed = False
        self._ticking: Ticking | None = None
        self._others: list[SocketWire] = []
        """Wires of connections that are cut with this one."""
        self.is_cut = False

    def send(self, data: bytes, after: float = 0.0) -> None:
        with self._condition:
            earliest = self._due[-1][0] if self._due else 0.0
            self._due.append((max(self._clock.monotonic() + after, earliest), data))
            self._condition.notify_all()

    def hang_up(self, after: float = 0.0) -> None:
        """A piece without bytes is the end of the connection."""
        self.send(b"", after)

    def repeat(self, every_s: float, source: Source) -> None:
        """The source is asked by the thread that sends."""
        with self._condition:
            self._ticking = Ticking(every_s, source, self._clock.monotonic())
            self._condition.notify_all()

    def cut(self) -> None:
        self.is_cut = True
        self._drop()
        for other in self._others:
            other.close()
        self._others.clear()

    def mend(self) -> None:
        self.is_cut = False

    def accept_client(self, client: socket.socket) -> None:
        """Route replies to this client; discard replies queued for the previous one."""
        with self._condition:
            self._due.clear()
            self._ticking = None
            self._client = client

    def connected(self, client: socket.socket) -> SocketWire:
        """The wire of one connection of several; it ends when its client is gone, and is cut with this one."""
        other = SocketWire(self._clock)
        other.accept_client(client)
        self._others = [each for each in self._others if not each.closed]
        self._others.append(other)
        threading.Thread(target=other.send_due, name="wire-send_due", daemon=True).start()
        return other

    def leads_to(self, client: socket.socket) -> bool:
        """Whether this client is connected, and not one before it or one that was cut off."""
        return self._client is client

    def close(self) -> None:
        with self._condition:
            self.closed = True
            self._condition.notify_all()
        self._drop()
        for other in self._others:
            other.close()

    def send_due(self) -> None:
        """Send due replies until the wire is closed."""
        while (piece := self._next()) is not None:
            client = self._client
            if not piece:
                self._drop()
            elif client is not None:
                with contextlib.suppress(OSError):
                    client.sendall(piece)

    def _next(self) -> bytes | None:
        while not self.closed:
            self._tick()
            with self._condition:
                now = self._clock.monotonic()
                if self._due and self._due[0][0] <= now:
                    return self._due.pop(0)[1]
                moments = [self._due[0][0]] if self._due else []
                moments += [self._ticking.next_at] if self._ticking else []
                if not self.closed and (not moments or min(moments) > now):
                    self._condition.wait(min(moments) - now if moments else None)
        return None

    def _tick(self) -> None:
        """Ask the source, without the lock: a simulator has one too."""
        ticking = self._ticking
        for at, data in ticking.due(self._clock.monotonic()) if ticking else ():
            self.send(data or b"", at - self._clock.monotonic())
            self._ticking = None if data is None else ticking

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


class Server:
    """Serves one simulator. A new client replaces the old one; those of a listener each have a connection."""

    def __init__(
        self, simulator: Peer, clock: Clock, port: int = 0, connected: Callable[[], None] = lambda: None
    ) -> None:
        """Listen on 127.0.0.1 at `port` (0: any free one). `connected` is called for each client before its first byte.
        Raises OSError if the port is taken."""
        self._simulator = simulator
        self._connected = connected
        self._wire = SocketWire(clock)
        self._listener = socket.create_server(("127.0.0.1", port))
        self._closed = False
        self.port: int = self._listener.getsockname()[1]
        simulator.attach(self._wire)
        for name, work in (("wire-accept", self._accept), ("wire-send_due", self._wire.send_due)):
            threading.Thread(target=work, name=name, daemon=True).start()

    def close(self) -> None:
        self._closed = True
        self._wire.close()
        # A blocked accept wakes by a last client.
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._closed or self._wire.is_cut:
                client.close()
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connected()
            if isinstance(self._simulator, Listener):
                wire = self._wire.connected(client)
                peer = self._simulator.connection(wire)
            else:
                wire, peer = self._wire, self._simulator
                wire.accept_client(client)
            threading.Thread(target=self._receive, args=(client, peer, wire), name="wire-receive", daemon=True).start()

    def _receive(self, client: socket.socket, peer: Peer, wire: SocketWire) -> None:
        with contextlib.suppress(OSError), client:
            # What was on its way when the wire was cut, or from a client that was replaced, arrives nowhere.
            while (data := client.recv(4096)) and wire.leads_to(client):
                peer.received(data)
        if wire is not self._wire:
            wire.close()
