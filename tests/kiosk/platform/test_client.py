"""The client against faulty connections and servers, simulated by raw sockets."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from devices import Cancelled, FakeClock, SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY, Gateways
from tests.kiosk.platform.raw_server import answer, failure_of, read_request, server, slow_response
from tests.sandbox_process import ITEM_ID, TERMINAL, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]


INTERIM = b"HTTP/1.1 102 Processing\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
BLANK = b'{"type":"about:blank","title":"Forbidden"}'
"""The problem document of a firewall on the way (RFC 9457, section 4.2.1)."""
TEN_GIGABYTES = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"", FailureKind.OFFLINE, ""),
        (b"SSH-2.0-OpenSSH_9\r\n", FailureKind.OFFLINE, ""),
        (b"\x00\xff" * 200, FailureKind.OFFLINE, ""),
        (answer(b"{"), FailureKind.BROKEN, "contract"),
        (answer(b"[]"), FailureKind.BROKEN, "contract"),
        (answer(b"\xff\xfe"), FailureKind.BROKEN, "contract"),
        (answer(b'{"server_time":"yesterday","catalogue_version":"1"}'), FailureKind.BROKEN, "contract"),
        (answer(b"[" * 100_000), FailureKind.BROKEN, "contract"),
        (answer(b'{"a":' * 40_000), FailureKind.BROKEN, "contract"),
        (answer(b'{"server_time":' + b"9" * 200_000 + b"}"), FailureKind.BROKEN, "contract"),
        (answer(b"{" + b",".join(b'"%d":0' % n for n in range(20_000)) + b"}"), FailureKind.BROKEN, "contract"),
        (answer(b"{" * 300_000), FailureKind.BROKEN, "too-large"),
        (TEN_GIGABYTES + b" " * 300_000, FailureKind.BROKEN, "too-large"),
        (answer(b"", "204 No Content"), FailureKind.NOT_THE_PLATFORM, "content-type"),
        (answer(b"", "304 Not Modified"), FailureKind.NOT_THE_PLATFORM, "redirect"),
        (answer(b"<p>", "403 Forbidden", "text/html"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(b"<p>", "404 Not Found", "text/html"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(b"<p>", "511 Network Authentication Required", "text/html"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(b"<p>", "502 Bad Gateway", "text/html"), FailureKind.OFFLINE, ""),
        (answer(b"<p>", "500 Broken", "text/html"), FailureKind.BROKEN, ""),
        (answer(b"<p>", "503 Later", "text/html", "Retry-After: soon\r\n"), FailureKind.BUSY, ""),
        (answer(more="Content-Encoding: gzip\r\n"), FailureKind.NOT_THE_PLATFORM, "encoding"),
        (
            answer(b'{"type":"urn:yike:problem:suspended"}', "403 No", "application/problem+json"),
            FailureKind.IDENTITY,
            "suspended",
        ),
        (
            answer(b'{"type":"urn:yike:problem:from-a-later-version"}', "422 No", "application/problem+json"),
            FailureKind.REFUSED,
            "other",
        ),
        (answer(b'{"type":"suspended"}', "422 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(BLANK, "403 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(BLANK, "413 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(BLANK, "503 Later", "application/problem+json"), FailureKind.BUSY, ""),
        (answer(b"", "413 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
        (answer(b'{"type":7}', "422 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
    ],
)
def test_an_invalid_reply_is_classified(
    content: bytes, kind: FailureKind, reason: str, gateways: Gateways, make_wait: MakeWait
) -> None:
    with server(lambda connection: connection.sendall(content)) as port:
        failure = failure_of(gateways(f"http://127.0.0.1:{port}"), make_wait(5))
    assert (failure.kind, failure.reason) == (kind, reason)


BUSY = b'{"type":"urn:yike:problem:busy"}'


@pytest.mark.parametrize(
    ("body", "kind", "most"),
    [
        (BUSY, "application/problem+json", 86_400),
        (b"<p>", "text/html", 900),
        (b"", "application/json", 900),
        (BLANK, "application/problem+json", 900),
    ],
    ids=["the platform's own", "a page", "nothing", "another's problem"],
)
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 999999999", 1e9),
        ("Retry-After: 60", 60),
        ("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT", 60),
        ("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Mon, 07 Nov 2094 08:49:37 GMT", 1e9),
        ("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Retry-After: Mon, 07 Nov 9999 08:49:37 GMT", 1e9),
    ],
)
def test_retry_after_is_read_in_both_forms_and_believed_for_a_day_only_from_the_platform(
    body: bytes, kind: str, most: int, header: str, seconds: float, gateways: Gateways, make_wait: MakeWait
) -> None:
    content = answer(body, "503 Later", kind, f"{header}\r\n")
    with server(lambda connection: connection.sendall(content)) as port:
        failure = failure_of(gateways(f"http://127.0.0.1:{port}"), make_wait(5))
    assert failure.retry_after == min(seconds, most)


@pytest.mark.parametrize("text", ["soon", "-5", "", "1e9", "Sun, 99 Nov 1994 08:49:37 GMT", "a" * 5000, "\u0663"])
def test_a_retry_after_that_cannot_be_read_is_none(text: str, gateways: Gateways, make_wait: MakeWait) -> None:
    content = answer(b"<p>", "503 Later", "text/html", f"Retry-After: {text}\r\n")
    with server(lambda connection: connection.sendall(content)) as port:
        assert failure_of(gateways(f"http://127.0.0.1:{port}"), make_wait(5)).retry_after is None


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500, answer(b" " * 500)])
def test_an_endless_trickle_ends_at_the_deadline(data: bytes, gateways: Gateways, make_wait: MakeWait) -> None:
    stop, clock = threading.Event(), SystemClock()
    with server(slow_response(data, stop)) as port:
        began = clock.monotonic()
        assert failure_of(gateways(f"http://127.0.0.1:{port}"), make_wait(0.3)).kind is FailureKind.SLOW
        assert clock.monotonic() - began < 0.6
        stop.set()


def test_a_call_is_limited_in_real_time_if_the_programs_clock_does_not_advance(gateways: Gateways) -> None:
    stop, still = threading.Event(), FakeClock()
    with server(slow_response(answer(b" " * 500), stop)) as port:
        gateway = gateways(f"http://127.0.0.1:{port}", clock=still, at_most_s=0.2)
        assert failure_of(gateway, Wait(still, None)).kind is FailureKind.SLOW
        stop.set()


def test_a_refused_connection_is_offline(gateways: Gateways, make_wait: MakeWait) -> None:
    with socket.create_server(("127.0.0.1", 0)) as received:
        port = received.getsockname()[1]
    assert failure_of(gateways(f"http://127.0.0.1:{port}"), make_wait(5)).kind is FailureKind.OFFLINE


def test_connecting_to_an_unresponsive_host_can_be_cancelled(gateways: Gateways) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        knocking = [socket.socket() for _ in range(4)]
        for one in knocking:
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        clock = SystemClock()
        wait, began = Wait(clock, 30), clock.monotonic()
        threading.Timer(0.1, wait.cancel).start()
        with pytest.raises(Cancelled):
            gateways(f"http://127.0.0.1:{deaf.getsockname()[1]}").heartbeat(REPORT, wait)
        assert clock.monotonic() - began < 0.5
        assert (
            failure_of(gateways(f"http://127.0.0.1:{deaf.getsockname()[1]}"), Wait(clock, 0.2)).kind is FailureKind.SLOW
        )
        for one in knocking:
            one.close()


def test_an_unknown_host_name_is_offline(gateways: Gateways, make_wait: MakeWait) -> None:
    assert failure_of(gateways("https://platform.invalid"), make_wait(10)).kind is FailureKind.OFFLINE


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.example",
        "ftp://127.0.0.1",
        "https://",
        "127.0.0.1:8790",
        "https://user:word@platform.example",
        "https://platform.example/?a=1",
        "",
    ],
)
def test_an_unsafe_address_is_refused_at_the_start(address: str, sandbox: SandboxProcess) -> None:
    with pytest.raises(ValueError):
        HttpGateway(address, TERMINAL, KEY, sandbox.keys(), SystemClock())


def test_an_invalid_id_is_never_put_into_a_url(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = replace(sealed_case(sandbox.keys()), case_id="../ratings/a b")
    with pytest.raises(PlatformFailure) as caught:
        gateway.put_case(case, make_wait(5))
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "malformed")
    with pytest.raises(PlatformFailure):
        gateway.put_rating(replace(RATING, rating_id="x?y"), make_wait(5))


def test_failures_and_questions_show_no_personal_data(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    question = Question(
        "code.send", ITEM_ID, "v", "p", {"number": "990101195003070010", "name": "某人"}, {"code": "123"}
    )
    with pytest.raises(PlatformFailure) as caught:
        gateway.ask(question, make_wait(5))
    for text in (repr(question), str(caught.value), repr(caught.value)):
        assert "990101" not in text
        assert "某人" not in text


def test_requests_name_the_build_and_accept_no_compression(gateways: Gateways, make_wait: MakeWait) -> None:
    seen: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            seen.append(read_request(connection))
            connection.sendall(answer())

    thread = threading.Thread(target=serve)
    thread.start()
    gateways(f"http://127.0.0.1:{listener.getsockname()[1]}", build="7.1").heartbeat(REPORT, make_wait(5))
    thread.join(10)
    listener.close()
    (head,) = seen
    assert b"User-Agent: yike/7.1" in head
    assert b"Accept-Encoding: identity" in head
    assert b"Cookie" not in head


def test_a_wrong_clock_is_corrected_within_the_call(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 7200})
    assert gateway.catalogue("test-1", make_wait(5)) is None
    assert 7100 < gateway.clock_offset_s < 7300


def test_a_closed_gateway_closes_its_connections(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    gateway.catalogue("test-1", make_wait(5))
    gateway.close()
    gateway.close()
    assert gateway.catalogue("test-1", make_wait(5)) is None


def test_a_closed_gateway_closes_its_connection_after_a_failure(gateways: Gateways, make_wait: MakeWait) -> None:
    """Garbage collection is disabled, because it would close sockets left open after a failure."""
    let_go: list[bool] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        first, _ = listener.accept()
        with first:
            read_request(first)
        second, _ = listener.accept()
        with second:
            read_request(second)
            second.sendall(answer())
            second.settimeout(5)
            let_go.append(second.recv(1) == b"")

    thread = threading.Thread(target=serve)
    gc.disable()
    try:
        thread.start()
        gateway = gateways(f"http://127.0.0.1:{listener.getsockname()[1]}")
        assert failure_of(gateway, make_wait(5)).kind is FailureKind.OFFLINE
        assert gateway.heartbeat(REPORT, make_wait(5)).catalogue_version == "1"
        gateway.close()
        thread.join(10)
    finally:
        gc.enable()
        listener.close()
    assert let_go == [True]


def test_interim_answers_are_no_answer(gateways: Gateways, make_wait: MakeWait) -> None:
    with server(lambda connection: connection.sendall(b"".join((*INTERIM, *INTERIM)) + answer())) as port:
        assert gateways(f"http://127.0.0.1:{port}").heartbeat(REPORT, make_wait(5)).catalogue_version == "1"
