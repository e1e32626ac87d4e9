"""What the reference platform promises: who comes in, what is taken in, and that it stays for ever."""

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
from tests.kiosk.platform.refusals import refused
from tests.sandbox_process import DRAFT, ITEM_CODE, TERMINAL, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")
STRANGER = TerminalKey(bytes(range(9, 41)))


# Who comes in.


def test_an_unsigned_request_stays_outside(sandbox: SandboxProcess) -> None:
    reply = requests.get(sandbox.url + "/v1/catalogue", timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:unsigned")


def test_a_body_changed_on_the_way_is_refused(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys())
    url = f"{sandbox.url}/v1/cases/{case.case_id}"
    request = requests.Request("PUT", url, data=case.body, headers={"Idempotency-Key": case.case_id}).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, case.body, SystemClock().now())
    request.body = case.body.replace(b"YK-", b"YX-")
    with requests.Session() as session:
        reply = session.send(request, timeout=10)
    assert (reply.status_code, reply.json()["type"]) == (401, "urn:yike:problem:signature-invalid")
    assert sandbox.get("/sandbox/cases") == []


def test_a_request_seen_before_is_refused(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now())
    with requests.Session() as session:
        assert session.send(request, timeout=10).status_code == 200
        again = session.send(request, timeout=10)
    assert again.json()["type"] == "urn:yike:problem:replayed"


def test_a_signature_from_another_time_is_refused_with_the_platforms_time(sandbox: SandboxProcess) -> None:
    request = requests.Request("GET", sandbox.url + "/v1/catalogue").prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", datetime(2020, 1, 1, tzinfo=UTC))
    with requests.Session() as session:
        reply = session.send(request, timeout=10).json()
    assert reply["type"] == "urn:yike:problem:clock-skew"
    assert datetime.fromisoformat(reply["server_time"]).year >= 2026


def test_another_key_for_a_known_terminal_is_not_enrolled(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    gateways().catalogue("", soon(5))
    assert refused(lambda: gateways(key=STRANGER).catalogue("", soon(5))) == (FailureKind.IDENTITY, "not-enrolled")
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": STRANGER.public})
    assert gateways(key=STRANGER).catalogue("", soon(5)) is not None


def test_a_suspended_terminal_is_told_so(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"public": KEY.public, "suspended": True})
    assert refused(lambda: gateway.catalogue("", soon(5))) == (FailureKind.IDENTITY, "suspended")
    sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": False})
    assert gateway.catalogue("", soon(5)) is not None


# What is taken in.


def test_a_case_is_opened_judged_and_numbered(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T15:59:00Z"})
    first = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    second = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    sandbox.put("/sandbox/clock", {"now": "2026-11-24T16:01:00Z"})  # the next day in China
    third = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
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
        ("text", {}, "cannot-open"),
        (DRAFT, {"key_id": "TEST-seal-0"}, "unknown-key"),
        (DRAFT, {"item_id": "no-such-item"}, "service-withdrawn"),
        (DRAFT, {"terminal": "YK-OTHER"}, "malformed"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_for_good(
    content: Any, header: dict[str, Any], word: str, sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys(), content, **header)
    assert refused(lambda: gateway.put_case(case, soon(5))) == (FailureKind.REFUSED, word)
    assert sandbox.get("/sandbox/cases") == []


def test_a_field_of_two_lines_is_none_of_the_contract(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    two_lines = replace(case, body=case.body.replace(case.slip_number.encode(), rb"YK-1\ntest-allowance"))
    assert refused(lambda: gateway.put_case(two_lines, soon(5))) == (FailureKind.REFUSED, "malformed")


def test_a_header_changed_after_sealing_does_not_open(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    moved = replace(case, body=case.body.replace(case.slip_number.encode(), b"YK-ANOTHER"))
    assert refused(lambda: gateway.put_case(moved, soon(5))) == (FailureKind.REFUSED, "cannot-open")


def test_answers_for_an_older_form_are_taken_in_unjudged(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    gateway.put_case(sealed_case(sandbox.keys(), other(answers={"old": True}), item_version="0"), soon(5))
    (kept,) = sandbox.get("/sandbox/cases")
    assert kept["answers_checked"] is False


def test_another_terminal_does_not_get_this_ones_receipt(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    case = sealed_case(sandbox.keys())
    gateways().put_case(case, soon(5))
    stranger = gateways(terminal="YK-OTHER", key=STRANGER)
    assert refused(lambda: stranger.put_case(case, soon(5))) == (FailureKind.REFUSED, "digest-mismatch")


def test_a_receipt_outlives_a_kill(elsewhere: Callable[[], tuple[str, ...]], tmp_path: Path, soon: Soon) -> None:
    receipts, database = [], elsewhere()
    with SandboxProcess(tmp_path, *database) as sandbox:
        case = sealed_case(sandbox.keys())
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, soon(5)))
        gateway.close()
        sandbox.kill()
    with SandboxProcess(tmp_path, *database) as sandbox:
        gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
        receipts.append(gateway.put_case(case, soon(5)))
        gateway.close()
    assert receipts[0] == receipts[1]


# Ratings.


def test_one_rating_per_case_and_node(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    first = replace(RATING, case_id="c1")
    gateway.put_rating(first, soon(5))
    other_visit = replace(first, rating_id="rating-0002", visit="visit-2")
    assert refused(lambda: gateway.put_rating(other_visit, soon(5))) == (FailureKind.REFUSED, "already-rated")
    gateway.put_rating(replace(other_visit, node=RatingNode.DECIDED), soon(5))
    assert [one["node"] for one in sandbox.get("/sandbox/ratings")] == ["received", "decided"]


def test_a_changed_mind_under_the_same_id_is_refused(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    gateway.put_rating(RATING, soon(5))
    assert refused(lambda: gateway.put_rating(replace(RATING, level=4), soon(5))) == (
        FailureKind.REFUSED,
        "already-rated",
    )


def test_visits_without_a_case_do_not_take_each_others_place(
    sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon
) -> None:
    gateway.put_rating(RATING, soon(5))
    gateway.put_rating(replace(RATING, rating_id="rating-0002", visit="visit-2"), soon(5))
    assert len(sandbox.get("/sandbox/ratings")) == 2
