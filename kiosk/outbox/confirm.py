"""Receipts imported from an offline transfer. Each must be signed by the pinned key over the digest stored here.

The folder is untrusted input: only a valid receipt changes an entry. A receipt that is known already changes nothing,
also when the platform has lost the case since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from kiosk.outbox.entries import rating_of
from kiosk.outbox.holdings import Holding, body_of, find, requeue
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.platform.identity import PlatformKeys
from kiosk.platform.offline_transfer import confirms_rating
from kiosk.platform.receipts import verify_receipt
from kiosk.platform.wire_types import HeldCase, Receipt, ReceiptKind


class ReceiptEffect(StrEnum):
    """Effect of the imported receipts of one entry."""

    COMPLETE = "complete"
    RECEIVED = "received"
    KNOWN = "known"
    FOREIGN = "foreign"
    FORGED = "forged"


EFFECT_TEXTS: Mapping[ReceiptEffect, str] = MappingProxyType(
    {
        ReceiptEffect.COMPLETE: "the platform has all of it",
        ReceiptEffect.RECEIVED: "the platform has the case, but not all of its materials: carry them again",
        ReceiptEffect.KNOWN: "known here already, nothing changed",
        ReceiptEffect.FOREIGN: "not of this terminal, nothing changed",
        ReceiptEffect.FORGED: "no receipt in it is for what is stored here, nothing changed",
    }
)
REJECTED = (ReceiptEffect.FOREIGN, ReceiptEffect.FORGED)


def apply_receipts(outbox: Outbox, keys: PlatformKeys, id_: str, tokens: Sequence[str]) -> ReceiptEffect:
    """Verify the receipts of one case or rating and store them. Raises KeepFailed."""
    holding = find(outbox, id_)
    if holding is None:
        return ReceiptEffect.FOREIGN
    return (_rating if holding.kind == "rating" else _case)(outbox, keys, holding, tokens)


def _case(outbox: Outbox, keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> ReceiptEffect:
    known = set(holding.tokens.values())
    found = _verified(keys, holding, tokens)
    new = [receipt for receipt in found if receipt.token not in known]
    if not new or holding.state is EntryState.REFUSED:
        return ReceiptEffect.KNOWN if found else ReceiptEffect.FORGED
    if holding.state not in UNSENT:
        new = [*_verified(keys, holding, tuple(known)), *new]
    by_kind = {receipt.kind: receipt for receipt in new}
    received = by_kind.get(ReceiptKind.RECEIVED)
    if received is None:
        return ReceiptEffect.FORGED
    complete = by_kind.get(ReceiptKind.COMPLETE)
    outbox.record_receipts(holding.sequence, HeldCase(received, complete, by_kind.get(ReceiptKind.DECIDED)))
    return ReceiptEffect.COMPLETE if complete else ReceiptEffect.RECEIVED


def _verified(keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> list[Receipt]:
    found = (verify_receipt(token, holding.id, holding.digest, keys) for token in tokens)
    return [receipt for receipt in found if receipt is not None]


def _rating(outbox: Outbox, keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> ReceiptEffect:
    if holding.state not in UNSENT:
        return ReceiptEffect.KNOWN
    try:
        rating = rating_of(body_of(outbox, holding))
    except (ValueError, TypeError, KeyError):
        return ReceiptEffect.FORGED  # the bytes here are damaged, so no receipt can be for them
    if not any(confirms_rating(token, rating, keys) for token in tokens):
        return ReceiptEffect.FORGED
    requeue(outbox, holding)  # the table has no way from QUARANTINED to SENDING
    outbox.mark_sending(holding.sequence)
    outbox.mark_rated(holding.sequence)
    return ReceiptEffect.COMPLETE
