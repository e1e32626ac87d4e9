"""A line that breaks while TLS is agreed is a broken line: no certificate was seen, so none can be bad.

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
"""A TLS alert that ends the connection in order (RFC 8446, section 6.1)."""
PROTOCOL_VERSION = bytes.fromhex("15030300020246")
"""A fatal alert: the versions do not meet."""
BEGUN = bytes.fromhex("160303007a")
"""The head of a ServerHello whose body never comes."""
CUTS: Mapping[str, bytes] = MappingProxyType(
    {"closed": b"", "closed in the answer": BEGUN, "closed in order": CLOSE_NOTIFY}
)
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of nothing: closing resets."""


@contextmanager
def cut(said: bytes, *, reset: bool = False) -> Iterator[str]:
    """A server that says this to a ClientHello and ends the connection. Gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                near, _ = listener.accept()
                with near:
                    near.recv(65536)
                    near.sendall(said)
                    if reset:
                        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        server.join(2)


def trouble_at(address: str) -> PlatformFailure:
    gateway = HttpGateway(address, TERMINAL, TerminalKey(bytes(range(32))), pins(), SystemClock())
    with pytest.raises(PlatformFailure) as caught:
        gateway.heartbeat(REPORT, Wait(SystemClock(), 2))
    gateway.close()
    return caught.value


def is_a_broken_line(trouble: PlatformFailure) -> bool:
    """Return whether the case waits, the line rests, and the advice does not blame a certificate."""
    means, word = rule_for(trouble), trouble.reason or trouble.kind.value
    found = (trouble.kind, means.entry, means.breaker, "certificate" in REASONS.get(word, ""))
    return found == (FailureKind.OFFLINE, EntryState.WAITING, BreakerEffect.BACK_OFF, False)


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="any error of the TLS library counts as a bad certificate: the case is held and the line stops",
)
@pytest.mark.parametrize("how", CUTS)
def test_a_handshake_that_is_cut_off_is_a_broken_line(how: str) -> None:
    with cut(CUTS[how]) as address:
        assert is_a_broken_line(trouble_at(address))


def test_a_handshake_that_is_reset_is_a_broken_line() -> None:
    with cut(b"", reset=True) as address:
        assert is_a_broken_line(trouble_at(address))


def test_versions_that_do_not_meet_are_no_broken_line() -> None:
    with cut(PROTOCOL_VERSION) as address:
        trouble = trouble_at(address)
    assert (trouble.kind, trouble.reason) == (FailureKind.NOT_THE_PLATFORM, "tls")
