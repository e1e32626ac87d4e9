"""Pool of workers that ask the platform; a question that is no longer awaited is cancelled."""

from __future__ import annotations

from collections.abc import Callable

from devices import Clock
from kiosk.delays import DELAYS
from kiosk.effects import Ask
from kiosk.events import Answered, Event
from kiosk.platform.gateway import PlatformGateway
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.visit_requests import PlatformBody, Request, RequestQueue

THREADS = 2


class QuestionPool:
    """The questions that wait to be asked, and the bodies that ask them."""

    name = "question_pool"

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
    ) -> None:
        self._queue: RequestQueue[Ask] = RequestQueue(clock)
        self.askers = tuple(Asker(gateway, self._queue, post, on_trouble) for _ in range(THREADS))

    def ask(self, visit: str, ask: Ask) -> None:
        self._queue.add(visit, ask.number, ask, DELAYS["question"])

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every question but these of this visit."""
        self._queue.waits.keep_only(visit, numbers)


class Asker(PlatformBody[Ask]):
    """Asks one question at a time; a body of the supervised loop."""

    name = QuestionPool.name

    def run(self, job: Request[Ask], deadline: JobDeadline) -> None:
        gateway, number = self.gateway(), job.work.number
        outcome = self._outcome_of(job, lambda: Answered(job.visit, number, gateway.ask(job.work.question, job.wait)))
        self._queue.waits.done(job.visit, number)
        if outcome is not None:
            self._post(outcome)
