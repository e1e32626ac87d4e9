"""Taking in a sealed case: open, judge, number, sign a receipt, keep all of it in one transaction.

The promise: one id stands for one digest, for ever, and the same bytes again get the very same receipt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.platform.gateway import CaseState
from kiosk.platform.identity import RECEIPT, BadSeal, digest, sign_token, unb64url, unseal
from kiosk.platform.records import NEXT_STEPS, CaseBody, instant
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.storage import Case, Expected

DECISIONS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.GRANTED: "granted",
        CaseState.DECIDED: "granted",
        CaseState.NOT_GRANTED: "refused",
        CaseState.NOT_ACCEPTED: "refused",
    }
)
"""States that are a decision, and which."""
CHINA = timezone(timedelta(hours=8))
"""The day in a case number is the authority's day."""


def accept(
    session: Session,
    path_id: str,
    terminal: str,
    body: bytes,
    published: Published,
    has: Callable[[str], bool],
    now: datetime,
) -> tuple[Case, bool]:
    """The case as kept, and whether it is new. Raises Refusal."""
    held = session.scalar(select(Case).where(Case.case_id == path_id))
    if held is not None:
        if held.digest != digest(body) or held.terminal != terminal:
            raise Refusal("digest-mismatch")
        return held, False
    record = _record(body)
    if record.case_id != path_id or record.terminal != terminal:
        raise Refusal("malformed")
    if record.key_id != keys.SEAL_KEY_ID:
        raise Refusal("unknown-key")
    content = _opened(record)
    checked = _judged(record, content, published)
    followed = _followed(session, record, _person(content))
    case = _numbered(session, record, published.code(record.item_id), body, now)
    case.content, case.answers_checked, case.person = content, checked, _person(content)
    case.materials = [Expected(number=number, **each.model_dump()) for number, each in enumerate(record.materials)]
    if followed is not None:
        followed.followed_by, followed.state, followed.since = case.case_id, CaseState.WITHDRAWN.value, instant(now)
        followed.note = f"由 {case.case_number} 代替" if record.act == "amend" else "已撤回"
    session.add(case)
    session.flush()
    complete(session, case, has, now)
    return case, True


def _followed(session: Session, record: CaseBody, person: str) -> Case | None:
    """The case that this one amends or withdraws: the applicant's own, as the terminal last knew it, and followed by no
    other. Raises Refusal."""
    if record.supersedes is None:
        if record.act != "apply":
            raise Refusal("malformed")
        return None
    if record.act == "apply":
        raise Refusal("malformed")
    held = session.scalar(select(Case).where(Case.case_id == record.supersedes.case_id))
    fits = held is not None and (held.digest, held.person, held.followed_by) == (record.supersedes.digest, person, "")
    if not fits:
        raise Refusal("superseded")
    return held


def answer(case: Case) -> dict[str, Any]:
    """The case as openapi.yaml's `Case`."""
    return {
        "case_id": case.case_id,
        "case_number": case.case_number,
        "state": case.state,
        "since": case.since,
        "next_step": NEXT_STEPS[CaseState(case.state)],
        "receipts": list(kinds(case).values()),
        "missing": [] if case.complete_receipt else [each.sha256 for each in case.materials],
    }


def kinds(case: Case) -> dict[str, str]:
    """The receipts given for a case, by kind."""
    given = {"RECEIVED": case.receipt, "COMPLETE": case.complete_receipt, "DECIDED": case.decided_receipt}
    return {kind: token for kind, token in given.items() if token}


def complete(session: Session, case: Case, has: Callable[[str], bool], now: datetime) -> None:
    """Sign that all of a case is here, once it is."""
    if not case.complete_receipt and all(has(each.sha256) for each in case.materials):
        case.complete_receipt = receipt_token(_claims(case, "COMPLETE", instant(now)))


def decide(case: Case, now: datetime) -> None:
    """Sign the decision, if the state is one."""
    decision = DECISIONS.get(CaseState(case.state))
    if decision:
        case.decided_receipt = receipt_token({**_claims(case, "DECIDED", instant(now)), "decision": decision})


def _claims(case: Case, kind: str, at: str) -> dict[str, str]:
    return {
        "id": case.case_id,
        "digest": case.digest,
        "case_number": case.case_number,
        "at": at,
        "kind": kind,
        "kid": keys.SIGN_KEY_ID,
    }


def receipt_token(claims: dict[str, str], private: bytes = keys.SIGN_PRIVATE) -> str:
    """A receipt token over these claims."""
    payload = json.dumps(claims, separators=(",", ":")).encode()
    return sign_token(payload, private, keys.SIGN_KEY_ID, RECEIPT)


def _record(body: bytes) -> CaseBody:
    try:
        return CaseBody.model_validate_json(body)
    except ValidationError:
        raise Refusal("malformed") from None


def _opened(record: CaseBody) -> dict[str, Any]:
    try:
        content = json.loads(unseal(unb64url(record.sealed), keys.SEAL_PRIVATE, record.info()))
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()  # what cannot be written again is not kept
    except (BadSeal, ValueError, RecursionError):
        raise Refusal("cannot-open") from None
    if not isinstance(content, dict) or not isinstance(content.get("answers"), dict):
        raise Refusal("cannot-open")
    return content


def _judged(record: CaseBody, content: dict[str, Any], published: Published) -> bool:
    """Answers made for a version no longer published are taken in unjudged: the citizen was thanked for them."""
    if record.item_id not in published.items:
        raise Refusal("service-withdrawn")
    if str(published.items[record.item_id]["version"]) != record.item_version:
        return False
    wrong = published.wrong(record.item_id, content["answers"])
    if wrong:
        raise Refusal("answers-invalid", fields=wrong)
    return True


def _person(content: dict[str, Any]) -> str:
    applicant = content.get("applicant")
    number = applicant.get("number", "") if isinstance(applicant, dict) else ""
    return str(number).upper()


def _numbered(session: Session, record: CaseBody, code: str, body: bytes, now: datetime) -> Case:
    day = now.astimezone(CHINA).strftime("%Y%m%d")
    last = session.scalar(select(func.max(Case.serial)).where(Case.item_code == code, Case.day == day))
    serial = (last or 0) + 1
    number, received = f"{code}{day}{serial:04d}", instant(now)
    claims = {
        "id": record.case_id,
        "digest": digest(body),
        "case_number": number,
        "at": received,
        "kind": "RECEIVED",
        "kid": keys.SIGN_KEY_ID,
    }
    return Case(
        case_id=record.case_id,
        digest=claims["digest"],
        terminal=record.terminal,
        slip_number=record.slip_number,
        item_id=record.item_id,
        item_version=record.item_version,
        sealed_at=record.sealed_at,
        body=body,
        item_code=code,
        day=day,
        serial=serial,
        case_number=number,
        received_at=received,
        application=record.application,
        act=record.act,
        supersedes=record.supersedes and record.supersedes.model_dump(),
        receipt=receipt_token(claims),
        state=CaseState.RECEIVED.value,
        since=received,
        note="",
    )
