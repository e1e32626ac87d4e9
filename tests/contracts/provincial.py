"""A one-stop platform as provinces have it, for tests: one address that takes envelopes, and a real sandbox behind it.

It translates and does nothing else: an envelope becomes the sandbox's own request, signed anew by the same terminal at
the envelope's own time, and what the sandbox says becomes an answer with a code. It is written from the description in
`kiosk.platform.enveloped`, and shares no line with it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.problems import TABLE
from kiosk.platform.signing import RequestSigner

PATH = "/one-stop/api"
BEHIND_S = 3.0
"""How long the sandbox may take before the gateway says that nobody answers."""
UNSIGNED, WRONG_SIGN, MALFORMED, NOBODY = "10001", "10002", "20001", "50002"
CODE_OF: Mapping[str, str] = {
    "unsigned": UNSIGNED,
    "signature-invalid": WRONG_SIGN,
    "clock-skew": "10003",
    "replayed": "10004",
    "not-enrolled": "10005",
    "suspended": "10006",
    "malformed": MALFORMED,
    "too-large": "20002",
    "unknown": "20003",
    "unknown-question": "20004",
    "digest-mismatch": "30001",
    "superseded": "30002",
    "offset-mismatch": "30003",
    "checksum-mismatch": "30004",
    "service-withdrawn": "30005",
    "unknown-key": "30006",
    "cannot-open": "30007",
    "answers-invalid": "30008",
    "already-rated": "30009",
    "proof-required": "30010",
    "no-registered-phone": "30011",
    "too-many-codes": "40001",
    "busy": "40002",
    "internal": "50001",
}


@dataclass(frozen=True)
class Order:
    """What one service asks of the sandbox."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None


def order(service: str, asked: Mapping[str, Any]) -> Order:
    """Raises KeyError for a service nobody knows, or a record without what it needs."""
    match service:
        case "catalogue.get":
            return Order("GET", "/v1/catalogue", headers={"If-None-Match": f'"{asked["known"]}"'})
        case "case.put":
            return Order("PUT", f"/v1/cases/{safe(asked['case_id'])}", base64.b64decode(asked["body"]))
        case "case.get":
            return Order("GET", f"/v1/cases/{safe(asked['case_id'])}")
        case "case.reconcile":
            return Order("POST", "/v1/terminals/self/reconcile", plain(asked))
        case "material.offset":
            return Order("HEAD", f"/v1/materials/{safe(asked['sha256'])}")
        case "material.append":
            check = base64.b64encode(bytes.fromhex(asked["piece_sha256"])).decode()
            headers = {"Upload-Offset": str(asked["offset"]), "Upload-Checksum": f"sha256 {check}"}
            headers["Content-Type"] = "application/offset+octet-stream"
            return Order("PATCH", f"/v1/materials/{safe(asked['sha256'])}", base64.b64decode(asked["piece"]), headers)
        case "rating.put":
            return Order("PUT", f"/v1/ratings/{safe(asked['rating_id'])}", plain(asked["rating"]))
        case "question.ask":
            return Order("POST", f"/v1/questions/{safe(asked['name'])}", plain(asked["question"]))
        case "terminal.heartbeat":
            return Order("POST", "/v1/terminals/self/heartbeat", plain(asked))
    raise KeyError(service)


def safe(name: str) -> str:
    return quote(name, safe="")


def plain(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def said(response: requests.Response) -> dict[str, Any]:
    """What the sandbox said, as this gateway says it."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code >= 400 and kind == "application/problem+json":
        return refused(response)
    if response.status_code == 304:
        return done({"catalogue": None})
    if response.status_code >= 300:
        return {"code": NOBODY, "message": "无应答", "data": None}
    if kind == "application/jose":
        return done({"catalogue": response.text})
    if "Upload-Offset" in response.headers:
        return done({"offset": int(response.headers["Upload-Offset"])})
    return done(response.json())


def refused(response: requests.Response) -> dict[str, Any]:
    words = [word for word, (status, _) in TABLE.items() if status == response.status_code]
    problem = response.json() if response.content else {"type": words[0], "title": ""}
    told = {"serverTime": problem["server_time"]} if "server_time" in problem else {}
    if "Retry-After" in response.headers:
        told["retryAfter"] = int(response.headers["Retry-After"])
    return {"code": CODE_OF[problem["type"].rpartition(":")[2]], "message": problem["title"], "data": told or None}


def done(data: Any) -> dict[str, Any]:
    return {"code": "0", "message": "成功", "data": data}


class ProvincialGateway:
    """The gateway, from the block's begin to its end, on a free port. It knows one terminal, by its key."""

    def __init__(self, behind: str, terminal: str, key: TerminalKey) -> None:
        self._behind = behind
        self._signer = RequestSigner(terminal, key)
        self._public = Ed25519PrivateKey.from_private_bytes(key.private).public_key()
        self._losing = threading.Semaphore(0)
        self.newest: Mapping[str, str] = {}
        self._server = _Counter(("127.0.0.1", 0), lambda *about: _Window(self, *about))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def lose_next_answer(self) -> None:
        self._losing.release()

    def loses_this(self) -> bool:
        return self._losing.acquire(blocking=False)

    def is_signed(self, envelope: Mapping[str, str]) -> bool:
        data = hashlib.sha256(envelope["data"].encode()).hexdigest()
        lines = [
            f"appId={envelope['appId']}",
            f"data={data}",
            f"requestId={envelope['requestId']}",
            f"serviceCode={envelope['serviceCode']}",
            f"signType={envelope['signType']}",
            f"timestamp={envelope['timestamp']}",
        ]
        try:
            self._public.verify(base64.b64decode(envelope["sign"]), "\n".join(lines).encode())
        except (InvalidSignature, ValueError):
            return False
        return envelope["appId"] == self._signer.terminal

    def answer(self, envelope: Mapping[str, str], session: requests.Session) -> dict[str, Any]:
        self.newest = envelope
        if not self.is_signed(envelope):
            return {"code": WRONG_SIGN, "message": "签名错误", "data": None}
        try:
            asked = order(envelope["serviceCode"], json.loads(envelope["data"]))
        except (KeyError, ValueError):
            return {"code": MALFORMED, "message": "参数错误", "data": None}
        try:
            return said(self._passed_on(asked, datetime.fromtimestamp(int(envelope["timestamp"]) / 1000, UTC), session))
        except requests.RequestException:
            return {"code": NOBODY, "message": "无应答", "data": None}

    def _passed_on(self, asked: Order, at: datetime, session: requests.Session) -> requests.Response:
        headers = {"Content-Type": "application/json", "Idempotency-Key": "passed-on", **(asked.headers or {})}
        request = requests.Request(asked.method, self._behind + asked.path, headers=headers, data=asked.body or None)
        prepared = request.prepare()
        self._signer.sign(prepared, asked.body, at)
        return session.send(prepared, timeout=BEHIND_S, allow_redirects=False)


class _Counter(ThreadingHTTPServer):
    daemon_threads = False
    """It ends when its last connection has ended: none is left asking a sandbox that is gone."""


class _Window(BaseHTTPRequestHandler):
    """One connection and the thread that serves it, with a connection of its own to the sandbox."""

    protocol_version = "HTTP/1.1"
    timeout = 10.0
    disable_nagle_algorithm = True

    def __init__(self, gateway: ProvincialGateway, *about: Any) -> None:
        self._gateway = gateway
        with requests.Session() as self._session:
            self._session.trust_env = False
            super().__init__(*about)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != PATH:
            self.send_error(404)
            return
        answer = json.dumps(self._gateway.answer(json.loads(body), self._session), ensure_ascii=False).encode()
        if self._gateway.loses_this():
            self.close_connection = True
            return
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing: a test that fails says enough."""
