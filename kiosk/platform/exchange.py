"""HTTP exchanges with a platform, shared by all HTTP gateways. The only module that uses requests.

Strict by design: no redirects, no proxies from the environment, no retries (only the outbox retries), no decompression,
bounded sizes, one deadline for all exchanges of a call. Replies are classified by status and media type only; their
content is interpreted by the gateway.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import HTTPError

from devices import Clock, DeadlineReached, SystemClock, Wait
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


class _Adapter(HTTPAdapter):
    """Leaves the choice of CAs to the TLS context: HTTPAdapter would add the public ones to a private CA."""

    def cert_verify(self, *_: Any, **__: Any) -> None:
        return


class HttpConnection:
    """The connection of one thread. `begin` sets the deadline of a call, which may `send` several requests."""

    def __init__(self, real_clock: Clock, tls: ssl.SSLContext | None, at_most_s: float, lookup: NameLookup) -> None:
        self._at_most_s = at_most_s
        self._real_clock = real_clock
        self._used_at = real_clock.monotonic()
        self._deadline = ExchangeDeadline(real_clock)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._adapter = adapter = _Adapter(pool_connections=1, pool_maxsize=1, max_retries=0)
        more: dict[str, Any] = {} if tls is None else {"ssl_context": tls}
        adapter.init_poolmanager(1, 1, **more)
        adapter.poolmanager.pool_classes_by_scheme = pool_classes(self._deadline, CONNECT_S, lookup)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

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
            request = requests.Request(method, url, headers=dict(headers), data=body or None).prepare()
            sign(request)
            remaining = self._deadline.remaining()
            with self._session.send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_S, remaining), remaining),
                proxies={},
                verify=True,
            ) as response:
                return _read_reply(response, cap, self._real_clock.now)
        except DeadlineReached:
            raise PlatformFailure(FailureKind.SLOW) from None
        except ConnectFailure as error:
            kind, reason = CONNECT_FAILURES[error.step]
            raise PlatformFailure(kind, reason, detail=error.detail) from None
        except requests.exceptions.Timeout:
            raise PlatformFailure(FailureKind.SLOW) from None
        except (requests.exceptions.ConnectionError, HTTPError, OSError):
            raise PlatformFailure(FailureKind.OFFLINE) from None
        except (requests.exceptions.RequestException, ValueError):
            raise PlatformFailure(FailureKind.BROKEN, "http") from None
        finally:
            self._used_at = self._real_clock.monotonic()

    def close(self) -> None:
        self._disconnect()
        self._session.close()

    def _disconnect(self) -> None:
        # Session.close drops its pools without closing them: after an error, sockets would stay open until collected.
        opened = self._adapter.poolmanager.pools
        for key in opened.keys():  # noqa: SIM118  not a dictionary: it cannot be iterated
            if pool := opened.get(key):
                pool.close()
        self._adapter.poolmanager.clear()


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
        private = None if ca_file is None else str(ca_file)
        self._tls = tls_context(private, DEFAULT_CA_BUNDLE_PATH) if parts.scheme == "https" else None
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


def _read_reply(response: requests.Response, cap: int, now: Callable[[], datetime]) -> Reply:
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "encoding")
    body = bytearray()
    while piece := response.raw.read(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > cap:
            raise PlatformFailure(FailureKind.BROKEN, "too-large")
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(response.status_code, kind, bytes(body), _retry_after(headers, now), headers)


def _retry_after(headers: Mapping[str, str], now: Callable[[], datetime]) -> float | None:
    """Return the seconds of Retry-After, given as a number or as a date (RFC 9110, section 10.2.3); None without it.

    A date is compared with the reply's own, because the terminal's clock may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    seconds = parse_number(text)
    if seconds is not None:
        return capped_retry_after(seconds)
    until = _http_date(text)
    if until is None:
        return None
    return capped_retry_after(max(0.0, (until - (_http_date(headers.get("Date", "")) or now())).total_seconds()))


def _http_date(text: str) -> datetime | None:
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
