"""Reconciling: once a day and after every start, compare the confirmed cases with the platform.

Finds what receipts cannot show: a platform restored from an old backup, a new decision, a swapped disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from devices import Clock, Wait
from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import RECEIPT_COLUMNS, change_state, placeholders, state_of
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import HANDED_OVER, LOST_THERE, EntryState
from kiosk.outbox.store import Store
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.wire_types import KnownCase

EVERY_S = 24 * 3600.0
AFTER_START_S = 600.0
"""Random spread of the first reconciliation after a start, so that a fleet does not ask at once."""
POSTPONE_S = 1800.0
CASES_A_QUESTION = 200
"""Cases in one request."""
KEEP_BYTES = timedelta(days=3)
"""Least time that sealed bytes are kept after COMPLETE: a platform restored from a backup needs them again."""
RECONCILE_FOR = timedelta(days=60)
"""Time that a case is still reconciled after its bytes were purged, because its decision may follow."""


@dataclass
class ConfirmedCases:
    """Confirmed cases in the outbox's store: which to reconcile, which to send again, which to purge. Every call is one
    transaction and may raise KeepFailed."""

    _store: Store
    _clock: Clock

    def to_reconcile(self, after: int, at_most: int) -> list[tuple[int, KnownCase]]:
        """Return up to `at_most` cases to reconcile with a sequence above `after`, without those closed long ago."""
        since = (self._clock.now() - RECONCILE_FOR).isoformat()
        with self._store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT sequence, id, digest, {', '.join(RECEIPT_COLUMNS.values())} FROM entry WHERE kind = 'case'"
                f" AND state IN ({placeholders(HANDED_OVER)}) AND sequence > ?"
                " AND NOT (state IN (?, ?) AND done_at < ?) ORDER BY sequence LIMIT ?",
                (*HANDED_OVER, after, EntryState.PURGED, EntryState.REFUSED, since, at_most),
            )
            return [
                (
                    int(row[0]),
                    KnownCase(row[1], row[2], frozenset(k for k, t in zip(RECEIPT_COLUMNS, row[3:], strict=True) if t)),
                )
                for row in rows
            ]

    def mark_confirmed(self, sequences: Sequence[int]) -> None:
        """Note that the platform confirms these now."""
        now = self._clock.now().isoformat()
        with self._store.transaction() as cursor:
            for sequence in sequences:
                cursor.execute("UPDATE entry SET confirmed_at = ? WHERE sequence = ?", (now, sequence))

    def mark_other_digest(self, sequence: int) -> None:
        """The platform holds other bytes under this id: quarantine the case for a technician."""
        with self._store.transaction() as cursor:
            if state_of(cursor, sequence) in (EntryState.RECEIVED, EntryState.COMPLETE):
                change_state(cursor, sequence, EntryState.QUARANTINED, "reason = 'digest-mismatch'")
            else:
                cursor.execute("UPDATE entry SET reason = 'digest-mismatch' WHERE sequence = ?", (sequence,))

    def requeue_lost(self, sequence: int, next_at: datetime | None = None) -> bool:
        """The platform no longer has the case: queue it to be sent again, from `next_at` on or now.

        False if its bytes are purged; then the loss is noted as its reason.
        """
        with self._store.transaction() as cursor:
            if state_of(cursor, sequence) in (EntryState.PURGED, EntryState.REFUSED):
                cursor.execute("UPDATE entry SET reason = ? WHERE sequence = ?", (LOST_THERE, sequence))
                return False
            # Confirmations from before the loss do not count for the purge of the bytes sent again.
            changes = "next_at = ?, attempts = 0, done_at = '', confirmed_at = '', reason = ?"
            moment = "" if next_at is None else next_at.isoformat()
            change_state(cursor, sequence, EntryState.WAITING, changes, (moment, LOST_THERE))
            return True

    def purge(self) -> int:
        """Delete the bytes of cases confirmed twice, at least KEEP_BYTES apart; return the number of cases."""
        with self._store.transaction() as cursor:
            rows = list(
                cursor.execute(
                    "SELECT sequence, state, done_at, confirmed_at FROM entry"
                    " WHERE state IN (?, ?) AND confirmed_at <> '' AND done_at <> '' AND body IS NOT NULL",
                    (EntryState.COMPLETE, EntryState.REFUSED),
                )
            )
            old = [(int(n), EntryState(state)) for n, state, done, again in rows if _between(done, again) >= KEEP_BYTES]
            for sequence, state in old:
                if state is EntryState.COMPLETE:
                    change_state(cursor, sequence, EntryState.PURGED, "reason = ''")
                cursor.execute("UPDATE entry SET body = NULL WHERE sequence = ?", (sequence,))
                cursor.execute("UPDATE material SET body = NULL WHERE entry = ?", (sequence,))
        return len(old)


class Reconciler:
    """Schedule of the reconciliation and handling of its answer. Used by one thread."""

    def __init__(self, outbox: Outbox, clock: Clock, jitter: Callable[[], float]) -> None:
        self._outbox = outbox
        self.confirmed = ConfirmedCases(outbox.store, clock)
        self._clock = clock
        self._due = clock.monotonic() + 60.0 + jitter() * AFTER_START_S

    def seconds_to_next(self) -> float:
        return max(0.0, self._due - self._clock.monotonic())

    def postpone(self) -> None:
        """Try again after POSTPONE_S: the platform could not be asked."""
        self._due = self._clock.monotonic() + POSTPONE_S

    def run(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Compare every case handed over with the platform and act on each difference.

        Raises PlatformFailure, DeadlineReached, KeepFailed.
        """
        after = 0
        while page := self.confirmed.to_reconcile(after, CASES_A_QUESTION):
            self._compare(page, gateway, wait)
            after = page[-1][0]
        self.confirmed.purge()
        self._due = self._clock.monotonic() + EVERY_S

    def _compare(self, page: list[tuple[int, KnownCase]], gateway: PlatformGateway, wait: Wait) -> None:
        by_id = {known.case_id: sequence for sequence, known in page}
        differing = set()
        for difference in gateway.reconcile([known for _, known in page], wait):
            sequence = by_id.get(difference.case_id)
            if sequence is None:
                continue
            if difference.other_digest:
                differing.add(sequence)
                self.confirmed.mark_other_digest(sequence)
            elif difference.unproven:
                differing.add(sequence)
            elif difference.held is None:
                differing.add(sequence)
                self.confirmed.requeue_lost(sequence)
            else:
                self._outbox.record_receipts(sequence, difference.held)
        self.confirmed.mark_confirmed([sequence for sequence, _ in page if sequence not in differing])


def _between(earlier: str, later: str) -> timedelta:
    return datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
