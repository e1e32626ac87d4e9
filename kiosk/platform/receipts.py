"""Verification of receipts: signed by the pinned platform key, for the expected case id and digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pydantic import ValidationError

from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.identity import RECEIPT, BadToken, PlatformKeys, verify_token
from kiosk.platform.listing import CaseState
from kiosk.platform.records import CaseAnswer, ReceiptClaims, ReconcileAnswer
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, Receipt, ReceiptKind

KINDS = {kind.value: kind for kind in ReceiptKind}


def verify_receipt(token: str, case_id: str, digest: str, keys: PlatformKeys) -> Receipt | None:
    """Return the receipt of a token; None if it is invalid, for another case, or of a kind unknown to this build."""
    try:
        claims = ReceiptClaims.model_validate_json(verify_token(token, keys, RECEIPT))
    except (BadToken, ValidationError):
        return None
    if (claims.id, claims.digest) != (case_id, digest) or claims.kind not in KINDS:
        return None
    return Receipt(KINDS[claims.kind], case_id, digest, claims.case_number, claims.at, token, claims.decision)


def held_case(answer: CaseAnswer, case_id: str, digest: str, keys: PlatformKeys) -> HeldCase:
    """Return what verified receipts say of a case. Raises NOT_THE_PLATFORM("receipt") without a RECEIVED receipt."""
    found = (verify_receipt(token, case_id, digest, keys) for token in answer.receipts)
    by_kind = {receipt.kind: receipt for receipt in found if receipt is not None}
    if ReceiptKind.RECEIVED not in by_kind:
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "receipt")
    decided = by_kind.get(ReceiptKind.DECIDED)
    return HeldCase(
        replace(by_kind[ReceiptKind.RECEIVED], state=_proven(answer.state, decided)),
        by_kind.get(ReceiptKind.COMPLETE),
        decided,
        answer.missing,
    )


DECISIONS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.GRANTED: "granted",
        CaseState.DECIDED: "granted",
        CaseState.NOT_GRANTED: "refused",
        CaseState.NOT_ACCEPTED: "refused",
    }
)
"""States that are a decision → `decision` of the receipt that proves it."""


def _proven(state: CaseState, decided: Receipt | None) -> CaseState:
    """Return the state; of a decision without its receipt only that the case was received."""
    said = DECISIONS.get(state, "")
    return state if not said or (decided is not None and decided.decision == said) else CaseState.RECEIVED


def differences(answer: ReconcileAnswer, known: Sequence[KnownCase], keys: PlatformKeys) -> tuple[Difference, ...]:
    """Return the differences for the cases in `known`. One whose receipts cannot be verified is marked `unproven`."""
    digests = {each.case_id: each.digest for each in known}
    found = []
    for each in answer.differences:
        if each.case_id not in digests:
            continue
        try:
            held = held_case(each.case, each.case_id, digests[each.case_id], keys) if each.case else None
        except PlatformFailure:
            found.append(Difference(each.case_id, None, unproven=True))
        else:
            found.append(Difference(each.case_id, held, each.seen == "other_digest"))
    return tuple(found)
