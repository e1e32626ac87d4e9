"""HTTP exchanges with a platform, shared by all HTTP gateways.

Strict by design: no redirects, no proxies from the environment, no retries (only the outbox retries), no decompression,
bounded sizes, one deadline for all exchanges of a call. Replies are classified by status and media type only; their
content is interpreted by the gateway.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import certifi
from urllib3 import BaseHTTPResponse, HTTPHeaderDict, PoolManager, Timeout
from urllib3.exceptions import HTTPError, LocationValueError
from urllib3.exceptions import TimeoutError as HttpTimeout
from urllib3.util import parse_url

from devices import Clock, DeadlineReached, SystemClock, Wait
from devices.lazy_dataclass import dataclass
from kiosk.pinned import is_loopback
from kiosk.platform.connection import ConnectFailure, ExchangeDeadline, pool_classes, tls_context
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.name_lookup import NameLookup
from kiosk.platform.signing import Message

JSON = "application/json"
CONNECT_S = 3.0
IDLE_S = 30.0
"""A connection that rested longer is made new before use: firewalls forget idle connections after 60 to 350 s without a
word, and a request on a forgotten one is lost."""
ANSWER_BYTES = 256 * 1024
CATALOGUE_BYTES = 44 * 1024 * 1024
"""The signed token, in base64, of the largest catalogue (kiosk.catalogue.load)."""
PIECE_BYTES = 64 * 1024
RETRY_AFTER_MAX_S = 86_400
RETRY_AFTER_WORDLESS_MAX_S = 15 * 60
"""Longest Retry-After believed without a problem document: anybody on the way may have sent it."""

KIND_BY_STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.IDENTITY,
    403: FailureKind.IDENTITY,
    425: FailureKind.BUSY,
    429: FailureKind.BUSY,
    502: FailureKind.OFFLINE,
    503: FailureKind.BUSY,
    504: FailureKind.OFFLINE,
    511: FailureKind.NOT_THE_PLATFORM,
}
"""Failure kinds of status codes that differ from the rest of their class (4xx: REFUSED, 5xx: BROKEN)."""
CONNECT_FAILURES: Mapping[str, tuple[FailureKind, str]] = {
    "name": (FailureKind.OFFLINE, "name"),
    "connect": (FailureKind.OFFLINE, "connect"),
    "refused": (FailureKind.OFFLINE, "no-listener"),
    "loopback": (FailureKind.NOT_THE_PLATFORM, "loopback"),
    "handshake": (FailureKind.OFFLINE, "handshake"),
    "certificate": (FailureKind.NOT_THE_PLATFORM, "tls"),
}
"""Step of ConnectFailure → failure kind and reason."""
TRUSTED_WITHOUT_PROBLEM = frozenset(
    {FailureKind.BUSY, FailureKind.OFFLINE, FailureKind.BROKEN, FailureKind.NOT_THE_PLATFORM}
)
"""Kinds accepted from a reply without a problem document, which an intermediate proxy may have sent."""


@dataclass(frozen=True)
class Reply:
    """A complete reply. `kind` is the media type in lower case; `retry_after` is in seconds."""

    status: int
    kind: str
    body: bytes = field(repr=False)
    retry_after: float | None
    headers: Mapping[str, str] = field(repr=False)


def _unsigned(_: Message) -> None:
    """Add no signature: for interfaces that do not sign in the headers."""


@dataclass
class Request:
    """A request that is to be signed and sent."""

    method: str | None
    url: str
    headers: HTTPHeaderDict


class HttpConnection:
    """The connection of one thread. `begin` sets the deadline of a call, which may `send` several requests."""

    def __init__(self, real_clock: Clock, tls: ssl.SSLContext | None, at_most_s: float, lookup: NameLookup) -> None:
        self._at_most_s = at_most_s
        self._real_clock = real_clock
        self._used_at = real_clock.monotonic()
        self._deadline = ExchangeDeadline(real_clock)
        self._pools = PoolManager(1, maxsize=1, ssl_context=tls)
        self._pools.pool_classes_by_scheme = pool_classes(self._deadline, CONNECT_S, lookup)

    def begin(self, wait: Wait) -> None:
        self._deadline.begin(wait, self._at_most_s)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        cap: int,
        sign: Callable[[Message], None] = _unsigned,
    ) -> Reply:
        """Send a request and return its reply. Raises PlatformFailure (a body over `cap` bytes: BROKEN), Cancelled."""
        if self._real_clock.monotonic() - self._used_at > IDLE_S:
            self._disconnect()
        try:
            request = Request(method, parse_url(url).url, HTTPHeaderDict(headers))
            sign(request)
            remaining = self._deadline.remaining()
            response = self._pools.urlopen(
                method,
                request.url,
                body=body or None,
                headers=request.headers,
                redirect=False,
                retries=False,
                timeout=Timeout(connect=min(CONNECT_S, remaining), read=remaining),
                preload_content=False,
                decode_content=False,
            )
            try:
                return _read_reply(response, cap, self._real_clock.now)
            finally:
                # Not read to its end, its connection is of no use.
                response.close()
                response.release_conn()
        except DeadlineReached:
            raise PlatformFailure(FailureKind.SLOW) from None
        except ConnectFailure as error:
            kind, reason = CONNECT_FAILURES[error.step]
            raise PlatformFailure(kind, reason, detail=error.detail) from None
        except HttpTimeout:
            raise PlatformFailure(FailureKind.SLOW) from None
        except LocationValueError:
            raise PlatformFailure(FailureKind.BROKEN, "http") from None
        except (HTTPError, OSError):
            raise PlatformFailure(FailureKind.OFFLINE) from None
        except ValueError:
            raise PlatformFailure(FailureKind.BROKEN, "http") from None
        finally:
            self._used_at = self._real_clock.monotonic()

    def close(self) -> None:
        self._disconnect()

    def _disconnect(self) -> None:
        # PoolManager.clear does not close its pools: after an error, sockets would stay open until collected.
        opened = self._pools.pools
        for key in opened.keys():  # noqa: SIM118  not a dictionary: it cannot be iterated
            if pool := opened.get(key):
                pool.close()
        self._pools.clear()


class HttpConnections:
    """The connections to one platform, one per thread.

    `at_most_s` limits every call in real time. Raises ValueError for an address that is neither https nor http on a
    loopback address, and OSError for an unusable `ca_file`.
    """

    def __init__(
        self,
        address: str,
        ca_file: Path | None,
        at_most_s: float,
        real_clock: Clock | None,
        lookup: NameLookup | None = None,
    ) -> None:
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("the platform's address must be https, or http on this machine")
        self._tls = trusted_context(ca_file) if parts.scheme == "https" else None
        self._at_most_s = at_most_s
        self._real_clock = real_clock or SystemClock()
        self._lookup = lookup or NameLookup(SystemClock())
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[HttpConnection] = []

    def connection(self, wait: Wait) -> HttpConnection:
        """Return this thread's connection, with the deadline of a new call set."""
        connection: HttpConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = HttpConnection(self._real_clock, self._tls, self._at_most_s, self._lookup)
            self._local.connection = connection
            with self._lock:
                self._open.append(connection)
        connection.begin(wait)
        return connection

    def close(self) -> None:
        with self._lock:
            connections, self._open = self._open, []
            self._local = threading.local()
        for connection in connections:
            connection.close()


def trusted_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return the TLS context for a platform: the CAs of this file alone, or the public ones. Raises OSError."""
    return tls_context(None if ca_file is None else str(ca_file), certifi.where())


def _read_reply(response: BaseHTTPResponse, cap: int, now: Callable[[], datetime]) -> Reply:
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "encoding")
    body = bytearray()
    while piece := response.read(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > cap:
            raise PlatformFailure(FailureKind.BROKEN, "too-large")
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(response.status, kind, bytes(body), _retry_after(headers, now), headers)


def _retry_after(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Return the seconds of Retry-After, given as a number or as a date (RFC 9110, section 10.2.3); None without it.

    A date is compared with the reply's own, because the terminal's clock may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    seconds = parse_number(text)
    if seconds is not None:
        return capped_retry_after(seconds)
    until = http_date(text)
    if until is None:
        return None
    return capped_retry_after(max(0.0, (until - (http_date(headers.get("Date", "")) or now())).total_seconds()))


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP in any of its forms; None for anything else."""
    try:
        found = parsedate_to_datetime(text) if 0 < len(text) < 64 else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if found is None or found.tzinfo is not None else found.replace(tzinfo=UTC)


def capped_retry_after(seconds: float) -> float:
    """Limit a Retry-After value, in seconds, to one day."""
    return min(float(seconds), RETRY_AFTER_MAX_S)


def parse_number(text: str) -> int | None:
    """Read up to nine decimal digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def expect_body(reply: Reply, kind: str) -> bytes:
    """Return the body of a 200 or 201 of this media type. Raises NOT_THE_PLATFORM("content-type")."""
    if reply.kind != kind or reply.status not in (200, 201):
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "content-type")
    return reply.body


def kind_of_status(status: int) -> FailureKind:
    """Return the failure kind of an error status that comes with a problem document."""
    return KIND_BY_STATUS.get(status, FailureKind.BROKEN if status >= 500 else FailureKind.REFUSED)


def failure_without_problem(reply: Reply) -> PlatformFailure:
    """Return the failure of an error reply without a problem document."""
    if 300 <= reply.status < 400:
        return PlatformFailure(FailureKind.NOT_THE_PLATFORM, "redirect")
    kind = kind_of_status(reply.status)
    rest = None if reply.retry_after is None else min(reply.retry_after, RETRY_AFTER_WORDLESS_MAX_S)
    return PlatformFailure(kind if kind in TRUSTED_WITHOUT_PROBLEM else FailureKind.NOT_THE_PLATFORM, "", rest)
