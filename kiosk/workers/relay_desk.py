"""The worker that serves the relay of a citizen's phone: opens it, looks at it every second, and ends it.

What a relay brought is held in the stores of the visit, which the desks share and wipe at its end. A relay that cannot
be closed (the line is cut) expires at the platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices import Clock, DeadlineReached, Wait
from kiosk.case.blobs import BlobStore
from kiosk.delays import DELAYS
from kiosk.effects import OpenRelay
from kiosk.events import Event
from kiosk.papers.pictures import Pictures
from kiosk.papers.upload import UploadReader
from kiosk.platform.gateway import PlatformFailure, PlatformGateway
from kiosk.platform.relay_crypto import RelayKey
from kiosk.platform.relays import NAME_MOST, RelayOrder
from kiosk.relay_events import RelayEnded, RelayOpened
from kiosk.words import Words
from kiosk.workers.relay_in_hand import CALL_S, UNKNOWN, RelayInHand
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.visit_requests import PlatformBody, Request, RequestQueue

POLL_S, POLL_MOST_S = 1.0, 8.0
"""Seconds between two looks at a relay; without an answer, twice as long each time up to the second."""
CLOSE_S = 3.0
OVERDUE_S = 5.0
"""Without an answer, a relay counts as over so long after its time."""
STUCK_S = 60.0
"""Seconds after which the job counts as stuck; each look and each page begins them again."""


class RelayDesk(PlatformBody[OpenRelay]):
    """A body of the supervised loop."""

    name = "relay_desk"

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
        texts: Callable[[Words], Mapping[str, str]],
        reader: Callable[[], UploadReader],
        blobs: BlobStore,
        pictures: Pictures,
    ) -> None:
        """`texts` gives words in each language, `reader` makes what takes in the files of one relay."""
        super().__init__(gateway, RequestQueue(clock), post, on_trouble)
        self._clock = clock
        self._texts = texts
        self._make_reader = reader
        self._blobs, self._pictures = blobs, pictures
        self._opened: set[int] = set()

    def take(self, visit: str, work: OpenRelay) -> None:
        """Queue a relay. Called by the conductor, as is `keep_only`."""
        self._queue.waits.visit = visit
        self._queue.add(visit, work.number, work, DELAYS["relay"])

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """End every relay but these; of another visit than the last, wipe what is held."""
        if self._queue.waits.keep_only(visit, numbers):
            self._wipe()

    def longest_s(self, job: Request[OpenRelay]) -> float:
        return STUCK_S

    def run(self, job: Request[OpenRelay], deadline: JobDeadline) -> None:
        outcome = self._outcome_of(job, lambda: self._relayed(job, deadline))
        self._forget(job)
        if outcome is not None and not job.wait.cancelled:
            self._post(outcome)

    def failed(self, job: Request[OpenRelay]) -> None:
        opened = job.work.number in self._opened
        self._forget(job)
        if opened and not job.wait.cancelled:
            self._post(RelayEnded(job.visit, job.work.number, "program"))
        elif not opened:
            super().failed(job)
        job.wait.cancel()  # a thread that was given up must not go on

    def close(self) -> None:
        self._wipe()
        super().close()

    def _wipe(self) -> None:
        self._blobs.wipe()
        self._pictures.wipe()

    def _forget(self, job: Request[OpenRelay]) -> None:
        self._opened.discard(job.work.number)
        self._queue.waits.done(job.visit, job.work.number)

    def _relayed(self, job: Request[OpenRelay], deadline: JobDeadline) -> Event:
        """Open a relay and serve it to its end. Raises Cancelled, and PlatformFailure and DeadlineReached before it is
        open."""
        work, key = job.work, RelayKey.new()
        order = RelayOrder(key.relay, self._names(work.item), self._names(work.material), work.language)
        opened = self.gateway().open_relay(order, job.wait.within(CALL_S))
        self._opened.add(work.number)
        self._post(RelayOpened(job.visit, work.number, key.link(opened.url), key.digits, opened.seconds))
        reader = self._make_reader()
        relay = RelayInHand(
            job.visit, work, key, opened.seconds, job.wait, self._post, reader, self._blobs, self._pictures
        )
        try:
            return RelayEnded(job.visit, work.number, self._serve(relay, job.wait, deadline))
        finally:
            reader.close()
            self._close_relay(key.relay)

    def _names(self, words: Words) -> Mapping[str, str]:
        """Words in each language, as a platform takes them: one line that is not too long."""
        return {language: " ".join(text.split())[:NAME_MOST] for language, text in self._texts(words).items()}

    def _close_relay(self, relay: str) -> None:
        try:
            self.gateway().close_relay(relay, Wait(self._clock, CLOSE_S))
        except PlatformFailure:
            return  # it is over already, or the line is cut: then it expires

    def _serve(self, relay: RelayInHand, wait: Wait, deadline: JobDeadline) -> str:
        """Look at a relay until it ends; return why. Raises Cancelled."""
        rest = POLL_S
        try:
            while True:
                try:
                    if relay.look(self.gateway(), lambda: deadline.allow(STUCK_S)):
                        return "done"
                    rest = POLL_S
                except PlatformFailure as failure:
                    if (failure.kind, failure.reason) == UNKNOWN:
                        return "expired"
                    if relay.overdue_s > OVERDUE_S:
                        return "cut"
                    if relay.line_is_cut():
                        self._on_trouble()
                    rest = min(2 * rest, POLL_MOST_S)
                deadline.allow(STUCK_S)
                wait.pause(rest)
        except DeadlineReached:
            return "expired"
