"""A TCP server that answers one HTTP request with given bytes."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import PlatformFailure
from tests.contracts.test_platform_gateway import REPORT

Respond = Callable[[socket.socket], None]

HEARTBEAT = b'{"server_time":"2026-11-24T01:02:03Z","catalogue_version":"1"}'


def answer(body: bytes = HEARTBEAT, status: str = "200 OK", kind: str = "application/json", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def receive_some(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError
    return piece


def read_request(connection: socket.socket) -> bytes:
    """Read a complete request; return its head. Closing with unread data sends RST, which may discard the answer."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += receive_some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)|$", head)[1] or 0)  # type: ignore[index]
    while len(body) < length:
        body += receive_some(connection)
    return head


@contextmanager
def server(respond: Respond, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that reads one request and calls `respond`; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            raw, _ = listener.accept()
            with raw if context is None else context.wrap_socket(raw, server_side=True) as connection:
                read_request(connection)
                respond(connection)
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(10)


def slow_response(data: bytes, stop: threading.Event) -> Respond:
    def respond(connection: socket.socket) -> None:
        for byte in data:
            if stop.wait(0.02):
                return
            connection.sendall(bytes([byte]))

    return respond


def failure_of(gateway: HttpGateway, wait: Wait) -> PlatformFailure:
    with pytest.raises(PlatformFailure) as caught:
        gateway.heartbeat(REPORT, wait)
    return caught.value
