"""A provincial gateway for tests: one address that accepts envelopes, in front of a real sandbox.

It only translates: an envelope becomes a request to the sandbox, signed again with the terminal's key and the
envelope's time, and the sandbox's answer becomes an answer with a code. Written from the description in
`kiosk.platform.enveloped`, without using its code.
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
UPSTREAM_TIMEOUT_S = 3.0
"""Timeout of the sandbox, after which the answer is UNREACHABLE."""
UNSIGNED, INVALID_SIGNATURE, MALFORMED, UNREACHABLE = "10001", "10002", "20001", "50002"
CODE_OF: Mapping[str, str] = {
    "unsigned": UNSIGNED,
    "signature-invalid": INVALID_SIGNATURE,
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
    "already-printed": "30012",
    "reason-required": "30013",
    "reprint-over": "30014",
    "outcome-final": "30015",
    "mandate-revoked": "30031",
    "mandate-invalid": "30032",
    "relay-claimed": "30016",
    "order-open": "30017",
    "nothing-due": "30018",
    "order-elsewhere": "30019",
    "too-many-codes": "40001",
    "busy": "40002",
    "department-closed": "30020",
    "internal": "50001",
}


@dataclass(frozen=True)
class SandboxRequest:
    """The request to the sandbox for one service."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None


def translate_request(service: str, asked: Mapping[str, Any]) -> SandboxRequest:
    """Translate the business record of a service. Raises KeyError for an unknown service or a missing member."""
    match service:
        case "catalogue.get":
            return SandboxRequest("GET", "/v1/catalogue", headers={"If-None-Match": f'"{asked["known"]}"'})
        case "staff.get":
            return SandboxRequest("GET", "/v1/staff", headers={"If-None-Match": f'"{asked["known"]}"'})
        case "case.put":
            return SandboxRequest("PUT", f"/v1/cases/{quoted(asked['case_id'])}", base64.b64decode(asked["body"]))
        case "case.get":
            return SandboxRequest("GET", f"/v1/cases/{quoted(asked['case_id'])}")
        case "case.reconcile":
            return SandboxRequest("POST", "/v1/terminals/self/reconcile", to_json(asked))
        case "material.offset":
            return SandboxRequest("HEAD", f"/v1/materials/{quoted(asked['sha256'])}")
        case "material.append":
            check = base64.b64encode(bytes.fromhex(asked["piece_sha256"])).decode()
            headers = {"Upload-Offset": str(asked["offset"]), "Upload-Checksum": f"sha256 {check}"}
            headers["Content-Type"] = "application/offset+octet-stream"
            return SandboxRequest(
                "PATCH", f"/v1/materials/{quoted(asked['sha256'])}", base64.b64decode(asked["piece"]), headers
            )
        case "rating.put":
            return SandboxRequest("PUT", f"/v1/ratings/{quoted(asked['rating_id'])}", to_json(asked["rating"]))
        case "question.ask":
            return SandboxRequest("POST", f"/v1/questions/{quoted(asked['name'])}", to_json(asked["question"]))
        case "document.get":
            proof = {"Yike-Visit": asked["visit"], "Yike-Proof": asked["proof"]}
            return SandboxRequest("GET", f"/v1/documents/{quoted(asked['document'])}", headers=proof)
        case "permit.put":
            return SandboxRequest("PUT", f"/v1/permits/{quoted(asked['permit'])}", to_json(asked["request"]))
        case "permit.outcome":
            return SandboxRequest("PUT", f"/v1/permits/{quoted(asked['permit'])}/outcome", to_json(asked["outcome"]))
        case "relay.open":
            return SandboxRequest("PUT", f"/v1/relays/{quoted(asked['relay'])}", to_json(asked["order"]))
        case "relay.get":
            return SandboxRequest("GET", f"/v1/relays/{quoted(asked['relay'])}")
        case "relay.file":
            return SandboxRequest("GET", f"/v1/relays/{quoted(asked['relay'])}/files/{asked['number']}")
        case "relay.judge":
            path = f"/v1/relays/{quoted(asked['relay'])}/files/{asked['number']}/verdict"
            return SandboxRequest("PUT", path, to_json(asked["verdict"]))
        case "relay.close":
            return SandboxRequest("DELETE", f"/v1/relays/{quoted(asked['relay'])}")
        case "order.open" | "order.read" | "order.close" | "order.charge":
            path = f"/v1/applications/{quoted(asked['application'])}/orders/{asked['n']}"
            if service == "order.charge":
                return SandboxRequest("PUT", f"{path}/charge", to_json({"code": asked["code"]}))
            return SandboxRequest({"open": "PUT", "read": "GET", "close": "DELETE"}[service[6:]], path)
        case "terminal.heartbeat":
            return SandboxRequest("POST", "/v1/terminals/self/heartbeat", to_json(asked))
    raise KeyError(service)


def quoted(name: str) -> str:
    return quote(name, safe="")


def to_json(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def translate_answer(response: requests.Response) -> dict[str, Any]:
    """Translate the sandbox's answer."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code >= 400 and kind == "application/problem+json":
        return translate_refusal(response)
    if response.status_code == 304:
        return success({"signed": None})
    if response.status_code >= 300:
        return {"code": UNREACHABLE, "message": "无应答", "data": None}
    if kind == "application/jose":
        return success({"signed": response.text})
    if kind == "application/pdf":
        return success({"document": base64.b64encode(response.content).decode()})
    if kind == "application/octet-stream":
        return success({"file": base64.b64encode(response.content).decode()})
    if response.status_code == 204 and "Upload-Offset" not in response.headers:
        return success({})
    if "Upload-Offset" in response.headers:
        return success({"offset": int(response.headers["Upload-Offset"])})
    return success(response.json())


def translate_refusal(response: requests.Response) -> dict[str, Any]:
    words = [word for word, (status, _) in TABLE.items() if status == response.status_code]
    problem = response.json() if response.content else {"type": words[0], "title": ""}
    details = {"serverTime": problem["server_time"]} if "server_time" in problem else {}
    if "Retry-After" in response.headers:
        details["retryAfter"] = int(response.headers["Retry-After"])
    return {"code": CODE_OF[problem["type"].rpartition(":")[2]], "message": problem["title"], "data": details or None}


def success(data: Any) -> dict[str, Any]:
    return {"code": "0", "message": "成功", "data": data}


class ProvincialGateway:
    """Context manager: the gateway on a free loopback port, for one terminal and its key."""

    def __init__(self, upstream: str, terminal: str, key: TerminalKey) -> None:
        self._upstream = upstream
        self._signer = RequestSigner(terminal, key)
        self._public = Ed25519PrivateKey.from_private_bytes(key.private).public_key()
        self._answers_to_drop = threading.Semaphore(0)
        self.last_envelope: Mapping[str, str] = {}
        self._server = _Server(("127.0.0.1", 0), lambda *about: _Handler(self, *about))
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

    def drop_next_answer(self) -> None:
        self._answers_to_drop.release()

    def drops_this_answer(self) -> bool:
        return self._answers_to_drop.acquire(blocking=False)

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
        self.last_envelope = envelope
        if not self.is_signed(envelope):
            return {"code": INVALID_SIGNATURE, "message": "签名错误", "data": None}
        try:
            asked = translate_request(envelope["serviceCode"], json.loads(envelope["data"]))
        except (KeyError, ValueError):
            return {"code": MALFORMED, "message": "参数错误", "data": None}
        try:
            return translate_answer(self._forward(asked, envelope, session))
        except requests.RequestException:
            return {"code": UNREACHABLE, "message": "无应答", "data": None}

    def _forward(
        self, asked: SandboxRequest, envelope: Mapping[str, str], session: requests.Session
    ) -> requests.Response:
        at = datetime.fromtimestamp(int(envelope["timestamp"]) / 1000, UTC)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": envelope["requestId"],
            **(asked.headers or {}),
        }
        request = requests.Request(asked.method, self._upstream + asked.path, headers=headers, data=asked.body or None)
        prepared = request.prepare()
        self._signer.sign(prepared, asked.body, at)
        return session.send(prepared, timeout=UPSTREAM_TIMEOUT_S, allow_redirects=False)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    """On close, wait for all connections, so that none sends requests to a stopped sandbox."""


class _Handler(BaseHTTPRequestHandler):
    """Serves one connection, with a separate connection to the sandbox."""

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
        if self._gateway.drops_this_answer():
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
        """Disable the request log."""
