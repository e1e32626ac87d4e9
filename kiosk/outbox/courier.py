"""The courier: sends the entries of the outbox to the platform, oldest first, without an attempt limit.

A body of the supervised loop (kiosk/workers), which runs it in a thread. All cases are sent before any materials. An
outage costs one attempt per delay, not one per case; an entry that the platform refuses is quarantined and the next is
sent. `states` maps answers to consequences, `circuit_breaker` says when the next may be sent. Chores are what else is
done with the line: open orders and reports of papers, and `reconciling`, the daily comparison with the platform.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol

from devices import Cancelled, Clock, DeadlineReached, Wait
from devices.lazy_dataclass import dataclass
from kiosk.outbox.chores import Chores
from kiosk.outbox.circuit_breaker import CAP_S, CircuitBreaker, delay_s
from kiosk.outbox.entries import Entry
from kiosk.outbox.entry_failures import EntryFailures, stage_of
from kiosk.outbox.materials import UnknownAtPlatform, put_materials
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import Reconciler
from kiosk.outbox.schedule import moment_after
from kiosk.outbox.states import LOST_THERE, POISON, YIELD_PAUSE_S, BreakerEffect, EntryState, FailureRule, rule_for
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import Admission, FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser
from kiosk.platform.wire_types import HeldCase, NotReceived, Receipt

SEND_LONGEST_S = 30.0
MATERIAL_LONGEST_S = 300.0
GRACE_S = 30.0
"""Time after an entry's deadline until the supervisor counts the round as stuck."""


class Allowance(Protocol):
    """Extends the deadline of the current round; called before every entry."""

    def allow(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class Round:
    """The courier's job: send what is due, as far as the breaker allows."""


class Courier(GatewayUser):
    """Body of the supervised loop: one round after every `nudge` and when the earliest delay is over."""

    name = "courier"
    replaceable = True

    def __init__(
        self,
        outbox: Outbox,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        jitter: Callable[[], float],
        on_news: Callable[[Receipt | NotReceived], None],
        refresh: Callable[[], None] = lambda: None,
        on_error: Callable[[BaseException], None] = lambda error: None,
        on_round: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_news` is called for every case handed over, refused, or taken in later; `refresh` when the catalogue here
        is outdated; `on_error` with an unexpected exception, which delays one entry and not the others; `on_round`
        after every batch of due entries. `jitter` returns a random number in [0, 1)."""
        self._outbox = outbox
        super().__init__(gateway)
        self._clock = clock
        self._jitter = jitter
        self._on_news = on_news
        self._refresh = refresh
        self._on_error = on_error
        self._on_round = on_round
        self._condition = clock.condition()
        self._nudged = True
        self._stopping = False
        self._wait: Wait | None = None
        self._deadline: Allowance
        self._breaker = CircuitBreaker(jitter)
        self._reconciler = Reconciler(outbox, clock, jitter)
        self._chores = Chores((outbox.orders, outbox.papers, self._reconciler), on_error)
        self._failures = EntryFailures()
        self._rest_s: float | None = None

    def stop(self) -> None:
        with self._condition:
            self._stopping = True
            if self._wait is not None:
                self._wait.cancel()
            self._condition.notify_all()

    def nudge(self) -> None:
        """Start a round: a new entry was kept."""
        with self._condition:
            self._nudged = True
            self._condition.notify_all()

    def record_admission(self, admission: Admission) -> None:
        """Apply what a successful heartbeat admits, and release held entries. A failed release is retried with the next
        heartbeat."""
        with self._condition:
            self._breaker.record_admission(self._clock.monotonic(), admission)
            self._failures.line_is_good()
            self._nudged = True
            self._condition.notify_all()
        # Held entries may date from before a restart, so the store is asked and not this object.
        with suppress(KeepFailed):
            self._outbox.release_held()

    def next(self) -> Round | None:
        self._wait_until_due()
        self._nudged = False
        return None if self._stopping else Round()

    def visit_of(self, job: Round) -> str:
        return ""

    def longest_s(self, job: Round) -> float:
        return SEND_LONGEST_S + GRACE_S

    def run(self, job: Round, deadline: Allowance) -> None:
        self._deadline = deadline
        try:
            if self._breaker.is_tripped and self._may_send():
                self._outbox.release_held()  # no heartbeat for CAP_S: one entry serves as the probe
            if self._has_work():
                self._round(self.gateway())
                self._on_round()
        except KeepFailed:
            # The store cannot be written: a sent entry will be sent again, and the platform counts it once.
            self._breaker.record_failure(self._clock.monotonic())
        except Cancelled:
            return

    def failed(self, job: Round) -> None:
        self._breaker.record_failure(self._clock.monotonic())

    def refused(self, job: Round) -> None:
        self.failed(job)

    def _has_work(self) -> bool:
        return self._outbox.seconds_to_next() == 0 or self._chores.seconds_to_next() == 0

    def _wait_until_due(self) -> None:
        """Sleep until the breaker allows sending and an entry is due."""
        while not self._stopping:
            # Lock order: a thread that holds the store's lock may call `nudge`, so the store is asked first.
            due = self._seconds_to_next()
            with self._condition:
                blocked = self._breaker.opens_at - self._clock.monotonic()
                delay = max(blocked, 0.0 if self._nudged else due)
                if self._stopping or delay <= 0:
                    return
                self._condition.wait(delay)

    def _seconds_to_next(self) -> float:
        try:
            waiting = (self._outbox.seconds_to_next(), self._chores.seconds_to_next())
        except KeepFailed:
            return CAP_S
        return min((each for each in waiting if each is not None), default=CAP_S)

    def _round(self, gateway: PlatformGateway) -> None:
        """Send due cases and ratings, then materials, then do the chores, then send what failed often, while the
        breaker allows it."""
        for entry in self._outbox.due(rank=self._failures.rank_of_case):
            if not self._may_send():
                return
            if self._failures.rank_of_case(entry.sequence):
                break
            if not self._send(gateway, entry):
                return
        while self._may_send() and self._send_next(gateway):
            pass

    def _send_next(self, gateway: PlatformGateway) -> bool:
        """Send the materials of one case, do a chore, or send a case that stands back; False ends the round."""
        cases = self._outbox.due(1, self._failures.rank_of_case)
        rank = self._failures.rank_of_case(cases[0].sequence) if cases else None
        if rank == 0:
            return False  # kept meanwhile: the next round begins with it
        found = self._outbox.due_materials(self._failures.rank_of_materials)
        behind = self._failures.rank_of_materials(found[0].sequence) if found else None
        if behind != 0 and self._chores.seconds_to_next() == 0:
            self._deadline.allow(SEND_LONGEST_S + GRACE_S)
            self._wait = wait = Wait(self._clock, SEND_LONGEST_S)
            self._chores.do_next(gateway, wait)
            return True
        if found is not None and behind is not None and (rank is None or behind <= rank):
            entry, materials = found
            return self._deliver(entry, partial(put_materials, gateway, entry, materials))
        return bool(cases) and self._send(gateway, cases[0])

    def _may_send(self) -> bool:
        return not self._stopping and self._breaker.opens_at <= self._clock.monotonic()

    def _send(self, gateway: PlatformGateway, entry: Entry) -> bool:
        """Send one entry; False ends the round."""
        self._outbox.mark_sending(entry.sequence)
        if entry.case is not None:
            case = entry.case
            return self._deliver(entry, lambda wait: gateway.put_case(case, wait))
        rating = entry.rating
        assert rating is not None
        return self._deliver(entry, lambda wait: gateway.put_rating(rating, wait))

    def _deliver(self, entry: Entry, act: Callable[[Wait], HeldCase | None]) -> bool:
        longest = MATERIAL_LONGEST_S if entry.state is EntryState.RECEIVED else SEND_LONGEST_S
        self._deadline.allow(longest + GRACE_S)
        self._wait = wait = Wait(self._clock, longest)
        try:
            self._record_delivery(entry, act(wait))
        except (Cancelled, KeepFailed):
            raise
        except DeadlineReached:
            return self._record_failure(entry, PlatformFailure(FailureKind.SLOW))
        except PlatformFailure as failure:
            return self._record_failure(entry, failure)
        except UnknownAtPlatform:
            return self._record_failure(entry, PlatformFailure(FailureKind.BROKEN, LOST_THERE))
        except Exception as error:
            self._on_error(error)
            return self._record_failure(entry, PlatformFailure(FailureKind.BROKEN, "fault"))
        self._breaker.record_success(self._clock.monotonic())
        self._failures.accepted(stage_of(entry))
        self._note_rest(0.0)
        return True

    def _note_rest(self, seconds: float) -> None:
        """Keep for `status` how long the platform asked to rest, until it accepts something."""
        if seconds != self._rest_s:
            self._outbox.note_rest(int(seconds))
            self._rest_s = seconds

    def _record_delivery(self, entry: Entry, held: HeldCase | None) -> None:
        if held is None:
            self._outbox.mark_rated(entry.sequence)
            return
        self._outbox.record_receipts(entry.sequence, held)
        if entry.state is not EntryState.RECEIVED:
            self._on_news(held.received)

    def _record_failure(self, entry: Entry, failure: PlatformFailure) -> bool:
        """Apply the rule for a failure to the entry and the breaker; False ends the round."""
        reason, rule = failure.reason or failure.kind.value, rule_for(failure)
        if rule.refresh:
            self._refresh()
        if rule.entry is EntryState.QUARANTINED:
            self._outbox.mark_quarantined(entry.sequence, reason)
            self._on_news(NotReceived(entry.id, reason))
            return self._apply_to_breaker(rule, failure)
        if rule.rests:
            self._rest(entry, failure.retry_after or delay_s(entry.attempts + 1, self._jitter()), reason)
            return self._apply_to_breaker(rule, failure)
        verdict = self._failures.failed(stage_of(entry), rule)
        if verdict.quarantine:
            self._outbox.mark_quarantined(entry.sequence, POISON + reason)
        elif verdict.yields:
            pause = max(YIELD_PAUSE_S, failure.retry_after or 0.0, delay_s(entry.attempts + 1, self._jitter()))
            self._wait_again(entry, pause, reason)
        elif rule.entry is EntryState.HELD:
            self._outbox.mark_held(entry.sequence, reason)
        else:
            pause = delay_s(entry.attempts + 1, self._jitter()) if rule.breaker is BreakerEffect.CONTINUE else 0.0
            self._wait_again(entry, pause, reason)
        if (verdict.quarantine or verdict.yields) and rule.breaker is not BreakerEffect.CONTINUE:
            # The cause may yet be the line, so the others are sent no faster than after any failure.
            self._breaker.record_failure(self._clock.monotonic())
            return False
        return self._apply_to_breaker(rule, failure)

    def _rest(self, entry: Entry, seconds: float, reason: str) -> None:
        until = moment_after(self._clock.now(), seconds)
        self._outbox.mark_waiting(entry.sequence, until, reason)
        self._on_news(NotReceived(entry.id, reason, until))

    def _wait_again(self, entry: Entry, seconds: float, reason: str) -> None:
        until = moment_after(self._clock.now(), seconds)
        if reason == LOST_THERE:
            self._reconciler.confirmed.requeue_lost(entry.sequence, until)
        else:
            self._outbox.mark_waiting(entry.sequence, until, reason)

    def _apply_to_breaker(self, rule: FailureRule, failure: PlatformFailure) -> bool:
        now = self._clock.monotonic()
        match rule.breaker:
            case BreakerEffect.CONTINUE:
                return True
            case BreakerEffect.RETRY_AFTER:
                self._breaker.record_failure(now, failure.retry_after or 0.0)
                self._note_rest(failure.retry_after or 0.0)
            case BreakerEffect.BACK_OFF:
                self._breaker.record_failure(now)
            case BreakerEffect.TRIP:
                self._breaker.trip(now)
        return False
