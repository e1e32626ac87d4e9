"""The server side of HTTP/1.1 for simulators: whole requests to a handler, its answers back on the wire.

Each connection has its own state (`devices.transport.Listener`). A handler is called in the driver's thread, or that of
a socket; it must not block, so an answer that takes time is sent in pieces with delays.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

import h11

from devices.lazy_dataclass import dataclass
from devices.misfortunes import SimulatedDevice
from devices.ticking import Source
from devices.transport import Peer, Wire

MOST_BODY_BYTES = 64 * 1024 * 1024
THINKING_S = 0.002
"""Seconds that every answer takes at least."""


@dataclass(frozen=True)
class HttpRequest:
    """A whole request. `headers` have names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class HttpReply:
    """An answer: its body as pieces, each with the seconds to wait before it. `raw` is sent in place of everything, as
    it is, by something that is no HTTP server, or an older one. An answer with a `stream` has `raw` for its head and
    goes on, every `every_s` seconds, until the source ends."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pieces: tuple[tuple[float, bytes], ...] = ()
    raw: bytes = b""
    stream: Source | None = None
    every_s: float = 1.0


def reply(body: bytes, content_type: str, *, status: int = 200, after: float = 0.0) -> HttpReply:
    """An answer in one piece, `after` seconds."""
    return HttpReply(status, MappingProxyType({"Content-Type": content_type}), ((after, body),))


Handler = Callable[[HttpRequest], HttpReply | None]
"""None: no answer comes."""


class HttpConnection:
    """One connection of a client; a peer of its wire."""

    def __init__(self, wire: Wire, handler: Handler) -> None:
        self._wire = wire
        self._handler = handler
        self._talk = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = bytearray()

    def attach(self, wire: Wire) -> None:
        self._wire = wire

    def received(self, data: bytes) -> None:
        if self._talk.their_state in (h11.ERROR, h11.CLOSED):
            return
        try:
            self._talk.receive_data(data)
            while (event := self._talk.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                if isinstance(event, h11.ConnectionClosed):
                    return
                self._take(event)
        except h11.RemoteProtocolError as error:
            self._refuse(error.error_status_hint)

    def _take(self, event: Any) -> None:
        if isinstance(event, h11.Request):
            self._request = event
            self._body.clear()
            if self._talk.they_are_waiting_for_100_continue:
                self._send(0.0, h11.InformationalResponse(status_code=100, headers=[]))
        elif isinstance(event, h11.Data):
            self._body += event.data
            if len(self._body) > MOST_BODY_BYTES:
                raise h11.RemoteProtocolError("too large", error_status_hint=413)
        elif isinstance(event, h11.EndOfMessage) and self._request is not None:
            self._answer(self._request)

    def _answer(self, asked: h11.Request) -> None:
        names = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in asked.headers}
        target = asked.target.decode("latin-1")
        given = self._handler(HttpRequest(asked.method.decode("ascii"), target, names, bytes(self._body)))
        if given is None:
            return
        if given.raw:
            self._wire.send(given.raw, THINKING_S)
            if given.stream is None:
                self._wire.hang_up(THINKING_S)
            else:
                self._wire.repeat(given.every_s, given.stream)
            return
        length = sum(len(data) for _, data in given.pieces)
        lines = [*given.headers.items(), ("Content-Length", str(length))]
        after = given.pieces[0][0] if given.pieces else 0.0
        self._send(after, h11.Response(status_code=given.status, headers=lines))
        # The answer to HEAD has the headers of one to GET, and no body.
        for number, (pause, data) in enumerate(given.pieces if asked.method != b"HEAD" else ()):
            after += pause if number else 0.0
            self._send(after, h11.Data(data=data))
        self._send(after, h11.EndOfMessage())
        if self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE:
            self._talk.start_next_cycle()
        else:
            self._wire.hang_up(after + THINKING_S)

    def _refuse(self, status: int) -> None:
        """Answer what is no request, as far as that is still possible, and end the connection."""
        if self._talk.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._send(
                0.0, h11.Response(status_code=status, headers=[("Content-Length", "0"), ("Connection", "close")])
            )
            self._send(0.0, h11.EndOfMessage())
        self._wire.hang_up(THINKING_S)

    def _send(self, after: float, event: Any) -> None:
        data = self._talk.send(event)
        if data:
            self._wire.send(data, after + THINKING_S)


class HttpSimulator(SimulatedDevice, ABC):
    """Base of simulated devices that speak HTTP. `_answer` is called with each whole request."""

    _only: Peer | None = None
    """The connection of a wire that knows no connections."""

    def connection(self, wire: Wire) -> Peer:
        return HttpConnection(wire, self._answer)

    def received(self, data: bytes) -> None:
        self._only = self._only or self.connection(self._wire)
        self._only.received(data)

    @abstractmethod
    def _answer(self, asked: HttpRequest) -> HttpReply | None:
        """Return the reply to a request; None to say nothing."""
