"""A permit counts only if the platform signed it for this copy; nobody on the way exchanges the proof of the person."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from devices import SystemClock
from kiosk.platform.document_records import PERMIT, PermitAnswer, permit_of
from kiosk.platform.documents import CopyReason, PermitRequest
from kiosk.platform.gateway import FailureKind
from kiosk.platform.identity import RECEIPT, sign_token
from kiosk.platform.sandbox.keys import SIGN_KEY_ID, SIGN_PRIVATE, UNPINNED_PRIVATE, pins
from kiosk.platform.signing import PROOF_HEADER, VISIT_HEADER, RequestSigner
from tests.kiosk.platform.conftest import KEY
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import TERMINAL, SandboxProcess

REQUEST = PermitRequest("permit-0001", "document-0001", 2, CopyReason.LOST, "visit-1", "proof")
CLAIMS = {
    "permit": "permit-0001",
    "document": "document-0001",
    "copy": 2,
    "terminal": TERMINAL,
    "until": "2026-11-24T13:50:00.000Z",
}
URL = "/v1/documents/document-0001"


def token(private: bytes = SIGN_PRIVATE, kind: str = PERMIT, **other: Any) -> PermitAnswer:
    claims = json.dumps({**CLAIMS, **other}).encode()
    return PermitAnswer(token=sign_token(claims, private, SIGN_KEY_ID, kind))


def test_a_permit_says_until_when() -> None:
    permit = permit_of(token(), REQUEST, TERMINAL, pins())
    assert (permit.permit, permit.document, permit.copy) == ("permit-0001", "document-0001", 2)
    assert permit.until.isoformat() == "2026-11-24T13:50:00+00:00"


@pytest.mark.parametrize(
    "answer",
    [
        token(UNPINNED_PRIVATE),
        token(kind=RECEIPT),
        token(permit="permit-0002"),
        token(document="document-0002"),
        token(copy=1),
        token(copy="2nd"),
        token(terminal="YK-OTHER"),
        token(until="soon"),
        PermitAnswer(token="x.y.z"),
        PermitAnswer(token=""),
    ],
)
def test_a_permit_for_anything_else_is_none(answer: PermitAnswer) -> None:
    refused = refusal_of(lambda: permit_of(answer, REQUEST, TERMINAL, pins()))
    assert refused == (FailureKind.NOT_THE_PLATFORM, "permit")


@pytest.mark.parametrize("change", ["nothing", "proof", "visit", "proof added"])
def test_the_proof_of_the_person_is_signed_with_the_request(sandbox: SandboxProcess, change: str) -> None:
    headers = {VISIT_HEADER: "visit-1", PROOF_HEADER: "proof"}
    if change == "proof added":
        del headers[PROOF_HEADER]
    request = requests.Request("GET", sandbox.url + URL, headers=headers).prepare()
    RequestSigner(TERMINAL, KEY).sign(request, b"", SystemClock().now())
    if change != "nothing":
        request.headers[VISIT_HEADER if change == "visit" else PROOF_HEADER] = "another"
    with requests.Session() as session:
        session.trust_env = False
        reply = session.send(request, timeout=10).json()
    word = "unknown" if change == "nothing" else "signature-invalid"
    assert reply["type"] == f"urn:yike:problem:{word}"
