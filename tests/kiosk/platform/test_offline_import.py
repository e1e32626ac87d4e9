"""Offline import: files are checked one by one; none can be altered, added or read in transit, and a bad file does not
affect the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kiosk.platform.identity import BadToken, b64url, sign_token
from kiosk.platform.offline_transfer import (
    CASE,
    EXPORT,
    RATING,
    rating_payload,
    transfer_token,
    verify_transfer_token,
)
from tests.kiosk.outbox.transfer import CODE
from tests.kiosk.outbox.transfer import named_rating as rating
from tests.kiosk.platform.carried import KEY, STRANGER, carried, enroll
from tests.kiosk.platform.openapi_calls import validated
from tests.sandbox_process import SandboxProcess, material, sealed_case

CASES = "/v1/carried/cases/{case_id}"
MATERIALS = "/v1/carried/cases/{case_id}/materials/{sha256}"
RATINGS = "/v1/carried/ratings/{rating_id}"


def test_a_carried_rating_of_another_terminals_case_is_refused(platform: SandboxProcess) -> None:
    case = sealed_case(platform.keys(), terminal=CODE)
    assert put(platform, CASES, carried(case.body), case_id=case.case_id)[0] == 201
    platform.put("/sandbox/terminals/YK-OTHER", {"public": STRANGER.public})
    token = carried(
        rating_payload(replace(rating("rating-0001"), case_id=case.case_id)), STRANGER, RATING, terminal="YK-OTHER"
    )
    assert problem(put(platform, RATINGS, token, rating_id="rating-0001")) == (404, "unknown")


@pytest.fixture
def platform(sandbox: SandboxProcess) -> SandboxProcess:
    return enroll(sandbox)


def put(platform: SandboxProcess, template: str, body: bytes, **path: str) -> tuple[int, Any]:
    """Send a file; check the answer against the contract and return its status and content."""
    with requests.Session() as session:
        session.trust_env = False
        reply = session.put(platform.url + template.format(**path), data=body, timeout=10, allow_redirects=False)
    return reply.status_code, validated(reply, template, "PUT")


def problem(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], str(answer[1]["type"]).rpartition(":")[2]


def test_a_carried_case_is_held_once_with_its_materials(platform: SandboxProcess) -> None:
    papers = material(900, 1)
    case = sealed_case(platform.keys(), materials=(papers,), terminal=CODE)
    status, first = put(platform, CASES, carried(case.body), case_id=case.case_id)
    assert (status, first["missing"]) == (201, [papers.sha256])
    status, second = put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256)
    assert (status, second["missing"], len(second["receipts"])) == (200, [], 2)
    assert put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256) == (200, second)
    assert put(platform, CASES, carried(case.body), case_id=case.case_id) == (200, second)


def test_a_carried_rating_is_held_once_and_its_receipt_is_signed(platform: SandboxProcess) -> None:
    token = carried(rating_payload(rating("rating-0001")), kind=RATING)
    status, first = put(platform, RATINGS, token, rating_id="rating-0001")
    assert (status, first["rating_id"], first["receipts"][0].count(".")) == (201, "rating-0001", 2)
    assert put(platform, RATINGS, token, rating_id="rating-0001")[0] == 200
    other = carried(rating_payload(rating("rating-0001")).replace(b'"level":5', b'"level":1'), kind=RATING)
    assert problem(put(platform, RATINGS, other, rating_id="rating-0001")) == (409, "already-rated")
    assert problem(put(platform, RATINGS, token, rating_id="rating-0002")) == (400, "malformed")


def test_only_the_enrolled_key_of_its_terminal_can_hand_over_a_case(platform: SandboxProcess) -> None:
    case = sealed_case(platform.keys(), terminal=CODE)
    head, payload, signature = carried(case.body).decode().split(".")
    other_head = carried(b"other").decode().split(".")[0]
    attempts = [
        (carried(case.body, STRANGER), (403, "not-enrolled")),
        (carried(case.body, terminal="YK-NOBODY"), (403, "not-enrolled")),
        (carried(case.body, kind=EXPORT), (401, "signature-invalid")),
        (carried(case.body, kind=RATING), (401, "signature-invalid")),
        (f"{other_head}.{b64url(b'other')}.{signature}".encode(), (401, "signature-invalid")),
        (f"{head}.{payload}".encode(), (401, "signature-invalid")),
        (case.body, (401, "signature-invalid")),
        (b"", (401, "signature-invalid")),
        (b"\xff.\xff.\xff", (401, "signature-invalid")),
        (b"W1tb" * 50_000 + b".a.b", (401, "signature-invalid")),
        (carried(b"{}"), (400, "malformed")),
        (carried(b"x" * 257 * 1024), (413, "too-large")),
        (b"x" * 400 * 1024, (413, "too-large")),
    ]
    for body, refusal_of in attempts:
        assert problem(put(platform, CASES, body, case_id=case.case_id)) == refusal_of
    platform.put(f"/sandbox/terminals/{CODE}", {"suspended": True})
    assert problem(put(platform, CASES, carried(case.body), case_id=case.case_id)) == (403, "suspended")
    assert platform.get("/sandbox/cases") == []


def test_a_terminal_can_hand_over_only_its_cases_with_their_ids(platform: SandboxProcess) -> None:
    theirs, ours = sealed_case(platform.keys(), terminal="YK-OTHER"), sealed_case(platform.keys(), terminal=CODE)
    assert problem(put(platform, CASES, carried(theirs.body), case_id=theirs.case_id)) == (400, "malformed")
    assert problem(put(platform, CASES, carried(ours.body), case_id=theirs.case_id)) == (400, "malformed")
    assert put(platform, CASES, carried(ours.body), case_id=ours.case_id)[0] == 201
    other = sealed_case(platform.keys(), case_id=ours.case_id, terminal=CODE)
    assert problem(put(platform, CASES, carried(other.body), case_id=ours.case_id)) == (409, "digest-mismatch")


def test_a_material_is_accepted_only_with_its_digest_and_for_its_case(platform: SandboxProcess) -> None:
    papers, unnamed = material(900, 1), material(900, 2)
    case = sealed_case(platform.keys(), materials=(papers,), terminal=CODE)
    early = put(platform, MATERIALS, papers.body, case_id=case.case_id, sha256=papers.sha256)
    assert problem(early) == (404, "unknown")
    put(platform, CASES, carried(case.body), case_id=case.case_id)
    for sha256, body, refusal_of in [
        (unnamed.sha256, unnamed.body, (404, "unknown")),
        (papers.sha256, unnamed.body, (422, "checksum-mismatch")),
        (papers.sha256, papers.body[:-1], (422, "checksum-mismatch")),
        (papers.sha256, b"", (422, "checksum-mismatch")),
        (papers.sha256, bytes(21 * 2**20), (413, "too-large")),
        ("..%2F" + "0" * 60, papers.body, (404, "unknown")),
        ("0" * 63, papers.body, (400, "malformed")),
    ]:
        assert problem(put(platform, MATERIALS, body, case_id=case.case_id, sha256=sha256)) == refusal_of
    assert platform.get("/sandbox/cases")[0]["receipts"] == ["RECEIVED"]


def test_a_material_of_two_cases_completes_both(platform: SandboxProcess) -> None:
    papers = material(900, 1)
    cases = [sealed_case(platform.keys(), materials=(papers,), terminal=CODE) for _ in range(2)]
    for case in cases:
        put(platform, CASES, carried(case.body), case_id=case.case_id)
    put(platform, MATERIALS, papers.body, case_id=cases[0].case_id, sha256=papers.sha256)
    assert [case["receipts"] for case in platform.get("/sandbox/cases")] == [["COMPLETE", "RECEIVED"]] * 2


def test_a_token_has_one_encoding() -> None:
    token = transfer_token(b"bytes", CODE, KEY, CASE)
    assert verify_transfer_token(token, CASE).payload == b"bytes"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for letter in alphabet.replace(token[-1], ""):  # the last letter has unused bits
        with pytest.raises(BadToken):
            verify_transfer_token(token[:-1] + letter, CASE)
    with pytest.raises(BadToken):
        verify_transfer_token(sign_token(b"bytes", KEY.private, KEY.public, CASE), CASE)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.sampled_from([CASE, RATING, EXPORT]))
def test_random_bytes_are_a_bad_token(content: bytes, kind: str) -> None:
    with pytest.raises(BadToken):
        verify_transfer_token(content.decode("latin-1"), kind)


# Import of a folder.
