"""A small pool of threads that ask the platform; a question nobody awaits any more is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices import Cancelled, Clock, DeadlineReached, Mailbox, Wait
from kiosk.delays import DELAYS
from kiosk.effects import Ask
from kiosk.events import Answered, Event, NotAnswered
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway

THREADS = 2


@dataclass(frozen=True)
class _Job:
    visit: str
    ask: Ask
    wait: Wait


class QuestionPool:
    """Asks named questions; every question gets exactly one outcome, within its deadline."""

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._post = post
        self._on_trouble = on_trouble
        self._jobs: Mailbox[_Job | None] = Mailbox(clock)
        self._running: dict[tuple[str, int], Wait] = {}

    def start(self) -> None:
        self._threads = [self._clock.spawn(f"asker-{n}", self._run) for n in range(THREADS)]

    def stop(self) -> None:
        self.keep_only("", frozenset())
        for _ in self._threads:
            self._jobs.put(None)

    def join(self, seconds: float) -> None:
        for thread in self._threads:
            thread.join(seconds)

    def ask(self, visit: str, ask: Ask) -> None:
        wait = Wait(self._clock, DELAYS["question"])
        self._running[visit, ask.number] = wait
        self._jobs.put(_Job(visit, ask, wait))

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every question but these of this visit."""
        for key, wait in tuple(self._running.items()):
            if key[0] != visit or key[1] not in numbers:
                self._running.pop(key, None)
                wait.cancel()

    def _run(self) -> None:
        opened: list[PlatformGateway] = []
        while self._serve(opened):
            pass
        for gateway in opened:
            gateway.close()

    def _serve(self, opened: list[PlatformGateway]) -> bool:
        """One question, of which no variable holds anything afterwards; False at the end."""
        job = self._jobs.get()
        if job is None:
            return False
        if not opened:
            opened.append(self._gateway())
        outcome = self._outcome(opened[0], job)
        self._running.pop((job.visit, job.ask.number), None)
        if outcome is not None:
            self._post(outcome)
        return True

    def _outcome(self, gateway: PlatformGateway, job: _Job) -> Event | None:
        try:
            job.wait.check()
            return Answered(job.visit, job.ask.number, gateway.ask(job.ask.question, job.wait))
        except Cancelled:
            return None
        except DeadlineReached:
            return NotAnswered(job.visit, job.ask.number, FailureKind.SLOW)
        except PlatformFailure as trouble:
            if trouble.kind is not FailureKind.REFUSED:
                self._on_trouble()
            return NotAnswered(job.visit, job.ask.number, trouble.kind, trouble.reason)
