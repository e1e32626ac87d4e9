"""A connection closed during the TLS handshake is a connection failure: no certificate was received yet.

Middleboxes, overloaded load balancers and weak mobile links close or reset a connection after the ClientHello.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import MappingProxyType

import pytest

from devices import SystemClock, Wait
from kiosk.outbox.states import BreakerEffect, EntryState, rule_for
from kiosk.outbox.status import REASONS
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.keys import pins
from tests.contracts.test_platform_gateway import REPORT
from tests.sandbox_process import TERMINAL

CLOSE_NOTIFY = bytes.fromhex("15030300020100")
"""The alert close_notify (RFC 8446, section 6.1)."""
PROTOCOL_VERSION = bytes.fromhex("15030300020246")
"""The fatal alert protocol_version (RFC 8446, section 6.2)."""
PARTIAL_SERVER_HELLO = bytes.fromhex("160303007a")
"""The record header of a ServerHello without its body."""
INTERRUPTIONS: Mapping[str, bytes] = MappingProxyType(
    {"closed": b"", "closed in the answer": PARTIAL_SERVER_HELLO, "closed in order": CLOSE_NOTIFY}
)
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with zero timeout: closing sends RST."""


@contextmanager
def interrupting_server(reply: bytes, *, reset: bool = False) -> Iterator[str]:
    """A server that answers a ClientHello with these bytes and closes the connection; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(reply)
                    if reset:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        server.join(2)


def failure_at(address: str) -> PlatformFailure:
    gateway = HttpGateway(address, TERMINAL, TerminalKey(bytes(range(32))), pins(), SystemClock())
    with pytest.raises(PlatformFailure) as caught:
        gateway.heartbeat(REPORT, Wait(SystemClock(), 2))
    gateway.close()
    return caught.value


def is_connection_failure(failure: PlatformFailure) -> bool:
    """Return whether the case waits, the connection pauses, and the advice does not name a certificate."""
    means, word = rule_for(failure), failure.reason or failure.kind.value
    found = (failure.kind, means.entry, means.breaker, "certificate" in REASONS.get(word, ""))
    return found == (FailureKind.OFFLINE, EntryState.WAITING, BreakerEffect.BACK_OFF, False)


@pytest.mark.parametrize("how", INTERRUPTIONS)
def test_a_closed_handshake_is_a_connection_failure(how: str) -> None:
    with interrupting_server(INTERRUPTIONS[how]) as address:
        assert is_connection_failure(failure_at(address))


def test_a_reset_handshake_is_a_connection_failure() -> None:
    with interrupting_server(b"", reset=True) as address:
        assert is_connection_failure(failure_at(address))


def test_incompatible_tls_versions_are_no_connection_failure() -> None:
    with interrupting_server(PROTOCOL_VERSION) as address:
        failure = failure_at(address)
    assert (failure.kind, failure.reason) == (FailureKind.NOT_THE_PLATFORM, "tls")
