"""Acts misfortunes out on the wire, as the outermost layer around the routes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.platform.identity import unb64url
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.deliveries import AROUND, Turns, Visit, again, whole
from kiosk.platform.sandbox.misfortunes import Act, Active, Misfortunes
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.receipts import receipt_token
from kiosk.platform.signing import claimed_signer

LOGIN = b"<!doctype html><title>Welcome</title><p>Please log in to use this network.</p>"
FLOOD = b"x" * 65536


@dataclass
class _Answer:
    """An answer held back until it is complete."""

    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def keep(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")

    def with_header(self, name: bytes, value: bytes) -> None:
        self.headers = [(n, v) for n, v in self.headers if n.lower() != name] + [(name, value)]


class FaultMiddleware:
    """ASGI middleware: looks up which misfortunes strike a request and acts them out. /sandbox is always spared."""

    def __init__(self, app: ASGIApp, misfortunes: Misfortunes) -> None:
        self._app = app
        self._misfortunes = misfortunes
        self._turns = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path == "/" or path.startswith("/sandbox"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        terminal = claimed_signer(headers.get(b"signature-input", b"").decode("latin-1")).rpartition(".")[0]
        visit = Visit(self._turns, terminal)
        try:
            await self._play(self._misfortunes.strike(path, terminal), visit, scope, receive, send)
        finally:
            visit.served()

    async def _play(self, struck: tuple[Active, ...], visit: Visit, scope: Scope, receive: Receive, send: Send) -> None:
        for one in (one for one in struck if one.act is Act.BEFORE):
            receive = await _late(float(one.parameters["seconds"]), receive)
        for one in (one for one in struck if one.act is Act.INSTEAD):
            await INSTEAD[one.name](one, receive, send)
            return
        app = self._app
        for one in (one for one in struck if one.act is Act.AROUND):
            app = AROUND[one.name](app, one, visit)
        on_answer = [one for one in struck if one.act is Act.ANSWER]
        if not on_answer:
            await app(scope, receive, send)
            return
        answer = _Answer()
        await app(scope, receive, answer.keep)
        for one in on_answer:
            if one.name == "drop_reply_after_commit":
                _hang_up(send)
                return
            if one.name == "half_body":
                await _start(send, answer)
                await send(
                    {"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True}
                )
                _hang_up(send)
                return
            REWRITE[one.name](answer)
        answer.with_header(b"content-length", str(len(answer.body)).encode())
        await _start(send, answer)
        await send({"type": "http.response.body", "body": answer.body})


async def _late(seconds: float, receive: Receive) -> Receive:
    """Take the request in and hold it; the work is done even for a client that no longer waits, as real ones do."""
    held = await whole(receive)
    gone = asyncio.ensure_future(_gone(receive))
    await asyncio.wait({gone}, timeout=seconds)
    gone.cancel()
    return again(held, receive)


async def _start(send: Send, answer: _Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})


def _hang_up(send: Send) -> None:
    """Break the connection without another byte. ASGI has no word for it, so the server's own transport is asked."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError
    transport.abort()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _silent(_: Active, receive: Receive, send: Send) -> None:
    await _gone(receive)


async def _problem(send: Send, refusal: Refusal) -> None:
    made = refusal.response()
    await _start(send, _Answer(made.status_code, list(made.raw_headers)))
    await send({"type": "http.response.body", "body": bytes(made.body)})


async def _error_500(_: Active, receive: Receive, send: Send) -> None:
    await _problem(send, Refusal("internal"))


async def _busy_503(one: Active, receive: Receive, send: Send) -> None:
    await _problem(send, Refusal("busy", retry_after=int(one.parameters["retry_after"])))


async def _login_page(_: Active, receive: Receive, send: Send) -> None:
    length = str(len(LOGIN)).encode()
    await _start(send, _Answer(200, [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", length)]))
    await send({"type": "http.response.body", "body": LOGIN})


async def _redirect(one: Active, receive: Receive, send: Send) -> None:
    location = str(one.parameters["location"]).encode("latin-1", "replace")
    await _start(send, _Answer(302, [(b"location", location), (b"content-length", b"0")]))
    await send({"type": "http.response.body", "body": b""})


async def _pour(piece: bytes, pieces: int | None, pause_s: float, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_gone(receive))
    await _start(send, _Answer(200, [(b"content-type", b"application/json")]))
    try:
        while not gone.done() and pieces != 0:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(pause_s)
            pieces = None if pieces is None else pieces - 1
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _huge_body(one: Active, receive: Receive, send: Send) -> None:
    await _pour(FLOOD, int(float(one.parameters["megabytes"]) * 16), 0, receive, send)


async def _trickle(one: Active, receive: Receive, send: Send) -> None:
    await _pour(b" ", None, float(one.parameters["every_s"]), receive, send)


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


def _wrong_type(answer: _Answer) -> None:
    answer.with_header(b"content-type", b"text/plain")


def _json(answer: _Answer, change: Callable[[dict[str, Any]], None]) -> None:
    try:
        document = json.loads(answer.body)
    except ValueError:
        return
    if isinstance(document, dict):
        change(document)
        answer.body = json.dumps(document).encode()


def _unknown_fields(answer: _Answer) -> None:
    _json(answer, lambda document: document.update(from_a_later_version={"a": [1, 2, 3]}))


def _resigned(answer: _Answer, private: bytes, **other: str) -> None:
    def change(document: dict[str, Any]) -> None:
        for case in (document, *(each.get("case") or {} for each in document.get("differences", ()))):
            claims = [json.loads(unb64url(token.split(".")[1])) for token in case.get("receipts", ())]
            if claims:
                case["receipts"] = [receipt_token({**one, **other}, private) for one in claims]

    _json(answer, change)


REWRITE: Mapping[str, Callable[[_Answer], None]] = MappingProxyType(
    {
        "wrong_content_type": _wrong_type,
        "unknown_fields": _unknown_fields,
        "wrong_receipt_key": lambda answer: _resigned(answer, keys.UNPINNED_PRIVATE),
        "receipt_for_other_case": lambda answer: _resigned(
            answer, keys.SIGN_PRIVATE, id="00000000-0000-7000-8000-000000000000"
        ),
    }
)
