"""Figures of the outbox: how many entries are in which state, how old the oldest is, and what the platform said."""

from __future__ import annotations

from collections.abc import Mapping

from devices import Clock
from kiosk.outbox.budget import NOTHING, Backlog
from kiosk.outbox.entries import placeholders
from kiosk.outbox.schedule import Schedule
from kiosk.outbox.states import BACKLOG_STATES, HANDED_OVER, UNSENT, EntryState
from kiosk.outbox.store import Store


class Figures:
    """Base of `Outbox`. Every call is one transaction and may raise KeepFailed."""

    store: Store
    _clock: Clock
    _schedule: Schedule

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
            found = {str(state): int(n) for state, n in rows}
        return {
            "handed_over": sum(found.get(state, 0) for state in HANDED_OVER),
            "unsent": sum(found.get(state, 0) for state in UNSENT),
        }

    def ratings_kept(self) -> int:
        """Return the number of ratings ever kept, in any state."""
        with self.store.transaction() as cursor:
            return int(next(cursor.execute("SELECT COUNT(*) FROM entry WHERE kind = 'rating'"))[0])

    def note_rest(self, seconds: int) -> None:
        """Note that the platform asked to rest for so many seconds; 0: no more."""
        with self.store.transaction() as cursor:
            cursor.execute("DELETE FROM note WHERE name = 'rest_s'")
            if seconds:
                cursor.execute("INSERT INTO note VALUES ('rest_s', ?)", (str(seconds),))

    def rest_s(self) -> int:
        """Return for how many seconds the platform asked to rest when it last answered; 0: it did not."""
        with self.store.transaction() as cursor:
            for (value,) in cursor.execute("SELECT value FROM note WHERE name = 'rest_s'"):
                return int(value) if str(value).isdecimal() else 0
        return 0

    def oldest_unsent_s(self) -> int | None:
        """Return the age in seconds of the oldest entry in UNSENT, never negative; None if there is none."""
        with self.store.transaction() as cursor:
            rows = list(
                cursor.execute(f"SELECT sequence, kept_at FROM entry WHERE state IN ({placeholders(UNSENT)})", UNSENT)
            )
            self._schedule.forget_all_but(sequence for sequence, _ in rows)
            return max((self._schedule.age_s(sequence, kept_at) for sequence, kept_at in rows), default=None)

    def backlogs(self) -> Mapping[str, Backlog]:
        """Return the unsent cases of each item by item id; items without any are left out."""
        size = "LENGTH(body) + COALESCE((SELECT SUM(size) FROM material WHERE entry = sequence), 0)"
        found: dict[str, Backlog] = {}
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                f"SELECT item_id, sequence, kept_at, {size} FROM entry"
                f" WHERE kind = 'case' AND state IN ({placeholders(BACKLOG_STATES)})",
                BACKLOG_STATES,
            )
            for item, sequence, kept_at, size_ in rows:
                before, age = found.get(item, NOTHING), self._schedule.age_s(sequence, kept_at)
                found[item] = Backlog(before.cases + 1, max(before.oldest_s, age), before.bytes + int(size_ or 0))
        return found
