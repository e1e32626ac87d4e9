"""One worker per device: it does jobs, serves the newest watch, and looks how the device is in between.

A watch is replaced, never queued: the wait that serves the old one is cancelled at once. A job (print) is queued and is
never cancelled, because it may already have happened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from devices import (
    Cancelled,
    Clock,
    DeadlineReached,
    DeviceFault,
    DeviceState,
    DeviceStatus,
    Fault,
    Next,
    OpenDevice,
    Presence,
    Wait,
)
from devices.receipt_printer.contract import Document, Paper, PrintOutcome
from kiosk.events import CardRead, Event, PresenceSeen, PrintEnded, Watch, WatchFailed
from kiosk.workers.notices import StatusSeen
from kiosk.workers.supervised import Turn

LOOK_EVERY = 5.0
"""Seconds between two looks at an idle device."""
LOOK_LONGEST = 3.0
PRESENCE_EVERY = 0.5
AFTER_FAILURE = 1.0
PRINT_LONGEST = 30.0
GRACE_S = 5.0
"""A driver ends by its own deadline; a call that is still on its way so long after is stuck."""
DRIVER_ERROR = Fault("device.driver_error", Next.CALL_STAFF)
"""The driver raised something unexpected, or did not come back."""

Post = Callable[[Event | StatusSeen], None]


@dataclass(frozen=True)
class PrintJob:
    visit: str
    effect: int
    document: Document


@dataclass(frozen=True)
class Watching:
    visit: str
    watch: Watch


@dataclass(frozen=True)
class Look:
    """Ask the idle device how it is."""


Job = PrintJob | Watching | Look


class DeviceWorker:
    """Owns one device; a body of the supervised loop. `watch` and `print` come from the conductor's thread."""

    replaceable = False

    def __init__(self, opened: OpenDevice, clock: Clock, post: Post) -> None:
        self.family = opened.spec.family
        self.name = f"device.{self.family}"
        self._device: Any = opened.device
        self._clock = clock
        self._post = post
        self._changed = clock.condition()
        self._wanted: Watching | None = None
        self._served: Watching | None = None
        self._not_before = 0.0
        """When a watch that failed is served again."""
        self._jobs: deque[PrintJob] = deque()
        self._wait: Wait | None = None
        self._turn: Turn | None = None
        """The turn of a wait that can be cancelled: once it is, the driver has to come back soon."""
        self._stopping = False
        self._seen: DeviceStatus | None = None
        self._look_at = 0.0

    def stop(self) -> None:
        """It ends within 200 ms unless it is printing."""
        with self._changed:
            self._stopping = True
            self._interrupt()

    def watch(self, visit: str, watch: Watch | None) -> None:
        """From now on report this, or nothing."""
        wanted = None if watch is None else Watching(visit, watch)
        with self._changed:
            if wanted == self._wanted:
                return
            self._wanted, self._not_before = wanted, 0.0
            self._interrupt()

    def print(self, visit: str, effect: int, document: Document) -> None:
        with self._changed:
            self._jobs.append(PrintJob(visit, effect, document))
            self._interrupt()

    def next(self) -> Job | None:
        with self._changed:
            while not self._stopping:
                if self._jobs:
                    return self._jobs.popleft()
                now = self._clock.monotonic()
                unserved = self._wanted is not None and self._wanted != self._served
                if unserved and self._not_before <= now:
                    return self._wanted
                if self._look_at <= now:
                    self._look_at = now + LOOK_EVERY
                    return Look()
                self._changed.wait(min(self._look_at, self._not_before if unserved else self._look_at) - now)
        return None

    def visit_of(self, job: Job) -> str:
        return "" if isinstance(job, Look) else job.visit

    def longest_s(self, job: Job) -> float | None:
        match job:
            case PrintJob():
                return PRINT_LONGEST + GRACE_S
            case Look():
                return LOOK_LONGEST + GRACE_S
        return None

    def run(self, job: Job, turn: Turn) -> None:
        self._turn = None if isinstance(job, PrintJob) else turn
        try:
            match job:
                case PrintJob():
                    self._print(job)
                case Watching():
                    WATCHES[job.watch.family, job.watch.act](self, job, turn)
                case Look():
                    self._look()
        except (Cancelled, DeadlineReached):
            return
        finally:
            self._turn = None

    def failed(self, job: Job) -> None:
        match job:
            case PrintJob():
                # It may have begun to print: nobody can confirm what came out.
                self._post(PrintEnded(job.visit, job.effect, PrintOutcome(Paper.UNCONFIRMED, DRIVER_ERROR)))
            case Watching():
                with self._changed:
                    self._not_before = self._clock.monotonic() + AFTER_FAILURE
                self._post(WatchFailed(job.visit, job.watch, DRIVER_ERROR))
            case Look():
                self._report(DeviceStatus(DeviceState.FAULT, (DRIVER_ERROR,)))

    def reset(self) -> None:
        """A driver in an unknown state opens its port again."""
        self._device.close()

    def abandon(self) -> None:
        """The port has one user: cancelling its wait is all that can be done for a stuck one."""
        wait = self._wait
        if wait is not None:
            wait.cancel()
        self._report(DeviceStatus(DeviceState.FAULT, (DRIVER_ERROR,)))

    def close(self) -> None:
        self._device.close()

    def _interrupt(self) -> None:
        self._changed.notify_all()
        if self._wait is not None:
            self._wait.cancel()
        if self._turn is not None:
            self._turn.allow(GRACE_S)

    def _waiting(self, seconds: float | None) -> Wait:
        with self._changed:
            self._wait = Wait(self._clock, seconds)
            if self._stopping:
                self._wait.cancel()
            return self._wait

    def _print(self, job: PrintJob) -> None:
        self._wait = None
        outcome = self._device.print(job.document, Wait(self._clock, PRINT_LONGEST))
        self._post(PrintEnded(job.visit, job.effect, outcome))
        self._look_at = 0.0

    def _look(self) -> None:
        self._look_at = self._clock.monotonic() + LOOK_EVERY
        self._report(self._device.status(self._waiting(LOOK_LONGEST)))

    def _report(self, status: DeviceStatus) -> None:
        if status != self._seen:
            self._seen = status
            self._post(StatusSeen(self.family, status))

    def read_card(self, job: Watching, turn: Turn) -> None:
        """Serve a watch for a card: every fault is reported, and reading goes on while the watch stays."""
        wait = self._waiting_for(job)
        try:
            card = self._device.read(wait)
        except DeviceFault as failure:
            self._post(WatchFailed(job.visit, job.watch, failure.fault))
            self._look()
            wait.pause(AFTER_FAILURE)
            return
        # The visit belongs to it: two citizens' watches may carry the same number.
        self._served = job
        self._post(CardRead(job.visit, job.watch, card))

    def _waiting_for(self, job: Watching) -> Wait:
        """A wait without end that is cancelled with its watch."""
        wait = self._waiting(None)
        with self._changed:
            if self._wanted != job:
                wait.cancel()
        return wait

    def watch_card(self, job: Watching, turn: Turn) -> None:
        """Report whenever the card on the reader comes or goes."""
        self._poll(job, turn, self._device.presence)

    def watch_slip(self, job: Watching, turn: Turn) -> None:
        """Report whenever the slip at the presenter comes or goes."""
        self._poll(job, turn, self._device.waiting)

    def _poll(self, job: Watching, turn: Turn, ask: Callable[[Wait], Presence]) -> None:
        wait = self._waiting_for(job)
        last: Presence | None = None
        while True:
            turn.allow(LOOK_LONGEST + GRACE_S)
            try:
                presence = ask(wait.within(LOOK_LONGEST))
            except (DeviceFault, DeadlineReached):
                presence = Presence.UNKNOWN
            if presence is not last:
                last = presence
                self._post(PresenceSeen(job.visit, job.watch, presence))
            wait.pause(PRESENCE_EVERY)


WATCHES: Mapping[tuple[str, str], Callable[[DeviceWorker, Watching, Turn], None]] = MappingProxyType(
    {
        ("id_reader", "read"): DeviceWorker.read_card,
        ("id_reader", "presence"): DeviceWorker.watch_card,
        ("receipt_printer", "presence"): DeviceWorker.watch_slip,
    }
)
