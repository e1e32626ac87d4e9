"""One question over HTTP and its answer: the only door to requests, shared by every gateway that speaks HTTP.

Strict on purpose: no redirects, no proxies from the environment, no retries (the outbox alone retries), no
decompression, bounded sizes, one deadline for all that belongs to one question. What an answer means is the gateway's
business; here stands only what HTTP itself says.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as TlsError

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.platform.connection import Patience, pools, tls_context
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.signing import Message

JSON = "application/json"
CONNECT_S = 3.0
ANSWER_BYTES = 256 * 1024
CATALOGUE_BYTES = 16 * 1024 * 1024
PIECE_BYTES = 64 * 1024
LONGEST_REST_S = 86_400
LOOPBACK = ("127.0.0.1", "localhost", "::1")

STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.IDENTITY,
    403: FailureKind.IDENTITY,
    425: FailureKind.BUSY,
    429: FailureKind.BUSY,
    502: FailureKind.OFFLINE,
    503: FailureKind.BUSY,
    504: FailureKind.OFFLINE,
    511: FailureKind.NOT_THE_PLATFORM,
}
"""What a status means where it does not follow from its hundred."""
FROM_ANYBODY = frozenset({FailureKind.BUSY, FailureKind.OFFLINE, FailureKind.BROKEN, FailureKind.NOT_THE_PLATFORM})
"""Troubles believed without a word of the platform's own: a gateway on the way may have said so."""


@dataclass(frozen=True)
class Reply:
    """A complete answer: status, media type in small letters, body, and the seconds of rest it asked for."""

    status: int
    kind: str
    body: bytes = field(repr=False)
    retry_after: float | None
    headers: Mapping[str, str] = field(repr=False)


def _unsigned(_: Message) -> None:
    """For a contract that signs elsewhere than in the headers."""


class HttpConnection:
    """One thread's connection and its patience. `begin` starts a question; each `send` is an exchange within it."""

    def __init__(self, machine: Clock, tls: ssl.SSLContext | None, at_most_s: float) -> None:
        self._at_most_s = at_most_s
        self._patience = Patience(machine)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._adapter = adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
        more: dict[str, Any] = {} if tls is None else {"ssl_context": tls}
        adapter.init_poolmanager(1, 1, **more)
        adapter.poolmanager.pool_classes_by_scheme = pools(self._patience, CONNECT_S)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def begin(self, wait: Wait) -> None:
        self._patience.begin(wait, self._at_most_s)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        cap: int,
        sign: Callable[[Message], None] = _unsigned,
    ) -> Reply:
        """One exchange; an answer over `cap` bytes is cut off. Raises PlatformTrouble, and Cancelled."""
        request = requests.Request(method, url, headers=dict(headers), data=body or None).prepare()
        try:
            sign(request)
            left = self._patience.left()
            with self._session.send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_S, left), left),
                proxies={},
                verify=True,
            ) as response:
                return _collect(response, cap)
        except DeadlineReached:
            raise PlatformFailure(FailureKind.SLOW) from None
        except (requests.exceptions.SSLError, TlsError, ssl.SSLError):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "tls") from None
        except requests.exceptions.ConnectTimeout:
            raise PlatformFailure(FailureKind.OFFLINE, "connect") from None
        except requests.exceptions.Timeout:
            raise PlatformFailure(FailureKind.SLOW) from None
        except (requests.exceptions.ConnectionError, HTTPError, OSError):
            raise PlatformFailure(FailureKind.OFFLINE) from None
        except (requests.exceptions.RequestException, ValueError):
            raise PlatformFailure(FailureKind.BROKEN, "http") from None

    def close(self) -> None:
        # A session only forgets its pools; after a trouble they would stay open until the garbage is collected.
        opened = self._adapter.poolmanager.pools
        for key in opened.keys():  # noqa: SIM118  no plain dictionary: it cannot be iterated
            if pool := opened.get(key):
                pool.close()
        self._session.close()


class HttpConnections:
    """The connections to one platform, one for each thread that asks.

    Raises ValueError for an address that is not https, or plain http to this very machine, and OSError for a bad
    `ca_file`. `at_most_s` bounds every question in the machine's own time.
    """

    def __init__(self, address: str, ca_file: Path | None, at_most_s: float, machine: Clock | None) -> None:
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("the platform's address must be https, or http on this machine")
        self._tls = tls_context(None if ca_file is None else str(ca_file)) if parts.scheme == "https" else None
        self._at_most_s = at_most_s
        self._machine = machine or SystemClock()
        self._own = threading.local()
        self._lock = threading.Lock()
        self._open: list[HttpConnection] = []

    def mine(self, wait: Wait) -> HttpConnection:
        """This thread's line, a question begun on it."""
        line: HttpConnection | None = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = HttpConnection(self._machine, self._tls, self._at_most_s)
            with self._lock:
                self._open.append(line)
        line.begin(wait)
        return line

    def close(self) -> None:
        with self._lock:
            lines, self._open = self._open, []
            self._own = threading.local()
        for line in lines:
            line.close()


def _collect(response: requests.Response, cap: int) -> Reply:
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "encoding")
    body = bytearray()
    while piece := response.raw.read(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > cap:
            raise PlatformFailure(FailureKind.BROKEN, "too-large")
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    said = number(headers.get("Retry-After", ""))
    return Reply(response.status_code, kind, bytes(body), None if said is None else rest(said), headers)


def rest(seconds: float) -> float:
    """A rest the platform asked for, believed but never for longer than a day."""
    return min(float(seconds), LONGEST_REST_S)


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def expect(reply: Reply, kind: str) -> bytes:
    """The body of a success of this media type. Raises NOT_THE_PLATFORM("content-type")."""
    if reply.kind != kind or reply.status not in (200, 201):
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "content-type")
    return reply.body


def meaning(status: int) -> FailureKind:
    """What a status that is no success means where the platform itself said it."""
    return STATUS.get(status, FailureKind.BROKEN if status >= 500 else FailureKind.REFUSED)


def wordless(reply: Reply) -> PlatformFailure:
    """The trouble of an answer that is no success and has no word of the platform's own."""
    if 300 <= reply.status < 400:
        return PlatformFailure(FailureKind.NOT_THE_PLATFORM, "redirect")
    kind = meaning(reply.status)
    return PlatformFailure(kind if kind in FROM_ANYBODY else FailureKind.NOT_THE_PLATFORM, "", reply.retry_after)
