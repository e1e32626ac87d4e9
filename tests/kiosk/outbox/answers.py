"""Fifteen answers that one case may always be given, as bytes on a real socket, and the failures read from them."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping

import pytest

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.case_receipts import receipt_token
from kiosk.platform.sandbox.keys import SIGN_KEY_ID, UNPINNED_PRIVATE, pins
from kiosk.platform.wire_types import SealedCase
from tests.sandbox_process import TERMINAL, sealed_case

ANSWER_LONGEST_S = 0.15
"""Real seconds that a silent server is waited for."""

Answer = Callable[[SealedCase], bytes | None]
"""The bytes sent for a case; empty: the connection is reset; None: silence."""


def reply(status: int, kind: str, body: bytes, *more: str) -> bytes:
    head = (f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def page(status: int, *more: str) -> Answer:
    """Return the answer of somebody on the way: a page in HTML."""
    return lambda case: reply(status, "text/html", b"<p>Not here", *more)


def problem(status: int, name: str) -> Answer:
    body = json.dumps({"type": f"urn:yike:problem:{name}"}).encode()
    return lambda case: reply(status, "application/problem+json", body)


def receipt(private: bytes | None = None, **other: str) -> Answer:
    """Return an answer with a receipt that differs from the right one in `other`, or in the key it is signed with."""

    def answer(case: SealedCase) -> bytes:
        claims = {
            "id": case.case_id,
            "digest": case.digest,
            "case_number": "990000-1",
            "at": "2026-11-24T02:00:00Z",
            "kind": "RECEIVED",
            "kid": SIGN_KEY_ID,
            **other,
        }
        token = receipt_token(claims) if private is None else receipt_token(claims, private)
        record = {
            "case_id": case.case_id,
            "case_number": claims["case_number"],
            "state": "received",
            "since": claims["at"],
            "next_step": "",
            "receipts": [token],
            "missing": [],
        }
        return reply(201, "application/json", json.dumps(record).encode())

    return answer


ANSWERS: Mapping[str, Answer] = {
    "403 with a page": page(403),
    "406 with a page": page(406),
    "413 with a page": page(413),
    "502": page(502),
    "503 with a page": page(503, "Retry-After: 30"),
    "reset": lambda case: b"",
    "silence": lambda case: None,
    "no HTTP": lambda case: b"SSH-2.0-dropbear\r\n",
    "redirect": page(302, "Location: http://login.invalid/"),
    "login page": page(200),
    "foreign receipt": receipt(UNPINNED_PRIVATE),
    "receipt for another digest": receipt(digest="0" * 64),
    "signature-invalid": problem(401, "signature-invalid"),
    "digest-mismatch": problem(409, "digest-mismatch"),
    "500": problem(500, "internal"),
}
"""Answer → its bytes for a case."""


def failure_of(answer: Answer) -> PlatformFailure:
    """Return the failure that the real gateway reads from an answer on a real socket."""
    sealed = sealed_case(pins())
    sent = answer(sealed)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_serve, args=(listening, sent), daemon=True)
        server.start()
        gateway = HttpGateway(
            f"http://127.0.0.1:{listening.getsockname()[1]}",
            TERMINAL,
            TerminalKey(bytes(range(32))),
            pins(),
            SystemClock(),
            at_most_s=ANSWER_LONGEST_S if sent is None else 5.0,
        )
        with pytest.raises(PlatformFailure) as caught:
            gateway.put_case(sealed, Wait(SystemClock(), 5))
        gateway.close()
        server.join(2)
    return caught.value


def _serve(listening: socket.socket, sent: bytes | None) -> None:
    near, _ = listening.accept()
    with near:
        near.settimeout(2)
        taken = b""
        while not taken.endswith(b"}"):
            taken += near.recv(65536)
        if sent is None:
            near.recv(1)  # until the other end gives up
        elif not sent:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            near.sendall(sent)
