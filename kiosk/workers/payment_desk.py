"""The worker that asks the platform about orders: opens, reads, charges and closes them.

An order is on disk before it is asked for (kiosk.outbox.open_orders), so that the courier closes it whatever becomes of
this program. Every request is sent once: a lost answer is the session's to ask for again, under the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices import Clock, Wait
from kiosk.delays import DELAYS
from kiosk.effects import AskOrder
from kiosk.events import Event, NotAnswered
from kiosk.outbox.open_orders import OpenOrders
from kiosk.outbox.store import KeepFailed
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import FailureKind, PlatformGateway
from kiosk.platform.orders import Order, OrderDeed, OrderRequest
from kiosk.workers.supervised import JobDeadline
from kiosk.workers.visit_requests import PlatformBody, Request, RequestQueue

DELAY_OF: Mapping[OrderDeed, str] = MappingProxyType({OrderDeed.CHARGE: "order_charge"})
NOT_NOTED = "not-noted"
"""Reason: the order could not be put on disk, so it was not asked for."""


class PaymentDesk(PlatformBody[AskOrder]):
    """A body of the supervised loop."""

    name = "payment_desk"

    def __init__(
        self,
        gateway: Callable[[], PlatformGateway],
        clock: Clock,
        post: Callable[[Event], None],
        on_trouble: Callable[[], None],
        orders: OpenOrders,
        on_let_go: Callable[[], None],
    ) -> None:
        """`on_let_go` is called when a visit has left an order to the courier."""
        super().__init__(gateway, RequestQueue(clock), post, on_trouble)
        self._orders = orders
        self._on_let_go = on_let_go

    def take(self, visit: str, work: AskOrder) -> None:
        """Queue a request. Called by the conductor, as is `keep_only`."""
        self._queue.waits.visit = visit
        self._queue.add(visit, work.number, work, DELAYS[DELAY_OF.get(work.request.deed, "order")])

    def keep_only(self, visit: str, numbers: frozenset[int]) -> None:
        """Cancel every request but these; at the end of a visit leave its orders to the courier."""
        if self._queue.waits.keep_only(visit, numbers):
            self._let_go()

    def _let_go(self) -> None:
        if self._orders.let_go():
            self._on_let_go()

    def run(self, job: Request[AskOrder], deadline: JobDeadline) -> None:
        try:
            outcome = self._outcome_of(job, lambda: self._asked(job))
        except KeepFailed:
            outcome = NotAnswered(job.visit, job.work.number, FailureKind.BROKEN, NOT_NOTED)
        self._queue.waits.done(job.visit, job.work.number)
        if job.visit != self._queue.waits.visit:
            self._let_go()  # the visit ended while its order was being noted
        elif not job.wait.cancelled and outcome is not None:
            self._post(outcome)

    def _asked(self, job: Request[AskOrder]) -> Event:
        order = asked(self.gateway(), self._orders, job.work.request, job.wait)
        return OrderCame(job.visit, job.work.number, order)


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
