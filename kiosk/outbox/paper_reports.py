"""Reports of permitted copies: whether each came out, kept until the platform has it.

One row of the table `note` for each, deleted when it is reported. A copy of which the platform knows nothing counts
there as one that may have come out, so a report that is lost with a damaged store makes nobody's document print twice.
"""

from __future__ import annotations

from devices import Clock, Wait
from kiosk.outbox.store import Store
from kiosk.platform.documents import PaperOutcome
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway

PREFIX = "paper:"
REPORTS_MOST = 500
"""Reports kept at once: beyond them the terminal has printed for days without a platform, which it cannot."""
POSTPONE_S = 300.0


class PaperReports:
    """Keeps and sends the reports. `keep` may be called from any thread; each call but `run` is one transaction and may
    raise KeepFailed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._not_before = 0.0

    def keep(self, permit: str, outcome: PaperOutcome) -> None:
        """Keep a report durably; a later one for the same permit replaces it."""
        with self._store.transaction() as cursor:
            ((count,),) = cursor.execute("SELECT COUNT(*) FROM note WHERE name LIKE ?", (f"{PREFIX}%",))
            if int(count) < REPORTS_MOST:
                cursor.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (PREFIX + permit, outcome.value))

    def waiting(self) -> list[tuple[str, PaperOutcome]]:
        """Return the reports by permit; a row that is damaged counts as a copy of which nothing is known."""
        return [(name.removeprefix(PREFIX), _outcome_of(value)) for name, value in self._rows()]

    def _rows(self) -> list[tuple[str, str]]:
        with self._store.transaction() as cursor:
            rows = cursor.execute("SELECT name, value FROM note WHERE name LIKE ?", (f"{PREFIX}%",))
            return [(str(name), str(value)) for name, value in rows]

    def seconds_to_next(self) -> float | None:
        """Return the seconds until a report may be sent; None if there is none."""
        return max(0.0, self._not_before - self._clock.monotonic()) if self._rows() else None

    def postpone(self) -> None:
        """Try again later: the platform could not be reached, or its answer was not understood."""
        self._not_before = self._clock.monotonic() + POSTPONE_S

    def run(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Send every report. One that the platform refuses is dropped: it knows better. Raises PlatformFailure,
        DeadlineReached, Cancelled, KeepFailed."""
        for name, value in self._rows():
            try:
                gateway.put_outcome(name.removeprefix(PREFIX), _outcome_of(value), wait)
            except PlatformFailure as failure:
                if failure.kind is not FailureKind.REFUSED:
                    raise
            with self._store.transaction() as cursor:
                # Unless it became another meanwhile, which is sent next.
                cursor.execute("DELETE FROM note WHERE name = ? AND value = ?", (name, value))


def _outcome_of(value: str) -> PaperOutcome:
    try:
        return PaperOutcome(value)
    except ValueError:
        return PaperOutcome.UNCONFIRMED
