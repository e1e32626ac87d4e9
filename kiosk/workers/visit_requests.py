"""Requests of a visit to the workers that serve it: their queue, their deadlines, and their outcome at the platform."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from devices import Cancelled, Clock, DeadlineReached, Mailbox, Wait
from devices.lazy_dataclass import dataclass
from kiosk.events import Event, NotAnswered
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser

GRACE_S = 5.0
"""A request's own deadline ends it; one that is still under way so long after is stuck."""
W = TypeVar("W")


class VisitWaits:
    """Deadlines of the requests that wait or are under way, by visit and effect number. `visit` is the present one, to
    be set by whoever takes a request. Used from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waits: dict[tuple[str, int], Wait] = {}
        self.visit = ""

    def begin(self, visit: str, number: int, seconds: float) -> Wait:
        wait = self._waits[visit, number] = Wait(self._clock, seconds)
        return wait

    def done(self, visit: str, number: int) -> None:
        self._waits.pop((visit, number), None)

    def keep_only(self, visit: str, numbers: frozenset[int]) -> bool:
        """Cancel every request but these of this visit; return whether it is another than the last."""
        for key, wait in tuple(self._waits.items()):
            if key[0] != visit or key[1] not in numbers:
                self._waits.pop(key, None)
                wait.cancel()
        over, self.visit = self.visit not in ("", visit), visit
        return over

    def cancel_all(self) -> None:
        for wait in tuple(self._waits.values()):
            wait.cancel()


@dataclass(frozen=True)
class Request(Generic[W]):
    """A piece of work for a visit, with its deadline."""

    visit: str
    work: W
    wait: Wait


class RequestQueue(Generic[W]):
    """The requests of a worker, in the order they came. Used from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests: Mailbox[Request[W] | None] = Mailbox(clock)
        self.waits = VisitWaits(clock)

    def add(self, visit: str, number: int, work: W, seconds: float) -> None:
        """Queue a request whose outcome is awaited under this number."""
        self._requests.put(Request(visit, work, self.waits.begin(visit, number, seconds)))

    def add_unawaited(self, visit: str, work: W, seconds: float | None = None) -> None:
        self._requests.put(Request(visit, work, Wait(self._clock, seconds)))

    def next(self) -> Request[W] | None:
        """Wait for the next request; None after `stop`, once for each call of it."""
        return self._requests.get()

    def stop(self) -> None:
        self.waits.cancel_all()
        self._requests.put(None)


class RequestBody(ABC, Generic[W]):
    """Base of a body of the supervised loop that serves a queue of requests. Several bodies may share one queue."""

    replaceable = True

    def __init__(self, queue: RequestQueue[W], post: Callable[[Event], None]) -> None:
        self._queue = queue
        self._post = post

    def next(self) -> Request[W] | None:
        return self._queue.next()

    def visit_of(self, job: Request[W]) -> str:
        return job.visit

    def longest_s(self, job: Request[W]) -> float:
        return (job.wait.remaining() or 0.0) + GRACE_S

    @abstractmethod
    def failed(self, job: Request[W]) -> None: ...

    def refused(self, job: Request[W]) -> None:
        self.failed(job)

    def stop(self) -> None:
        self._queue.stop()


class PlatformBody(RequestBody[W], GatewayUser):
    """Base of a body that makes requests with a number to the platform: each has exactly one outcome, within its
    deadline, unless nobody awaits it any more."""

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        queue: RequestQueue[W],
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
    ) -> None:
        """`on_trouble` is called after a failure of the line."""
        RequestBody.__init__(self, queue, post)
        GatewayUser.__init__(self, gateway)
        self._on_trouble = on_trouble

    def failed(self, job: Request[Any]) -> None:
        self._queue.waits.done(job.visit, job.work.number)
        if not job.wait.cancelled:
            self._post(NotAnswered(job.visit, job.work.number, FailureKind.BROKEN, "program"))

    def _outcome_of(self, job: Request[Any], ask: Callable[[], Event]) -> Event | None:
        """Ask, and return the outcome; None if the request was cancelled. Other errors than the platform's pass."""
        try:
            job.wait.check()
            return ask()
        except Cancelled:
            return None
        except DeadlineReached:
            return NotAnswered(job.visit, job.work.number, FailureKind.SLOW)
        except PlatformFailure as failure:
            if failure.kind is not FailureKind.REFUSED:
                self._on_trouble()
            return NotAnswered(job.visit, job.work.number, failure.kind, failure.reason)
