"""Once a day, and after every start, the platform is asked whether it still has what it confirmed.

It finds what receipts cannot: a platform restored from an old backup, a decision that came, a disk that was swapped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices import Clock, Wait
from kiosk.outbox.entries import RECEIPTS, marks, move, state_of
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import HANDED_OVER, EntryState
from kiosk.outbox.store import Store
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.wire_types import KnownCase

EVERY_S = 24 * 3600.0
AFTER_START_S = 600.0
"""Within so many seconds after a start, each terminal at a moment of its own."""
LATER_S = 1800.0
AT_ONCE = 200
"""Cases asked about in one question."""
KEEP_BYTES = timedelta(days=3)
"""How long after COMPLETE the sealed bytes stay, at least: a platform restored from a backup asks for them again."""
TELL_DAYS = timedelta(days=60)
"""How long a case whose bytes are gone is still reconciled: its decision may come."""


@dataclass
class Confirmed:
    """What the platform confirmed, in the outbox's store: what is asked about again, what was lost, when bytes may
    go. Every call is one transaction and may raise KeepFailed."""

    _store: Store
    _clock: Clock

    def known(self, after: int, at_most: int) -> list[tuple[int, KnownCase]]:
        """What is to be reconciled, by sequence, behind `after`: cases handed over, but not those ended long ago."""
        since = (self._clock.now() - TELL_DAYS).isoformat()
        with self._store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT sequence, id, digest, {', '.join(RECEIPTS.values())} FROM entry WHERE kind = 'case'"
                f" AND state IN ({marks(HANDED_OVER)}) AND sequence > ? AND NOT (state IN (?, ?) AND done_at < ?)"
                " ORDER BY sequence LIMIT ?",
                (*HANDED_OVER, after, EntryState.PURGED, EntryState.REFUSED, since, at_most),
            )
            return [
                (
                    int(row[0]),
                    KnownCase(row[1], row[2], frozenset(k for k, t in zip(RECEIPTS, row[3:], strict=True) if t)),
                )
                for row in rows
            ]

    def agree(self, sequences: Sequence[int]) -> None:
        """The platform sees these as we do, now."""
        now = self._clock.now().isoformat()
        with self._store.transaction() as cursor:
            for sequence in sequences:
                cursor.execute("UPDATE entry SET confirmed_at = ? WHERE sequence = ?", (now, sequence))

    def other_digest(self, sequence: int) -> None:
        """The platform holds other bytes under this id: a person must look."""
        with self._store.transaction() as cursor:
            if state_of(cursor, sequence) in (EntryState.RECEIVED, EntryState.COMPLETE):
                move(cursor, sequence, EntryState.QUARANTINED, "reason = 'digest-mismatch'")
            else:
                cursor.execute("UPDATE entry SET reason = 'digest-mismatch' WHERE sequence = ?", (sequence,))

    def lost_there(self, sequence: int) -> bool:
        """The platform no longer knows it: it is sent again. False if its bytes are gone; then the reason says so."""
        with self._store.transaction() as cursor:
            if state_of(cursor, sequence) in (EntryState.PURGED, EntryState.REFUSED):
                cursor.execute("UPDATE entry SET reason = 'lost_there' WHERE sequence = ?", (sequence,))
                return False
            # What was confirmed before the loss proves nothing of what will be sent again.
            anew = "next_at = '', attempts = 0, done_at = '', confirmed_at = '', reason = 'lost_there'"
            move(cursor, sequence, EntryState.WAITING, anew)
            return True

    def purge(self) -> int:
        """Let go of the bytes of what was confirmed twice, long enough apart; how many cases."""
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
                    move(cursor, sequence, EntryState.PURGED, "reason = ''")
                cursor.execute("UPDATE entry SET body = NULL WHERE sequence = ?", (sequence,))
                cursor.execute("UPDATE material SET body = NULL WHERE entry = ?", (sequence,))
        return len(old)


class Reconciler:
    """Knows when it is time, and what to do with the answer. Used by one thread."""

    def __init__(self, outbox: Outbox, clock: Clock, chance: Callable[[], float]) -> None:
        self._outbox = outbox
        self.confirmed = Confirmed(outbox.store, clock)
        self._clock = clock
        self._due = clock.monotonic() + 60.0 + chance() * AFTER_START_S

    def seconds_to_next(self) -> float:
        return max(0.0, self._due - self._clock.monotonic())

    def later(self) -> None:
        """It could not be asked now."""
        self._due = self._clock.monotonic() + LATER_S

    def ask(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Ask about everything handed over, and act on each difference. Raises PlatformTrouble, KeepFailed."""
        after = 0
        while page := self.confirmed.known(after, AT_ONCE):
            self._compare(page, gateway, wait)
            after = page[-1][0]
        self.confirmed.purge()
        self._due = self._clock.monotonic() + EVERY_S

    def _compare(self, page: list[tuple[int, KnownCase]], gateway: PlatformGateway, wait: Wait) -> None:
        by_id = {known.case_id: sequence for sequence, known in page}
        otherwise = set()
        for difference in gateway.reconcile([known for _, known in page], wait):
            sequence = by_id.get(difference.case_id)
            if sequence is None:
                continue
            if difference.other_digest:
                otherwise.add(sequence)
                self.confirmed.other_digest(sequence)
            elif difference.unproven:
                otherwise.add(sequence)
            elif difference.held is None:
                otherwise.add(sequence)
                self.confirmed.lost_there(sequence)
            else:
                self._outbox.mark_held_there(sequence, difference.held)
        self.confirmed.agree([sequence for sequence, _ in page if sequence not in otherwise])


def _between(earlier: str, later: str) -> timedelta:
    return datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
