"""Pool of workers that ask the platform; a question that is no longer awaited is cancelled."""

from __future__ import annotations

from collections.abc import Callable

from devices import Cancelled, Clock, DeadlineReached, Mailbox, Wait
from devices.lazy_dataclass import dataclass
from kiosk.delays import DELAYS
from kiosk.effects import Ask
from kiosk.events import Answered, Event, NotAnswered
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser
from kiosk.workers.supervised import Turn

THREADS = 2
GRACE_S = 5.0
"""A question's own deadline ends it; one that is still asked so long after is stuck."""


@dataclass(frozen=True)
class Asking:
    """One question of one visit."""

    visit: str
    ask: Ask
    wait: Wait


class QuestionPool:
    """The questions that wait to be asked. Every question gets exactly one outcome, within its deadline."""

    name = "question_pool"

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._jobs: Mailbox[Asking | None] = Mailbox(clock)
        self._running: dict[tuple[str, int], Wait] = {}
        self.askers = tuple(Asker(self, gateway, post, on_trouble) for _ in range(THREADS))

    def ask(self, visit: str, ask: Ask) -> None:
        wait = Wait(self._clock, DELAYS["question"])
        self._running[visit, ask.number] = wait
        self._jobs.put(Asking(visit, ask, wait))

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every question but these of this visit."""
        for key, wait in tuple(self._running.items()):
            if key[0] != visit or key[1] not in numbers:
                self._running.pop(key, None)
                wait.cancel()

    def next(self) -> Asking | None:
        return self._jobs.get()

    def over(self, job: Asking) -> None:
        self._running.pop((job.visit, job.ask.number), None)

    def stop_one(self) -> None:
        """Cancel what is asked now, and let one asker end."""
        self.keep_only("", frozenset())
        self._jobs.put(None)


class Asker(GatewayUser):
    """Asks one question at a time; a body of the supervised loop."""

    name = QuestionPool.name
    replaceable = True

    def __init__(
        self,
        pool: QuestionPool,
        gateway: Callable[[], PlatformGateway],
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
    ) -> None:
        self._pool = pool
        super().__init__(gateway)
        self._post = post
        self._on_trouble = on_trouble

    def next(self) -> Asking | None:
        return self._pool.next()

    def visit_of(self, job: Asking) -> str:
        return job.visit

    def longest_s(self, job: Asking) -> float:
        return (job.wait.remaining() or 0.0) + GRACE_S

    def run(self, job: Asking, turn: Turn) -> None:
        outcome = self._outcome(self.gateway(), job)
        self._pool.over(job)
        if outcome is not None:
            self._post(outcome)

    def failed(self, job: Asking) -> None:
        self._pool.over(job)
        if not job.wait.cancelled:
            self._post(NotAnswered(job.visit, job.ask.number, FailureKind.BROKEN, "program"))

    def refused(self, job: Asking) -> None:
        self.failed(job)

    def stop(self) -> None:
        self._pool.stop_one()

    def _outcome(self, gateway: PlatformGateway, job: Asking) -> Event | None:
        try:
            job.wait.check()
            return Answered(job.visit, job.ask.number, gateway.ask(job.ask.question, job.wait))
        except Cancelled:
            return None
        except DeadlineReached:
            return NotAnswered(job.visit, job.ask.number, FailureKind.SLOW)
        except PlatformFailure as failure:
            if failure.kind is not FailureKind.REFUSED:
                self._on_trouble()
            return NotAnswered(job.visit, job.ask.number, failure.kind, failure.reason)
