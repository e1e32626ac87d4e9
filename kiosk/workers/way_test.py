"""The worker that tries the way to the platform for a technician (kiosk.platform.network_path)."""

from __future__ import annotations

from collections.abc import Callable

from devices import Cancelled, Clock, Mailbox, SystemClock, Wait
from devices.lazy_dataclass import dataclass
from kiosk.delays import DELAYS
from kiosk.effects import TryWay
from kiosk.platform.network_steps import StepResult
from kiosk.staff_events import WayTried

NAME = "way_test"
GRACE_S = 5.0


@dataclass(frozen=True)
class _Asked:
    visit: str
    effect: TryWay


Walk = Callable[[Clock, Wait], tuple[StepResult, ...]]
"""Takes all steps. Raises Cancelled."""


class WayTest:
    """A body of the supervised loop. `take` comes from the conductor's thread."""

    name = NAME
    replaceable = True

    def __init__(self, walk: Walk, clock: Clock, post: Callable[[WayTried], None]) -> None:
        self._requests: Mailbox[_Asked | None] = Mailbox(clock)
        self._walk = walk
        self._post = post
        self._wait: Wait | None = None

    def take(self, visit: str, effect: TryWay) -> None:
        self._requests.put(_Asked(visit, effect))

    def next(self) -> _Asked | None:
        return self._requests.get()

    def stop(self) -> None:
        self._requests.put(None)
        if (wait := self._wait) is not None:
            wait.cancel()

    def visit_of(self, job: _Asked) -> str:
        return job.visit

    def longest_s(self, job: _Asked) -> float:
        return DELAYS["way_longest"] + GRACE_S

    def run(self, job: _Asked, deadline: object) -> None:
        clock = SystemClock()  # names, cables and servers answer in real time
        self._wait = Wait(clock, DELAYS["way_longest"])
        try:
            self._post(WayTried(job.visit, job.effect.number, self._walk(clock, self._wait)))
        except Cancelled:
            self.failed(job)

    def failed(self, job: _Asked) -> None:
        self._post(WayTried(job.visit, job.effect.number, ()))

    def refused(self, job: _Asked) -> None:
        self.failed(job)

    def reset(self) -> None:
        pass

    def abandon(self) -> None:
        self._wait = None

    def close(self) -> None:
        pass
