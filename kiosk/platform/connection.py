"""Sockets that listen to a Wait.

Socket timeouts measure the pause between two bytes, so an endless trickle outlives any of them. Here every receive and
send is cut into short slices, and between slices the wait is asked whether there is any point in going on. Only
`exchange` uses this; HTTP itself is urllib3's and requests' business. Looking up a name is the one thing the machine
lets nobody interrupt.
"""

from __future__ import annotations

import errno
import select
import socket
import ssl
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from devices import Clock, DeadlineReached, Wait

SLICE_S = 0.1
PIECE_BYTES = 65536
UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})
"""What connecting without blocking answers while it goes on (Windows says EWOULDBLOCK)."""


class Patience:
    """How long the exchange in hand may go on: the caller's wait, and a limit in real time.

    The caller's clock may be a fake one that stands still while bytes really travel; the machine's never does.
    """

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._wait: Wait | None = None
        self._ends_at = 0.0

    def begin(self, wait: Wait, at_most_s: float) -> None:
        remaining = wait.remaining()
        self._wait = wait
        self._ends_at = self._machine.monotonic() + (at_most_s if remaining is None else min(at_most_s, remaining))

    def left(self) -> float:
        """Real seconds left. Raises Cancelled or DeadlineReached if there is no point in going on."""
        if self._wait is not None:
            self._wait.check()
        left = self._ends_at - self._machine.monotonic()
        if left <= 0:
            raise DeadlineReached
        return left


class _Sliced:
    """Receiving and sending in slices, for plain and TLS sockets alike."""

    patience: Patience | None = None

    def recv_into(self, *where: Any, **more: Any) -> int:
        while True:
            self._next_slice()
            try:
                return int(super().recv_into(*where, **more))  # type: ignore[misc]
            except TimeoutError:
                continue

    def sendall(self, data: Any, flags: int = 0) -> None:
        rest = memoryview(data).cast("B")
        while rest:
            self._next_slice()
            try:
                sent = int(self.send(rest[:PIECE_BYTES]))  # type: ignore[attr-defined]
            except TimeoutError:
                continue
            rest = rest[sent:]

    def _next_slice(self) -> None:
        left = SLICE_S if self.patience is None else self.patience.left()
        self.settimeout(min(SLICE_S, left))  # type: ignore[attr-defined]


class PlainSocket(_Sliced, socket.socket):
    """A TCP connection that listens to its patience."""


class TlsSocket(_Sliced, ssl.SSLSocket):
    """The same inside TLS."""


def _connect(opened: socket.socket, address: Any, patience: Patience, connect_s: float) -> None:
    """Connect in slices. Raises TimeoutError after `connect_s`, another OSError if refused."""
    opened.setblocking(False)
    trouble = opened.connect_ex(address)
    waited = 0.0
    while trouble in UNDER_WAY:
        piece = min(SLICE_S, patience.left())
        _, done, failed = select.select([], [opened], [opened], piece)
        if done or failed:
            trouble = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            break
        waited += piece
        if waited >= connect_s:
            raise TimeoutError
    if trouble:
        raise OSError(trouble, "not connected")
    opened.settimeout(connect_s)  # what a TLS handshake may take as a whole


def pools(patience: Patience, connect_s: float) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools by URL scheme, as urllib3 wants them, whose sockets listen to `patience`."""

    def new_connection(connection: HTTPConnection) -> socket.socket:
        try:
            found = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(connection.host, connection, socket.gaierror(str(error))) from None
        trouble: Exception = NewConnectionError(connection, "no address")
        for family, kind, protocol, _, address in found:
            opened = PlainSocket(family, kind, protocol)
            try:
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _connect(opened, address, patience, connect_s)
            except TimeoutError:
                trouble = ConnectTimeoutError(connection, "no answer")
            except OSError:
                trouble = NewConnectionError(connection, "refused or unreachable")
            except BaseException:
                opened.close()
                raise
            else:
                opened.patience = patience
                return opened
            opened.close()
        raise trouble

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return new_connection(self)

    class Tls(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return new_connection(self)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, TlsSocket):
                self.sock.patience = patience

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """TLS 1.2 or later, certificates checked, sockets that listen. Raises OSError for an unusable CA file."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = TlsSocket
    return context
