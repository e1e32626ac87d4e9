"""The gateway that speaks openapi.yaml over HTTP: the only door to requests.

Strict on purpose: no redirects, no proxies from the environment, no retries (the outbox alone retries), no
decompression, bounded sizes, one deadline for the whole exchange. Success is what the contract says and nothing less:
a login page that answers 200 is not the platform.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import ValidationError
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as TlsError

from devices import Clock, DeadlineReached, SystemClock, Wait
from kiosk.platform import records
from kiosk.platform.carried import Difference, HeldCase, Known, Rating, SealedCase, Upload
from kiosk.platform.connection import Patience, pools, tls_context
from kiosk.platform.gateway import Answer, Heartbeat, HeartbeatReply, PlatformTrouble, Question, Trouble
from kiosk.platform.identity import PlatformKeys, RequestSigner, TerminalKey
from kiosk.platform.receipts import held_case
from kiosk.platform.upload import OFFSET_TYPE
from kiosk.platform.upload import upload as send_material

T = TypeVar("T")

JSON = "application/json"
JOSE = "application/jose"
PROBLEM_JSON = "application/problem+json"
CONNECT_S = 3.0
ANSWER_BYTES = 256 * 1024
CATALOGUE_BYTES = 16 * 1024 * 1024
PIECE_BYTES = 64 * 1024
LONGEST_REST_S = 86_400
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
_COMPACT = re.compile(rb"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")

STATUS: Mapping[int, Trouble] = {
    401: Trouble.IDENTITY,
    403: Trouble.IDENTITY,
    425: Trouble.BUSY,
    429: Trouble.BUSY,
    502: Trouble.OFFLINE,
    503: Trouble.BUSY,
    504: Trouble.OFFLINE,
    511: Trouble.NOT_THE_PLATFORM,
}
"""What a status means where it does not follow from its hundred."""
FROM_ANYBODY = frozenset({Trouble.BUSY, Trouble.OFFLINE, Trouble.BROKEN, Trouble.NOT_THE_PLATFORM})
"""Troubles believed without a problem document: a gateway on the way may have said so."""


@dataclass(frozen=True)
class _Reply:
    status: int
    kind: str
    body: bytes
    retry_after: float | None
    offset: int | None = None


class _Line:
    """One thread's session and its patience."""

    def __init__(self, machine: Clock, tls: ssl.SSLContext | None) -> None:
        self.patience = Patience(machine)
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.clear()
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
        more: dict[str, Any] = {} if tls is None else {"ssl_context": tls}
        adapter.init_poolmanager(1, 1, **more)
        adapter.poolmanager.pool_classes_by_scheme = pools(self.patience, CONNECT_S)
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, adapter)


class HttpGateway:
    """Our own interface, over HTTP. May be used from several threads; each has a connection of its own.

    `clock` is the program's (it signs with its time); `at_most_s` bounds every call in the machine's own time. Raises
    ValueError for an address that is not https, or plain http to this very machine, and OSError for a bad `ca_file`.
    """

    def __init__(
        self,
        base_url: str,
        terminal_id: str,
        key: TerminalKey,
        platform_keys: PlatformKeys,
        clock: Clock,
        *,
        build: str = "0",
        ca_file: Path | None = None,
        at_most_s: float = 60.0,
        machine: Clock | None = None,
    ) -> None:
        parts = urlsplit(base_url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not safe or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("the platform's address must be https, or http on this machine")
        self._base = base_url.rstrip("/")
        self._signer = RequestSigner(terminal_id, key)
        self._keys = platform_keys
        self._clock = clock
        self._agent = f"yike/{build}"
        self._tls = tls_context(None if ca_file is None else str(ca_file)) if parts.scheme == "https" else None
        self._at_most_s = at_most_s
        self._machine = machine or SystemClock()
        self._own = threading.local()
        self._lock = threading.Lock()
        self._lines: list[_Line] = []
        self._offset = timedelta()

    @property
    def clock_offset_s(self) -> float:
        """Seconds the platform's clock was ahead of ours when it last complained of skew; signatures follow it."""
        return self._offset.total_seconds()

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        known = {"If-None-Match": f'"{known_version}"'} if known_version and known_version.isascii() else {}
        reply = self._exchange("GET", "/v1/catalogue", b"", wait, headers=known, cap=CATALOGUE_BYTES)
        if reply.status == 304 and known:
            return None
        body = _expect(reply, JOSE)
        if not _COMPACT.match(body):
            raise PlatformTrouble(Trouble.BROKEN, "not-signed")
        return body

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        path = f"/v1/cases/{_safe_id(case.case_id)}"
        body = _expect(self._exchange("PUT", path, case.body, wait, idempotency=case.case_id), JSON)
        return held_case(_read(records.CaseAnswer.model_validate_json, body), case.case_id, case.digest, self._keys)

    def put_material(self, upload: Upload, wait: Wait) -> None:
        path = f"/v1/materials/{_safe_id(upload.sha256)}"

        def send(method: str, body: bytes, headers: Mapping[str, str]) -> int | None:
            kind = {"Content-Type": OFFSET_TYPE} if body else {}
            return self._exchange(method, path, body, wait, headers={**headers, **kind}).offset

        send_material(upload, send)

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        try:
            body = _expect(self._exchange("GET", f"/v1/cases/{_safe_id(case_id)}", b"", wait), JSON)
        except PlatformTrouble as trouble:
            if trouble.reason == "unknown":
                return None
            raise
        return held_case(_read(records.CaseAnswer.model_validate_json, body), case_id, digest, self._keys)

    def reconcile(self, known: Sequence[Known], wait: Wait) -> tuple[Difference, ...]:
        sent = _bytes(records.reconcile_record(known))
        body = _expect(self._exchange("POST", "/v1/terminals/self/reconcile", sent, wait), JSON)
        answer = _read(records.ReconcileAnswer.model_validate_json, body)
        digests = {each.case_id: each.digest for each in known}
        return tuple(
            Difference(
                each.case_id,
                held_case(each.case, each.case_id, digests[each.case_id], self._keys) if each.case else None,
                each.seen == "other_digest",
            )
            for each in answer.differences
            if each.case_id in digests
        )

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        path = f"/v1/ratings/{_safe_id(rating.rating_id)}"
        sent = _bytes(records.rating_record(rating))
        body = _expect(self._exchange("PUT", path, sent, wait, idempotency=rating.rating_id), JSON)
        if _read(records.RatingAnswer.model_validate_json, body).rating_id != rating.rating_id:
            raise PlatformTrouble(Trouble.NOT_THE_PLATFORM, "other-rating")

    def ask(self, question: Question, wait: Wait) -> Answer:
        reader = records.ANSWERS.get(question.name)
        if reader is None:
            raise PlatformTrouble(Trouble.REFUSED, "unknown-question")
        sent = _bytes(records.question_record(question))
        body = _expect(self._exchange("POST", f"/v1/questions/{question.name}", sent, wait), JSON)
        return _read(reader, body).answer()

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        sent = _bytes(records.heartbeat_record(report))
        body = _expect(self._exchange("POST", "/v1/terminals/self/heartbeat", sent, wait), JSON)
        return _read(records.HeartbeatAnswer.model_validate_json, body).reply()

    def close(self) -> None:
        with self._lock:
            lines, self._lines = self._lines, []
            self._own = threading.local()
        for line in lines:
            line.session.close()

    def _exchange(
        self,
        method: str,
        path: str,
        body: bytes,
        wait: Wait,
        *,
        idempotency: str = "",
        headers: Mapping[str, str] | None = None,
        cap: int = ANSWER_BYTES,
    ) -> _Reply:
        """One question and its answer; asked once more only when the platform says our clock is wrong."""
        line = self._line()
        line.patience.begin(wait, self._at_most_s)
        own = {"User-Agent": self._agent, "Accept-Encoding": "identity", "Accept": f"{JSON}, {JOSE}", **(headers or {})}
        if method in ("PUT", "POST"):
            own |= {"Content-Type": JSON, "Idempotency-Key": idempotency or uuid.uuid4().hex}
        for attempt in (1, 2):
            reply = self._once(line, method, path, body, own, cap)
            problem = _problem(reply)
            skewed = reply.status == 401 and problem is not None and problem.reason == "clock-skew"
            if attempt == 2 or not skewed or problem is None or problem.server_time is None:
                break
            self._offset = problem.server_time - self._clock.now()
        if 200 <= reply.status < 300 or (reply.status == 304 and "If-None-Match" in own):
            return reply
        raise _trouble(reply, problem)

    def _once(self, line: _Line, method: str, path: str, body: bytes, headers: Mapping[str, str], cap: int) -> _Reply:
        request = requests.Request(method, self._base + path, headers=dict(headers), data=body or None).prepare()
        try:
            self._signer.sign(request, body, self._clock.now() + self._offset)
            left = line.patience.left()
            with line.session.send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_S, left), left),
                proxies={},
                verify=True,
            ) as response:
                return _collect(response, cap)
        except DeadlineReached:
            raise PlatformTrouble(Trouble.SLOW) from None
        except (requests.exceptions.SSLError, TlsError, ssl.SSLError):
            raise PlatformTrouble(Trouble.NOT_THE_PLATFORM, "tls") from None
        except requests.exceptions.ConnectTimeout:
            raise PlatformTrouble(Trouble.OFFLINE, "connect") from None
        except requests.exceptions.Timeout:
            raise PlatformTrouble(Trouble.SLOW) from None
        except (requests.exceptions.ConnectionError, HTTPError, OSError):
            raise PlatformTrouble(Trouble.OFFLINE) from None
        except (requests.exceptions.RequestException, ValueError):
            raise PlatformTrouble(Trouble.BROKEN, "http") from None

    def _line(self) -> _Line:
        line: _Line | None = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = _Line(self._machine, self._tls)
            with self._lock:
                self._lines.append(line)
        return line


def _collect(response: requests.Response, cap: int) -> _Reply:
    headers = response.headers
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise PlatformTrouble(Trouble.NOT_THE_PLATFORM, "encoding")
    body = bytearray()
    while piece := response.raw.read(PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > cap:
            raise PlatformTrouble(Trouble.BROKEN, "too-large")
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    said = _number(headers.get("Retry-After", ""))
    rest = None if said is None else min(float(said), LONGEST_REST_S)
    return _Reply(response.status_code, kind, bytes(body), rest, _number(headers.get("Upload-Offset", "")))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _problem(reply: _Reply) -> records.Problem | None:
    if reply.kind != PROBLEM_JSON:
        return None
    try:
        return records.Problem.model_validate_json(reply.body)
    except ValidationError:
        return None


def _trouble(reply: _Reply, problem: records.Problem | None) -> PlatformTrouble:
    if 300 <= reply.status < 400:
        return PlatformTrouble(Trouble.NOT_THE_PLATFORM, "redirect")
    usual = Trouble.BROKEN if reply.status >= 500 else Trouble.REFUSED
    kind = STATUS.get(reply.status, usual)
    if problem is None and reply.kind == PROBLEM_JSON and not reply.body:
        # The answer to HEAD: a problem without its document.
        return PlatformTrouble(kind, "unknown" if reply.status == 404 else "", reply.retry_after)
    if problem is None:
        believed = kind in FROM_ANYBODY
        return PlatformTrouble(kind if believed else Trouble.NOT_THE_PLATFORM, "", reply.retry_after)
    return PlatformTrouble(kind, problem.reason, reply.retry_after)


def _expect(reply: _Reply, kind: str) -> bytes:
    if reply.kind != kind or reply.status not in (200, 201):
        raise PlatformTrouble(Trouble.NOT_THE_PLATFORM, "content-type")
    return reply.body


def _read(reader: Callable[[bytes], T], body: bytes) -> T:
    try:
        return reader(body)
    except ValidationError:
        raise PlatformTrouble(Trouble.BROKEN, "contract") from None


def _bytes(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def _safe_id(text: str) -> str:
    if not _ID.match(text):
        raise PlatformTrouble(Trouble.REFUSED, "malformed")
    return text
