"""Orders that were asked for and may still be open: each is on disk before its request is sent, until it is final.

A row holds the id of an application and a number, nothing of a person and no sum. While a visit has an order in hand
the visit asks about it; afterwards (its end, a crash, a power cut) the courier closes what is left, and repeats it
until the platform says what became of it. Nothing here opens, charges or pays.
"""

from __future__ import annotations

import re
import threading

from devices import Clock, Wait
from kiosk.outbox.store import KeepFailed, Store
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.orders import N_MOST, OrderDeed, OrderKey, OrderRequest

ROWS_MOST = 500
"""Open orders at once: beyond them none is opened any more."""
POSTPONE_S = 60.0
POSTPONE_MOST_S = 900.0
APPLICATION = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class OpenOrders:
    """The orders of this terminal that are not final. May be used from several threads; each call but `let_go` is one
    transaction and may raise KeepFailed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._in_hand: set[OrderKey] = set()
        self._not_before = 0.0
        self._pause_s = POSTPONE_S

    def take(self, key: OrderKey) -> None:
        """Note an order durably, before it is asked for; the visit has it in hand until it is final or let go."""
        with self._store.transaction() as cursor:
            self._store.check_in_place()
            ((count,),) = cursor.execute("SELECT COUNT(*) FROM open_order")
            if int(count) >= ROWS_MOST:
                raise KeepFailed("disk_full")
            cursor.execute("INSERT OR IGNORE INTO open_order VALUES (?, ?)", (key.application, key.n))
        with self._lock:
            self._in_hand.add(key)

    def let_go(self) -> bool:
        """The visit is over: what it had in hand is closed by the courier, at once. Return whether it had anything."""
        with self._lock:
            had = bool(self._in_hand)
            self._in_hand.clear()
            if had:
                self._not_before, self._pause_s = 0.0, POSTPONE_S
        return had

    def settled(self, key: OrderKey) -> None:
        """The platform said that this order is final."""
        with self._store.transaction() as cursor:
            cursor.execute("DELETE FROM open_order WHERE application = ? AND n = ?", (key.application, key.n))
        with self._lock:
            self._in_hand.discard(key)

    def rows(self) -> list[OrderKey]:
        """Return every order that may still be open. A row that is damaged names none, and is left out."""
        with self._store.transaction() as cursor:
            found = list(cursor.execute("SELECT application, n FROM open_order ORDER BY application, n"))
        return [OrderKey(application, n) for application, n in found if is_key(application, n)]

    def _left(self) -> list[OrderKey]:
        rows = self.rows()
        with self._lock:
            return [each for each in rows if each not in self._in_hand]

    def seconds_to_next(self) -> float | None:
        """Return the seconds until the courier may close one; None if there is none to be closed."""
        return max(0.0, self._not_before - self._clock.monotonic()) if self._left() else None

    def postpone(self) -> None:
        """Try again later: the platform could not be reached, or cannot say yet what became of the money."""
        self._not_before = self._clock.monotonic() + self._pause_s
        self._pause_s = min(POSTPONE_MOST_S, 2 * self._pause_s)

    def run(self, gateway: PlatformGateway, wait: Wait) -> None:
        """Close every order that no visit has in hand. Raises PlatformFailure, DeadlineReached, Cancelled and
        KeepFailed."""
        unsettled = False
        for key in self._left():
            try:
                final = gateway.order(OrderRequest(OrderDeed.CLOSE, key), wait).final
            except PlatformFailure as failure:
                if failure.kind is not FailureKind.REFUSED:
                    raise
                final = True  # it is another terminal's now, or never was: nothing of it is open for this one
            with self._lock:
                taken = key in self._in_hand
            if final and not taken:
                self.settled(key)
            unsettled |= not final
        if unsettled:
            self.postpone()
        else:
            self._pause_s = POSTPONE_S


def is_key(application: object, n: object) -> bool:
    """Return whether a row names an order."""
    named = isinstance(application, str) and APPLICATION.fullmatch(application) is not None
    return named and isinstance(n, int) and 1 <= n <= N_MOST
