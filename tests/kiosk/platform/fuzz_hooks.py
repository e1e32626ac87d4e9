"""Hooks for schemathesis: signing of requests and sealing of cases, which a schema cannot express.

Loaded by the schemathesis process (`SCHEMATHESIS_HOOKS`). One request in nine is not signed and one has an invalid
signature, so that refusals are tested too. The number of answers by operation and status is written to the file
`FUZZ_TALLY`, so that a run without any successful request is noticed.
"""

from __future__ import annotations

import atexit
import itertools
import json
import os
import re
import uuid
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
import schemathesis
from schemathesis import Case, HookContext
from schemathesis.auths import GLOBAL_AUTH_STORAGE
from schemathesis.core.transport import Response

from devices import SystemClock
from kiosk.platform.identity import TerminalKey, b64url, digest
from kiosk.platform.offline_transfer import CASE, rating_payload, transfer_token
from kiosk.platform.offline_transfer import RATING as CARRIED_RATING
from kiosk.platform.records import CaseBody
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.codes import Codes
from kiosk.platform.signing import COVERED, RequestSigner
from kiosk.platform.wire_types import SealedCase, SealedMaterial
from tests.contracts.test_platform_gateway import RATING
from tests.sandbox_process import DRAFT, ITEM_ID, TERMINAL, WANG, sealed_case

IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
INVALID_EVERY = 9
VISIT = "fuzz-visit"
CHECKSUM = "sha256 " + "A" * 43 + "="
IS_CHECKSUM = re.compile(r"sha256 [A-Za-z0-9+/]{43}=\Z")
UNUSED_PATH = "/nowhere"
SIGNED = {
    **DRAFT,
    "signature": {"way": "signed", "strokes": [[[1000, 1000, 0], [4000, 1100, 40]]], "width_mm": 248, "height_mm": 149},
}
SIGNER = RequestSigner(TERMINAL, TerminalKey(bytes(range(32))))


class Platform:
    """State of the platform during the run: its clock offset, and a case it holds."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self.held = ""
        self.count = itertools.count()
        self.tally: Counter[str] = Counter()

    def write_tally(self) -> None:
        Path(os.environ["FUZZ_TALLY"]).write_text(json.dumps(self.tally), encoding="utf-8")


PLATFORM = Platform()
atexit.register(PLATFORM.write_tally)


class SigningAuth(requests.auth.AuthBase):
    """Signs requests by the platform's clock, again each time a request is prepared.

    Headers that the generator omitted on purpose (Signature, Idempotency-Key) are not added.
    """

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        turn = next(PLATFORM.count) % INVALID_EVERY
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        left_out = {"Signature", *(["Idempotency-Key"] if request.method in ("PUT", "POST") else [])} - set(
            request.headers
        )
        if turn == 0 or left_out or request.method not in COVERED or not isinstance(body, bytes):
            return request
        for name in ("Content-Digest", "Signature", "Signature-Input"):
            request.headers.pop(name, None)
        SIGNER.sign(request, body, SystemClock().now() + PLATFORM.offset)
        if turn == 1:
            request.headers["Signature"] = request.headers["Signature"].swapcase()
        return request


schemathesis.serializer.alias(["application/jose", "application/offset+octet-stream"], "application/octet-stream")
GLOBAL_AUTH_STORAGE.set_from_requests(SigningAuth()).apply_to(path_regex=r"^/v1/(?!meta)")


def _seal(body: dict[str, Any], case_id: str) -> dict[str, Any]:
    """Return the generated header with the required values, and a sealed part that can be opened."""
    clear = {name: value for name, value in body.items() if name not in ("v", "sealed")}
    clear |= {"case_id": case_id, "terminal": TERMINAL, "item_id": ITEM_ID, "key_id": keys.SEAL_KEY_ID}
    clear |= {
        "act": "apply",
        "supersedes": None,
    }
    info = CaseBody.model_validate({"v": 1, "sealed": "", **clear}).info()
    sealed = keys.pins().seal(json.dumps(SIGNED).encode(), info)
    return {"v": 1, **clear, "sealed": b64url(sealed)}


def _held_case_id(url: str) -> str:
    """Return the id of a case held by the platform, handing one over if necessary."""
    if not PLATFORM.held:
        case = sealed_case(keys.pins(), SIGNED)
        request = requests.Request("PUT", f"{url}/v1/cases/{case.case_id}", data=case.body).prepare()
        request.headers["Idempotency-Key"] = case.case_id
        SIGNER.sign(request, case.body, SystemClock().now() + PLATFORM.offset)
        with requests.Session() as session:
            PLATFORM.held = session.send(request, timeout=10).json()["case_id"]
    return PLATFORM.held


def _case_with_material(url: str) -> SealedCase:
    """Hand over a case whose material is still missing."""
    content = str(uuid.uuid4()).encode()
    case = sealed_case(keys.pins(), materials=[SealedMaterial(digest(content), "image/jpeg", content)])
    request = requests.Request("PUT", f"{url}/v1/cases/{case.case_id}", data=case.body).prepare()
    request.headers["Idempotency-Key"] = case.case_id
    SIGNER.sign(request, case.body, SystemClock().now() + PLATFORM.offset)
    with requests.Session() as session:
        session.send(request, timeout=10)
    return case


def _proof() -> str:
    """Return the token that code.verify gives to WANG in the visit VISIT."""
    now = SystemClock().now() + PLATFORM.offset
    return Codes(keys.published_keys(), SystemClock().monotonic).proof((TERMINAL, VISIT, WANG["number"]), now)


def _call_signed(method: str, url: str, record: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps(record).encode()
    request = requests.Request(method, url, data=body, headers={"Idempotency-Key": str(uuid.uuid4())}).prepare()
    SIGNER.sign(request, body, SystemClock().now() + PLATFORM.offset)
    with requests.Session() as session:
        answer: dict[str, Any] = session.send(request, timeout=10).json()
    return answer


def _listed_document(url: str) -> dict[str, Any]:
    question = {"item_id": ITEM_ID, "visit": VISIT, "purpose": "", "identity": {**WANG, "proof": _proof()}}
    row: dict[str, Any] = _call_signed("POST", f"{url}/v1/questions/documents", question)["documents"][0]
    return row


def _permit(url: str) -> dict[str, Any]:
    """Return the body of a request for a permit that will be given."""
    row = _listed_document(url)
    copy = row["next_copy"]
    return {"document": row["document"], "copy": copy, "reason": "lost", "visit": VISIT, "proof": _proof()}


def _replace_document(name: str, case: Case[Any], url: str) -> None:
    """Replace the generated document, person and permit by those of a document that is on record."""
    if name == "getDocument":
        case.path_parameters["document_id"] = _listed_document(url)["document"]
        case.headers.update({"Yike-Visit": VISIT, "Yike-Proof": _proof()})
        return
    if name == "getCopy":
        question = {"item_id": ITEM_ID, "visit": VISIT, "purpose": "", "identity": {**WANG, "proof": _proof()}}
        question["parameters"] = {"document": _listed_document(url)["document"]}
        link = _call_signed("POST", f"{url}/v1/questions/document.link", question)["url"]
        case.path_parameters["token"] = link.rpartition("/")[2]
        return
    wanted = _permit(url)
    case.path_parameters["permit_id"] = str(uuid.uuid4())
    if name == "putPermit":
        case.body = wanted
    else:
        _call_signed("PUT", f"{url}/v1/permits/{case.path_parameters['permit_id']}", wanted)


def _replace_carried(name: str, case: Case[Any], url: str) -> None:
    """Replace the generated body and path by those of a real case, rating or material."""
    path = case.path_parameters
    if name == "putCarriedCase":
        sealed = sealed_case(keys.pins())
        path["case_id"], case.body = sealed.case_id, transfer_token(sealed.body, TERMINAL, SIGNER.key, CASE)
    elif name == "putCarriedRating":
        rating = replace(RATING, rating_id=str(uuid.uuid4()), visit=str(uuid.uuid4()))
        path["rating_id"] = rating.rating_id
        case.body = transfer_token(rating_payload(rating), TERMINAL, SIGNER.key, CARRIED_RATING)
    else:
        sealed = _case_with_material(url)
        path["sha256"] = sealed.materials[0].sha256
        if name == "putCarriedMaterial":
            path["case_id"], case.body = sealed.case_id, sealed.materials[0].body.decode()
        elif name == "appendMaterial":
            case.body = sealed.materials[0].body.decode()
            case.headers["Upload-Offset"] = "0"
            case.headers.pop("Upload-Checksum", None)


def _replace_relay(name: str, case: Case[Any], url: str) -> None:
    """Replace the generated relay by one that is open, claimed by the phone of the request, with a file where one is
    asked for."""
    phone, path = "fuzz-phone-0123456789", case.path_parameters
    relay = path["relay_id"] = f"fuzz-{uuid.uuid4()}"
    if name in ("openRelay", "relayPage"):
        return
    order = {"item": {"en": "Item"}, "material": {"en": "Lease"}, "language": "en"}
    _call_signed("PUT", f"{url}/v1/relays/{relay}", order)
    case.headers["Yike-Phone"] = phone
    if name in ("claimRelay", "getRelay", "closeRelay"):
        return
    with requests.Session() as session:
        session.headers["Yike-Phone"] = phone
        session.put(f"{url}/relays/{relay}/claim", timeout=10)
        if "number" in path and name != "beginRelayFile":
            file = f"{url}/relays/{relay}/files/{path['number']}"
            session.put(
                file, json={"size": 2_000_000 if name == "appendRelayFile" else 4, "mark": "fuzz-mark"}, timeout=10
            )
            if name == "getRelayFile":
                session.patch(file, data=b"file", headers={"Upload-Offset": "0"}, timeout=10)
    if name == "appendRelayFile":
        case.body, case.headers["Upload-Offset"] = "piece", "0"


def _replace_order(name: str, case: Case[Any], url: str) -> None:
    """Replace the generated order by the first of an application that costs something, opened where it must be."""
    application = str(uuid.uuid4())
    held = sealed_case(keys.pins(), item_id="test-strict", item_version="0", application=application)
    request = requests.Request("PUT", f"{url}/v1/cases/{held.case_id}", data=held.body).prepare()
    request.headers["Idempotency-Key"] = held.case_id
    SIGNER.sign(request, held.body, SystemClock().now() + PLATFORM.offset)
    with requests.Session() as session:
        session.send(request, timeout=10)
    if name == "openOrder":
        case.path_parameters |= {"application": application, "n": 1}
        return
    made = _call_signed("PUT", f"{url}/v1/applications/{application}/orders/1", {})
    if name == "makePayment":
        case.body = {"order": made["number"], "payment": "pay"}
    elif name == "payPage":
        case.path_parameters["code"] = made["code"].rpartition("/")[2]
    elif name == "receiptPage":
        with requests.Session() as session:
            session.post(made["code"], data={"payment": "pay"}, timeout=10)
        paid = _call_signed("GET", f"{url}/v1/applications/{application}/orders/1", {})
        case.path_parameters["receipt"] = paid["receipt"].rpartition("/")[2]
    else:
        case.path_parameters |= {"application": application, "n": 1}


ORDERS = ("openOrder", "getOrder", "closeOrder", "chargeOrder", "makePayment", "payPage", "receiptPage")
RELAYS = (
    *("openRelay", "getRelay", "closeRelay", "getRelayFile", "judgeRelayFile", "relayPage", "claimRelay"),
    *("phoneRelay", "prolongRelay", "endRelay", "beginRelayFile", "appendRelayFile", "deleteRelayFile"),
)
DOCUMENTS = ("getDocument", "getCopy", "putPermit", "putOutcome")
CARRIED = ("putCarriedCase", "putCarriedRating", "putCarriedMaterial", "materialOffset", "appendMaterial")


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    if not str(case.headers.get("If-None-Match", "")).isprintable():
        # No HTTP request has a control character in a header: the server refuses it before it looks for a route.
        case.headers.pop("If-None-Match")
    name, turn = case.operation.definition.raw.get("operationId"), next(PLATFORM.count)
    good = case.meta is None or case.meta.generation.mode.is_positive
    body, path = case.body, case.path_parameters
    # Most generated ids name nothing: real ones take their place, always until the operation succeeded once.
    real = good and (turn % 4 > 0 or not any(PLATFORM.tally[f"{name} {status}"] for status in (200, 201, 204)))
    if good and not IS_CHECKSUM.match(str(case.headers.get("Upload-Checksum", CHECKSUM))):
        # The generator takes a header that is not of its pattern for a valid one.
        case.headers.pop("Upload-Checksum")
    if name == "putCase" and isinstance(body, dict) and IS_ID.match(str(path.get("case_id"))):
        if turn % 4:
            path["case_id"] = str(uuid.uuid4())
            body |= {"case_id": path["case_id"]} if IS_ID.match(str(body.get("case_id"))) else {}
        case.body = _seal(body, str(path["case_id"])) if good else body
    elif name in ("getCase", "moveCase", "signature") and real:
        path["case_id"] = _held_case_id(str(case.operation.base_url))
    elif name in CARRIED and real:
        _replace_carried(name, case, str(case.operation.base_url))
    elif name in DOCUMENTS and real:
        _replace_document(name, case, str(case.operation.base_url))
    elif name in ORDERS and real:
        _replace_order(name, case, str(case.operation.base_url))
    elif name in RELAYS and real:
        _replace_relay(name, case, str(case.operation.base_url))
    elif name == "putRating" and real and isinstance(body, dict):
        # A visit is rated once, and generated texts repeat.
        path["rating_id"], body["visit"] = str(uuid.uuid4()), str(uuid.uuid4())
    elif name == "ask" and good and isinstance(body, dict):
        body["identity"] = dict(WANG)
    elif name == "makeIdentityCode" and real and isinstance(body, dict):
        body["number"] = WANG["number"]
    elif name == "enrol" and path.get("terminal") == TERMINAL:
        path["terminal"] = "YK-OTHER"
    elif name == "beginMisfortune" and isinstance(body, dict) and isinstance(body.get("path", ""), str):
        body["path"] = UNUSED_PATH


@schemathesis.hook
def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
    name = case.operation.definition.raw.get("operationId")
    PLATFORM.tally[f"{name} {response.status_code}"] += 1
    if name in ("clock", "setClock") and response.status_code == 200:
        PLATFORM.offset = timedelta(seconds=response.json()["offset_s"])
    elif name == "reset":
        PLATFORM.offset, PLATFORM.held = timedelta(), ""
    elif name == "putCase" and response.status_code in (200, 201):
        PLATFORM.held = response.json()["case_id"]
