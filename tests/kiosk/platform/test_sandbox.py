"""The reference platform: authentication, acceptance of cases and ratings, durability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from devices import SystemClock, Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind
from kiosk.platform.identity import TerminalKey
from kiosk.platform.signing import RequestSigner
from kiosk.platform.wire_types import RatingNode
from tests.contracts.test_platform_gateway import RATING
from tests.kiosk.platform.conftest import KEY, Gateways
from tests.kiosk.platform.refusals import refusal_of
from tests.kiosk.platform.test_nonces import send, signed
from tests.sandbox_process import DRAFT, ITEM_CODE, TERMINAL, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")
STRANGER = TerminalKey(bytes(range(9, 41)))


# Authentication.


def test_an_unsigned_request_is_refused(sandbox: SandboxProcess) -> None:
    reply = requests.get(sandbox.url + "/v1/catalogue", timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:unsigned")


def test_a_body_changed_after_signing_is_refused(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys())
    url = f"{sandbox.url}/v1/cases/{case.case_id}"
    request = requests.Request("PUT", url, data=case.body, headers={"Idempotency-Key": case.case_id}).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, case.body, SystemClock().now())
    request.body = case.body.replace(b"YK-", b"YX-")
    with requests.Session() as session:
        reply = session.send(request, timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:signature-invalid")
    assert sandbox.get("/sandbox/cases") == []


def test_a_replayed_request_is_refused(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now())
    with requests.Session() as session:
        assert session.send(request, timeout=10).status_code == 200
        again = session.send(request, timeout=10)
    assert again.json()["type"] == "urn:yike:problem:replayed"


def test_an_old_signature_is_refused_with_the_platforms_time(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", datetime(2020, 1, 1, tzinfo=UTC))
    with requests.Session() as session:
        reply = session.send(request, timeout=10).json()
    assert reply["type"] == "urn:yike:problem:clock-skew"
    assert datetime.fromisoformat(reply["server_time"]).year >= 2026


def test_another_key_for_a_known_terminal_is_not_enrolled(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    gateways().catalogue("", make_wait(5))
    assert refusal_of(lambda: gateways(key=STRANGER).catalogue("", make_wait(5))) == (
        FailureKind.IDENTITY,
        "not-enrolled",
    )
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": STRANGER.public})
    assert gateways(key=STRANGER).catalogue("", make_wait(5)) is not None


def test_a_suspended_terminal_is_refused(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public, "suspended": True})
    assert refusal_of(lambda: gateway.catalogue("", make_wait(5))) == (FailureKind.IDENTITY, "suspended")
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": False})
    assert gateway.catalogue("", make_wait(5)) is not None


# Cases.


def test_a_case_is_opened_checked_and_numbered(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T15:59:00Z"})
    first = gateway.put_case(sealed_case(sandbox.keys()), make_wait(5)).received
    second = gateway.put_case(sealed_case(sandbox.keys()), make_wait(5)).received
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T16:01:00Z"})  # the next day in China
    third = gateway.put_case(sealed_case(sandbox.keys()), make_wait(5)).received
    numbers = [one.case_number for one in (first, second, third)]
    assert numbers == [f"{ITEM_CODE}{end}" for end in ("202611240001", "202611240002", "202611250001")]
    assert len(numbers[0]) == 43
    opened = sandbox.get("/sandbox/cases")
    assert [one["case_number"] for one in opened] == numbers
    assert opened[0]["content"] == dict(DRAFT)
    assert opened[0]["answers_checked"] is True


def other(**changes: Any) -> dict[str, Any]:
    return {**DRAFT, **changes}


@pytest.mark.parametrize(
    ("content", "header", "word"),
    [
        (other(answers={"phone": "12"}), {}, "answers-invalid"),
        (other(answers={}), {}, "answers-invalid"),
        (other(answers={"phone": "19900000009", "more": 1}), {}, "answers-invalid"),
        (other(answers=[]), {}, "cannot-open"),
        (other(disputed=[{"answer": "phone"}]), {}, "cannot-open"),
        (DRAFT, {"act": "dispute"}, "cannot-open"),
        (other(disputed=[{"answer": "phone", "register": "r", "as_of": "2026-06-30"}] * 201), {}, "cannot-open"),
        ("text", {}, "cannot-open"),
        (DRAFT, {"key_id": "TEST-seal-0"}, "unknown-key"),
        (DRAFT, {"item_id": "no-such-item"}, "service-withdrawn"),
        (DRAFT, {"terminal": "YK-OTHER"}, "malformed"),
    ],
)
def test_an_unacceptable_case_is_refused(
    content: Any, header: dict[str, Any], word: str, sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys(), content, **header)
    assert refusal_of(lambda: gateway.put_case(case, make_wait(5))) == (FailureKind.REFUSED, word)
    assert sandbox.get("/sandbox/cases") == []


def test_a_register_said_to_be_wrong_is_a_request_to_correct_it(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    disputed = {"answer": "phone", "register": "population", "as_of": "2026-06-30"}
    gateway.put_case(sealed_case(sandbox.keys(), other(disputed=[disputed])), make_wait(5))
    content = other(disputed=[disputed], answers={})
    case = sealed_case(sandbox.keys(), content, act="dispute", application="application-1")
    for _ in range(2):
        gateway.put_case(case, make_wait(5))
    assert sandbox.get("/sandbox/corrections") == [{"case_id": case.case_id, **disputed}]
    assert [each["note"] for each in sandbox.get("/sandbox/cases")] == ["", "登记核对"]


def test_a_field_with_a_line_break_is_malformed(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    two_lines = replace(case, body=case.body.replace(case.slip_number.encode(), rb"YK-1\ntest-allowance"))
    assert refusal_of(lambda: gateway.put_case(two_lines, make_wait(5))) == (FailureKind.REFUSED, "malformed")


def test_a_header_changed_after_sealing_does_not_open(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    moved = replace(case, body=case.body.replace(case.slip_number.encode(), b"YK-ANOTHER"))
    assert refusal_of(lambda: gateway.put_case(moved, make_wait(5))) == (FailureKind.REFUSED, "cannot-open")


def test_answers_of_an_older_item_version_are_accepted_unchecked(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    gateway.put_case(sealed_case(sandbox.keys(), other(answers={"old": True}), item_version="0"), make_wait(5))
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["answers_checked"] is False


def test_another_terminal_does_not_get_the_receipt(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    gateways().put_case(case, make_wait(5))
    stranger = gateways(terminal="YK-OTHER", key=STRANGER)
    assert refusal_of(lambda: stranger.put_case(case, make_wait(5))) == (FailureKind.REFUSED, "digest-mismatch")


def test_a_receipt_and_the_nonces_survive_a_kill(
    database_arguments: Callable[[], tuple[str, ...]], tmp_path: Path, make_wait: MakeWait
) -> None:
    receipts, database = [], database_arguments()
    with SandboxProcess(tmp_path, *database) as sandbox:
        case = sealed_case(sandbox.keys())
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, make_wait(5)))
        gateway.close()
        seen = signed(sandbox.url)
        assert send(seen)[0] == 200
        sandbox.kill()
    with SandboxProcess(tmp_path, "--port", sandbox.url.rpartition(":")[2], *database) as sandbox:
        assert send(seen) == (401, "replayed")
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, make_wait(5)))
        gateway.close()
    assert receipts[0] == receipts[1]


# Ratings.


def test_one_rating_per_case_and_node(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    first = replace(RATING, case_id="c1")
    gateway.put_rating(first, make_wait(5))
    other_visit = replace(first, rating_id="rating-0002", visit="visit-2")
    assert refusal_of(lambda: gateway.put_rating(other_visit, make_wait(5))) == (FailureKind.REFUSED, "already-rated")
    gateway.put_rating(replace(other_visit, node=RatingNode.DECIDED), make_wait(5))
    assert [one["node"] for one in sandbox.get("/sandbox/ratings")] == ["received", "decided"]


def test_a_changed_rating_with_the_same_id_is_refused(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    gateway.put_rating(RATING, make_wait(5))
    assert refusal_of(lambda: gateway.put_rating(replace(RATING, level=4), make_wait(5))) == (
        FailureKind.REFUSED,
        "already-rated",
    )


def test_a_terminal_cannot_rate_another_terminals_case(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    gateways().put_case(case, make_wait(5))
    rating = replace(RATING, case_id=case.case_id)
    stranger = gateways(terminal="YK-OTHER", key=STRANGER)
    assert refusal_of(lambda: stranger.put_rating(rating, make_wait(5))) == (FailureKind.REFUSED, "unknown")
    assert sandbox.get("/sandbox/ratings") == []
    gateways().put_rating(rating, make_wait(5))
    assert [one["terminal"] for one in sandbox.get("/sandbox/ratings")] == [TERMINAL]


def test_a_rating_that_came_before_another_terminals_case_is_of_its_visit_alone(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    case = sealed_case(sandbox.keys())
    rating = replace(RATING, case_id=case.case_id)
    stranger = gateways(terminal="YK-OTHER", key=STRANGER)
    stranger.put_rating(replace(rating, rating_id="rating-0002", visit="visit-2"), make_wait(5))
    gateways().put_case(case, make_wait(5))
    gateways().put_rating(rating, make_wait(5))
    stranger.put_rating(replace(rating, rating_id="rating-0003", visit="visit-3", case_id=None), make_wait(5))
    found = [(one["terminal"], one["case_id"]) for one in sandbox.get("/sandbox/ratings")]
    assert found == [("YK-OTHER", None), (TERMINAL, case.case_id), ("YK-OTHER", None)]


def test_a_rating_may_come_before_its_case(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    case = sealed_case(sandbox.keys())
    gateway.put_rating(replace(RATING, case_id=case.case_id), make_wait(5))
    gateway.put_case(case, make_wait(5))
    assert [one["case_id"] for one in sandbox.get("/sandbox/ratings")] == [case.case_id]


def test_ratings_without_a_case_are_independent(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    gateway.put_rating(RATING, make_wait(5))
    gateway.put_rating(replace(RATING, rating_id="rating-0002", visit="visit-2"), make_wait(5))
    assert len(sandbox.get("/sandbox/ratings")) == 2
