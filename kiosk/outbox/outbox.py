"""The outbox: kept cases and ratings, their state, and the platform's receipts.

Every call is one transaction of the store. When `keep` returns, the cases are on disk.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, field
from datetime import datetime
from pathlib import Path
from typing import Any

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import (
    COLUMNS,
    Entry,
    StoredMaterial,
    change_state,
    entry_of,
    is_legible,
    is_whole,
    materials_of,
    sendable,
    state_of,
    store_receipts,
)
from kiosk.outbox.figures import Figures
from kiosk.outbox.mark import COUNTER_MARGIN, Account
from kiosk.outbox.open_orders import OpenOrders
from kiosk.outbox.paper_reports import PaperReports
from kiosk.outbox.row_damage import read_row, set_aside, set_aside_illegible
from kiosk.outbox.schedule import Schedule
from kiosk.outbox.states import DUE, DUE_MATERIALS, EntryState, Rank, alike
from kiosk.outbox.store import DELETED, OPEN_ATTEMPTS, Cursor, KeepFailed, Store
from kiosk.outbox.store_files import STORE, read_through
from kiosk.platform.wire_types import HeldCase, Rating, SealedCase

BATCH = 16
"""Entries read in one batch: a long outage must not fill the memory with sealed bodies."""


@dataclass
class Outbox(Figures):
    """Open with `Outbox.open`. May be used from several threads."""

    store: Store
    account: Account
    _clock: Clock
    _schedule: Schedule
    papers: PaperReports
    orders: OpenOrders
    _refused: set[str] = field(default_factory=set, repr=False)
    """Ids of cases whose commit reported an error but may have reached the disk."""

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Outbox:
        """Open or create the outbox, with what can be read in a damaged store. Raises OutboxInUse or KeepFailed."""
        for _ in range(OPEN_ATTEMPTS - 1):
            try:
                return cls._opened(folder, clock)
            except KeepFailed as failure:
                if failure.code != "store_damaged":
                    raise
            try:
                read_through(folder / STORE)
            except OSError:
                raise KeepFailed("disk_error") from None
        return cls._opened(folder, clock)

    @classmethod
    def _opened(cls, folder: Path, clock: Clock) -> Outbox:
        store = Store.open(folder, clock.now())
        try:
            account, orders = _account_of(store, folder), OpenOrders(store, clock)
            outbox = cls(store, account, clock, Schedule(clock), PaperReports(store, clock), orders)
            store.judge_suspect(lost=bool(outbox.account.missing) and store.moved_aside is None, now=clock.now())
            if store.moved_aside is not None:
                from kiosk.outbox.recovery import recover  # seldom needed, and not to be waited for at every start

                # The damaged file is kept, so whatever goes wrong here can be done again by `recover`.
                with suppress(KeepFailed, OSError):
                    recover(
                        store, store.moved_aside, max((each.sequence for each in outbox.account.missing), default=0)
                    )
            outbox.never_repeat_counter()
            set_aside_illegible(store, clock.now())
            outbox.seconds_to_next()  # now, before the wall clock can jump
        except BaseException:
            store.close()
            raise
        return outbox

    @property
    def health_note(self) -> str:
        """store_damaged | store_missing | rollback_journal | "": the first two until a person settles them."""
        if self.store.health_note == "store_damaged" or not self.account.missing:
            return self.store.health_note
        return "store_missing"

    def never_repeat_counter(self) -> None:
        """Raise the slip counter above all that a store which is missing may have given out. Raises KeepFailed."""
        with self.store.transaction() as cursor:
            cursor.execute(
                "UPDATE counter SET value = ? WHERE value < ?",
                (self.account.counter + COUNTER_MARGIN, self.account.counter),
            )

    def close(self) -> None:
        with suppress(KeepFailed):
            self._delete_refused()
            self.note_level()
        self.store.close()

    def note_level(self) -> None:
        """Write how much was kept into the mark; not part of `keep`, as it costs another sync. Raises KeepFailed."""
        self.account.kept(self.store.level())

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
            self.store.check_in_place()
        except KeepFailed:
            self._refused.update(inserted)
            with suppress(KeepFailed):
                self._delete_refused()
            raise

    def _insert_case(self, cursor: Cursor, case: SealedCase) -> None:
        made = self._insert(cursor, "case", case.case_id, case.slip_number, case.item_id, case.digest, case.body)
        if case.follows:
            cursor.execute("INSERT INTO follow (id, followed) VALUES (?,?)", (case.case_id, case.follows))
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
                cursor.execute("DELETE FROM follow WHERE id = ?", (case_id,))
                cursor.execute(
                    "DELETE FROM material WHERE entry IN (SELECT sequence FROM entry WHERE id = ?)", (case_id,)
                )
                for _ in list(cursor.execute("DELETE FROM entry WHERE id = ? RETURNING id", (case_id,))):
                    cursor.execute("UPDATE note SET value = value + 1 WHERE name = ?", (DELETED,))
            # Something must change, or SQLite writes no page and the WAL keeps what the failed commit wrote.
            cursor.execute("INSERT INTO owner VALUES (1)")
        self._refused -= struck

    def probe_write(self) -> None:
        """Write to the store, to find out whether it can be written. Raises KeepFailed."""
        with self.store.transaction() as cursor:
            self.store.check_in_place()
            cursor.execute("DELETE FROM owner")
            cursor.execute("INSERT INTO owner VALUES (1)")

    def keep_rating(self, rating: Rating) -> None:
        """Commit a rating to be sent. Raises KeepFailed."""
        record = {**asdict(rating), "rated_at": rating.rated_at.isoformat(), "node": rating.node.value}
        body = json.dumps(record, ensure_ascii=False).encode()
        with self.store.transaction() as cursor:
            self.store.check_in_place()
            self._insert(cursor, "rating", rating.rating_id, "", rating.item_id, "", body)

    def _insert(
        self, cursor: Cursor, kind: str, id_: str, slip_number: str, item_id: str, digest: str, body: bytes
    ) -> int:
        cursor.execute(
            "INSERT INTO entry (kind, id, slip_number, item_id, digest, body, state, kept_at) VALUES (?,?,?,?,?,?,?,?)",
            (kind, id_, slip_number, item_id, digest, body, EntryState.SEALED, self._clock.now().isoformat()),
        )
        made = self.store.last_row()
        self._schedule.kept(made)
        return made

    def due(self, at_most: int = BATCH, rank: Rank = alike) -> list[Entry]:
        """Return up to `at_most` entries that may be sent now, in the order of their rank and then as they were kept.

        One whose row or bytes are damaged is quarantined. Raises KeepFailed, also while the cases of a failed commit
        cannot be deleted.
        """
        self._delete_refused()
        with self.store.transaction() as cursor:
            sequences = self._due_sequences(cursor, DUE, "sequence", rank)
        found: list[Entry] = []
        for sequence in sequences:
            entry = self._whole_entry(sequence)
            if entry is not None:
                found.append(entry)
                if len(found) == at_most:
                    break
        return found

    def _whole_entry(self, sequence: int) -> Entry | None:
        """Return an entry; None if its row or bytes are damaged, in which case it is set aside."""
        try:
            with self.store.transaction() as cursor:
                row = read_row(cursor, sequence)
                if is_whole(row):
                    return entry_of([row[name] for name in COLUMNS])
                set_aside(cursor, sequence, self._clock.now())
        except KeepFailed as failure:
            # A page that cannot be read cannot be written either: the next start takes over what is readable.
            if failure.code != "store_damaged":
                raise
        return None

    def due_materials(self, rank: Rank = alike) -> tuple[Entry, list[StoredMaterial]] | None:
        """Return the next case whose materials are due, and the materials, smallest first; None if there is none. The
        case of the lowest rank is first, of these the one with the fewest bytes."""
        fewest_first = "(SELECT SUM(size) FROM material WHERE entry = sequence), sequence"
        with self.store.transaction() as cursor:
            for sequence in self._due_sequences(cursor, DUE_MATERIALS, fewest_first, rank):
                row, materials = read_row(cursor, sequence), materials_of(cursor, sequence)
                if is_legible(row) and materials is not None:
                    entry = entry_of([row[name] for name in COLUMNS])
                    return entry, [StoredMaterial(*each, self.store) for each in materials]
                set_aside(cursor, sequence, self._clock.now())
        return None

    def _due_sequences(self, cursor: Cursor, states: Sequence[EntryState], order: str, rank: Rank) -> list[int]:
        rows = sendable(cursor, states, order)
        return sorted((int(n) for n, next_at in rows if not self._schedule.seconds_to(n, next_at)), key=rank)

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the earliest entry may be sent, never negative; None if there is nothing to send."""
        with self.store.transaction() as cursor:
            rows = sendable(cursor, (*DUE, *DUE_MATERIALS))
            return min((self._schedule.seconds_to(sequence, next_at) for sequence, next_at in rows), default=None)

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
            self._schedule.seconds_to(sequence, next_at.isoformat())

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
        done_at = self._clock.now().isoformat()
        self._change(sequence, EntryState.PURGED, "body = NULL, reason = '', done_at = ?", (done_at,))

    def record_receipts(self, sequence: int, held: HeldCase) -> None:
        """Store the platform's receipts of a case and change its state accordingly."""
        with self.store.transaction() as cursor:
            store_receipts(cursor, sequence, held, self._clock.now())

    def _change(self, sequence: int, after: EntryState, changes: str, values: Sequence[Any] = ()) -> None:
        with self.store.transaction() as cursor:
            change_state(cursor, sequence, after, changes, values)


def _account_of(store: Store, folder: Path) -> Account:
    try:
        return Account.open(folder, store.level())
    except OSError:
        raise KeepFailed("disk_error") from None
