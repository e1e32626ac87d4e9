"""Receipts in an outbox, for the tests."""

from __future__ import annotations

from kiosk.outbox.holdings import find
from kiosk.outbox.outbox import Outbox
from kiosk.platform.wire_types import ReceiptKind


def receipt_of(outbox: Outbox, case_id: str, kind: ReceiptKind = ReceiptKind.RECEIVED) -> str:
    """Return the receipt token of a case, "" while it has none of this kind."""
    holding = find(outbox, case_id)
    return "" if holding is None else holding.tokens.get(kind, "")
