"""The courier: carries what the outbox holds, oldest first, and never gives up.

One thread. A dead network costs one attempt a delay, not one a case; a case the platform refuses for good steps aside
and the next goes on. Delays are drawn anew each time (full jitter), so that a fleet does not come back all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import Enum, auto
from types import MappingProxyType

from devices import Cancelled, Clock, DeadlineReached, Wait
from kiosk.outbox.store import Entry, KeepFailed, Outbox
from kiosk.platform.gateway import PlatformGateway, PlatformTrouble, Receipt, Trouble

BASE_S = 2.0
CAP_S = 15 * 60.0
CAP_AFTER_A_DAY_S = 6 * 3600.0
SEND_LONGEST_S = 30.0
POISON_ATTEMPTS = 5
"""So many BROKEN answers for one case while others get through, and it steps aside."""


class After(Enum):
    """What a trouble means: for the line (stop for now) or for this entry alone (go on with the next)."""

    LINE_WAITS = auto()
    ENTRY_WAITS = auto()
    ALL_HELD = auto()
    QUARANTINE = auto()


AFTER: Mapping[Trouble, After] = MappingProxyType(
    {
        Trouble.OFFLINE: After.LINE_WAITS,
        Trouble.SLOW: After.LINE_WAITS,
        Trouble.NOT_THE_PLATFORM: After.LINE_WAITS,
        Trouble.BUSY: After.LINE_WAITS,
        Trouble.IDENTITY: After.ALL_HELD,
        Trouble.REFUSED: After.QUARANTINE,
        Trouble.BROKEN: After.ENTRY_WAITS,
    }
)


def delay_s(attempts: int, chance: float) -> float:
    """Full jitter: a share of min(cap, base · 2^attempts); `chance` in [0, 1)."""
    cap = CAP_S if attempts < 100 else CAP_AFTER_A_DAY_S
    return chance * min(cap, BASE_S * 2.0 ** min(attempts, 20))


class Courier:
    """Starts with `start`, looks again at every `nudge` and when the earliest delay is over."""

    def __init__(
        self,
        outbox: Outbox,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        chance: Callable[[], float],
        on_receipt: Callable[[Receipt], None],
    ) -> None:
        self._outbox = outbox
        self._gateway = gateway
        self._clock = clock
        self._chance = chance
        self._on_receipt = on_receipt
        self._condition = clock.condition()
        self._work = True
        self._stopping = False
        self._wait: Wait | None = None
        self._failures = 0
        self._received = 0
        self._broken_at: dict[int, int] = {}
        """Sequence → how many had been received when it first failed."""
        self._not_before = 0.0

    def start(self) -> None:
        self._thread = self._clock.spawn("courier", self._run)

    def stop(self) -> None:
        with self._condition:
            self._stopping = True
            if self._wait is not None:
                self._wait.cancel()
            self._condition.notify_all()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def nudge(self) -> None:
        """Something new was kept."""
        with self._condition:
            self._work = True
            self._condition.notify_all()

    def network_up(self) -> None:
        """The platform answered somebody: no reason to wait any longer, and what was held may be tried again."""
        with self._condition:
            if self._failures:
                self._failures = 0
                self._not_before = self._clock.monotonic() + delay_s(0, self._chance())
            self._work = True
            self._condition.notify_all()

    def _run(self) -> None:
        gateway: PlatformGateway | None = None
        while not self._stopping:
            self._work = False
            try:
                entries = self._outbox.due()
                if entries:
                    gateway = gateway or self._gateway()
                    self._round(gateway, entries)
            except KeepFailed:
                # The store cannot be written: what was sent is sent again later and counts once at the platform.
                self._line_waits(None)
            except Cancelled:
                break
            self._rest()
        if gateway is not None:
            gateway.close()

    def _rest(self) -> None:
        """Sleep until the line is open and there is something to send."""
        with self._condition:
            while not self._stopping:
                closed = self._not_before - self._clock.monotonic()
                due = 0.0 if self._work else self._seconds_to_next()
                if due is None:
                    self._condition.wait(None)
                elif max(closed, due) <= 0:
                    return
                else:
                    self._condition.wait(max(closed, due))

    def _seconds_to_next(self) -> float | None:
        try:
            return self._outbox.seconds_to_next()
        except KeepFailed:
            return CAP_S

    def _round(self, gateway: PlatformGateway, entries: list[Entry]) -> None:
        for entry in entries:
            if self._stopping:
                return
            if not self._send(gateway, entry):
                return

    def _send(self, gateway: PlatformGateway, entry: Entry) -> bool:
        """Send one entry; False if the line is to rest."""
        self._outbox.mark_sending(entry.sequence)
        self._wait = wait = Wait(self._clock, SEND_LONGEST_S)
        try:
            receipt = self._carry(gateway, entry, wait)
        except DeadlineReached:
            return self._trouble(entry, PlatformTrouble(Trouble.SLOW))
        except PlatformTrouble as trouble:
            return self._trouble(entry, trouble)
        self._outbox.mark_received(entry.sequence, receipt)
        self._failures = 0
        self._received += 1
        self._broken_at.pop(entry.sequence, None)
        if receipt is not None:
            self._on_receipt(receipt)
        return True

    def _carry(self, gateway: PlatformGateway, entry: Entry, wait: Wait) -> Receipt | None:
        if entry.case is not None:
            return gateway.put_case(entry.case, wait)
        assert entry.rating is not None
        gateway.put_rating(entry.rating, wait)
        return None

    def _trouble(self, entry: Entry, trouble: PlatformTrouble) -> bool:
        word = trouble.reason or trouble.kind.value
        self._broken_at.setdefault(entry.sequence, self._received)
        match AFTER[trouble.kind]:
            case After.QUARANTINE:
                self._outbox.mark_quarantined(entry.sequence, word)
                return True
            case After.ENTRY_WAITS if entry.attempts + 1 >= POISON_ATTEMPTS and self._others_pass(entry):
                self._outbox.mark_quarantined(entry.sequence, "poison")
                return True
            case After.ENTRY_WAITS:
                self._entry_waits(entry, delay_s(entry.attempts + 1, self._chance()), word)
                return True
            case After.ALL_HELD:
                self._entry_waits(entry, CAP_S, word)
                self._line_waits(CAP_S)
                return False
        self._entry_waits(entry, 0.0, word)
        self._line_waits(trouble.retry_after)
        return False

    def _others_pass(self, entry: Entry) -> bool:
        """Only what fails while others are received is itself the trouble; where nothing passes, the platform is."""
        return self._received > self._broken_at[entry.sequence]

    def _entry_waits(self, entry: Entry, seconds: float, word: str) -> None:
        at = self._clock.now() + timedelta(seconds=seconds)
        self._outbox.mark_waiting(entry.sequence, at, word)

    def _line_waits(self, at_least: float | None) -> None:
        self._failures += 1
        pause = delay_s(self._failures, self._chance())
        self._not_before = self._clock.monotonic() + max(pause, at_least or 0.0, 0.1)
