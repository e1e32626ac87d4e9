"""The enveloped gateway against faulty servers, and against refusals of a provincial gateway."""

from __future__ import annotations

import json
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from devices import Cancelled, SystemClock, Wait
from kiosk.platform.envelope_codes import CODE_CLOCK_SKEW, CODE_OK, CODES
from kiosk.platform.enveloped import EnvelopedGateway
from kiosk.platform.exchange import kind_of_status
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.records import PROBLEMS
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.case_receipts import receipt_token
from kiosk.platform.sandbox.problems import TABLE
from tests.contracts.provincial import CODE_OF, UNREACHABLE, ProvincialGateway
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.raw_server import Respond, answer, server, slow_response
from tests.sandbox_process import TERMINAL, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
MakeGateway = Callable[..., EnvelopedGateway]
LOGIN_PAGE = answer("<!doctype html><title>请登录</title>".encode(), kind="text/html; charset=utf-8")
HEARTBEAT_ANSWER = {"server_time": "2026-11-24T01:02:03Z", "catalogue_version": "1"}


@pytest.fixture
def make_gateway() -> Iterator[MakeGateway]:
    """Create gateways and close them after the test."""
    made: list[EnvelopedGateway] = []

    def make(url: str, key: TerminalKey = KEY) -> EnvelopedGateway:
        made.append(EnvelopedGateway(url, TERMINAL, key, keys.pins(), SystemClock(), build="7.1"))
        return made[-1]

    yield make
    for gateway in made:
        gateway.close()


@pytest.fixture(scope="module")
def province(shared_sandbox: SandboxProcess) -> Iterator[ProvincialGateway]:
    with ProvincialGateway(shared_sandbox.url, TERMINAL, KEY) as opened:
        yield opened


def answer_envelope(code: Any, data: Any = None) -> bytes:
    return answer(json.dumps({"code": code, "message": "说明", "data": data}, ensure_ascii=False).encode())


def respond_with(content: bytes) -> Respond:
    return lambda connection: connection.sendall(content)


def failure_of(act: Callable[[], object]) -> tuple[FailureKind, str]:
    with pytest.raises(PlatformFailure) as caught:
        act()
    return caught.value.kind, caught.value.reason


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (LOGIN_PAGE, FailureKind.NOT_THE_PLATFORM, "content-type"),
        (answer_envelope("99999"), FailureKind.BROKEN, "other"),
        (answer_envelope(""), FailureKind.BROKEN, "other"),
        (answer_envelope(0, HEARTBEAT_ANSWER), FailureKind.BROKEN, "contract"),
        (answer_envelope(None, HEARTBEAT_ANSWER), FailureKind.BROKEN, "contract"),
        (answer_envelope(CODE_OK), FailureKind.BROKEN, "contract"),
        (answer_envelope(CODE_OK, "ok"), FailureKind.BROKEN, "contract"),
        (answer_envelope(CODE_CLOCK_SKEW, {"serverTime": "yesterday"}), FailureKind.IDENTITY, "clock-skew"),
        (answer_envelope(UNREACHABLE), FailureKind.OFFLINE, ""),
        (answer(b"[]"), FailureKind.BROKEN, "contract"),
        (answer(b"{"), FailureKind.BROKEN, "contract"),
        (
            answer(b"", "302 Found", more="Location: https://login.invalid/\r\n"),
            FailureKind.NOT_THE_PLATFORM,
            "redirect",
        ),
        (answer(b"<p>", "502 Bad Gateway", "text/html"), FailureKind.OFFLINE, ""),
        (answer(b"<p>", "403 Forbidden", "text/html"), FailureKind.NOT_THE_PLATFORM, ""),
    ],
)
def test_an_invalid_answer_is_classified(
    content: bytes, kind: FailureKind, reason: str, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    with server(respond_with(content)) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        assert failure_of(lambda: gateway.heartbeat(REPORT, make_wait(5))) == (kind, reason)


UNPINNED, OTHER_CASE = "a stranger's", "of another case"


@pytest.mark.parametrize("whose", ["none", "no token", UNPINNED, OTHER_CASE])
def test_success_without_a_valid_receipt_is_not_the_platform(
    whose: str, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(keys.pins())
    claims = {
        "id": "00000000-0000-7000-8000-000000000000" if whose == OTHER_CASE else case.case_id,
        "digest": case.digest,
        "case_number": "1",
        "at": "2026-11-24T01:02:03Z",
        "kind": "RECEIVED",
        "kid": keys.SIGN_KEY_ID,
    }
    tokens = {
        "none": [],
        "no token": ["a.b.c"],
        UNPINNED: [receipt_token(claims, keys.UNPINNED_PRIVATE)],
        OTHER_CASE: [receipt_token(claims)],
    }
    held = {"case_id": claims["id"], "case_number": "1", "state": "received", "receipts": tokens[whose]}
    with server(respond_with(answer_envelope(CODE_OK, held))) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        failure = failure_of(lambda: gateway.put_case(case, make_wait(5)))
    assert failure == (FailureKind.NOT_THE_PLATFORM, "receipt")


def test_success_for_another_rating_is_not_the_platform(make_gateway: MakeGateway, make_wait: MakeWait) -> None:
    with server(respond_with(answer_envelope(CODE_OK, {"rating_id": "rating-0002"}))) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        assert failure_of(lambda: gateway.put_rating(RATING, make_wait(5))) == (
            FailureKind.NOT_THE_PLATFORM,
            "other-rating",
        )


@pytest.mark.parametrize("code", ["20001", "50001", "99999"])
def test_only_an_unknown_case_is_none(code: str, make_gateway: MakeGateway, make_wait: MakeWait) -> None:
    case = sealed_case(keys.pins())
    with server(respond_with(answer_envelope(code))) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        kind, _ = failure_of(lambda: gateway.get_case(case.case_id, case.digest, make_wait(5)))
    assert kind is CODES.get(code, (FailureKind.BROKEN, ""))[0]


def test_an_empty_catalogue_is_refused_if_none_was_known(make_gateway: MakeGateway, make_wait: MakeWait) -> None:
    with server(respond_with(answer_envelope(CODE_OK, {"signed": None}))) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        assert failure_of(lambda: gateway.catalogue("", make_wait(5))) == (FailureKind.BROKEN, "not-signed")


def test_an_invalid_signature_is_an_identity_failure(
    province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    gateway = make_gateway(province.url, TerminalKey(bytes(32)))
    assert failure_of(lambda: gateway.heartbeat(REPORT, make_wait(5))) == (FailureKind.IDENTITY, "signature-invalid")


@pytest.mark.parametrize(
    "changed", [{"data": "{}"}, {"serviceCode": "case.get"}, {"timestamp": "0"}, {"requestId": "1"}, {"appId": "YK-2"}]
)
def test_every_member_of_an_envelope_is_signed(
    changed: dict[str, str],
    sandbox: SandboxProcess,
    province: ProvincialGateway,
    make_gateway: MakeGateway,
    make_wait: MakeWait,
) -> None:
    make_gateway(province.url).heartbeat(REPORT, make_wait(5))
    envelope = province.last_envelope
    assert province.is_signed(envelope)
    assert not province.is_signed({**envelope, **changed})


def test_request_ids_are_unique(
    sandbox: SandboxProcess, province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    gateway, numbers = make_gateway(province.url), set[str]()
    for _ in range(2):
        gateway.heartbeat(REPORT, make_wait(5))
        numbers.add(province.last_envelope["requestId"])
    assert len(numbers) == 2


def test_a_wrong_clock_is_corrected_within_the_call(
    sandbox: SandboxProcess, province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 7200})
    gateway = make_gateway(province.url)
    assert gateway.catalogue("test-1", make_wait(5)) is None


def test_a_busy_platform_states_retry_after(
    sandbox: SandboxProcess, province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    sandbox.begin("busy_503", times=1)
    with pytest.raises(PlatformFailure) as caught:
        make_gateway(province.url).heartbeat(REPORT, make_wait(5))
    assert (caught.value.kind, caught.value.reason, caught.value.retry_after) == (FailureKind.BUSY, "busy", 30.0)


def test_a_lost_answer_creates_no_second_case(
    sandbox: SandboxProcess, province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    gateway, case = make_gateway(province.url), sealed_case(keys.pins())
    for _ in range(2):
        province.drop_next_answer()
        assert failure_of(lambda: gateway.put_case(case, make_wait(5))) == (FailureKind.OFFLINE, "")
    receipt = gateway.put_case(case, make_wait(5)).received
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["case_number"] == receipt.case_number


def test_an_invalid_id_is_refused_by_the_platform(
    sandbox: SandboxProcess, province: ProvincialGateway, make_gateway: MakeGateway, make_wait: MakeWait
) -> None:
    gateway = make_gateway(province.url)
    kind, _ = failure_of(lambda: gateway.put_rating(replace(RATING, rating_id="../cases/a b"), make_wait(5)))
    assert kind is FailureKind.REFUSED


def test_nothing_is_sent_after_an_expired_wait(make_gateway: MakeGateway, make_wait: MakeWait) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        gateway = make_gateway(f"http://127.0.0.1:{listener.getsockname()[1]}/api")
        assert failure_of(lambda: gateway.heartbeat(REPORT, make_wait(0))) == (FailureKind.SLOW, "")
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_cancelled_wait_ends_an_endless_trickle_at_once(make_gateway: MakeGateway) -> None:
    stop, clock = threading.Event(), SystemClock()
    wait = Wait(clock, 30)
    with server(slow_response(answer_envelope(CODE_OK, HEARTBEAT_ANSWER) + b" " * 5000, stop)) as port:
        gateway, began = make_gateway(f"http://127.0.0.1:{port}/api"), clock.monotonic()
        threading.Timer(0.1, wait.cancel).start()
        with pytest.raises(Cancelled):
            gateway.heartbeat(REPORT, wait)
        assert clock.monotonic() - began < 0.6
        stop.set()


def test_ten_megabytes_of_answer_are_cut_off(make_gateway: MakeGateway, make_wait: MakeWait) -> None:
    def flood(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {10 * 2**20}\r\n\r\n"
        connection.sendall(head.encode() + b'{"code":"0","data":"')
        for _ in range(10 * 16):
            connection.sendall(b"x" * 65536)

    with server(flood) as port:
        gateway = make_gateway(f"http://127.0.0.1:{port}/api")
        tracemalloc.start()
        try:
            failure = failure_of(lambda: gateway.put_case(sealed_case(keys.pins()), make_wait(10)))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert failure == (FailureKind.BROKEN, "too-large")
    assert peak < 4 * 2**20


def test_codes_have_the_meaning_of_the_problem_types() -> None:
    assert set(CODE_OF) == PROBLEMS == set(TABLE)
    assert set(CODES) == {*CODE_OF.values(), UNREACHABLE}
    for word, (status, _) in TABLE.items():
        assert CODES[CODE_OF[word]] == (kind_of_status(status), word)


def test_an_unsafe_address_is_refused_at_the_start(make_gateway: MakeGateway) -> None:
    with pytest.raises(ValueError):
        make_gateway("http://one-stop.example/api")
