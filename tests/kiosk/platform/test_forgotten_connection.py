"""A firewall drops an idle connection silently; the next request must succeed.

After the firewall's entry has expired, packets of the connection are dropped without FIN or RST; new connections work.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from devices import FakeClock, SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.keys import pins
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.raw_server import answer, read_request
from tests.sandbox_process import TERMINAL

LONGEST_S = 0.4
"""Limit of a request in real seconds."""
IDLE_S = 40.0
"""Firewall entries expire after 60 to 350 seconds; an idle limit of 30 leaves a margin."""


@contextmanager
def forgetful_firewall() -> Iterator[tuple[str, list[int]]]:
    """A server that answers one request per connection; yields its address and the number of answers by connection."""
    answered: list[int] = []

    def serve(connection: socket.socket, parse_number: int) -> None:
        with contextlib.suppress(OSError), connection:
            read_request(connection)
            answered[parse_number] += 1
            connection.sendall(answer())
            while connection.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    answered.append(0)
                    threading.Thread(target=serve, args=(connection, len(answered) - 1), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", answered
        listener.shutdown(socket.SHUT_RDWR)


def gateway_after_first_request(clock: FakeClock, address: str) -> HttpGateway:
    """Return a gateway after its first, successful request."""
    gateway = HttpGateway(address, TERMINAL, TerminalKey(bytes(range(32))), pins(), clock, real_clock=clock)
    assert gateway.heartbeat(REPORT, Wait(SystemClock(), 5)).catalogue_version == "1"
    return gateway


def test_the_first_request_is_answered() -> None:
    with forgetful_firewall() as (address, answered):
        gateway_after_first_request(FakeClock(), address).close()
        assert answered == [1]


def test_a_request_after_an_idle_period_uses_a_new_connection() -> None:
    clock = FakeClock()
    with forgetful_firewall() as (address, answered):
        gateway = gateway_after_first_request(clock, address)
        clock.move(IDLE_S)
        try:
            gateway.heartbeat(REPORT, Wait(SystemClock(), LONGEST_S))
        finally:
            gateway.close()
        assert answered == [1, 1]
