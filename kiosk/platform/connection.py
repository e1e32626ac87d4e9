"""Sockets whose operations end when a `Wait` is cancelled or its deadline has passed.

A socket timeout limits the pause between two bytes, so a peer that keeps sending single bytes is never timed out. Here
each receive and send is split into short slices, and the deadline is checked between slices. Used by `exchange` only;
HTTP itself is done by urllib3. Names are looked up by `name_lookup`, within the same deadline.
"""

from __future__ import annotations

import errno
import select
import socket
import ssl
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from devices import Clock, DeadlineReached, Wait
from kiosk.pinned import is_loopback, leads_here
from kiosk.platform.name_lookup import AddressInfo, NameLookup, NameNotFound

SLICE_S = 0.1
PIECE_BYTES = 65536
CONNECT_PENDING = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})
"""Results of a non-blocking connect that is still in progress (EWOULDBLOCK on Windows)."""
EXPIRED, NOT_YET_VALID, OTHER_NAMES = (10,), (9,), (62, 64)
"""Results of certificate verification: X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID, and
X509_V_ERR_HOSTNAME_MISMATCH with X509_V_ERR_IP_ADDRESS_MISMATCH (openssl/x509_vfy.h)."""
OTHER_VERSIONS = frozenset(
    {
        *("TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "WRONG_SSL_VERSION"),
        *("SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY", "NO_SHARED_CIPHER"),
    }
)
"""Reasons of the TLS library if both sides know no common protocol version or cipher."""


class ConnectFailure(Exception):
    """No connection could be made. `step`: name, connect, refused, loopback, handshake or certificate; `detail`: of a
    certificate, untrusted, expired, not-yet, name or version."""

    def __init__(self, step: str, detail: str = "") -> None:
        super().__init__(f"{step} {detail}".strip())
        self.step = step
        self.detail = detail


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
    sock.settimeout(min(connect_s, deadline.remaining()))  # limit of the TLS handshake that may follow


def _addresses(lookup: NameLookup, host: str, port: int, deadline: ExchangeDeadline) -> tuple[AddressInfo, ...]:
    """Look up a host. A name that leads to this machine is refused: only an address that says so may. Raises
    ConnectFailure, Cancelled and DeadlineReached."""
    try:
        found = lookup.addresses(host, port, deadline.remaining)
    except NameNotFound:
        raise ConnectFailure("name") from None
    elsewhere = found if is_loopback(host) else tuple(each for each in found if not leads_here(str(each[4][0])))
    if not elsewhere:
        raise ConnectFailure("loopback")
    return elsewhere


def _handshake_failure(error: Exception) -> ConnectFailure:
    """Return the failure of a TLS handshake. Only a certificate that was seen, and versions that do not meet, speak
    against the peer; anything else is a connection that broke."""
    if isinstance(error, ssl.SSLCertVerificationError):
        code = error.verify_code
        details = ((EXPIRED, "expired"), (NOT_YET_VALID, "not-yet"), (OTHER_NAMES, "name"))
        return ConnectFailure("certificate", next((word for codes, word in details if code in codes), "untrusted"))
    if isinstance(error, ssl.SSLError) and error.reason in OTHER_VERSIONS:
        return ConnectFailure("certificate", "version")
    return ConnectFailure("handshake")


def pool_classes(
    deadline: ExchangeDeadline, connect_s: float, lookup: NameLookup
) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3 connection pool classes by URL scheme, whose sockets obey `deadline`.

    They raise ConnectFailure, which urllib3 passes on unchanged, if no connection can be made.
    """

    def open_socket(connection: HTTPConnection) -> tuple[socket.socket, AddressInfo]:
        host, port = connection.host, connection.port or connection.default_port or 0
        step = "refused"
        for info in _addresses(lookup, host, port, deadline):
            family, kind, protocol, _, address = info
            sock = PlainSocket(family, kind, protocol)
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _connect(sock, address, deadline, connect_s)
            except TimeoutError:
                step = "connect"
            except OSError:
                pass
            except BaseException:
                sock.close()
                raise
            else:
                sock.deadline = deadline
                return sock, info
            sock.close()
        lookup.failed(host, port)
        raise ConnectFailure(step)

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            sock, info = open_socket(self)
            lookup.served(self.host, self.port or 0, info)
            return sock

    class Tls(HTTPSConnection):
        _info: AddressInfo | None = None

        def _new_conn(self) -> socket.socket:
            sock, self._info = open_socket(self)
            return sock

        def connect(self) -> None:
            try:
                super().connect()
            except (OSError, ssl.CertificateError) as error:
                raise _handshake_failure(error) from None
            if isinstance(self.sock, TlsSocket):
                self.sock.deadline = deadline
            if self._info is not None:
                lookup.served(self.host, self.port or 0, self._info)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}


def tls_context(ca_file: str | None, public_cas: str) -> ssl.SSLContext:
    """Return a context for TLS 1.2 or later with certificate verification.

    With `ca_file` its CAs alone are trusted; without, the public ones: the machine's, and those of the file
    `public_cas`. Raises OSError for an unusable CA file.
    """
    context = ssl.create_default_context(cafile=ca_file)
    if ca_file is None:
        context.load_verify_locations(public_cas)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = TlsSocket
    return context
