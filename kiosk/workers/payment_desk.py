"""The worker that asks the platform about orders: opens, reads, charges and closes them.

An order is on disk before it is asked for (kiosk.outbox.settling), so that the courier closes it whatever becomes of
this program. Every request is sent once: a lost answer is the session's to ask for again, under the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices import Cancelled, Clock, DeadlineReached, Mailbox, Wait
from devices.lazy_dataclass import dataclass
from kiosk.delays import DELAYS
from kiosk.effects import AskOrder
from kiosk.events import Event, NotAnswered
from kiosk.outbox.settling import OpenOrders
from kiosk.outbox.store import KeepFailed
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.gateway_user import GatewayUser
from kiosk.platform.orders import Order, OrderDeed, OrderRequest
from kiosk.workers.supervised import Turn

GRACE_S = 5.0
DELAY_OF: Mapping[OrderDeed, str] = MappingProxyType({OrderDeed.CHARGE: "order_charge"})
NOT_NOTED = "not-noted"
"""Reason: the order could not be put on disk, so it was not asked for."""


@dataclass(frozen=True)
class OrderJob:
    """One request of one visit."""

    visit: str
    work: AskOrder
    wait: Wait


class PaymentDesk(GatewayUser):
    """A body of the supervised loop; every request gets exactly one outcome, within its deadline."""

    name = "payment_desk"
    replaceable = True

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
        orders: OpenOrders,
        on_let_go: Callable[[], None],
    ) -> None:
        """`on_trouble` is called after a failure of the line, `on_let_go` when a visit has left an order to the
        courier."""
        super().__init__(gateway)
        self._clock = clock
        self._post = post
        self._on_trouble = on_trouble
        self._orders = orders
        self._on_let_go = on_let_go
        self._jobs: Mailbox[OrderJob | None] = Mailbox(clock)
        self._running: dict[int, Wait] = {}
        self._visit = ""

    def take(self, visit: str, work: AskOrder) -> None:
        """Queue a request. Called by the conductor, as is `keep_only`."""
        self._visit = visit
        delay = DELAYS[DELAY_OF.get(work.request.deed, "order")]
        wait = self._running[work.number] = Wait(self._clock, delay)
        self._jobs.put(OrderJob(visit, work, wait))

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; at the end of a visit leave its orders to the courier."""
        over = bool(self._visit) and visit != self._visit
        for number, wait in tuple(self._running.items()):
            if over or number not in numbers:
                self._running.pop(number, None)
                wait.cancel()
        self._visit = visit
        if over:
            self._let_go()

    def _let_go(self) -> None:
        if self._orders.let_go():
            self._on_let_go()

    def next(self) -> OrderJob | None:
        return self._jobs.get()

    def visit_of(self, job: OrderJob) -> str:
        return job.visit

    def longest_s(self, job: OrderJob) -> float:
        return (job.wait.remaining() or 0.0) + GRACE_S

    def run(self, job: OrderJob, turn: Turn) -> None:
        outcome = self._outcome(job)
        self._running.pop(job.work.number, None)
        if job.visit != self._visit:
            self._let_go()  # the visit ended while its order was being noted
        elif not job.wait.cancelled and outcome is not None:
            self._post(outcome)

    def failed(self, job: OrderJob) -> None:
        self._running.pop(job.work.number, None)
        if not job.wait.cancelled:
            self._post(NotAnswered(job.visit, job.work.number, FailureKind.BROKEN, "program"))

    def refused(self, job: OrderJob) -> None:
        self.failed(job)

    def stop(self) -> None:
        for wait in tuple(self._running.values()):
            wait.cancel()
        self._jobs.put(None)

    def _outcome(self, job: OrderJob) -> Event | None:
        number = job.work.number
        try:
            job.wait.check()
            return OrderCame(job.visit, number, asked(self.gateway(), self._orders, job.work.request, job.wait))
        except Cancelled:
            return None
        except DeadlineReached:
            return NotAnswered(job.visit, number, FailureKind.SLOW)
        except KeepFailed:
            return NotAnswered(job.visit, number, FailureKind.BROKEN, NOT_NOTED)
        except PlatformFailure as failure:
            if failure.kind is not FailureKind.REFUSED:
                self._on_trouble()
            return NotAnswered(job.visit, number, failure.kind, failure.reason)


def asked(gateway: PlatformGateway, orders: OpenOrders, request: OrderRequest, wait: Wait) -> Order:
    """Note an order, ask for it, and forget it once it is final. Raises KeepFailed before anything was sent, and what
    the gateway raises."""
    if request.deed is OrderDeed.OPEN:
        orders.take(request.key)
    order = gateway.order(request, wait)
    if order.final:
        # Of a store that cannot be written now, the courier asks again, and hears the same.
        try:
            orders.settled(request.key)
        except KeepFailed:
            return order
    return order
