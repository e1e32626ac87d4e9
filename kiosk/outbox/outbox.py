"""The outbox: kept cases and ratings, their state, and the platform's receipts.

Every call is one transaction of the store. When `keep` returns, the cases are on disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from devices import Clock
from kiosk.outbox.budget import Backlog
from kiosk.outbox.entries import (
    COLUMNS,
    RECEIPT_COLUMNS,
    Entry,
    StoredMaterial,
    change_state,
    entry_of,
    placeholders,
    state_of,
)
from kiosk.outbox.states import BACKLOG_STATES, DUE, DUE_MATERIALS, HANDED_OVER, UNSENT, EntryState, check_transition
from kiosk.outbox.store import Cursor, KeepFailed, Store
from kiosk.platform.wire_types import HeldCase, Rating, ReceiptKind, SealedCase

BATCH = 16
"""Entries read in one batch: a long outage must not fill the memory with sealed bodies."""


@dataclass
class Outbox:
    """Open with `Outbox.open`. May be used from several threads."""

    store: Store
    _clock: Clock
    _refused: set[str] = field(default_factory=set, repr=False)
    """Ids of cases whose commit reported an error but may have reached the disk."""

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Outbox:
        """Open or create the outbox. Raises OutboxInUse or KeepFailed."""
        return cls(Store.open(folder, clock.now()), clock)

    @property
    def health_note(self) -> str:
        return self.store.health_note

    def close(self) -> None:
        with suppress(KeepFailed):
            self._delete_refused()
        self.store.close()

    def next_counter(self) -> int:
        """Increment the slip counter durably and return it: no value is ever returned twice. Raises KeepFailed."""
        with self.store.transaction() as cursor:
            rows = list(cursor.execute("UPDATE counter SET value = value + 1 RETURNING value"))
            return int(rows[0][0])

    def keep(self, cases: Sequence[SealedCase]) -> None:
        """Commit all cases of a visit with their materials, or none. Raises KeepFailed."""
        inserted: list[str] = []
        try:
            with self.store.transaction() as cursor:
                for case in cases:
                    self._insert_case(cursor, case)
                    inserted.append(case.case_id)
        except KeepFailed:
            self._refused.update(inserted)
            with suppress(KeepFailed):
                self._delete_refused()
            raise

    def _insert_case(self, cursor: Cursor, case: SealedCase) -> None:
        made = self._insert(cursor, "case", case.case_id, case.slip_number, case.item_id, case.digest, case.body)
        for number, each in enumerate(case.materials):
            cursor.execute(
                "INSERT INTO material (entry, number, sha256, size, media_type, body) VALUES (?,?,?,?,?,?)",
                (made, number, each.sha256, each.size, each.media_type, each.body),
            )

    def _delete_refused(self) -> None:
        """Delete the cases of failed commits, so that they are never sent. Raises KeepFailed; then it is tried again.

        A commit whose last sync failed may still be complete on disk: in the WAL, where a start after a crash would
        find it, or with its rollback journal already truncated. The citizen has read that nothing was kept.
        """
        struck = set(self._refused)
        if not struck:
            return
        with self.store.transaction() as cursor:
            for case_id in struck:
                cursor.execute(
                    "DELETE FROM material WHERE entry IN (SELECT sequence FROM entry WHERE id = ?)", (case_id,)
                )
                cursor.execute("DELETE FROM entry WHERE id = ?", (case_id,))
            # Something must change, or SQLite writes no page and the WAL keeps what the failed commit wrote.
            cursor.execute("INSERT INTO owner VALUES (1)")
        self._refused -= struck

    def probe_write(self) -> None:
        """Write to the store, to find out whether it can be written. Raises KeepFailed."""
        with self.store.transaction() as cursor:
            cursor.execute("DELETE FROM owner")
            cursor.execute("INSERT INTO owner VALUES (1)")

    def keep_rating(self, rating: Rating) -> None:
        """Commit a rating to be sent. Raises KeepFailed."""
        record = {**asdict(rating), "rated_at": rating.rated_at.isoformat(), "node": rating.node.value}
        body = json.dumps(record, ensure_ascii=False).encode()
        with self.store.transaction() as cursor:
            self._insert(cursor, "rating", rating.rating_id, "", rating.item_id, "", body)

    def _insert(
        self, cursor: Cursor, kind: str, id_: str, slip_number: str, item_id: str, digest: str, body: bytes
    ) -> int:
        rows = cursor.execute(
            "INSERT INTO entry (kind, id, slip_number, item_id, digest, body, state, kept_at)"
            " VALUES (?,?,?,?,?,?,?,?) RETURNING sequence",
            (kind, id_, slip_number, item_id, digest, body, EntryState.SEALED, self._clock.now().isoformat()),
        )
        ((made,),) = rows
        return int(made)

    def due(self, at_most: int = BATCH) -> list[Entry]:
        """Return up to `at_most` entries that may be sent now, in the order they were kept.

        Delays survive a restart: the time of the next attempt is stored as wall time. Raises KeepFailed, also while the
        cases of a failed commit cannot be deleted.
        """
        self._delete_refused()
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT {COLUMNS} FROM entry WHERE state IN ({placeholders(DUE)}) AND next_at <= ?"
                " ORDER BY sequence LIMIT ?",
                (*DUE, self._clock.now().isoformat(), at_most),
            )
            return [entry_of(row) for row in rows]

    def due_materials(self) -> tuple[Entry, list[StoredMaterial]] | None:
        """Return the next case whose materials are due, and the materials, smallest first; None if there is none. The
        case with the fewest bytes is first."""
        with self.store.transaction() as cursor:
            rows = list(
                cursor.execute(
                    f"SELECT {COLUMNS} FROM entry WHERE state IN ({placeholders(DUE_MATERIALS)}) AND next_at <= ?"
                    " ORDER BY (SELECT SUM(size) FROM material WHERE entry = sequence), sequence LIMIT 1",
                    (*DUE_MATERIALS, self._clock.now().isoformat()),
                )
            )
            if not rows:
                return None
            entry = entry_of(rows[0])
            found = cursor.execute(
                "SELECT id, sha256, size, media_type FROM material WHERE entry = ? ORDER BY size, number",
                (entry.sequence,),
            )
            return entry, [StoredMaterial(row[0], row[1], row[2], row[3], self.store) for row in found]

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the earliest entry may be sent, never negative; None if there is nothing to send."""
        states = (*DUE, *DUE_MATERIALS)
        with self.store.transaction() as cursor:
            rows = list(
                cursor.execute(f"SELECT MIN(next_at) FROM entry WHERE state IN ({placeholders(states)})", states)
            )
        earliest = rows[0][0]
        if earliest is None:
            return None
        if earliest == "":
            return 0.0
        return max(0.0, (datetime.fromisoformat(earliest) - self._clock.now()).total_seconds())

    def mark_sending(self, sequence: int) -> None:
        self._change(sequence, EntryState.SENDING, "attempts = attempts + 1")

    def mark_waiting(self, sequence: int, next_at: datetime, reason: str) -> None:
        """Schedule the next attempt. A case in state RECEIVED stays there: only its materials are sent again."""
        with self.store.transaction() as cursor:
            changes, values = "next_at = ?, reason = ?", (next_at.isoformat(), reason)
            if state_of(cursor, sequence) is EntryState.RECEIVED:
                change_state(cursor, sequence, EntryState.RECEIVED, f"{changes}, attempts = attempts + 1", values)
            else:
                change_state(cursor, sequence, EntryState.WAITING, changes, values)

    def mark_quarantined(self, sequence: int, reason: str) -> None:
        self._change(sequence, EntryState.QUARANTINED, "reason = ?", (reason,))

    def mark_held(self, sequence: int, cause: str) -> None:
        self._change(sequence, EntryState.HELD, "reason = ?", (cause,))

    def release_held(self) -> None:
        """Move every HELD entry to WAITING, due now."""
        with self.store.transaction() as cursor:
            cursor.execute(
                "UPDATE entry SET state = ?, next_at = '' WHERE state = ?", (EntryState.WAITING, EntryState.HELD)
            )

    def mark_rated(self, sequence: int) -> None:
        """The platform has the rating: delete its body and close the entry."""
        self._change(
            sequence, EntryState.PURGED, "body = NULL, reason = '', done_at = ?", (self._clock.now().isoformat(),)
        )

    def record_receipts(self, sequence: int, held: HeldCase) -> None:
        """Store the platform's receipts of a case and change its state accordingly."""
        with self.store.transaction() as cursor:
            _store_receipts(cursor, sequence, held, self._clock.now())

    def _change(self, sequence: int, after: EntryState, changes: str, values: Sequence[Any] = ()) -> None:
        with self.store.transaction() as cursor:
            change_state(cursor, sequence, after, changes, values)

    def receipt_of(self, case_id: str, kind: ReceiptKind = ReceiptKind.RECEIVED) -> str:
        """Return the receipt token of a case, "" while it has none of this kind."""
        with self.store.transaction() as cursor:
            rows = list(cursor.execute(f"SELECT {RECEIPT_COLUMNS[kind]} FROM entry WHERE id = ?", (case_id,)))
        return str(rows[0][0]) if rows else ""

    def counts(self) -> Mapping[str, int]:
        """Return the number of entries in each state."""
        with self.store.transaction() as cursor:
            found = {
                str(state): int(n) for state, n in cursor.execute("SELECT state, COUNT(*) FROM entry GROUP BY state")
            }
        return {state.value: found.get(state.value, 0) for state in EntryState}

    def case_counts(self) -> Mapping[str, int]:
        """Return the number of cases `handed_over` (with a receipt) and `unsent`, without ratings."""
        with self.store.transaction() as cursor:
            rows = cursor.execute("SELECT state, COUNT(*) FROM entry WHERE kind = 'case' GROUP BY state")
            found = {EntryState(str(state)): int(n) for state, n in rows}
        return {
            "handed_over": sum(found.get(state, 0) for state in HANDED_OVER),
            "unsent": sum(found.get(state, 0) for state in UNSENT),
        }

    def ratings_kept(self) -> int:
        """Return the number of ratings ever kept, in any state."""
        with self.store.transaction() as cursor:
            return int(next(cursor.execute("SELECT COUNT(*) FROM entry WHERE kind = 'rating'"))[0])

    def oldest_unsent_s(self) -> int | None:
        """Return the age in seconds of the oldest entry in UNSENT, never negative; None if there is none."""
        with self.store.transaction() as cursor:
            rows = list(
                cursor.execute(f"SELECT MIN(kept_at) FROM entry WHERE state IN ({placeholders(UNSENT)})", UNSENT)
            )
        return self._age_s(rows[0][0]) if rows[0][0] else None

    def backlogs(self) -> Mapping[str, Backlog]:
        """Return the unsent cases of each item by item id; items without any are left out."""
        size = "LENGTH(body) + COALESCE((SELECT SUM(size) FROM material WHERE entry = sequence), 0)"
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT item_id, COUNT(*), MIN(kept_at), SUM({size}) FROM entry"
                f" WHERE kind = 'case' AND state IN ({placeholders(BACKLOG_STATES)}) GROUP BY item_id",
                BACKLOG_STATES,
            )
            return {str(item): Backlog(int(n), self._age_s(oldest), int(b)) for item, n, oldest, b in rows}

    def _age_s(self, moment: Any) -> int:
        return max(0, int((self._clock.now() - datetime.fromisoformat(str(moment))).total_seconds()))


def _store_receipts(cursor: Cursor, sequence: int, held: HeldCase, now: datetime) -> None:
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
