"""ASGI middleware around the routes that carries out misfortunes on the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import unb64url
from kiosk.platform.sandbox.case_receipts import receipt_token
from kiosk.platform.sandbox.delivery_faults import AROUND, RequestOrder, RequestTurn, read_all, replay
from kiosk.platform.sandbox.keys import UNPINNED_PRIVATE, SandboxKeys
from kiosk.platform.sandbox.misfortunes import Active, Misfortunes, Phase
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.signing import claimed_signer

LOGIN_PAGE = b"<!doctype html><title>Welcome</title><p>Please log in to use this network.</p>"
FLOOD_BLOCK = b"x" * 65536


@dataclass
class _BufferedAnswer:
    """An answer collected until it is complete."""

    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def buffer(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")

    def with_header(self, name: bytes, value: bytes) -> None:
        self.headers = [(n, v) for n, v in self.headers if n.lower() != name] + [(name, value)]


class FaultMiddleware:
    """Carries out the misfortunes that are active for a request. Never affects / and /sandbox."""

    def __init__(self, app: ASGIApp, misfortunes: Misfortunes, keys: SandboxKeys) -> None:
        self._app = app
        self._keys = keys
        self._misfortunes = misfortunes
        self._order = RequestOrder()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path == "/" or path.startswith("/sandbox"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        terminal = claimed_signer(headers.get(b"signature-input", b"").decode("latin-1")).rpartition(".")[0]
        turn = RequestTurn(self._order, terminal)
        try:
            await self._serve(self._misfortunes.take_for(path, terminal), turn, scope, receive, send)
        finally:
            turn.mark_served()

    async def _serve(
        self, misfortunes: tuple[Active, ...], turn: RequestTurn, scope: Scope, receive: Receive, send: Send
    ) -> None:
        by_phase = {phase: [each for each in misfortunes if each.phase is phase] for phase in Phase}
        for misfortune in by_phase[Phase.BEFORE]:
            receive = await _delay(float(misfortune.parameters["seconds"]), receive)
        for misfortune in by_phase[Phase.INSTEAD]:
            await INSTEAD[misfortune.name](misfortune, receive, send)
            return
        app = self._app
        for misfortune in by_phase[Phase.AROUND]:
            app = AROUND[misfortune.name](app, misfortune, turn)
        if not by_phase[Phase.ANSWER]:
            await app(scope, receive, send)
            return
        answer = _BufferedAnswer()
        await app(scope, receive, answer.buffer)
        for misfortune in by_phase[Phase.ANSWER]:
            if misfortune.name == "drop_reply_after_commit":
                _abort(send)
                return
            if misfortune.name == "half_body":
                await _start_answer(send, answer)
                await send(
                    {"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True}
                )
                _abort(send)
                return
            REWRITE[misfortune.name](answer, self._keys)
        answer.with_header(b"content-length", str(len(answer.body)).encode())
        await _start_answer(send, answer)
        await send({"type": "http.response.body", "body": answer.body})


async def _delay(seconds: float, receive: Receive) -> Receive:
    """Receive the request and delay it. It is executed even if the client disconnects, as on a real platform."""
    held = await read_all(receive)
    gone = asyncio.ensure_future(_disconnected(receive))
    await asyncio.wait({gone}, timeout=seconds)
    gone.cancel()
    return replay(held, receive)


async def _start_answer(send: Send, answer: _BufferedAnswer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})


def _abort(send: Send) -> None:
    """Reset the connection. ASGI has no message for that, so the server's transport is used directly."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError
    transport.abort()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _silent(_: Active, receive: Receive, send: Send) -> None:
    await _disconnected(receive)


async def _send_problem(send: Send, refusal: Refusal) -> None:
    made = refusal.response()
    await _start_answer(send, _BufferedAnswer(made.status_code, list(made.raw_headers)))
    await send({"type": "http.response.body", "body": bytes(made.body)})


async def _error_500(_: Active, receive: Receive, send: Send) -> None:
    await _send_problem(send, Refusal("internal"))


async def _busy_503(misfortune: Active, receive: Receive, send: Send) -> None:
    await _send_problem(send, Refusal("busy", retry_after=int(misfortune.parameters["retry_after"])))


async def _login_page(_: Active, receive: Receive, send: Send) -> None:
    length = str(len(LOGIN_PAGE)).encode()
    await _start_answer(
        send, _BufferedAnswer(200, [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", length)])
    )
    await send({"type": "http.response.body", "body": LOGIN_PAGE})


async def _redirect(misfortune: Active, receive: Receive, send: Send) -> None:
    location = str(misfortune.parameters["location"]).encode("latin-1", "replace")
    await _start_answer(send, _BufferedAnswer(302, [(b"location", location), (b"content-length", b"0")]))
    await send({"type": "http.response.body", "body": b""})


async def _stream(piece: bytes, pieces: int | None, pause_s: float, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_disconnected(receive))
    await _start_answer(send, _BufferedAnswer(200, [(b"content-type", b"application/json")]))
    try:
        while not gone.done() and pieces != 0:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(pause_s)
            pieces = None if pieces is None else pieces - 1
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _huge_body(misfortune: Active, receive: Receive, send: Send) -> None:
    await _stream(FLOOD_BLOCK, int(float(misfortune.parameters["megabytes"]) * 16), 0, receive, send)


async def _trickle(misfortune: Active, receive: Receive, send: Send) -> None:
    await _stream(b" ", None, float(misfortune.parameters["every_s"]), receive, send)


INSTEAD: Mapping[str, Callable[[Active, Receive, Send], Awaitable[None]]] = MappingProxyType(
    {
        "silent": _silent,
        "error_500": _error_500,
        "busy_503": _busy_503,
        "maintenance_window": _busy_503,
        "login_page": _login_page,
        "redirect": _redirect,
        "huge_body": _huge_body,
        "trickle": _trickle,
    }
)


def _wrong_type(answer: _BufferedAnswer, keys: SandboxKeys) -> None:
    answer.with_header(b"content-type", b"text/plain")


def _edit_json(answer: _BufferedAnswer, change: Callable[[dict[str, Any]], None]) -> None:
    try:
        document = json.loads(answer.body)
    except ValueError:
        return
    if isinstance(document, dict):
        change(document)
        answer.body = json.dumps(document).encode()


def _unknown_fields(answer: _BufferedAnswer, keys: SandboxKeys) -> None:
    _edit_json(answer, lambda document: document.update(from_a_later_version={"a": [1, 2, 3]}))


def _resign(answer: _BufferedAnswer, private: bytes, key_id: str, **other: str) -> None:
    def change(document: dict[str, Any]) -> None:
        for case in (document, *(each.get("case") or {} for each in document.get("differences", ()))):
            claims = [json.loads(unb64url(token.split(".")[1])) for token in case.get("receipts", ())]
            if claims:
                case["receipts"] = [receipt_token({**each, **other}, private, key_id) for each in claims]

    _edit_json(answer, change)


REWRITE: Mapping[str, Callable[[_BufferedAnswer, SandboxKeys], None]] = MappingProxyType(
    {
        "wrong_content_type": _wrong_type,
        "unknown_fields": _unknown_fields,
        "wrong_receipt_key": lambda answer, keys: _resign(answer, UNPINNED_PRIVATE, keys.sign_key_id),
        "receipt_for_other_case": lambda answer, keys: _resign(
            answer, keys.sign_private, keys.sign_key_id, id="00000000-0000-7000-8000-000000000000"
        ),
    }
)
