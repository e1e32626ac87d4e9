"""The outbox: what was kept, in which state it is, and what the platform said of it.

What `keep` returned from is on disk. Every call is one transaction of the store.
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
from kiosk.outbox.entries import COLUMNS, RECEIPTS, Entry, StoredMaterial, entry_of, marks, move, state_of
from kiosk.outbox.states import BACKLOG_STATES, DUE, DUE_MATERIALS, HANDED_OVER, UNSENT, EntryState, check_way
from kiosk.outbox.store import Cursor, KeepFailed, Store
from kiosk.platform.wire_types import HeldCase, Rating, ReceiptKind, SealedCase

AT_ONCE = 16
"""Entries read at once: a long outage must not fill the memory with sealed bodies."""


@dataclass
class Outbox:
    """Open with `Outbox.open`. May be used from several threads."""

    store: Store
    _clock: Clock
    _refused: set[str] = field(default_factory=set, repr=False)
    """Cases of a commit that failed and may stand all the same."""

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Outbox:
        """Open or make it. Raises OutboxInUse or KeepFailed."""
        return cls(Store.open(folder, clock.now()), clock)

    @property
    def health_note(self) -> str:
        return self.store.health_note

    def close(self) -> None:
        with suppress(KeepFailed):
            self._strike_out()
        self.store.close()

    def next_counter(self) -> int:
        """The next slip counter, durable before it is given: no number is given twice. Raises KeepFailed."""
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
                self._strike_out()
            raise

    def _insert_case(self, cursor: Cursor, case: SealedCase) -> None:
        made = self._insert(cursor, "case", case.case_id, case.slip_number, case.item_id, case.digest, case.body)
        for number, each in enumerate(case.materials):
            cursor.execute(
                "INSERT INTO material (entry, number, sha256, size, media_type, body) VALUES (?,?,?,?,?,?)",
                (made, number, each.sha256, each.size, each.media_type, each.body),
            )

    def _strike_out(self) -> None:
        """Make sure that what was refused is not sent after all. Raises KeepFailed; then it is tried again.

        A commit whose last sync failed may stand: whole in the WAL, where a start after a crash would find it, or with
        its rollback journal cut already. The citizen was told that nothing was kept, so it is written over.
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

    def try_to_keep(self) -> None:
        """Write, so that it is known whether anything can be kept. Raises KeepFailed."""
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

    def due(self, at_most: int = AT_ONCE) -> list[Entry]:
        """What may be sent now, so many at most, in the order it was kept. Delays survive a restart; a clock that
        jumped back does not freeze them, because no delay lies further ahead than the longest there is. Raises
        KeepFailed, also while something refused cannot be struck out."""
        self._strike_out()
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT {COLUMNS} FROM entry WHERE state IN ({marks(DUE)}) AND next_at <= ? ORDER BY sequence LIMIT ?",
                (*DUE, self._clock.now().isoformat(), at_most),
            )
            return [entry_of(row) for row in rows]

    def due_materials(self) -> tuple[Entry, list[StoredMaterial]] | None:
        """A case the platform has, and its materials, small before large; the case with the fewest bytes first."""
        with self.store.transaction() as cursor:
            rows = list(
                cursor.execute(
                    f"SELECT {COLUMNS} FROM entry WHERE state IN ({marks(DUE_MATERIALS)}) AND next_at <= ?"
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
        """Seconds until the earliest entry may be sent, never negative; None if nothing is to be sent."""
        states = (*DUE, *DUE_MATERIALS)
        with self.store.transaction() as cursor:
            rows = list(cursor.execute(f"SELECT MIN(next_at) FROM entry WHERE state IN ({marks(states)})", states))
        earliest = rows[0][0]
        if earliest is None:
            return None
        if earliest == "":
            return 0.0
        return max(0.0, (datetime.fromisoformat(earliest) - self._clock.now()).total_seconds())

    def mark_sending(self, sequence: int) -> None:
        self._change(sequence, EntryState.SENDING, "attempts = attempts + 1")

    def mark_waiting(self, sequence: int, next_at: datetime, reason: str) -> None:
        """To be sent again then; a case the platform has goes on waiting with its materials."""
        with self.store.transaction() as cursor:
            changes, values = "next_at = ?, reason = ?", (next_at.isoformat(), reason)
            if state_of(cursor, sequence) is EntryState.RECEIVED:
                move(cursor, sequence, EntryState.RECEIVED, f"{changes}, attempts = attempts + 1", values)
            else:
                move(cursor, sequence, EntryState.WAITING, changes, values)

    def mark_quarantined(self, sequence: int, reason: str) -> None:
        self._change(sequence, EntryState.QUARANTINED, "reason = ?", (reason,))

    def mark_held(self, sequence: int, cause: str) -> None:
        self._change(sequence, EntryState.HELD, "reason = ?", (cause,))

    def release_held(self) -> None:
        """The cause is gone: everything held may be sent again."""
        with self.store.transaction() as cursor:
            cursor.execute(
                "UPDATE entry SET state = ?, next_at = '' WHERE state = ?", (EntryState.WAITING, EntryState.HELD)
            )

    def mark_rated(self, sequence: int) -> None:
        """The platform has the rating; there is nothing more to say of it."""
        self._change(
            sequence, EntryState.PURGED, "body = NULL, reason = '', done_at = ?", (self._clock.now().isoformat(),)
        )

    def mark_held_there(self, sequence: int, held: HeldCase) -> None:
        """The platform holds the case: its receipts are kept; COMPLETE if all its materials are there."""
        with self.store.transaction() as cursor:
            _note_receipts(cursor, sequence, held, self._clock.now())

    def _change(self, sequence: int, after: EntryState, changes: str, values: Sequence[Any] = ()) -> None:
        with self.store.transaction() as cursor:
            move(cursor, sequence, after, changes, values)

    def receipt_of(self, case_id: str, kind: ReceiptKind = ReceiptKind.RECEIVED) -> str:
        """A receipt token of a case, "" while it has none of this kind."""
        with self.store.transaction() as cursor:
            rows = list(cursor.execute(f"SELECT {RECEIPTS[kind]} FROM entry WHERE id = ?", (case_id,)))
        return str(rows[0][0]) if rows else ""

    def counts(self) -> Mapping[str, int]:
        """How many entries are in each state."""
        with self.store.transaction() as cursor:
            found = {
                str(state): int(n) for state, n in cursor.execute("SELECT state, COUNT(*) FROM entry GROUP BY state")
            }
        return {state.value: found.get(state.value, 0) for state in EntryState}

    def case_counts(self) -> Mapping[str, int]:
        """How many cases are `handed_over` (a receipt is here) and how many `unsent`, without the ratings."""
        with self.store.transaction() as cursor:
            rows = cursor.execute("SELECT state, COUNT(*) FROM entry WHERE kind = 'case' GROUP BY state")
            found = {EntryState(str(state)): int(n) for state, n in rows}
        return {
            "handed_over": sum(found.get(state, 0) for state in HANDED_OVER),
            "unsent": sum(found.get(state, 0) for state in UNSENT),
        }

    def ratings_kept(self) -> int:
        """How many ratings were ever kept here, whatever became of them."""
        with self.store.transaction() as cursor:
            return int(next(cursor.execute("SELECT COUNT(*) FROM entry WHERE kind = 'rating'"))[0])

    def oldest_unsent_s(self) -> int | None:
        """The age in seconds of the oldest entry not confirmed, never negative; None if there is none."""
        with self.store.transaction() as cursor:
            rows = list(cursor.execute(f"SELECT MIN(kept_at) FROM entry WHERE state IN ({marks(UNSENT)})", UNSENT))
        return self._age_s(rows[0][0]) if rows[0][0] else None

    def backlogs(self) -> Mapping[str, Backlog]:
        """What each item has waiting here, by item id; items with nothing are left out."""
        size = "LENGTH(body) + COALESCE((SELECT SUM(size) FROM material WHERE entry = sequence), 0)"
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT item_id, COUNT(*), MIN(kept_at), SUM({size}) FROM entry"
                f" WHERE kind = 'case' AND state IN ({marks(BACKLOG_STATES)}) GROUP BY item_id",
                BACKLOG_STATES,
            )
            return {str(item): Backlog(int(n), self._age_s(oldest), int(b)) for item, n, oldest, b in rows}

    def _age_s(self, moment: Any) -> int:
        return max(0, int((self._clock.now() - datetime.fromisoformat(str(moment))).total_seconds()))


def _note_receipts(cursor: Cursor, sequence: int, held: HeldCase, now: datetime) -> None:
    """A receipt once given stays as proof, also where the platform no longer shows it."""
    before = state_of(cursor, sequence)
    after = _by_receipts(before, held)
    if after is not before:
        check_way(before, after)
    for receipt in (held.received, held.complete, held.decided):
        if receipt is not None:
            cursor.execute(
                f"UPDATE entry SET {RECEIPTS[receipt.kind]} = ? WHERE sequence = ?", (receipt.token, sequence)
            )
    cursor.execute(
        "UPDATE entry SET state = ?, case_number = ?, reason = '', next_at = '' WHERE sequence = ?",
        (after, held.received.case_number, sequence),
    )
    # Days are counted from when it was complete; where materials are missing again, anew.
    done_at = "" if after is EntryState.RECEIVED else now.isoformat()
    cursor.execute(
        "UPDATE entry SET done_at = ? WHERE sequence = ? AND (done_at = '' OR state = ?)",
        (done_at, sequence, EntryState.RECEIVED),
    )


def _by_receipts(before: EntryState, held: HeldCase) -> EntryState:
    """Where these receipts lead. What has no bytes here any more stays where it is, but for a refusal."""
    if held.decided is not None and held.decided.decision == "refused":
        return EntryState.REFUSED
    if before in (EntryState.PURGED, EntryState.REFUSED):
        return before
    return EntryState.COMPLETE if held.complete else EntryState.RECEIVED
