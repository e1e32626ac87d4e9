"""Sealed cases, ratings and receipts for tests, with arbitrary bytes."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.platform.identity import digest
from kiosk.platform.wire_types import HeldCase, Rating, RatingNode, Receipt, ReceiptKind, SealedCase

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)


def case(case_id: str, body: bytes = b'{"sealed":"nothing"}') -> SealedCase:
    return SealedCase(case_id, f"WT02-{case_id}", "item", body, digest(body))


def held(sealed: SealedCase, *, complete: bool = True, decision: str = "") -> HeldCase:
    """The platform's answer for a case that it holds."""

    def receipt(kind: ReceiptKind, decision: str = "") -> Receipt:
        number = f"3301-{sealed.case_id}"
        return Receipt(kind, sealed.case_id, sealed.digest, number, NOW, f"token-{kind}", decision)

    return HeldCase(
        receipt(ReceiptKind.RECEIVED),
        receipt(ReceiptKind.COMPLETE) if complete else None,
        receipt(ReceiptKind.DECIDED, decision) if decision else None,
        () if complete else tuple(each.sha256 for each in sealed.materials),
    )


def rating(rating_id: str = "rating-1") -> Rating:
    return Rating(rating_id, "visit", None, "item", RatingNode.RECEIVED, 5, ("515",), "v1", NOW)
