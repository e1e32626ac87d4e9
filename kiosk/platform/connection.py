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
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPResponse
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from devices import Clock, DeadlineReached, Wait
from kiosk.pinned import is_loopback, leads_here
from kiosk.platform.name_lookup import AddressInfo, NameLookup, NameNotFound

SLICE_S = 0.1
HEAD_START_S = 0.25
"""Time for which an address is tried alone."""
PIECE_BYTES = 65536
CONNECT_PENDING = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})
"""Results of a non-blocking connect that is still in progress (EWOULDBLOCK on Windows)."""
SWITCHING, FIRST_FINAL = 101, 200
"""Status codes: 101 ends HTTP on a connection, those above it and below 200 announce an answer."""
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


class FinalResponse(HTTPResponse):
    """Reads past interim answers. http.client knows 100 alone and takes any other, such as the Early Hints of a content
    network (103), for the answer (RFC 9110, section 15.2)."""

    def begin(self) -> None:
        super().begin()
        while SWITCHING < self.status < FIRST_FINAL:
            self.headers = None  # type: ignore[assignment]  # as it was before: else nothing more is read
            super().begin()


class PlainSocket(_SlicedIO, socket.socket):
    """A TCP socket with an exchange deadline."""


class TlsSocket(_SlicedIO, ssl.SSLSocket):
    """A TLS socket with an exchange deadline."""


def first_connected(
    addresses: Sequence[AddressInfo], deadline: ExchangeDeadline, connect_s: float
) -> tuple[PlainSocket, AddressInfo]:
    """Connect to the first address that answers, in slices; each is given `connect_s`.

    The next address is tried beside the ones before it after a head start (RFC 8305): those of a network without a way
    out, often all of one IP version, must not use up the deadline. Raises ConnectFailure, Cancelled and
    DeadlineReached.
    """
    ahead, tried = list(reversed(addresses)), dict[PlainSocket, tuple[AddressInfo, float]]()
    step, waited, next_at = "refused", 0.0, 0.0
    try:
        while ahead or tried:
            if ahead and waited >= next_at:
                info = ahead.pop()
                with suppress(OSError):
                    tried[_connecting(info)] = info, waited + connect_s
                    next_at = waited + HEAD_START_S
                continue
            piece = min(SLICE_S, deadline.remaining(), next_at - waited if ahead else SLICE_S)
            _, done, failed = select.select([], list(tried), list(tried), piece)
            for sock in {*done, *failed}:
                info, _ = tried.pop(sock)
                if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    sock.settimeout(min(connect_s, deadline.remaining()))  # limit of the TLS handshake that may follow
                    return sock, info
                sock.close()
                next_at = waited
            waited += 0.0 if done or failed else piece
            for sock in [each for each, (_, until) in tried.items() if waited >= until]:
                del tried[sock]
                sock.close()
                step = "connect"
    finally:
        for sock in tried:
            sock.close()
    raise ConnectFailure(step)


def _connecting(info: AddressInfo) -> PlainSocket:
    """Begin to connect to an address. Raises OSError if that is refused at once."""
    family, kind, protocol, _, address = info
    sock = PlainSocket(family, kind, protocol)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        error = sock.connect_ex(address)
        if error and error not in CONNECT_PENDING:
            raise OSError(error, "not connected")
    except BaseException:
        sock.close()
        raise
    return sock


def find_addresses(lookup: NameLookup, host: str, port: int, deadline: ExchangeDeadline) -> tuple[AddressInfo, ...]:
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


def handshake_failure(error: Exception) -> ConnectFailure:
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
        try:
            sock, info = first_connected(find_addresses(lookup, host, port, deadline), deadline, connect_s)
        except ConnectFailure as failure:
            if failure.step in ("refused", "connect"):
                lookup.failed(host, port)
            raise
        sock.deadline = deadline
        return sock, info

    class Plain(HTTPConnection):
        response_class = FinalResponse

        def _new_conn(self) -> socket.socket:
            sock, info = open_socket(self)
            lookup.served(self.host, self.port or 0, info)
            return sock

    class Tls(HTTPSConnection):
        response_class = FinalResponse
        _info: AddressInfo | None = None

        def _new_conn(self) -> socket.socket:
            sock, self._info = open_socket(self)
            return sock

        def connect(self) -> None:
            try:
                super().connect()
            except (OSError, ssl.CertificateError) as error:
                raise handshake_failure(error) from None
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
    # Not create_default_context: with SSLKEYLOGFILE set it writes every session's keys to that file, or raises.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file is None:
        context.load_default_certs()
    context.load_verify_locations(ca_file or public_cas)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = TlsSocket
    return context
