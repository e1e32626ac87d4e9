"""Entries of the outbox without their bytes, for status, export and import. Bytes are read one entry at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import RECEIPT_COLUMNS, StoredMaterial, placeholders, tokens_by_kind
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.platform.wire_types import ReceiptKind

TO_CARRY = (*UNSENT, EntryState.RECEIVED)
"""States not fully confirmed by the platform: the case or some of its materials are missing there."""


@dataclass(frozen=True)
class Holding:
    """One entry without its bytes: `kind` is case | rating, `tokens` are its receipts by kind."""

    sequence: int
    kind: str
    id: str
    state: EntryState
    reason: str
    digest: str
    tokens: Mapping[ReceiptKind, str] = field(repr=False)


def holdings(outbox: Outbox, states: Sequence[EntryState] = tuple(EntryState)) -> list[Holding]:
    """Return the entries in these states, in the order they were kept. Raises KeepFailed."""
    return _found(outbox, f"state IN ({placeholders(states)})", states)


def find(outbox: Outbox, id_: str) -> Holding | None:
    """Return the entry of a case or rating id, None if there is none. Raises KeepFailed."""
    return next(iter(_found(outbox, "id = ?", (id_,))), None)


def _found(outbox: Outbox, condition: str, values: Sequence[str]) -> list[Holding]:
    columns = ", ".join(RECEIPT_COLUMNS.values())
    with outbox.store.transaction() as cursor:
        rows = cursor.execute(
            f"SELECT sequence, kind, id, state, reason, digest, {columns} FROM entry WHERE {condition}"
            " ORDER BY sequence",
            values,
        )
        return [
            Holding(sequence, kind, id_, EntryState(state), reason, digest, tokens_by_kind(tokens))
            for sequence, kind, id_, state, reason, digest, *tokens in rows
        ]


def body_of(outbox: Outbox, holding: Holding) -> bytes:
    """Return the sealed bytes as they were kept, empty once they were purged. Raises KeepFailed."""
    with outbox.store.transaction() as cursor:
        ((body,),) = cursor.execute("SELECT body FROM entry WHERE sequence = ?", (holding.sequence,))
    return bytes(body or b"")


def materials_of(outbox: Outbox, holding: Holding) -> list[StoredMaterial]:
    """Return the entry's materials, whose bytes are read in pieces. Raises KeepFailed."""
    with outbox.store.transaction() as cursor:
        rows = cursor.execute(
            "SELECT id, sha256, size, media_type FROM material WHERE entry = ? AND body IS NOT NULL ORDER BY number",
            (holding.sequence,),
        )
        return [StoredMaterial(row, sha256, size, media_type, outbox.store) for row, sha256, size, media_type in rows]


def bytes_to_carry(outbox: Outbox) -> int:
    """Return the total size in bytes of the entries in TO_CARRY. Raises KeepFailed."""
    size = "COALESCE(LENGTH(body), 0) + COALESCE((SELECT SUM(size) FROM material WHERE entry = sequence), 0)"
    with outbox.store.transaction() as cursor:
        ((total,),) = cursor.execute(
            f"SELECT SUM({size}) FROM entry WHERE state IN ({placeholders(TO_CARRY)})", TO_CARRY
        )
    return int(total or 0)


def requeue(outbox: Outbox, holding: Holding) -> bool:
    """Move a quarantined entry to WAITING, due now, with no attempts counted. Raises KeepFailed.

    Returns False if the entry is in another state.
    """
    with outbox.store.transaction() as cursor:
        changed = cursor.execute(
            "UPDATE entry SET state = ?, reason = '', attempts = 0, next_at = '' WHERE sequence = ? AND state = ?"
            " RETURNING sequence",
            (EntryState.WAITING, holding.sequence, EntryState.QUARANTINED),
        )
        return bool(list(changed))
