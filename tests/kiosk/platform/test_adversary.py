"""Misfortunes of delivery and platform: duplicates, answers out of order, wrong clock, restore, maintenance."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from devices import SystemClock, Wait
from kiosk.platform import records
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import CodeVerified, Question
from kiosk.platform.identity import RECEIPT, TerminalKey, verify_token
from kiosk.platform.signing import RequestSigner
from kiosk.platform.wire_types import SealedCase
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.conftest import KEY, Gateways
from tests.kiosk.platform.openapi_calls import ASK, CASE, call, question, validated
from tests.sandbox_process import ITEM_ID, TERMINAL, WANG, SandboxProcess, sealed_case

DATABASES = ("sqlite", "postgresql")
MakeWait = Callable[[float], Wait]
OTHER = TerminalKey(bytes(range(40, 72)))
BEAT = json.dumps(records.heartbeat_record(REPORT)).encode()


def put(sandbox: SandboxProcess, case: SealedCase) -> requests.Response:
    return call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)


def rate(sandbox: SandboxProcess, name: str, **changes: Any) -> None:
    sandbox.put("/sandbox/clock", {"offset_s": 0})
    rating = replace(RATING, rating_id=name, visit=f"visit of {name}", **changes)
    body = json.dumps(records.rating_record(rating)).encode()
    assert call(sandbox, "PUT", f"/v1/ratings/{name}", body).status_code == 201


def held(sandbox: SandboxProcess) -> list[str]:
    return [case["case_id"] for case in sandbox.get("/sandbox/cases")]


# Delivered twice.


def test_a_case_delivered_twice_is_held_once(sandbox: SandboxProcess) -> None:
    sandbox.begin("duplicate_delivery")
    case = sealed_case(sandbox.keys())
    reply = put(sandbox, case)
    assert reply.status_code == 200  # not 201: already held since the first delivery
    assert validated(reply, CASE, "PUT")["receipts"]
    assert held(sandbox) == [case.case_id]


def test_a_code_request_delivered_twice_sends_one_code(sandbox: SandboxProcess) -> None:
    sandbox.begin("duplicate_delivery", times=1)
    assert call(sandbox, "POST", "/v1/questions/code.send", question("")).status_code == 200
    assert len(sandbox.get("/sandbox/phones")["19900000001"]) == 1


def test_a_code_delivered_twice_is_correct(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    asked = Question("code.send", ITEM_ID, "v1", "p", {**WANG, "proof": ""})
    gateway.ask(asked, make_wait(20))
    sandbox.begin("duplicate_delivery")
    code = sandbox.newest_code("19900000001")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    verify = replace(asked, name="code.verify", parameters={"code": wrong})
    assert gateway.ask(verify, make_wait(20)) == CodeVerified(False, 4, "")  # one try is spent, not two
    answer = gateway.ask(replace(verify, parameters={"code": code}), make_wait(20))
    assert isinstance(answer, CodeVerified)
    assert answer.right
    assert answer.proof


def test_a_different_question_with_the_same_key_is_executed(sandbox: SandboxProcess) -> None:
    for visit in ("v1", "v2"):
        assert call(sandbox, "POST", "/v1/questions/code.send", question("", visit=visit)).status_code == 200
    assert len(sandbox.get("/sandbox/phones")["19900000001"]) == 2


def test_a_node_that_saw_the_nonce_refuses_the_second_delivery(sandbox: SandboxProcess) -> None:
    sandbox.begin("duplicate_delivery", {"another_node": False}, times=1)
    case = sealed_case(sandbox.keys())
    reply = put(sandbox, case)
    assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:replayed"
    assert held(sandbox) == [case.case_id]
    assert put(sandbox, case).status_code == 200


# Out of order.


def in_the_background(executor: ThreadPoolExecutor, sandbox: SandboxProcess, case: SealedCase) -> Future[Any]:
    """Send a case in another thread; return once the platform holds it."""
    answer = executor.submit(put, sandbox, case)
    assert any(case.case_id in held(sandbox) for _ in range(500))
    return answer


def test_an_answer_is_held_back_until_a_later_request_was_served(sandbox: SandboxProcess) -> None:
    sandbox.begin("out_of_order", {"seconds": 30}, times=1)
    with ThreadPoolExecutor(1) as executor:
        answer = in_the_background(executor, sandbox, sealed_case(sandbox.keys()))
        for _ in range(5):
            sandbox.get("/sandbox/clock")  # requests without a terminal do not release it
        assert call(sandbox, "GET", "/v1/meta", sign=False).status_code == 200
        assert not answer.done()
        assert call(sandbox, "GET", "/v1/catalogue").status_code == 200
        assert answer.result(20).status_code == 201


def test_a_later_request_releases_an_earlier_answer(sandbox: SandboxProcess) -> None:
    sandbox.begin("out_of_order", {"seconds": 30})
    with ThreadPoolExecutor(2) as executor:
        first = in_the_background(executor, sandbox, sealed_case(sandbox.keys()))
        assert not first.done()
        second = in_the_background(executor, sandbox, sealed_case(sandbox.keys()))
        assert first.result(20).status_code == 201
        assert not second.done()
        assert call(sandbox, "GET", "/v1/catalogue").status_code == 200
        assert second.result(20).status_code == 201


def test_without_a_later_request_the_answer_is_sent_after_the_delay(sandbox: SandboxProcess) -> None:
    sandbox.begin("out_of_order", {"seconds": 0.3})
    clock = SystemClock()
    began = clock.monotonic()
    assert put(sandbox, sealed_case(sandbox.keys())).status_code == 201
    assert 0.3 <= clock.monotonic() - began < 20


def test_only_put_requests_are_held_back(sandbox: SandboxProcess) -> None:
    sandbox.begin("out_of_order", {"seconds": 60})
    clock = SystemClock()
    began = clock.monotonic()
    assert call(sandbox, "GET", "/v1/catalogue").status_code == 200
    assert call(sandbox, "POST", "/v1/terminals/self/heartbeat", BEAT).status_code == 200
    assert clock.monotonic() - began < 60


# A wrong clock.


@pytest.mark.parametrize("offset_s", [600.0, -600.0])
def test_a_wrong_clock_refuses_signatures_and_returns_its_time(offset_s: float, sandbox: SandboxProcess) -> None:
    sandbox.begin("clock_shift", {"offset_s": offset_s}, terminal=TERMINAL)
    reply = call(sandbox, "POST", "/v1/terminals/self/heartbeat", BEAT)
    problem = validated(reply, "/v1/terminals/self/heartbeat", "POST")
    assert problem["type"] == "urn:yike:problem:clock-skew"
    ahead = datetime.fromisoformat(problem["server_time"]) - datetime.now(UTC)
    assert abs(ahead - timedelta(seconds=offset_s)) < timedelta(seconds=60)
    other = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner("YK-OTHER", OTHER).sign(other, b"", SystemClock().now())
    with requests.Session() as session:
        assert session.send(other, timeout=10).status_code == 200
    sandbox.end_misfortunes()
    assert call(sandbox, "POST", "/v1/terminals/self/heartbeat", BEAT).status_code == 200


def test_the_terminal_follows_the_platforms_clock(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    sandbox.begin("clock_shift", {"offset_s": 7200.0})
    receipt = gateway.put_case(sealed_case(sandbox.keys()), make_wait(20)).received
    assert abs(gateway.clock_offset_s - 7200) < 60
    assert timedelta(hours=1) < receipt.at - datetime.now(UTC) < timedelta(hours=3)
    sandbox.end_misfortunes()
    gateway.put_case(sealed_case(sandbox.keys()), make_wait(20))
    assert abs(gateway.clock_offset_s) < 60


def test_a_wrong_clock_keeps_earlier_nonces(sandbox: SandboxProcess) -> None:
    seen = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(seen, b"", SystemClock().now())
    with requests.Session() as session:
        assert session.send(seen, timeout=10).status_code == 200
        sandbox.begin("clock_shift", {"offset_s": 86_400.0}, times=1)
        later = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
        RequestSigner(TERMINAL, KEY).sign(later, b"", SystemClock().now() + timedelta(days=1))
        assert session.send(later, timeout=10).status_code == 200
        assert session.send(seen, timeout=10).json()["type"] == "urn:yike:problem:replayed"


# Restored from a backup.


def test_a_restore_deletes_the_last_cases_and_ratings_and_receipts_stay_valid(sandbox: SandboxProcess) -> None:
    first, second, third = (sealed_case(sandbox.keys()) for _ in range(3))
    put_at(sandbox, first, "2026-11-24T01:00:00Z")
    rate(sandbox, "rating-early", rated_at=datetime(2026, 11, 24, 1, 0, 30, tzinfo=UTC))
    receipt = put_at(sandbox, second, "2026-11-24T02:00:00Z").json()["receipts"][0]
    rate(sandbox, "rating-late1", rated_at=datetime(2026, 11, 24, 2, 0, 30, tzinfo=UTC))
    put_at(sandbox, third, "2026-11-24T03:00:00Z")
    sandbox.begin("restored_from_yesterday", {"cases": 2})
    assert held(sandbox) == [first.case_id]
    assert [one["rating_id"] for one in sandbox.get("/sandbox/ratings")] == ["rating-early"]
    assert sandbox.get("/sandbox/misfortunes")["active"] == []
    claims = json.loads(verify_token(receipt, sandbox.keys(), RECEIPT))
    assert claims["id"] == second.case_id
    assert put_at(sandbox, third, "2026-11-24T04:00:00Z").status_code == 201
    numbers = [one["case_number"] for one in sandbox.get("/sandbox/cases")]
    assert numbers[-1] == claims["case_number"]  # assigned again after the restore


def put_at(sandbox: SandboxProcess, case: SealedCase, moment: str) -> requests.Response:
    """Send a case at a time of the platform's clock, signed with that time."""
    sandbox.put("/sandbox/clock", {"now": moment})
    request = requests.Request("PUT", f"{sandbox.url}/v1/cases/{case.case_id}", data=case.body).prepare()
    request.headers["Idempotency-Key"] = case.case_id
    RequestSigner(TERMINAL, KEY).sign(request, case.body, datetime.fromisoformat(moment))
    with requests.Session() as session:
        return session.send(request, timeout=10)


def test_a_restore_to_a_time_undoes_later_decisions(sandbox: SandboxProcess) -> None:
    first, second = sealed_case(sandbox.keys()), sealed_case(sandbox.keys())
    put_at(sandbox, first, "2026-11-24T01:00:00Z")
    put_at(sandbox, second, "2026-11-24T03:00:00Z")
    sandbox.put(f"/sandbox/cases/{first.case_id}/state", {"state": "granted", "note": "yes"})
    sandbox.begin("restored_from_yesterday", {"before": "2026-11-24T10:00:00+08:00"})
    (kept,) = sandbox.get("/sandbox/cases")
    assert (kept["case_id"], kept["state"], kept["note"]) == (first.case_id, "received", "")
    assert kept["since"] == kept["received_at"]


def test_a_restore_can_be_limited_to_one_terminal(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    other = sealed_case(sandbox.keys(), terminal="YK-OTHER")
    mine = sealed_case(sandbox.keys())
    put(sandbox, mine)
    gateways(terminal="YK-OTHER", key=OTHER).put_case(other, make_wait(20))
    sandbox.begin("restored_from_yesterday", {"cases": 10}, terminal=TERMINAL)
    assert held(sandbox) == [other.case_id]


def test_a_restore_of_nothing_changes_nothing(sandbox: SandboxProcess) -> None:
    sandbox.begin("restored_from_yesterday")
    put(sandbox, sealed_case(sandbox.keys()))
    sandbox.begin("restored_from_yesterday", {"cases": 0})
    assert len(held(sandbox)) == 1


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-24T10:00:00", "2026-13-01T00:00:00Z"])
def test_a_restore_to_an_invalid_time_is_malformed_and_deletes_nothing(moment: str, sandbox: SandboxProcess) -> None:
    put(sandbox, sealed_case(sandbox.keys()))
    order = {"name": "restored_from_yesterday", "parameters": {"before": moment}}
    reply = call(sandbox, "POST", "/sandbox/misfortunes", json.dumps(order).encode(), sign=False)
    assert validated(reply, "/sandbox/misfortunes", "POST")["type"] == "urn:yike:problem:malformed"
    assert len(held(sandbox)) == 1
    assert sandbox.get("/sandbox/misfortunes")["active"] == []


# Closed for maintenance.


def test_a_platform_in_maintenance_answers_only_heartbeats(sandbox: SandboxProcess) -> None:
    sandbox.begin("maintenance_window", {"retry_after": 90})
    case = sealed_case(sandbox.keys())
    asked = (
        ("PUT", f"/v1/cases/{case.case_id}", CASE, case.body),
        ("GET", "/v1/catalogue", "/v1/catalogue", b""),
        ("GET", "/v1/meta", "/v1/meta", b""),
        ("POST", "/v1/questions/code.send", ASK, question("")),
    )
    for method, path, template, body in asked:
        reply = call(sandbox, method, path, body)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "90")
        assert validated(reply, template, method)["type"] == "urn:yike:problem:busy"
    assert call(sandbox, "POST", "/v1/terminals/self/heartbeat", BEAT).status_code == 200
    assert sandbox.get("/sandbox/terminals")[0]["heard_at"]
    assert held(sandbox) == []


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("duplicate_delivery", {"another_node": 1}),
        ("out_of_order", {"seconds": -1}),
        ("clock_shift", {"offset_s": -1e9}),
        ("maintenance_window", {"retry_after": True}),
    ],
)
def test_a_parameter_of_another_type_is_malformed(
    name: str, parameters: dict[str, Any], sandbox: SandboxProcess
) -> None:
    body = json.dumps({"name": name, "parameters": parameters}).encode()
    assert call(sandbox, "POST", "/sandbox/misfortunes", body, sign=False).status_code == 400
