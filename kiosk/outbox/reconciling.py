"""Once a day, and after every start, the platform is asked whether it still has what it confirmed.

It finds what receipts cannot: a platform restored from an old backup, a decision that came, a disk that was swapped.
"""

from __future__ import annotations

from collections.abc import Callable

from devices import Clock, Wait
from kiosk.outbox.outbox import Outbox
from kiosk.platform.carried import Known
from kiosk.platform.gateway import PlatformGateway

EVERY_S = 24 * 3600.0
AFTER_START_S = 600.0
"""Within so many seconds after a start, each terminal at a moment of its own."""
LATER_S = 1800.0
AT_ONCE = 200
"""Cases asked about in one question."""


class Reconciler:
    """Knows when it is time, and what to do with the answer. Used by one thread."""

    def __init__(self, outbox: Outbox, clock: Clock, chance: Callable[[], float]) -> None:
        self._outbox = outbox
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
        while page := self._outbox.known(after, AT_ONCE):
            self._compare(page, gateway, wait)
            after = page[-1][0]
        self._outbox.purge()
        self._due = self._clock.monotonic() + EVERY_S

    def _compare(self, page: list[tuple[int, Known]], gateway: PlatformGateway, wait: Wait) -> None:
        by_id = {known.case_id: sequence for sequence, known in page}
        otherwise = set()
        for difference in gateway.reconcile([known for _, known in page], wait):
            sequence = by_id.get(difference.case_id)
            if sequence is None:
                continue
            if difference.other_digest:
                otherwise.add(sequence)
                self._outbox.other_digest(sequence)
            elif difference.unproven:
                otherwise.add(sequence)
            elif difference.held is None:
                otherwise.add(sequence)
                self._outbox.lost_there(sequence)
            else:
                self._outbox.mark_held_there(sequence, difference.held)
        self._outbox.agree([sequence for sequence, _ in page if sequence not in otherwise])
