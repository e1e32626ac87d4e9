"""The enveloped gateway against servers no platform would be, and against a provincial one that says no."""

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
from kiosk.platform.enveloped import CODE_CLOCK_SKEW, CODE_OK, CODES, EnvelopedGateway
from kiosk.platform.exchange import kind_of_status
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import TerminalKey
from kiosk.platform.records import PROBLEMS
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.problems import TABLE
from kiosk.platform.sandbox.receipts import receipt_token
from tests.contracts.provincial import CODE_OF, NOBODY, ProvincialGateway
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.test_client import Say, answer, dripping, server
from tests.sandbox_process import TERMINAL, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
Enveloped = Callable[..., EnvelopedGateway]
LOGIN = answer("<!doctype html><title>请登录</title>".encode(), kind="text/html; charset=utf-8")
BEATEN = {"server_time": "2026-11-24T01:02:03Z", "catalogue_version": "1"}


@pytest.fixture
def enveloped() -> Iterator[Enveloped]:
    """Makes gateways to an address, and closes them."""
    made: list[EnvelopedGateway] = []

    def make(url: str, key: TerminalKey = KEY) -> EnvelopedGateway:
        made.append(EnvelopedGateway(url, TERMINAL, key, keys.pins(), SystemClock(), build="7.1"))
        return made[-1]

    yield make
    for gateway in made:
        gateway.close()


@pytest.fixture(scope="module")
def province(running: SandboxProcess) -> Iterator[ProvincialGateway]:
    with ProvincialGateway(running.url, TERMINAL, KEY) as opened:
        yield opened


def said(code: Any, data: Any = None) -> bytes:
    return answer(json.dumps({"code": code, "message": "说明", "data": data}, ensure_ascii=False).encode())


def saying(content: bytes) -> Say:
    return lambda connection: connection.sendall(content)


def trouble_of(act: Callable[[], object]) -> tuple[FailureKind, str]:
    with pytest.raises(PlatformFailure) as caught:
        act()
    return caught.value.kind, caught.value.reason


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (LOGIN, FailureKind.NOT_THE_PLATFORM, "content-type"),
        (said("99999"), FailureKind.BROKEN, "other"),
        (said(""), FailureKind.BROKEN, "other"),
        (said(0, BEATEN), FailureKind.BROKEN, "contract"),
        (said(None, BEATEN), FailureKind.BROKEN, "contract"),
        (said(CODE_OK), FailureKind.BROKEN, "contract"),
        (said(CODE_OK, "ok"), FailureKind.BROKEN, "contract"),
        (said(CODE_CLOCK_SKEW, {"serverTime": "yesterday"}), FailureKind.IDENTITY, "clock-skew"),
        (said(NOBODY), FailureKind.OFFLINE, ""),
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
def test_what_is_no_answer_of_the_contract_is_named(
    content: bytes, kind: FailureKind, reason: str, enveloped: Enveloped, soon: Soon
) -> None:
    with server(saying(content)) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        assert trouble_of(lambda: gateway.heartbeat(REPORT, soon(5))) == (kind, reason)


STRANGER, OTHER = "a stranger's", "of another case"


@pytest.mark.parametrize("whose", ["none", "no token", STRANGER, OTHER])
def test_code_zero_without_a_receipt_that_holds_is_not_the_platform(
    whose: str, enveloped: Enveloped, soon: Soon
) -> None:
    case = sealed_case(keys.pins())
    claims = {
        "id": "00000000-0000-7000-8000-000000000000" if whose == OTHER else case.case_id,
        "digest": case.digest,
        "case_number": "1",
        "at": "2026-11-24T01:02:03Z",
        "kind": "RECEIVED",
        "kid": keys.SIGN_KEY_ID,
    }
    tokens = {
        "none": [],
        "no token": ["a.b.c"],
        STRANGER: [receipt_token(claims, keys.UNPINNED_PRIVATE)],
        OTHER: [receipt_token(claims)],
    }
    held = {"case_id": claims["id"], "case_number": "1", "state": "received", "receipts": tokens[whose]}
    with server(saying(said(CODE_OK, held))) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        found = trouble_of(lambda: gateway.put_case(case, soon(5)))
    assert found == (FailureKind.NOT_THE_PLATFORM, "receipt")


def test_code_zero_for_another_rating_is_not_the_platform(enveloped: Enveloped, soon: Soon) -> None:
    with server(saying(said(CODE_OK, {"rating_id": "rating-0002"}))) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        assert trouble_of(lambda: gateway.put_rating(RATING, soon(5))) == (FailureKind.NOT_THE_PLATFORM, "other-rating")


@pytest.mark.parametrize("code", ["20001", "50001", "99999"])
def test_only_an_unknown_case_is_none(code: str, enveloped: Enveloped, soon: Soon) -> None:
    case = sealed_case(keys.pins())
    with server(saying(said(code))) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        kind, _ = trouble_of(lambda: gateway.get_case(case.case_id, case.digest, soon(5)))
    assert kind is CODES.get(code, (FailureKind.BROKEN, ""))[0]


def test_no_catalogue_is_no_answer_where_none_was_known(enveloped: Enveloped, soon: Soon) -> None:
    with server(saying(said(CODE_OK, {"catalogue": None}))) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        assert trouble_of(lambda: gateway.catalogue("", soon(5))) == (FailureKind.BROKEN, "not-signed")


def test_a_wrong_sign_is_identity(province: ProvincialGateway, enveloped: Enveloped, soon: Soon) -> None:
    gateway = enveloped(province.url, TerminalKey(bytes(32)))
    assert trouble_of(lambda: gateway.heartbeat(REPORT, soon(5))) == (FailureKind.IDENTITY, "signature-invalid")


@pytest.mark.parametrize(
    "changed", [{"data": "{}"}, {"serviceCode": "case.get"}, {"timestamp": "0"}, {"requestId": "1"}, {"appId": "YK-2"}]
)
def test_nothing_in_an_envelope_can_be_changed_on_the_way(
    changed: dict[str, str], sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    enveloped(province.url).heartbeat(REPORT, soon(5))
    envelope = province.newest
    assert province.is_signed(envelope)
    assert not province.is_signed({**envelope, **changed})


def test_no_two_envelopes_have_the_same_number(
    sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    gateway, numbers = enveloped(province.url), set[str]()
    for _ in range(2):
        gateway.heartbeat(REPORT, soon(5))
        numbers.add(province.newest["requestId"])
    assert len(numbers) == 2


def test_a_wrong_clock_is_healed_within_the_call(
    sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 7200})
    gateway = enveloped(province.url)
    assert gateway.catalogue("test-1", soon(5)) is None


def test_a_busy_platform_says_how_long_to_rest(
    sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    sandbox.begin("busy_503", times=1)
    with pytest.raises(PlatformFailure) as caught:
        enveloped(province.url).heartbeat(REPORT, soon(5))
    assert (caught.value.kind, caught.value.reason, caught.value.retry_after) == (FailureKind.BUSY, "busy", 30.0)


def test_a_lost_answer_is_no_second_case(
    sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    gateway, case = enveloped(province.url), sealed_case(keys.pins())
    for _ in range(2):
        province.lose_next_answer()
        assert trouble_of(lambda: gateway.put_case(case, soon(5))) == (FailureKind.OFFLINE, "")
    receipt = gateway.put_case(case, soon(5)).received
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["case_number"] == receipt.case_number


def test_a_name_that_is_none_is_refused_by_the_platform(
    sandbox: SandboxProcess, province: ProvincialGateway, enveloped: Enveloped, soon: Soon
) -> None:
    gateway = enveloped(province.url)
    kind, _ = trouble_of(lambda: gateway.put_rating(replace(RATING, rating_id="../cases/a b"), soon(5)))
    assert kind is FailureKind.REFUSED


def test_a_spent_wait_is_slow_and_nothing_is_sent(enveloped: Enveloped, soon: Soon) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        gateway = enveloped(f"http://127.0.0.1:{listening.getsockname()[1]}/api")
        assert trouble_of(lambda: gateway.heartbeat(REPORT, soon(0))) == (FailureKind.SLOW, "")
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_cancelled_wait_ends_an_endless_trickle_at_once(enveloped: Enveloped) -> None:
    stop, clock = threading.Event(), SystemClock()
    wait = Wait(clock, 30)
    with server(dripping(said(CODE_OK, BEATEN) + b" " * 5000, stop)) as port:
        gateway, began = enveloped(f"http://127.0.0.1:{port}/api"), clock.monotonic()
        threading.Timer(0.1, wait.cancel).start()
        with pytest.raises(Cancelled):
            gateway.heartbeat(REPORT, wait)
        assert clock.monotonic() - began < 0.6
        stop.set()


def test_ten_megabytes_of_answer_are_cut_off(enveloped: Enveloped, soon: Soon) -> None:
    def flood(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {10 * 2**20}\r\n\r\n"
        connection.sendall(head.encode() + b'{"code":"0","data":"')
        for _ in range(10 * 16):
            connection.sendall(b"x" * 65536)

    with server(flood) as port:
        gateway = enveloped(f"http://127.0.0.1:{port}/api")
        tracemalloc.start()
        try:
            found = trouble_of(lambda: gateway.put_case(sealed_case(keys.pins()), soon(10)))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert found == (FailureKind.BROKEN, "too-large")
    assert peak < 4 * 2**20


def test_every_problem_of_our_own_contract_has_a_code_that_means_the_same() -> None:
    assert set(CODE_OF) == PROBLEMS == set(TABLE)
    assert set(CODES) == {*CODE_OF.values(), NOBODY}
    for word, (status, _) in TABLE.items():
        assert CODES[CODE_OF[word]] == (kind_of_status(status), word)


def test_an_unsafe_address_is_refused_at_the_start(enveloped: Enveloped) -> None:
    with pytest.raises(ValueError):
        enveloped("http://one-stop.example/api")
