"""Rows of the outbox as objects: entries with their state, and materials that are read in pieces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.outbox.states import UNSENT, WITHOUT_BYTES, EntryState, check_transition
from kiosk.outbox.store import Cursor, KeepFailed, Store
from kiosk.platform.wire_types import HeldCase, Rating, RatingNode, ReceiptKind, SealedCase

PIECE_BYTES = 512 * 1024
COLUMNS = ("sequence", "kind", "id", "state", "attempts", "slip_number", "item_id", "digest", "body")
"""Columns of the table `entry` in the order that `entry_of` expects."""
RECEIPT_COLUMNS = {
    ReceiptKind.RECEIVED: "receipt",
    ReceiptKind.COMPLETE: "complete_receipt",
    ReceiptKind.DECIDED: "decided_receipt",
}
"""Receipt kind → column of the table `entry`."""


DATES: Mapping[str, bool] = MappingProxyType(
    {"kept_at": True, "next_at": False, "done_at": False, "confirmed_at": False}
)
"""Columns with a moment, and whether they must not be empty."""
TEXTS = (
    "id", "slip_number", "item_id", "digest", "state", "reason", "case_number", *RECEIPT_COLUMNS.values(), *DATES,
)  # fmt: skip
"""Columns with text."""


@dataclass(frozen=True)
class Entry:
    """One entry to be sent: a sealed case (without its materials) or a rating."""

    sequence: int
    kind: str
    id: str
    state: EntryState
    attempts: int
    case: SealedCase | None
    rating: Rating | None


@dataclass(frozen=True)
class StoredMaterial:
    """A sealed material in the outbox, read in pieces."""

    row: int
    sha256: str
    size: int
    media_type: str
    _store: Store = field(repr=False)

    def is_whole(self) -> bool:
        """Return whether the bytes still have the digest that they were kept with."""
        made = hashlib.sha256()
        try:
            for offset in range(0, self.size, PIECE_BYTES):
                made.update(self.read(offset, PIECE_BYTES))
        except (KeepFailed, TypeError):
            return False
        return made.hexdigest() == self.sha256

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`, fewer at the end. Raises KeepFailed."""
        return self._store.read_blob("material", "body", self.row, offset, min(length, self.size - offset))


def entry_of(row: Any) -> Entry:
    """Build an entry from a whole row of COLUMNS. A case has no materials in it."""
    sequence, kind, id_, state, attempts, slip_number, item_id, digest, body = row
    case = SealedCase(id_, slip_number, item_id, bytes(body), digest) if kind == "case" else None
    return Entry(sequence, kind, id_, EntryState(state), attempts, case, rating_of(body) if kind == "rating" else None)


def is_legible(row: Mapping[str, Any]) -> bool:
    """Return whether a row, by column name, can be read as an entry; its bytes are not looked at."""
    try:
        if row["kind"] not in ("case", "rating") or not isinstance(row["attempts"], int):
            return False
        if not row["id"] or not all(isinstance(row.get(name, ""), str) for name in TEXTS):
            return False
        EntryState(row["state"])
        for name, required in DATES.items():
            if required or row.get(name):
                datetime.fromisoformat(row[name])
    except (ValueError, TypeError, KeyError):
        return False
    return True


def is_whole(row: Mapping[str, Any]) -> bool:
    """Return whether a row is legible, and its bytes have the digest that they were kept with."""
    if not is_legible(row):
        return False
    body = row["body"]
    if body is None:
        return row["state"] in WITHOUT_BYTES
    try:
        if row["kind"] == "case":
            return bool(hashlib.sha256(body).hexdigest() == row["digest"])
        rating_of(body)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return True


def rating_of(body: bytes) -> Rating:
    """Decode the JSON body of a rating."""
    record = json.loads(body)
    return Rating(
        **{
            **record,
            "labels": tuple(record["labels"]),
            "node": RatingNode(record["node"]),
            "rated_at": datetime.fromisoformat(record["rated_at"]),
        }
    )


def materials_of(cursor: Cursor, sequence: int) -> list[tuple[int, str, int, str]] | None:
    """Return row, digest, size and media type of an entry's materials, smallest first; None if they are damaged."""
    statement = "SELECT id, sha256, size, media_type FROM material WHERE entry = ? ORDER BY size, number"
    try:
        found = [tuple(row) for row in cursor.execute(statement, (sequence,))]
    except UnicodeDecodeError:
        return None
    types = (int, str, int, str)
    return found if all([type(each) for each in row] == list(types) for row in found) else None


def tokens_by_kind(tokens: Sequence[str]) -> dict[ReceiptKind, str]:
    """Map the values of RECEIPT_COLUMNS to receipt kinds; empty ones are left out."""
    return {kind: token for kind, token in zip(RECEIPT_COLUMNS, tokens, strict=True) if token}


def placeholders(states: Sequence[EntryState]) -> str:
    """SQL placeholders for a list of states: "?,?,?"."""
    return ",".join("?" * len(states))


def sendable(cursor: Cursor, states: Sequence[EntryState], order: str = "sequence") -> Iterator[tuple[int, str]]:
    """Yield sequence and time of the next attempt of the entries in these states. One that follows a case is not among
    them until that case was handed over: the platform could only refuse it."""
    behind = cursor.execute(
        "SELECT entry.sequence FROM follow JOIN entry ON entry.id = follow.id"
        f" JOIN entry AS first ON first.id = follow.followed WHERE first.state IN ({placeholders(UNSENT)})",
        UNSENT,
    )
    held_back = {sequence for (sequence,) in behind}
    statement = f"SELECT sequence, next_at FROM entry WHERE state IN ({placeholders(states)}) ORDER BY {order}"
    yield from (row for row in cursor.execute(statement, states) if row[0] not in held_back)


def state_of(cursor: Cursor, sequence: int) -> EntryState:
    ((state,),) = cursor.execute("SELECT state FROM entry WHERE sequence = ?", (sequence,))
    return EntryState(state)


def change_state(cursor: Cursor, sequence: int, after: EntryState, changes: str, values: Sequence[Any] = ()) -> None:
    """Change an entry's state, and the columns of the SQL fragment `changes`. Raises IllegalTransition."""
    check_transition(state_of(cursor, sequence), after)
    cursor.execute(f"UPDATE entry SET state = ?, {changes} WHERE sequence = ?", (after, *values, sequence))


def store_receipts(cursor: Cursor, sequence: int, held: HeldCase, now: datetime) -> None:
    """Store receipts and change the state. A stored receipt is never removed: it stays valid as proof."""
    before = state_of(cursor, sequence)
    after = _state_after(before, held)
    if after is not before:
        check_transition(before, after)
    for receipt in (held.received, held.complete, held.decided):
        if receipt is not None:
            cursor.execute(
                f"UPDATE entry SET {RECEIPT_COLUMNS[receipt.kind]} = ? WHERE sequence = ?", (receipt.token, sequence)
            )
    cursor.execute(
        "UPDATE entry SET state = ?, case_number = ?, reason = '', next_at = '' WHERE sequence = ?",
        (after, held.received.case_number, sequence),
    )
    # The days until purging count from the last time it became complete.
    done_at = "" if after is EntryState.RECEIVED else now.isoformat()
    cursor.execute(
        "UPDATE entry SET done_at = ? WHERE sequence = ? AND (done_at = '' OR state = ?)",
        (done_at, sequence, EntryState.RECEIVED),
    )


def _state_after(before: EntryState, held: HeldCase) -> EntryState:
    """Return the state that these receipts lead to. Without bytes here only a refusal changes the state."""
    if held.decided is not None and held.decided.decision == "refused":
        return EntryState.REFUSED
    if before in (EntryState.PURGED, EntryState.REFUSED):
        return before
    return EntryState.COMPLETE if held.complete else EntryState.RECEIVED
