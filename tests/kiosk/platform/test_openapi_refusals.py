"""Refusals of the sandbox: each is a problem that the contract has."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.platform import records
from kiosk.platform.identity import b64url
from tests.contracts.test_platform_gateway import RATING
from tests.kiosk.platform.openapi_calls import (
    ASK,
    CASE,
    call,
    question,
    schema,
    validated,
)
from tests.sandbox_process import WANG, SandboxProcess, sealed_case

LAX_RATING = json.dumps({**records.rating_record(RATING), "level": True}).encode()


PERMIT = b'{"document": "none-of-ours", "copy": 1, "reason": "", "visit": "v", "proof": ""}'


ORDER = "/v1/applications/{application}/orders/{n}"


ORDERS = "/v1/applications/00000000-0000-7000-8000-000000000000/orders"


@pytest.mark.parametrize(
    ("method", "path", "template", "body", "status"),
    [
        ("PUT", "/v1/cases/00000000-0000-7000-8000-000000000000", CASE, b"{", 400),
        ("PUT", "/v1/cases/00000000-0000-7000-8000-000000000000", CASE, b"x" * 300_000, 413),
        ("GET", "/v1/cases/00000000-0000-7000-8000-000000000000", CASE, b"", 404),
        ("POST", "/v1/questions/lottery", ASK, question("lottery"), 404),
        ("POST", "/v1/questions/code.send", ASK, b"[]", 400),
        ("POST", "/v1/questions/cases.of_person", ASK, question(""), 422),
        ("POST", "/v1/questions/code.verify", ASK, question("", parameters={"code": 5}), 400),
        ("POST", "/v1/questions/case.by_slip", ASK, question("", parameters={"slip_number": "a", "name": "b"}), 400),
        ("POST", "/v1/questions/registers", ASK, question("", surprise=1), 400),
        ("PUT", "/v1/ratings/rating-0001", "/v1/ratings/{rating_id}", b'{"level": 9}', 400),
        ("PUT", "/v1/ratings/rating-0001", "/v1/ratings/{rating_id}", LAX_RATING, 400),
        ("PUT", "/v1/ratings/a%20b%3Fc", "/v1/ratings/{rating_id}", b"{}", 400),
        ("POST", "/v1/terminals/self/heartbeat", "/v1/terminals/self/heartbeat", b"\xff", 400),
        ("GET", "/v1/documents/none-of-ours", "/v1/documents/{document_id}", b"", 400),
        ("GET", "/v1/documents/a%20b", "/v1/documents/{document_id}", b"", 400),
        ("PUT", "/v1/permits/permit-0001", "/v1/permits/{permit_id}", b"{}", 400),
        ("PUT", "/v1/permits/permit-0001", "/v1/permits/{permit_id}", PERMIT, 404),
        ("PUT", "/v1/permits/permit-0001/outcome", "/v1/permits/{permit_id}/outcome", b'{"outcome": "eaten"}', 400),
        ("PUT", ORDERS + "/1", ORDER, b"", 404),
        ("PUT", ORDERS + "/100", ORDER, b"", 400),
        ("DELETE", ORDERS + "/1", ORDER, b"", 404),
        ("PUT", ORDERS + "/1/charge", ORDER + "/charge", b'{"code": "short"}', 400),
        ("PUT", "/v1/permits/permit-0001/outcome", "/v1/permits/{permit_id}/outcome", b'{"outcome": "did_not"}', 404),
    ],
)
def test_refusals_match_the_contract(
    method: str, path: str, template: str, body: bytes, status: int, sandbox: SandboxProcess
) -> None:
    reply = call(sandbox, method, path, body)
    assert reply.status_code == status
    validated(reply, template, method)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            ("PUT", "/v1/cases/00000000-0000-7000-8000-000000000000"),
            ("PUT", "/v1/ratings/rating-0001"),
            ("POST", "/v1/questions/cases.of_person"),
            ("POST", "/v1/terminals/self/heartbeat"),
        ]
    ),
    st.binary(max_size=60) | JSON_LIKE.map(lambda value: json.dumps(value).encode()),
    st.data(),
)
def test_random_bodies_are_refused_with_a_problem(
    sandbox: SandboxProcess, where: tuple[str, str], garbage: bytes, data: st.DataObject
) -> None:
    assert call(sandbox, *where, garbage).status_code in (400, 422)
    whole = json.loads(question("", identity={**WANG}))
    whole[data.draw(st.sampled_from(sorted(whole)))] = data.draw(JSON_LIKE)
    assert call(sandbox, "POST", "/v1/questions/registers", json.dumps(whole).encode()).status_code in (200, 400, 422)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/cases/00000000-0000-7000-8000-000000000000", "GET, PUT"),
        ("PATCH", "/sandbox/misfortunes", "DELETE, GET, POST"),
        ("POST", "/v1/meta", "GET"),
    ],
)
def test_an_unknown_method_is_answered_with_the_allowed_ones(
    method: str, path: str, allowed: str, sandbox: SandboxProcess
) -> None:
    reply = call(sandbox, method, path, sign=False)
    assert (reply.status_code, reply.headers["Allow"]) == (405, allowed)
    schema("Problem").validate(reply.json())
    assert reply.json()["status"] == 405


@pytest.mark.parametrize(
    "content", ['{"answers": {}, "x": NaN}', '{"answers": {}, "applicant": {"number": "\\ud800"}}', "[" * 100_000]
)
def test_invalid_sealed_content_is_refused(content: str, sandbox: SandboxProcess) -> None:
    good = json.loads(sealed_case(sandbox.keys()).body)
    info = records.CaseBody.model_validate(good).info()
    good["sealed"] = b64url(sandbox.keys().seal(content.encode(), info))
    reply = call(sandbox, "PUT", f"/v1/cases/{good['case_id']}", json.dumps(good).encode())
    assert validated(reply, CASE, "PUT")["type"] == "urn:yike:problem:cannot-open"
