"""Consistency of openapi.yaml, the sandbox's routes and its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from openapi_spec_validator import validate

from kiosk.platform import gateway as contract
from kiosk.platform import records
from kiosk.platform.listing import CaseState, NextStep
from kiosk.platform.questions import ANSWERS
from kiosk.platform.sandbox.app import application
from kiosk.platform.sandbox.misfortunes import TABLE as MISFORTUNES
from kiosk.platform.sandbox.problems import TABLE
from kiosk.platform.sandbox.questions import QUESTIONS
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.wire_types import RatingNode
from tests.contracts.test_platform_gateway import RATING, REPORT
from tests.kiosk.platform.openapi_calls import (
    ASK,
    CASE,
    call,
    document,
    question,
    schema,
    statuses,
    validated,
)
from tests.sandbox_process import ITEM_ID, TERMINAL, WANG, SandboxProcess, sealed_case


def test_the_contract_is_valid_openapi() -> None:
    validate(document())


def test_the_sandbox_offers_exactly_the_operations_of_the_contract() -> None:
    offered = application(cast(SandboxState, None)).openapi()["paths"]
    page = {("/", "get")}
    served, template = statuses(offered, without_own_422=True), statuses(document()["paths"])
    malformed_parameter = {("/v1/ratings/{rating_id}", "put"), ("/sandbox/misfortunes/{number}", "delete")}
    assert malformed_parameter <= set(served)
    assert served == template
    assert page <= set(template)


def test_the_closed_lists_of_code_and_contract_are_equal() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["CaseState"]["enum"] == [state.value for state in CaseState]
    assert schemas["NextStep"]["enum"] == [step.value for step in NextStep]
    assert set(schemas["NextStep"]["enum"]) >= set(records.NEXT_STEPS.values())
    assert set(records.NEXT_STEPS) == set(CaseState)
    assert schemas["QuestionName"]["enum"] == list(ANSWERS) == list(QUESTIONS)
    named = {one.removeprefix(records.PROBLEM) for one in schemas["ProblemType"]["enum"]}
    assert named == set(records.PROBLEMS) == set(TABLE)
    assert schemas["MisfortuneName"]["enum"] == list(MISFORTUNES)
    assert schemas["Rating"]["properties"]["node"]["enum"] == [node.value for node in RatingNode]


@pytest.mark.parametrize(("list_", "word"), [("state", "lost"), ("next_step", "phone_us"), ("", "")])
def test_an_unknown_state_or_next_step_is_refused(list_: str, word: str) -> None:
    """There is no message for an unknown value, and a page that cannot be shown would end the visit."""
    case = {
        "case_number": "3301-1",
        "slip_number": "WT02-1",
        "state": "received",
        "since": "2026-11-24T13:40:00+00:00",
        "next_step": "wait",
    }
    body = json.dumps({"cases": [case | ({list_: word} if list_ else {})]}).encode()
    if not list_:
        assert ANSWERS["cases.of_person"].model_validate_json(body).answer() is not None
        return
    with pytest.raises(ValueError, match=list_):
        ANSWERS["cases.of_person"].model_validate_json(body)


def test_requests_match_the_contract(sandbox: SandboxProcess) -> None:
    schema("SealedCase").validate(json.loads(sealed_case(sandbox.keys()).body))
    schema("Rating").validate(records.rating_record(RATING))
    schema("Heartbeat").validate(json.loads(json.dumps(records.heartbeat_record(REPORT))))
    asked = contract.Question("registers", ITEM_ID, "v", "p", {**WANG, "proof": ""})
    schema("Question").validate(records.question_record(asked))


def test_answers_match_the_contract(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys())
    path = f"/v1/cases/{case.case_id}"
    assert validated(call(sandbox, "PUT", path, case.body), CASE, "PUT")["state"] == "received"
    assert call(sandbox, "PUT", path, case.body).status_code == 200
    validated(call(sandbox, "GET", path), CASE, "GET")
    validated(call(sandbox, "GET", "/v1/meta", sign=False), "/v1/meta", "GET")
    validated(call(sandbox, "GET", "/v1/catalogue"), "/v1/catalogue", "GET")
    rating = json.dumps(records.rating_record(RATING)).encode()
    validated(call(sandbox, "PUT", "/v1/ratings/rating-0001", rating), "/v1/ratings/{rating_id}", "PUT")
    beat = json.dumps(records.heartbeat_record(REPORT)).encode()
    validated(call(sandbox, "POST", "/v1/terminals/self/heartbeat", beat), "/v1/terminals/self/heartbeat", "POST")
    validated(call(sandbox, "POST", "/v1/questions/code.send", question("code.send")), ASK, "POST")
    code = sandbox.newest_code("19900000001")
    verify = question("code.verify", parameters={"code": code})
    token = validated(call(sandbox, "POST", "/v1/questions/code.verify", verify), ASK, "POST")["proof"]
    proven = question("", identity={**WANG, "proof": token})
    for name in ("pension.enrolment", "cases.of_person"):
        validated(call(sandbox, "POST", f"/v1/questions/{name}", proven), ASK, "POST")
    consent = {"digest": "0" * 64, "language": "en"}
    rows = [{"register": "population", "fields": ["household"], "purpose": "consent-registers"}]
    registers = question("", identity={**WANG, "proof": token}, parameters={"wanted": rows, "consent": consent})
    (entry,) = validated(call(sandbox, "POST", "/v1/questions/registers", registers), ASK, "POST")["entries"]
    assert entry["values"].keys() == {"household"}
    parts = question("", identity={}, parameters={"parts": [ITEM_ID, "none-of-ours"]})
    assert len(validated(call(sandbox, "POST", "/v1/questions/parts", parts), ASK, "POST")["parts"]) == 2
    listing = question("", identity={**WANG, "proof": token}, parameters={"register": "housing-fund"})
    validated(call(sandbox, "POST", "/v1/questions/listing", listing), ASK, "POST")
    papers = question("", identity={**WANG, "proof": token}, parameters={"kinds": ["id-card"]}, item_id="test-strict")
    assert len(validated(call(sandbox, "POST", "/v1/questions/papers", papers), ASK, "POST")["papers"]) == 1
    pick_up = question("", identity={}, parameters={"code": "20260001", "permit": "permit-of-a-door"})
    assert validated(call(sandbox, "POST", "/v1/questions/pick_up", pick_up), ASK, "POST")["state"] == "here"
    (row,) = validated(call(sandbox, "POST", "/v1/questions/documents", proven), ASK, "POST")["documents"]
    proof = {"Yike_Visit": "v1", "Yike_Proof": token}
    pdf = call(sandbox, "GET", f"/v1/documents/{row['document']}", **proof)
    validated(pdf, "/v1/documents/{document_id}", "GET")
    assert pdf.content.startswith(b"%PDF-")
    wanted = {"document": row["document"], "copy": 1, "reason": "", "visit": "v1", "proof": token}
    schema("PermitRequest").validate(wanted)
    body = json.dumps(wanted).encode()
    for status in (201, 200):
        given = call(sandbox, "PUT", "/v1/permits/permit-0001", body)
        assert given.status_code == status
        validated(given, "/v1/permits/{permit_id}", "PUT")
    outcome = b'{"outcome": "came_out"}'
    noted = call(sandbox, "PUT", "/v1/permits/permit-0001/outcome", outcome)
    validated(noted, "/v1/permits/{permit_id}/outcome", "PUT")
    (given,) = validated(call(sandbox, "GET", "/sandbox/permits", sign=False), "/sandbox/permits", "GET")
    assert (given["copy"], given["reason"], given["outcome"]) == (1, "", "came_out")
    made = call(sandbox, "POST", "/sandbox/identity-codes", json.dumps({"number": WANG["number"]}).encode(), sign=False)
    shown = question("", identity={}, parameters={"code": validated(made, "/sandbox/identity-codes", "POST")["code"]})
    holder = validated(call(sandbox, "POST", "/v1/questions/identity.code", shown), ASK, "POST")
    assert {key: holder[key] for key in WANG} == WANG
    validated(call(sandbox, "POST", "/v1/questions/identity.code", shown), ASK, "POST")
    cost = sealed_case(sandbox.keys(), item_id="test-strict", item_version="0", application=case.case_id)
    call(sandbox, "PUT", f"/v1/cases/{cost.case_id}", cost.body)
    order, template = f"/v1/applications/{case.case_id}/orders/1", "/v1/applications/{application}/orders/{n}"
    for method, end, status in (
        ("PUT", "", 201), ("PUT", "", 200), ("GET", "", 200), ("PUT", "/charge", 200), ("DELETE", "", 200),
    ):  # fmt: skip
        sent = b'{"code": "134567890123456789"}' if end else b""
        reply = call(sandbox, method, order + end, sent)
        assert reply.status_code == status
        validated(reply, template + end, method)
    (row,) = validated(call(sandbox, "GET", "/sandbox/orders", sign=False), "/sandbox/orders", "GET")
    paid = json.dumps({"order": row["number"], "payment": "ask_refund"}).encode()
    moved = call(sandbox, "POST", "/sandbox/payments", paid, sign=False)
    assert validated(moved, "/sandbox/payments", "POST")["refund"] == "asked"
    slip = question("", parameters={"slip_number": case.slip_number})
    validated(call(sandbox, "POST", "/v1/questions/case.by_slip", slip), ASK, "POST")


def test_answers_of_control_routes_match_the_contract(sandbox: SandboxProcess) -> None:
    case = sealed_case(sandbox.keys())
    call(sandbox, "PUT", f"/v1/cases/{case.case_id}", case.body)
    rating = json.dumps(records.rating_record(RATING)).encode()
    call(sandbox, "PUT", "/v1/ratings/rating-0001", rating)
    for path in ("keys", "misfortunes", "phones", "terminals", "clock", "cases", "ratings"):
        validated(call(sandbox, "GET", f"/sandbox/{path}", sign=False), f"/sandbox/{path}", "GET")
    orders: list[tuple[str, str, str, Mapping[str, Any], int]] = [
        ("POST", "/sandbox/misfortunes", "/sandbox/misfortunes", {"name": "slow", "times": 1}, 201),
        ("POST", "/sandbox/misfortunes", "/sandbox/misfortunes", {"name": "earthquake"}, 400),
        ("POST", "/sandbox/misfortunes", "/sandbox/misfortunes", {"name": "slow", "parameters": {"km": 1}}, 400),
        ("POST", "/sandbox/misfortunes", "/sandbox/misfortunes", {"name": "slow", "parameters": {"seconds": "x"}}, 400),
        ("POST", "/sandbox/misfortunes", "/sandbox/misfortunes", {"name": "slow", "parameters": {"seconds": -1}}, 400),
        (
            "POST",
            "/sandbox/misfortunes",
            "/sandbox/misfortunes",
            {"name": "redirect", "parameters": {"location": "\n"}},
            400,
        ),
        ("PUT", "/sandbox/clock", "/sandbox/clock", {"now": "0001-01-01T00:00:00+14:00"}, 400),
        ("DELETE", "/sandbox/misfortunes/1", "/sandbox/misfortunes/{number}", {}, 204),
        ("DELETE", "/sandbox/misfortunes/x", "/sandbox/misfortunes/{number}", {}, 400),
        ("DELETE", "/sandbox/misfortunes", "/sandbox/misfortunes", {}, 204),
        ("PUT", f"/sandbox/terminals/{TERMINAL}", "/sandbox/terminals/{terminal}", {"suspended": True}, 200),
        ("PUT", "/sandbox/terminals/YK-NEW", "/sandbox/terminals/{terminal}", {"suspended": True}, 400),
        ("PUT", "/sandbox/terminals/YK-NEW", "/sandbox/terminals/{terminal}", {"public": "short"}, 400),
        ("PUT", "/sandbox/clock", "/sandbox/clock", {"offset_s": 60}, 200),
        ("PUT", "/sandbox/clock", "/sandbox/clock", {"now": "2030-01-01T00:00:00Z"}, 200),
        ("PUT", "/sandbox/clock", "/sandbox/clock", {}, 400),
        ("PUT", "/sandbox/clock", "/sandbox/clock", {"offset_s": 1e300}, 400),
        ("PUT", f"/sandbox/cases/{case.case_id}/state", "/sandbox/cases/{case_id}/state", {"state": "granted"}, 200),
        ("PUT", f"/sandbox/cases/{case.case_id}/state", "/sandbox/cases/{case_id}/state", {"state": "lost"}, 400),
        ("PUT", "/sandbox/cases/none/state", "/sandbox/cases/{case_id}/state", {"state": "granted"}, 404),
        ("POST", "/sandbox/reset", "/sandbox/reset", {}, 204),
    ]
    for method, path, template, order, status in orders:
        reply = call(sandbox, method, path, json.dumps(order).encode(), sign=False)
        assert reply.status_code == status, path
        validated(reply, template, method)
