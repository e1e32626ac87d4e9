"""The client against lines and servers no platform would be: raw sockets that say what a test wants said."""

from __future__ import annotations

import gc
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices import Cancelled, FakeClock, SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY, Gateways
from tests.sandbox_process import ITEM_ID, TERMINAL, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
Say = Callable[[socket.socket], None]
HEARTBEAT = b'{"server_time":"2026-11-24T01:02:03Z","catalogue_version":"1"}'


def answer(body: bytes = HEARTBEAT, status: str = "200 OK", kind: str = "application/json", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def some(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError
    return piece


def take_in(connection: socket.socket) -> bytes:
    """The whole request: who closes with something unread resets the line, and the answer may be lost with it."""
    taken = b""
    while b"\r\n\r\n" not in taken:
        taken += some(connection)
    head, _, body = taken.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)|$", head)[1] or 0)  # type: ignore[index]
    while len(body) < length:
        body += some(connection)
    return head


@contextmanager
def server(say: Say, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """One connection, one thread: takes the request in, then `say`s its piece. Gives the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            raw, _ = listening.accept()
            with raw if context is None else context.wrap_socket(raw, server_side=True) as connection:
                take_in(connection)
                say(connection)
        except OSError:
            return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(10)


def dripping(data: bytes, stop: threading.Event) -> Say:
    def say(connection: socket.socket) -> None:
        for byte in data:
            if stop.wait(0.02):
                return
            connection.sendall(bytes([byte]))

    return say


def trouble_of(gateway: HttpGateway, wait: Wait) -> PlatformFailure:
    with pytest.raises(PlatformFailure) as caught:
        gateway.heartbeat(REPORT, wait)
    return caught.value


TEN_GIGABYTES = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "kind", "reason"),
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
        (answer(b'{"type":"suspended"}', "422 No", "application/problem+json"), FailureKind.REFUSED, "other"),
        (answer(b'{"type":7}', "422 No", "application/problem+json"), FailureKind.NOT_THE_PLATFORM, ""),
    ],
)
def test_garbage_is_named(said: bytes, kind: FailureKind, reason: str, gateways: Gateways, soon: Soon) -> None:
    with server(lambda connection: connection.sendall(said)) as port:
        trouble = trouble_of(gateways(f"http://127.0.0.1:{port}"), soon(5))
    assert (trouble.kind, trouble.reason) == (kind, reason)


def test_a_rest_is_believed_but_never_for_longer_than_a_day(gateways: Gateways, soon: Soon) -> None:
    said = answer(b"", "429 Slow down", more="Retry-After: 999999999\r\n")
    with server(lambda connection: connection.sendall(said)) as port:
        assert trouble_of(gateways(f"http://127.0.0.1:{port}"), soon(5)).retry_after == 86_400


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500, answer(b" " * 500)])
def test_an_endless_trickle_ends_at_the_deadline(data: bytes, gateways: Gateways, soon: Soon) -> None:
    stop, clock = threading.Event(), SystemClock()
    with server(dripping(data, stop)) as port:
        began = clock.monotonic()
        assert trouble_of(gateways(f"http://127.0.0.1:{port}"), soon(0.3)).kind is FailureKind.SLOW
        assert clock.monotonic() - began < 0.6
        stop.set()


def test_real_time_is_bounded_where_the_programs_clock_stands_still(gateways: Gateways) -> None:
    stop, still = threading.Event(), FakeClock()
    with server(dripping(answer(b" " * 500), stop)) as port:
        gateway = gateways(f"http://127.0.0.1:{port}", clock=still, at_most_s=0.2)
        assert trouble_of(gateway, Wait(still, None)).kind is FailureKind.SLOW
        stop.set()


def test_nobody_at_home_is_offline(gateways: Gateways, soon: Soon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert trouble_of(gateways(f"http://127.0.0.1:{port}"), soon(5)).kind is FailureKind.OFFLINE


def test_a_host_that_swallows_every_knock_is_left_when_cancelled(gateways: Gateways) -> None:
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
            trouble_of(gateways(f"http://127.0.0.1:{deaf.getsockname()[1]}"), Wait(clock, 0.2)).kind is FailureKind.SLOW
        )
        for one in knocking:
            one.close()


def test_a_name_nobody_knows_is_offline(gateways: Gateways, soon: Soon) -> None:
    assert trouble_of(gateways("https://platform.invalid"), soon(5)).kind is FailureKind.OFFLINE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key, in one file."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Yike test")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.KeyUsage(True, False, False, False, False, True, False, False, False), True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


def tls_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_tls_with_its_own_ca_is_served(certificate: Path, gateways: Gateways, soon: Soon) -> None:
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        gateway = gateways(f"https://127.0.0.1:{port}", ca_file=certificate)
        assert gateway.heartbeat(REPORT, soon(5)).catalogue_version == "1"


def test_a_trickle_inside_tls_ends_at_the_deadline(certificate: Path, gateways: Gateways, soon: Soon) -> None:
    stop, clock = threading.Event(), SystemClock()
    with server(dripping(answer(b" " * 500), stop), tls_server(certificate)) as port:
        gateway = gateways(f"https://127.0.0.1:{port}", ca_file=certificate)
        began = clock.monotonic()
        assert trouble_of(gateway, soon(0.5)).kind is FailureKind.SLOW
        assert clock.monotonic() - began < 0.9
        stop.set()


def test_a_strangers_certificate_is_not_the_platform(certificate: Path, gateways: Gateways, soon: Soon) -> None:
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        trouble = trouble_of(gateways(f"https://127.0.0.1:{port}"), soon(5))
    assert (trouble.kind, trouble.reason) == (FailureKind.NOT_THE_PLATFORM, "tls")


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


def test_an_id_that_is_none_never_reaches_a_url(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    case = replace(sealed_case(sandbox.keys()), case_id="../ratings/a b")
    with pytest.raises(PlatformFailure) as caught:
        gateway.put_case(case, soon(5))
    assert (caught.value.kind, caught.value.reason) == (FailureKind.REFUSED, "malformed")
    with pytest.raises(PlatformFailure):
        gateway.put_rating(replace(RATING, rating_id="x?y"), soon(5))


def test_no_personal_value_stands_in_trouble_question_or_answer(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    question = Question(
        "code.send", ITEM_ID, "v", "p", {"number": "990101195003070010", "name": "某人"}, {"code": "123"}
    )
    with pytest.raises(PlatformFailure) as caught:
        gateway.ask(question, soon(5))
    for text in (repr(question), str(caught.value), repr(caught.value)):
        assert "990101" not in text
        assert "某人" not in text


def test_what_is_sent_says_the_build_and_asks_for_nothing_packed(gateways: Gateways, soon: Soon) -> None:
    seen: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            seen.append(take_in(connection))
            connection.sendall(answer())

    thread = threading.Thread(target=serve)
    thread.start()
    gateways(f"http://127.0.0.1:{listening.getsockname()[1]}", build="7.1").heartbeat(REPORT, soon(5))
    thread.join(10)
    listening.close()
    (head,) = seen
    assert b"User-Agent: yike/7.1" in head
    assert b"Accept-Encoding: identity" in head
    assert b"Cookie" not in head


def test_a_wrong_clock_is_healed_within_the_call(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 7200})
    assert gateway.catalogue("test-1", soon(5)) is None
    assert 7100 < gateway.clock_offset_s < 7300


def test_a_closed_gateway_lets_go_of_its_connections(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.catalogue("test-1", soon(5))
    gateway.close()
    gateway.close()
    assert gateway.catalogue("test-1", soon(5)) is None


def test_a_closed_gateway_lets_go_of_its_connection_after_a_trouble_too(gateways: Gateways, soon: Soon) -> None:
    """A trouble leaves objects that only the garbage collector would end; nobody waits for it here."""
    let_go: list[bool] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        first, _ = listening.accept()
        with first:
            take_in(first)
        second, _ = listening.accept()
        with second:
            take_in(second)
            second.sendall(answer())
            second.settimeout(5)
            let_go.append(second.recv(1) == b"")

    thread = threading.Thread(target=serve)
    gc.disable()
    try:
        thread.start()
        gateway = gateways(f"http://127.0.0.1:{listening.getsockname()[1]}")
        assert trouble_of(gateway, soon(5)).kind is FailureKind.OFFLINE
        assert gateway.heartbeat(REPORT, soon(5)).catalogue_version == "1"
        gateway.close()
        thread.join(10)
    finally:
        gc.enable()
        listening.close()
    assert let_go == [True]
