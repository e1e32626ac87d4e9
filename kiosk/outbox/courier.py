"""The courier: carries what the outbox holds, oldest first, and never gives up.

A body of the supervised loop (kiosk/workers), which gives it its thread. All cases go before any materials; a dead
network costs one attempt a delay, not one a case; what the platform refuses for good steps aside and the next goes on.
What an answer means is in `states`, when the line is open in `circuit_breaker`; once a day the courier asks the
platform whether it still has what it confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

from devices import Cancelled, Clock, DeadlineReached, Wait
from kiosk.outbox.circuit_breaker import CAP_S, CircuitBreaker, delay_s
from kiosk.outbox.entries import Entry, StoredMaterial
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import Reconciler
from kiosk.outbox.states import POISON_ATTEMPTS, EntryState, LineEffect, after
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import Admission, FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.wire_types import HeldCase, Receipt

SEND_LONGEST_S = 30.0
MATERIAL_LONGEST_S = 300.0
GRACE_S = 30.0
"""An entry ends by its own deadline; a round that does not get on for so long after is stuck."""


class Allowance(Protocol):
    """The turn that a round has: its deadline moves on with every entry."""

    def allow(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class Round:
    """Send what is due, as far as the line allows."""


class Courier:
    """A body of the supervised loop: a round at every `nudge` and when the earliest delay is over."""

    name = "courier"
    replaceable = True

    def __init__(
        self,
        outbox: Outbox,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        chance: Callable[[], float],
        on_receipt: Callable[[Receipt], None],
        refresh: Callable[[], None] = lambda: None,
        on_error: Callable[[BaseException], None] = lambda error: None,
        on_round: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_receipt` hears of every case handed over; `refresh` is called when the catalogue here is too old;
        `on_error` is called with an unexpected exception, which costs one entry a delay and never the others;
        `on_round` is called when what was due has had its turn, a few entries at a time."""
        self._outbox = outbox
        self._connect = gateway
        self._gateway: PlatformGateway | None = None
        self._clock = clock
        self._chance = chance
        self._on_receipt = on_receipt
        self._refresh = refresh
        self._on_error = on_error
        self._on_round = on_round
        self._condition = clock.condition()
        self._work = True
        self._stopping = False
        self._wait: Wait | None = None
        self._turn: Allowance
        self._line = CircuitBreaker(chance)
        self._reconciler = Reconciler(outbox, clock, chance)
        self._passed = 0
        self._broken: dict[int, tuple[int, int]] = {}
        """Sequence → how often it was answered BROKEN, and how many had passed when it first was."""

    def stop(self) -> None:
        with self._condition:
            self._stopping = True
            if self._wait is not None:
                self._wait.cancel()
            self._condition.notify_all()

    def nudge(self) -> None:
        """Something new was kept."""
        with self._condition:
            self._work = True
            self._condition.notify_all()

    def heard(self, admission: Admission) -> None:
        """A heartbeat came through: what was held may be tried again, within what the platform admits."""
        with self._condition:
            self._line.heard(self._clock.monotonic(), admission)
            self._work = True
            self._condition.notify_all()
        # After a restart there may be some, too. What the store does not take now it takes at the next heartbeat.
        with suppress(KeepFailed):
            self._outbox.release_held()

    def next(self) -> Round | None:
        self._rest()
        self._work = False
        return None if self._stopping else Round()

    def visit_of(self, job: Round) -> str:
        return ""

    def longest_s(self, job: Round) -> float:
        return SEND_LONGEST_S + GRACE_S

    def run(self, job: Round, turn: Allowance) -> None:
        self._turn = turn
        try:
            if self._line.broken and self._open():
                self._outbox.release_held()  # no heartbeat came for a long time: one is tried all the same
            if self._something_to_do():
                self._gateway = self._gateway or self._connect()
                self._round(self._gateway)
                self._on_round()
        except KeepFailed:
            # The store cannot be written: what was sent is sent again later and counts once at the platform.
            self._line.failed(self._clock.monotonic())
        except Cancelled:
            return

    def failed(self, job: Round) -> None:
        self._line.failed(self._clock.monotonic())

    def reset(self) -> None:
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            gateway.close()

    def abandon(self) -> None:
        """The stuck thread keeps its connection; the next one opens another."""
        self._gateway = None

    def close(self) -> None:
        self.reset()

    def _something_to_do(self) -> bool:
        return self._outbox.seconds_to_next() == 0 or self._reconciler.seconds_to_next() == 0

    def _rest(self) -> None:
        """Sleep until the line is open and there is something to send."""
        while not self._stopping:
            # The store is not asked under the condition: who holds the store may be about to nudge.
            due = self._seconds_to_next()
            with self._condition:
                closed = self._line.opens_at - self._clock.monotonic()
                rest = max(closed, 0.0 if self._work else due)
                if self._stopping or rest <= 0:
                    return
                self._condition.wait(rest)

    def _seconds_to_next(self) -> float:
        try:
            waiting = self._outbox.seconds_to_next()
        except KeepFailed:
            waiting = CAP_S
        return min(self._reconciler.seconds_to_next(), CAP_S if waiting is None else waiting)

    def _round(self, gateway: PlatformGateway) -> None:
        """Cases first, then materials, then the daily question; one after another while the line stays open."""
        for entry in self._outbox.due():
            if not self._open() or not self._send(gateway, entry):
                return
        while self._open():
            found = None if self._outbox.due(1) else self._outbox.due_materials()
            if found is None:
                break
            entry, materials = found
            if not self._hand_over(entry, partial(_materials, gateway, entry, materials)):
                return
        if self._open() and not self._outbox.due(1) and self._reconciler.seconds_to_next() == 0:
            self._ask(gateway)

    def _open(self) -> bool:
        return not self._stopping and self._line.opens_at <= self._clock.monotonic()

    def _send(self, gateway: PlatformGateway, entry: Entry) -> bool:
        """Send one entry; False if the line is to rest."""
        self._outbox.mark_sending(entry.sequence)
        if entry.case is not None:
            case = entry.case
            return self._hand_over(entry, lambda wait: gateway.put_case(case, wait))
        rating = entry.rating
        assert rating is not None
        return self._hand_over(entry, lambda wait: gateway.put_rating(rating, wait))

    def _hand_over(self, entry: Entry, act: Callable[[Wait], HeldCase | None]) -> bool:
        longest = MATERIAL_LONGEST_S if entry.state is EntryState.RECEIVED else SEND_LONGEST_S
        self._turn.allow(longest + GRACE_S)
        self._wait = wait = Wait(self._clock, longest)
        try:
            self._note(entry, act(wait))
        except (Cancelled, KeepFailed):
            raise
        except DeadlineReached:
            return self._trouble(entry, PlatformFailure(FailureKind.SLOW))
        except PlatformFailure as trouble:
            return self._trouble(entry, trouble)
        except _LostThere:
            self._reconciler.confirmed.lost_there(entry.sequence)
            self._line.failed(self._clock.monotonic())
            return False
        except Exception as error:
            self._on_error(error)
            return self._trouble(entry, PlatformFailure(FailureKind.BROKEN, "fault"))
        self._line.passed(self._clock.monotonic())
        self._passed += 1
        self._broken.pop(entry.sequence, None)
        return True

    def _note(self, entry: Entry, held: HeldCase | None) -> None:
        if held is None:
            self._outbox.mark_rated(entry.sequence)
            return
        self._outbox.mark_held_there(entry.sequence, held)
        if entry.state is not EntryState.RECEIVED:
            self._on_receipt(held.received)

    def _ask(self, gateway: PlatformGateway) -> None:
        self._turn.allow(SEND_LONGEST_S + GRACE_S)
        self._wait = wait = Wait(self._clock, SEND_LONGEST_S)
        try:
            self._reconciler.ask(gateway, wait)
        except (DeadlineReached, PlatformFailure):
            self._reconciler.later()

    def _trouble(self, entry: Entry, trouble: PlatformFailure) -> bool:
        """What the table says of it; False if the line is to rest."""
        word = trouble.reason or trouble.kind.value
        means, now = after(trouble), self._clock.monotonic()
        if means.refresh:
            self._refresh()
        match means.entry:
            case EntryState.QUARANTINED:
                self._outbox.mark_quarantined(entry.sequence, word)
            case EntryState.HELD:
                self._outbox.mark_held(entry.sequence, word)
            case _ if trouble.kind is FailureKind.BROKEN and self._is_poison(entry):
                self._outbox.mark_quarantined(entry.sequence, "poison")
            case _:
                pause = delay_s(entry.attempts + 1, self._chance()) if means.line is LineEffect.GOES_ON else 0.0
                self._outbox.mark_waiting(entry.sequence, self._clock.now() + timedelta(seconds=pause), word)
        match means.line:
            case LineEffect.GOES_ON:
                return True
            case LineEffect.SLOWS:
                self._line.failed(now, trouble.retry_after or 0.0)
            case LineEffect.RESTS:
                self._line.failed(now)
            case LineEffect.STOPS:
                self._line.stop(now)
        return False

    def _is_poison(self, entry: Entry) -> bool:
        """Only what fails while others pass is itself the trouble; where nothing passes, the platform is. Tries that a
        dead network cost do not count."""
        times, passed_at_first = self._broken.get(entry.sequence, (0, self._passed))
        self._broken[entry.sequence] = (times + 1, passed_at_first)
        return times + 1 >= POISON_ATTEMPTS and self._passed > passed_at_first


class _LostThere(Exception):
    """The platform, restored since, does not know the case whose materials it is given."""


def _materials(gateway: PlatformGateway, entry: Entry, materials: list[StoredMaterial], wait: Wait) -> HeldCase:
    """What the platform holds once it has all of these. Raises PlatformTrouble and _LostThere."""
    assert entry.case is not None
    refused: PlatformFailure | None = None
    try:
        for each in materials:
            gateway.put_material(each, wait)
    except PlatformFailure as trouble:
        if trouble.kind is not FailureKind.REFUSED:
            raise
        refused = trouble
    held = gateway.get_case(entry.case.case_id, entry.case.digest, wait)
    if held is None:
        raise _LostThere
    if refused is not None:
        raise refused
    if held.complete is None:
        raise PlatformFailure(FailureKind.BROKEN, "incomplete")
    return held
