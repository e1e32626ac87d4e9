"""Receipts of a case: which were issued, and the signed tokens of new ones."""

from __future__ import annotations

import json
from datetime import datetime

from kiosk.platform.identity import RECEIPT, sign_token
from kiosk.platform.listing import CaseState
from kiosk.platform.receipts import DECISIONS
from kiosk.platform.records import instant
from kiosk.platform.sandbox.keys import SIGN_KEY_ID, SIGN_PRIVATE, SandboxKeys
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case


def receipts_by_kind(case: Case) -> dict[str, str]:
    """Return the tokens of the receipts issued for a case, by kind."""
    given = {"RECEIVED": case.receipt, "COMPLETE": case.complete_receipt, "DECIDED": case.decided_receipt}
    return {kind: token for kind, token in given.items() if token}


def issue_complete(case: Case, sandbox: SandboxState, now: datetime) -> None:
    """Issue the COMPLETE receipt if all materials are held."""
    if not case.complete_receipt and all(sandbox.materials.has(each.sha256) for each in case.materials):
        case.complete_receipt = issued(sandbox.keys, _claims(case, "COMPLETE", instant(now)))


def issue_decision(case: Case, sandbox: SandboxState, now: datetime) -> None:
    """Issue the DECIDED receipt if the state is a decision."""
    decision = DECISIONS.get(CaseState(case.state))
    if decision:
        claims = {**_claims(case, "DECIDED", instant(now)), "decision": decision}
        case.decided_receipt = issued(sandbox.keys, claims)


def _claims(case: Case, kind: str, at: str) -> dict[str, str]:
    return {
        "id": case.case_id,
        "digest": case.digest,
        "case_number": case.case_number,
        "at": at,
        "kind": kind,
    }


def issued(keys: SandboxKeys, claims: dict[str, str]) -> str:
    """Return the receipt with these claims and the id of the signing key."""
    return receipt_token({**claims, "kid": keys.sign_key_id}, keys.sign_private, keys.sign_key_id)


def receipt_token(claims: dict[str, str], private: bytes = SIGN_PRIVATE, key_id: str = SIGN_KEY_ID) -> str:
    """Return the signed token of these claims."""
    payload = json.dumps(claims, separators=(",", ":")).encode()
    return sign_token(payload, private, key_id, RECEIPT)
