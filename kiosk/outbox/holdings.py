"""What lies in the outbox, entry by entry, for people and carriers. Sealed bytes are read one entry at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.outbox.entries import RECEIPTS, StoredMaterial
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import UNSENT, EntryState
from kiosk.platform.wire_types import ReceiptKind

TO_CARRY = (*UNSENT, EntryState.RECEIVED)
"""What the platform has not confirmed as a whole: the case is not there, or its materials are not."""


@dataclass(frozen=True)
class Holding:
    """One entry without its bytes: `kind` is case | rating, `tokens` are the receipts it has."""

    sequence: int
    kind: str
    id: str
    state: EntryState
    reason: str
    digest: str
    tokens: Mapping[ReceiptKind, str] = field(repr=False)


def holdings(outbox: Outbox, states: Sequence[EntryState] = tuple(EntryState)) -> list[Holding]:
    """The entries in these states, in the order they were kept. Raises KeepFailed."""
    return _found(outbox, f"state IN ({','.join('?' * len(states))})", states)


def find(outbox: Outbox, id_: str) -> Holding | None:
    """The entry of this case or rating id. Raises KeepFailed."""
    return next(iter(_found(outbox, "id = ?", (id_,))), None)


def _found(outbox: Outbox, condition: str, values: Sequence[str]) -> list[Holding]:
    columns = ", ".join(RECEIPTS.values())
    with outbox.store.transaction() as cursor:
        rows = cursor.execute(
            f"SELECT sequence, kind, id, state, reason, digest, {columns} FROM entry WHERE {condition}"
            " ORDER BY sequence",
            values,
        )
        return [
            Holding(sequence, kind, id_, EntryState(state), reason, digest, _given(tokens))
            for sequence, kind, id_, state, reason, digest, *tokens in rows
        ]


def _given(tokens: Sequence[str]) -> Mapping[ReceiptKind, str]:
    return {kind: token for kind, token in zip(RECEIPTS, tokens, strict=True) if token}


def body_of(outbox: Outbox, holding: Holding) -> bytes:
    """The bytes as they were kept; empty where they are gone. Raises KeepFailed."""
    with outbox.store.transaction() as cursor:
        ((body,),) = cursor.execute("SELECT body FROM entry WHERE sequence = ?", (holding.sequence,))
    return bytes(body or b"")


def materials_of(outbox: Outbox, holding: Holding) -> list[StoredMaterial]:
    """Its materials, to be read piece by piece. Raises KeepFailed."""
    with outbox.store.transaction() as cursor:
        rows = cursor.execute(
            "SELECT id, sha256, size, media_type FROM material WHERE entry = ? AND body IS NOT NULL ORDER BY number",
            (holding.sequence,),
        )
        return [StoredMaterial(row, sha256, size, media_type, outbox.store) for row, sha256, size, media_type in rows]


def bytes_to_carry(outbox: Outbox) -> int:
    """Sealed bytes of all that the platform has not confirmed as a whole. Raises KeepFailed."""
    size = "COALESCE(LENGTH(body), 0) + COALESCE((SELECT SUM(size) FROM material WHERE entry = sequence), 0)"
    marks = ",".join("?" * len(TO_CARRY))
    with outbox.store.transaction() as cursor:
        ((total,),) = cursor.execute(f"SELECT SUM({size}) FROM entry WHERE state IN ({marks})", TO_CARRY)
    return int(total or 0)


def try_again(outbox: Outbox, holding: Holding) -> bool:
    """A quarantined entry waits again, as if never tried; False if it is in another state. Raises KeepFailed."""
    with outbox.store.transaction() as cursor:
        changed = cursor.execute(
            "UPDATE entry SET state = ?, reason = '', attempts = 0, next_at = '' WHERE sequence = ? AND state = ?"
            " RETURNING sequence",
            (EntryState.WAITING, holding.sequence, EntryState.QUARANTINED),
        )
        return bool(list(changed))
