"""What stands in the outbox, as its rows say it: entries, their state, and materials that are read piece by piece."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.outbox.states import EntryState, check_way
from kiosk.outbox.store import Cursor, Store
from kiosk.platform.wire_types import Rating, RatingNode, ReceiptKind, SealedCase

COLUMNS = "sequence, kind, id, state, attempts, slip_number, item_id, digest, body"
"""Of the table `entry`, as `entry_of` reads them."""
RECEIPTS = {
    ReceiptKind.RECEIVED: "receipt",
    ReceiptKind.COMPLETE: "complete_receipt",
    ReceiptKind.DECIDED: "decided_receipt",
}
"""Kind → column."""


@dataclass(frozen=True)
class Entry:
    """One thing to be carried: a sealed case (without its materials) or a rating."""

    sequence: int
    kind: str
    id: str
    state: EntryState
    attempts: int
    case: SealedCase | None
    rating: Rating | None


@dataclass(frozen=True)
class StoredMaterial:
    """A material that lies in the outbox; read piece by piece."""

    row: int
    sha256: str
    size: int
    media_type: str
    _store: Store = field(repr=False)

    def read(self, offset: int, length: int) -> bytes:
        """So many bytes from there, fewer at the end. Raises KeepFailed."""
        return self._store.read_blob("material", "body", self.row, offset, min(length, self.size - offset))


def entry_of(row: Any) -> Entry:
    """An entry, of the columns above; its materials are read by themselves."""
    sequence, kind, id_, state, attempts, slip_number, item_id, digest, body = row
    case = SealedCase(id_, slip_number, item_id, bytes(body), digest) if kind == "case" else None
    return Entry(sequence, kind, id_, EntryState(state), attempts, case, rating_of(body) if kind == "rating" else None)


def rating_of(body: bytes) -> Rating:
    """A rating as it was kept."""
    record = json.loads(body)
    return Rating(
        **{
            **record,
            "labels": tuple(record["labels"]),
            "node": RatingNode(record["node"]),
            "rated_at": datetime.fromisoformat(record["rated_at"]),
        }
    )


def marks(states: Sequence[EntryState]) -> str:
    """Placeholders for so many states."""
    return ",".join("?" * len(states))


def state_of(cursor: Cursor, sequence: int) -> EntryState:
    ((state,),) = cursor.execute("SELECT state FROM entry WHERE sequence = ?", (sequence,))
    return EntryState(state)


def move(cursor: Cursor, sequence: int, after: EntryState, changes: str, values: Sequence[Any] = ()) -> None:
    """Change an entry's state. Raises NoSuchWay."""
    check_way(state_of(cursor, sequence), after)
    cursor.execute(f"UPDATE entry SET state = ?, {changes} WHERE sequence = ?", (after, *values, sequence))
