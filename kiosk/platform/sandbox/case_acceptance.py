"""Acceptance of sealed cases: open, check, number, sign a receipt and store, in one transaction.

An id belongs to one digest permanently, and the same bytes always get the same receipt.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from devices.clock import day_in_china
from kiosk.platform.identity import BadSeal, digest, unb64url, unseal
from kiosk.platform.listing import CaseState
from kiosk.platform.records import NEXT_STEPS, CaseBody, instant
from kiosk.platform.sandbox import case_life, corrections, papers_to_follow, principals, ratings, refunds
from kiosk.platform.sandbox.case_receipts import issue_complete, issued, receipts_by_kind
from kiosk.platform.sandbox.keys import SandboxKeys
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, ExpectedMaterial

NUMBER_MAX = 64
"""Characters of an applicant's number, as in a question's identity."""


def accept(session: Session, sandbox: SandboxState, path_id: str, terminal: str, body: bytes) -> tuple[Case, bool]:
    """Store a case; return it and whether it is new. Raises Refusal."""
    now = sandbox.clock.now()
    held = session.scalar(select(Case).where(Case.case_id == path_id))
    if held is not None:
        if held.digest != digest(body) or held.terminal != terminal:
            raise Refusal("digest-mismatch")
        return held, False
    record = _parse_body(body)
    if record.case_id != path_id or record.terminal != terminal:
        raise Refusal("malformed")
    if record.key_id != sandbox.keys.seal_key_id:
        raise Refusal("unknown-key")
    content = _unsealed(record, sandbox.keys)
    checked = _check_answers(record, content, sandbox.published)
    person = principals.person_of(sandbox, record.item_id, record.sealed_at, content)
    case_life.require_open(sandbox, record.item_id)
    followed = _followed_case(session, record, person)
    case = _new_case(session, sandbox, record, body, now)
    case.content, case.answers_checked, case.person = content, checked, person
    case.materials = [
        ExpectedMaterial(number=number, **each.model_dump()) for number, each in enumerate(record.materials)
    ]
    case_life.begin(case, sandbox)
    if followed is not None:
        case_life.follow(case, followed, sandbox, now)
    if followed is not None and case.act == "refund":
        refunds.ask(session, sandbox, case, followed)
    session.add(case)
    session.flush()
    corrections.record(session, case, content)
    ratings.detach_foreign(session, case.case_id, terminal)
    issue_complete(case, sandbox, now)
    case_life.advance(case, sandbox)
    return case, True


def _followed_case(session: Session, record: CaseBody, person: str) -> Case | None:
    """Return the case that this one follows. It must be of the same applicant, have the stated digest, and not be
    superseded by another; papers may also be handed in by slip number, without the person. Raises Refusal."""
    if record.supersedes is None:
        if record.act not in ("apply", "dispute"):
            raise Refusal("malformed")
        return None
    if record.act in ("apply", "dispute"):
        raise Refusal("malformed")
    held = session.scalar(select(Case).where(Case.case_id == record.supersedes.case_id))
    persons = (held.person, "") if held is not None and record.act == "supplement" else (held and held.person,)
    # Of a case that was withdrawn, what was paid can still be asked back.
    ended = held is not None and held.followed_by and record.act != "refund"
    if held is None or held.digest != record.supersedes.digest or ended or person not in persons:
        raise Refusal("superseded")
    return held


def answer(case: Case) -> dict[str, Any]:
    """Return the schema `Case` of openapi.yaml."""
    return {
        "case_id": case.case_id,
        "case_number": case.case_number,
        "state": case.state,
        "since": case.since,
        "next_step": NEXT_STEPS[CaseState(case.state)],
        "receipts": list(receipts_by_kind(case).values()),
        "missing": [] if case.complete_receipt else [each.sha256 for each in case.materials],
    }


def _parse_body(body: bytes) -> CaseBody:
    try:
        return CaseBody.model_validate_json(body)
    except ValidationError:
        raise Refusal("malformed") from None


def _unsealed(record: CaseBody, keys: SandboxKeys) -> dict[str, Any]:
    try:
        content = json.loads(unseal(unb64url(record.sealed), keys.seal_private, record.info()))
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()  # not storable as JSON: NaN, lone surrogates
    except (BadSeal, ValueError, RecursionError):
        raise Refusal("cannot-open") from None
    if not isinstance(content, dict) or not isinstance(content.get("answers"), dict):
        raise Refusal("cannot-open")
    if len(_applicant_number(content)) > NUMBER_MAX:  # indexed: PostgreSQL would fail on a long one, each time again
        raise Refusal("cannot-open")
    return content


def _check_answers(record: CaseBody, content: dict[str, Any], published: Published) -> bool:
    """Return whether the answers were checked. Those for an older item version are accepted unchecked, because the
    page already said that the application was kept; a dispute has only those that it is about. Raises Refusal."""
    if record.item_id not in published.items:
        raise Refusal("service-withdrawn")
    if record.act == "dispute" or str(published.items[record.item_id]["version"]) != record.item_version:
        return False
    if record.act not in ("apply", "amend"):
        return False  # about a case whose answers are held already
    invalid_answers = published.invalid_answers(record.item_id, content["answers"], record.sealed_at)
    invalid_answers += papers_to_follow.unfit(content, published.items[record.item_id])
    if invalid_answers:
        raise Refusal("answers-invalid", fields=invalid_answers)
    return True


def _applicant_number(content: dict[str, Any]) -> str:
    applicant = content.get("applicant")
    number = applicant.get("number", "") if isinstance(applicant, dict) else ""
    return str(number).upper()


def _new_case(session: Session, sandbox: SandboxState, record: CaseBody, body: bytes, now: datetime) -> Case:
    code = sandbox.published.code(record.item_id)
    day = f"{day_in_china(now):%Y%m%d}"
    last = session.scalar(select(func.max(Case.serial)).where(Case.item_code == code, Case.day == day))
    serial = (last or 0) + 1
    number, received = f"{code}{day}{serial:04d}", instant(now)
    claims = {
        "id": record.case_id,
        "digest": digest(body),
        "case_number": number,
        "at": received,
        "kind": "RECEIVED",
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
        receipt=issued(sandbox.keys, claims),
        state=CaseState.RECEIVED.value,
        since=received,
        note="",
    )
