"""Figures of the outbox: how many entries are in which state, and how old the oldest is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices import Clock
from kiosk.outbox.budget import Backlog
from kiosk.outbox.entries import placeholders
from kiosk.outbox.states import BACKLOG_STATES, HANDED_OVER, UNSENT, EntryState
from kiosk.outbox.store import Store


class Figures:
    """Base of `Outbox`. Every call is one transaction and may raise KeepFailed."""

    store: Store
    _clock: Clock

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
