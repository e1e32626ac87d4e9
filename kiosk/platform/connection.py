"""Sockets whose operations end when a `Wait` is cancelled or its deadline has passed.

A socket timeout limits the pause between two bytes, so a peer that keeps sending single bytes is never timed out. Here
each receive and send is split into short slices, and the deadline is checked between slices. Used by `exchange` only;
HTTP itself is done by urllib3 and requests. Name resolution cannot be interrupted: getaddrinfo has no timeout.
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
CONNECT_PENDING = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})
"""Results of a non-blocking connect that is still in progress (EWOULDBLOCK on Windows)."""


class ExchangeDeadline:
    """Time limit of the current exchange: the caller's wait, and a maximum in real time.

    The caller's clock may be a fake one that does not advance while bytes are transferred; the real clock always does.
    """

    def __init__(self, real_clock: Clock) -> None:
        self._real_clock = real_clock
        self._wait: Wait | None = None
        self._ends_at = 0.0

    def begin(self, wait: Wait, at_most_s: float) -> None:
        remaining = wait.remaining()
        self._wait = wait
        self._ends_at = self._real_clock.monotonic() + (at_most_s if remaining is None else min(at_most_s, remaining))

    def remaining(self) -> float:
        """Return the real seconds left. Raises Cancelled and DeadlineReached."""
        if self._wait is not None:
            self._wait.check()
        remaining = self._ends_at - self._real_clock.monotonic()
        if remaining <= 0:
            raise DeadlineReached
        return remaining


class _SlicedIO:
    """Mixin for plain and TLS sockets: receive and send in slices of at most SLICE_S."""

    deadline: ExchangeDeadline | None = None

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
        remaining = SLICE_S if self.deadline is None else self.deadline.remaining()
        self.settimeout(min(SLICE_S, remaining))  # type: ignore[attr-defined]


class PlainSocket(_SlicedIO, socket.socket):
    """A TCP socket with an exchange deadline."""


class TlsSocket(_SlicedIO, ssl.SSLSocket):
    """A TLS socket with an exchange deadline."""


def _connect(sock: socket.socket, address: Any, deadline: ExchangeDeadline, connect_s: float) -> None:
    """Connect in slices. Raises TimeoutError after `connect_s`, another OSError if refused."""
    sock.setblocking(False)
    error = sock.connect_ex(address)
    waited = 0.0
    while error in CONNECT_PENDING:
        piece = min(SLICE_S, deadline.remaining())
        _, done, failed = select.select([], [sock], [sock], piece)
        if done or failed:
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            break
        waited += piece
        if waited >= connect_s:
            raise TimeoutError
    if error:
        raise OSError(error, "not connected")
    sock.settimeout(connect_s)  # limit of the TLS handshake that may follow


def pool_classes(deadline: ExchangeDeadline, connect_s: float) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3 connection pool classes by URL scheme, whose sockets obey `deadline`."""

    def open_socket(connection: HTTPConnection) -> socket.socket:
        try:
            addresses = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(connection.host, connection, socket.gaierror(str(error))) from None
        failure: Exception = NewConnectionError(connection, "no address")
        for family, kind, protocol, _, address in addresses:
            sock = PlainSocket(family, kind, protocol)
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _connect(sock, address, deadline, connect_s)
            except TimeoutError:
                failure = ConnectTimeoutError(connection, "no answer")
            except OSError:
                failure = NewConnectionError(connection, "refused or unreachable")
            except BaseException:
                sock.close()
                raise
            else:
                sock.deadline = deadline
                return sock
            sock.close()
        raise failure

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return open_socket(self)

    class Tls(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return open_socket(self)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, TlsSocket):
                self.sock.deadline = deadline

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Return a context for TLS 1.2 or later with certificate verification. Raises OSError for an unusable CA file."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = TlsSocket
    return context
