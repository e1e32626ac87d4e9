"""One thread per device: it listens as the conductor wishes, does its jobs, and looks how the device is in between.

A wish is replaced, never queued: the wait that serves the old one is cancelled at once. A job (print) is queued and is
never cancelled, because it may already have happened.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from devices import Cancelled, Clock, DeadlineReached, DeviceFault, DeviceStatus, OpenDevice, Presence, Wait
from devices.receipt_printer.contract import Document
from kiosk.events import CardRead, Event, PresenceSeen, PrintEnded, Watch, WatchFailed
from kiosk.workers.notices import StatusSeen

LOOK_EVERY = 5.0
"""Seconds between two looks at an idle device."""
LOOK_LONGEST = 3.0
PRESENCE_EVERY = 0.5
AFTER_TROUBLE = 1.0
PRINT_LONGEST = 30.0

Post = Callable[[Event | StatusSeen], None]


@dataclass(frozen=True)
class PrintJob:
    visit: str
    effect: int
    document: Document


class DeviceWorker:
    """Owns one device. `wish` and `print` come from the conductor's thread."""

    def __init__(self, opened: OpenDevice, clock: Clock, post: Post) -> None:
        self.family = opened.spec.family
        self._device: Any = opened.device
        self._clock = clock
        self._post = post
        self._changed = clock.condition()
        self._wanted: tuple[str, Watch] | None = None
        self._jobs: deque[PrintJob] = deque()
        self._wait: Wait | None = None
        self._stopping = False
        self._served: tuple[str, Watch] | None = None
        self._seen: DeviceStatus | None = None
        self._look_at = 0.0

    def start(self) -> None:
        self._thread = self._clock.spawn(f"device-{self.family}", self._run)

    def stop(self) -> None:
        """Ask the thread to end; it does so within 200 ms unless it is printing."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            if self._wait is not None:
                self._wait.cancel()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def watch(self, visit: str, watch: Watch | None) -> None:
        """From now on hear this, or nothing."""
        wanted = None if watch is None else (visit, watch)
        with self._changed:
            if wanted == self._wanted:
                return
            self._wanted = wanted
            self._changed.notify_all()
            if self._wait is not None:
                self._wait.cancel()

    def print(self, visit: str, effect: int, document: Document) -> None:
        with self._changed:
            self._jobs.append(PrintJob(visit, effect, document))
            self._changed.notify_all()
            if self._wait is not None:
                self._wait.cancel()

    def look(self) -> None:
        """Look at the device as soon as it is free."""
        with self._changed:
            self._look_at = 0.0
            self._changed.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            self._serve()
        self._device.close()

    def _serve(self) -> None:
        """One job, wish or look, of which no variable holds anything afterwards."""
        job, watch = self._next()
        try:
            if job is not None:
                self._do(job)
            elif watch is not None:
                ACTS[watch[1].family, watch[1].act](self, *watch)
            elif not self._stopping:
                self._look()
        except (Cancelled, DeadlineReached):
            return

    def _next(self) -> tuple[PrintJob | None, tuple[str, Watch] | None]:
        """The next thing to do: a job, an unserved wish, or (None, None) when it is time to look."""
        with self._changed:
            while not self._stopping:
                if self._jobs:
                    return self._jobs.popleft(), None
                if self._wanted is not None and self._wanted != self._served:
                    return None, self._wanted
                left = self._look_at - self._clock.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            return None, None

    def _waiting(self, seconds: float | None) -> Wait:
        with self._changed:
            self._wait = Wait(self._clock, seconds)
            if self._stopping:
                self._wait.cancel()
            return self._wait

    def _do(self, job: PrintJob) -> None:
        self._wait = None
        outcome = self._device.print(job.document, Wait(self._clock, PRINT_LONGEST))
        self._post(PrintEnded(job.visit, job.effect, outcome))
        self._look_at = 0.0

    def _look(self) -> None:
        try:
            status = self._device.status(self._waiting(LOOK_LONGEST))
        finally:
            self._look_at = self._clock.monotonic() + LOOK_EVERY
        if status != self._seen:
            self._seen = status
            self._post(StatusSeen(self.family, status))

    def read_card(self, visit: str, watch: Watch) -> None:
        """Serve a wish for a card: every trouble is told, and reading goes on while the wish stands."""
        wait = self._waiting_for(watch)
        try:
            card = self._device.read(wait)
        except DeviceFault as trouble:
            self._post(WatchFailed(visit, watch, trouble.fault))
            self._look()
            wait.pause(AFTER_TROUBLE)
            return
        # The visit belongs to it: two citizens' wishes may carry the same number.
        self._served = (visit, watch)
        self._post(CardRead(visit, watch, card))

    def _waiting_for(self, watch: Watch) -> Wait:
        """A wait without end that dies with its wish."""
        wait = self._waiting(None)
        with self._changed:
            if self._wanted is None or self._wanted[1] != watch:
                wait.cancel()
        return wait

    def watch_card(self, visit: str, watch: Watch) -> None:
        """Tell whenever the card on the reader comes or goes."""
        self._poll(visit, watch, self._device.presence)

    def watch_slip(self, visit: str, watch: Watch) -> None:
        """Tell whenever the slip at the presenter comes or goes."""
        self._poll(visit, watch, self._device.waiting)

    def _poll(self, visit: str, watch: Watch, ask: Callable[[Wait], Presence]) -> None:
        wait = self._waiting_for(watch)
        last: Presence | None = None
        while True:
            try:
                presence = ask(wait.within(LOOK_LONGEST))
            except (DeviceFault, DeadlineReached):
                presence = Presence.UNKNOWN
            if presence is not last:
                last = presence
                self._post(PresenceSeen(visit, watch, presence))
            wait.pause(PRESENCE_EVERY)


ACTS: Mapping[tuple[str, str], Callable[[DeviceWorker, str, Watch], None]] = MappingProxyType(
    {
        ("id_reader", "read"): DeviceWorker.read_card,
        ("id_reader", "presence"): DeviceWorker.watch_card,
        ("receipt_printer", "presence"): DeviceWorker.watch_slip,
    }
)
