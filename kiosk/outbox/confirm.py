"""What came back by hand: receipts, each believed only when the pinned key signed it over what lies here.

A folder is somebody else's writing: an entry is changed only by a receipt that holds, and an old receipt, shown again
after the platform lost the case, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from kiosk.outbox.entries import rating_of
from kiosk.outbox.holdings import Holding, body_of, find, try_again
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.platform.identity import PlatformKeys
from kiosk.platform.offline_transfer import confirms_rating
from kiosk.platform.receipts import verify_receipt
from kiosk.platform.wire_types import HeldCase, Receipt, ReceiptKind


class Word(StrEnum):
    """What a receipt that came back changed here."""

    COMPLETE = "complete"
    RECEIVED = "received"
    KNOWN = "known"
    FOREIGN = "foreign"
    FORGED = "forged"


WORDS: Mapping[Word, str] = MappingProxyType(
    {
        Word.COMPLETE: "the platform has all of it",
        Word.RECEIVED: "the platform has the case, but not all of its materials: carry them again",
        Word.KNOWN: "known here already, nothing changed",
        Word.FOREIGN: "not of this terminal, nothing changed",
        Word.FORGED: "no receipt in it holds for what lies here, nothing changed",
    }
)
BAD = (Word.FOREIGN, Word.FORGED)


def confirm(outbox: Outbox, keys: PlatformKeys, id_: str, tokens: Sequence[str]) -> Word:
    """Note what the platform says of one case or rating. Raises KeepFailed."""
    holding = find(outbox, id_)
    if holding is None:
        return Word.FOREIGN
    return (_rating if holding.kind == "rating" else _case)(outbox, keys, holding, tokens)


def _case(outbox: Outbox, keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> Word:
    known = set(holding.tokens.values())
    found = _verified(keys, holding, tokens)
    new = [receipt for receipt in found if receipt.token not in known]
    if not new or holding.state is EntryState.REFUSED:
        return Word.KNOWN if found else Word.FORGED
    if holding.state not in UNSENT:
        new = [*_verified(keys, holding, tuple(known)), *new]
    by_kind = {receipt.kind: receipt for receipt in new}
    received = by_kind.get(ReceiptKind.RECEIVED)
    if received is None:
        return Word.FORGED
    complete = by_kind.get(ReceiptKind.COMPLETE)
    outbox.mark_held_there(holding.sequence, HeldCase(received, complete, by_kind.get(ReceiptKind.DECIDED)))
    return Word.COMPLETE if complete else Word.RECEIVED


def _verified(keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> list[Receipt]:
    found = (verify_receipt(token, holding.id, holding.digest, keys) for token in tokens)
    return [receipt for receipt in found if receipt is not None]


def _rating(outbox: Outbox, keys: PlatformKeys, holding: Holding, tokens: Sequence[str]) -> Word:
    if holding.state not in UNSENT:
        return Word.KNOWN
    rating = rating_of(body_of(outbox, holding))
    if not any(confirms_rating(token, rating, keys) for token in tokens):
        return Word.FORGED
    try_again(outbox, holding)  # the table has no way from QUARANTINED to SENDING
    outbox.mark_sending(holding.sequence)
    outbox.mark_rated(holding.sequence)
    return Word.COMPLETE
