"""A 503 with a Retry-After of one day must not delay any case for a day.

Any gateway on the way can send it, for example under maintenance, so it must be respected for minutes only.
"""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from devices import FakeClock, SystemClock, Wait
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.status import format_status, status_of
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import UNLIMITED_ADMISSION, FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.sandbox.keys import pins
from kiosk.platform.wire_types import HeldCase, SealedCase
from tests.kiosk.outbox.cases import case
from tests.kiosk.outbox.test_courier import Reply, Scripted, accepts, courier, fails
from tests.sandbox_process import TERMINAL, sealed_case

HEARTBEAT_S = 60
DAY = "86400"
ANSWERS = {
    "a gateway's page": ("text/html", b"<p>Maintenance"),
    "a problem document": ("application/problem+json", b'{"type":"urn:yike:problem:busy"}'),
}
"""Sender → media type and body of the 503."""


def failure_of(kind: str, body: bytes) -> PlatformFailure:
    """Return the failure that the real gateway reports for such an answer, over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            near, _ = listening.accept()
            with near:
                near.settimeout(2)
                taken = b""
                while not taken.endswith(b"}"):
                    taken += near.recv(65536)
                head = f"HTTP/1.1 503 Service Unavailable\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                near.sendall(head.encode() + f"Retry-After: {DAY}\r\n\r\n".encode() + body)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        gateway = HttpGateway(address, TERMINAL, TerminalKey(bytes(range(32))), pins(), SystemClock())
        with pytest.raises(PlatformFailure) as caught:
            gateway.put_case(sealed_case(pins()), Wait(SystemClock(), 2))
        gateway.close()
        server.join(2)
    return caught.value


@pytest.mark.parametrize("said", ANSWERS)
def test_a_503_counts_as_busy(said: str) -> None:
    assert failure_of(*ANSWERS[said]).kind is FailureKind.BUSY


def fail_once(failure: PlatformFailure) -> Reply:
    """Return replies that fail for the first case and accept everything afterwards."""
    said: list[str] = []

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        if not said:
            said.append(sealed.case_id)
            raise failure
        return accepts(sealed, number)

    return reply


def hours(clock: FakeClock, made: Courier, number: float) -> None:
    """Let hours pass, with a successful heartbeat every minute."""
    for _ in range(int(number * 3600 / HEARTBEAT_S)):
        clock.advance(HEARTBEAT_S)
        made.record_admission(UNLIMITED_ADMISSION)


@pytest.mark.parametrize("said", ANSWERS)
def test_after_one_503_the_case_is_handed_over_within_two_hours(said: str, tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fail_once(failure_of(*ANSWERS[said])))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("first")])
        made.nudge()
        hours(clock, made, 2)
        assert gateway.accepted == ["first"]


@pytest.mark.parametrize("said", ANSWERS)
def test_after_one_503_the_next_citizens_case_is_handed_over_within_the_hour(said: str, tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fail_once(failure_of(*ANSWERS[said])))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("first")])
        made.nudge()
        hours(clock, made, 0.2)
        outbox.keep([case("second")])
        made.nudge()
        hours(clock, made, 1)
        assert "second" in gateway.accepted


def lines(outbox: Outbox) -> list[str]:
    return list(format_status(status_of(outbox)))


def test_the_status_shows_how_long_the_platform_asked_to_rest(tmp_path: Path) -> None:
    said = []
    for rest in (None, 3600.0):
        clock = FakeClock()
        with courier(tmp_path / str(rest), clock, Scripted(clock, fails(FailureKind.BUSY, "busy", rest))) as (
            outbox,
            made,
            _,
        ):
            outbox.keep([case("first")])
            made.nudge()
            clock.settle()
            said.append(lines(outbox))
    assert said[0] != said[1]
