"""The worker that tries the way to the platform for a technician (kiosk.platform.network_path)."""

from __future__ import annotations

from collections.abc import Callable

from devices import Cancelled, Clock, SystemClock, Wait
from devices.lazy_dataclass import dataclass
from kiosk.delays import DELAYS
from kiosk.effects import TryWay
from kiosk.platform.network_steps import StepResult
from kiosk.staff_events import WayTried
from kiosk.workers.mailbox_body import MailboxBody

NAME = "way_test"
GRACE_S = 5.0


@dataclass(frozen=True)
class _Asked:
    visit: str
    effect: TryWay


Walk = Callable[[Clock, Wait], tuple[StepResult, ...]]
"""Takes all steps. Raises Cancelled."""


class WayTest(MailboxBody[_Asked]):
    """A body of the supervised loop. `take` comes from the conductor's thread."""

    name = NAME
    replaceable = True
    order_longest_s = DELAYS["way_longest"] + GRACE_S

    def __init__(self, walk: Walk, clock: Clock, post: Callable[[WayTried], None]) -> None:
        super().__init__(clock)
        self._walk = walk
        self._post = post
        self._wait: Wait | None = None

    def take(self, visit: str, effect: TryWay) -> None:
        self._orders.put(_Asked(visit, effect))

    def stop(self) -> None:
        super().stop()
        if (wait := self._wait) is not None:
            wait.cancel()

    def visit_of(self, job: _Asked) -> str:
        return job.visit

    def run(self, job: _Asked, deadline: object) -> None:
        clock = SystemClock()  # names, cables and servers answer in real time
        self._wait = Wait(clock, DELAYS["way_longest"])
        try:
            self._post(WayTried(job.visit, job.effect.number, self._walk(clock, self._wait)))
        except Cancelled:
            self.failed(job)

    def failed(self, job: _Asked) -> None:
        self._post(WayTried(job.visit, job.effect.number, ()))

    def abandon(self) -> None:
        self._wait = None
