"""A firewall drops an idle connection silently; the next question must be answered all the same.

After its entry has run out what comes on that connection is dropped, without FIN or RST; new connections are served.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from devices import FakeClock, SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.keys import pins
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.test_client import answer, take_in
from tests.sandbox_process import TERMINAL

LONGEST_S = 0.4
"""Real seconds that a question may take here."""
IDLE_S = 40.0
"""Firewalls forget after 60 to 350 seconds; a limit of 30 leaves room."""


@contextmanager
def forgetful() -> Iterator[tuple[str, list[int]]]:
    """A platform behind such a firewall: every connection is answered once. Gives the address, and the number of
    answers on each connection."""
    answered: list[int] = []

    def serve(near: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), near:
            take_in(near)
            answered[number] += 1
            near.sendall(answer())
            while near.recv(65536):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _ = listener.accept()
                    answered.append(0)
                    threading.Thread(target=serve, args=(near, len(answered) - 1), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", answered
        listener.shutdown(socket.SHUT_RDWR)


def asked(clock: FakeClock, address: str) -> HttpGateway:
    """A gateway whose first question was answered."""
    gateway = HttpGateway(address, TERMINAL, TerminalKey(bytes(range(32))), pins(), clock, machine=clock)
    assert gateway.heartbeat(REPORT, Wait(SystemClock(), 5)).catalogue_version == "1"
    return gateway


def test_the_first_question_is_answered() -> None:
    with forgetful() as (address, answered):
        asked(FakeClock(), address).close()
        assert answered == [1]


@pytest.mark.xfail(
    strict=True,
    raises=PlatformFailure,
    reason="a connection is used whatever its idle age: the question is lost on it and ends `slow` after its deadline",
)
def test_a_question_after_a_rest_is_answered_on_a_new_connection() -> None:
    clock = FakeClock()
    with forgetful() as (address, answered):
        gateway = asked(clock, address)
        clock.move(IDLE_S)
        try:
            gateway.heartbeat(REPORT, Wait(SystemClock(), LONGEST_S))
        finally:
            gateway.close()
        assert answered == [1, 1]
