"""Orders as the reference platform keeps them: what is due, who may open and close, and what money does to them.

Everything here runs in one transaction of a writer, and writers follow one another: of one application there is never
more than one order that can be paid, and never two that were. Money that is not due goes back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from devices.lazy_dataclass import dataclass
from kiosk.platform.orders import FINAL, N_MOST, OrderKey, OrderState, Refund
from kiosk.platform.records import instant
from kiosk.platform.sandbox.payees import NO_PAYEES, TREASURY, Payee
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, PaymentOrder

VALID_S = 300
"""Seconds in which an order can be paid."""
DECLINED_END = "000"
"""End of a payment code that the sandbox's bank declines."""


class Payment(StrEnum):
    """Actions of payers, banks and authorities on an order, for the control routes of the sandbox."""

    PAY = "pay"
    """The whole sum arrives."""
    BEGIN = "begin"
    """Somebody has begun to pay; what becomes of it is not known yet."""
    FINISH = "finish"
    FAIL = "fail"
    OTHER_SUM = "other_sum"
    """A sum arrives that was not asked for."""
    ASK_REFUND = "ask_refund"
    DECLINE_REFUND = "decline_refund"
    REFUND = "refund"


@dataclass(frozen=True)
class OrderBook:
    """The orders of a platform: `fee` gives the sum that an item costs, "" for nothing; `payees` who takes it, by item.

    Every call is given a session of a writer and the time, and may raise Refusal.
    """

    fee: Callable[[str], str]
    payees: Mapping[str, Payee] = field(default_factory=lambda: NO_PAYEES)

    def open(self, session: Session, key: OrderKey, terminal: str, now: datetime) -> tuple[PaymentOrder, bool]:
        """Return the order and whether it is new. Whoever opens one last may close it."""
        held = _find(session, key, now)
        if held is not None:
            if not _is_final(held):
                held.terminal = terminal
            return held, False
        return self._make(session, key, terminal, now, OrderState.OPEN), True

    def read(self, session: Session, key: OrderKey, terminal: str, now: datetime) -> PaymentOrder:
        held = _find(session, key, now)
        if held is None:
            raise Refusal("unknown")
        return held

    def close(self, session: Session, key: OrderKey, terminal: str, now: datetime) -> PaymentOrder:
        """Close an order. One that never came is made closed, so that a request which is late opens nothing."""
        held = _find(session, key, now)
        if held is None:
            return self._make(session, key, terminal, now, OrderState.CLOSED)
        if held.terminal != terminal and not _is_final(held):
            raise Refusal("order-elsewhere")
        if held.state == OrderState.OPEN:
            _end(held, OrderState.CLOSED, now)
        return held

    def charge(self, session: Session, key: OrderKey, terminal: str, code: str, now: datetime) -> PaymentOrder:
        """Charge a payment code, the first time that it is asked for this order."""
        held = self.read(session, key, terminal, now)
        if held.terminal != terminal and not _is_final(held):
            raise Refusal("order-elsewhere")
        if held.state == OrderState.OPEN and not held.charged:
            held.charged = True
            if not code.endswith(DECLINED_END):
                _arrive(held, now)
        return held

    def due(self, session: Session, application: str) -> list[tuple[Payee, str]]:
        """Return the unpaid sums of an application, one for each payee. Raises Refusal if no case is held."""
        cases = list(session.scalars(select(Case).where(Case.application == application).order_by(Case.order)))
        if not cases:
            raise Refusal("unknown")
        sums: dict[str, tuple[Payee, Decimal]] = {}
        for each in cases:
            if fee := self.costs(each):
                payee = self.payee_of(each)
                sums[payee.id] = (payee, sums.get(payee.id, (payee, Decimal()))[1] + Decimal(fee))
        settled = {each.payee for each in self.settled(session, application)}
        return [(payee, f"{total:.2f}") for payee, total in sums.values() if payee.id not in settled]

    def paid_at(self, session: Session, application: str) -> datetime | None:
        """Return the moment of the last payment of an application whose fees are all paid; None while something is due,
        or after a fee was given back."""
        orders = _of_application(session, application)
        paid = [each.at for each in orders if each.state == OrderState.PAID]
        given_back = any(each.state == OrderState.REFUNDED and each.receipt for each in orders)
        if not paid or given_back or self.due(session, application):
            return None
        return datetime.fromisoformat(max(paid))

    def costs(self, case: Case) -> str:
        """Return the sum that a case costs, "" for nothing: one that another took the place of costs nothing more."""
        return self.fee(case.item_id) if not case.followed_by and case.act in ("apply", "amend") else ""

    def payee_of(self, case: Case) -> Payee:
        return self.payees.get(case.item_id, TREASURY)

    def settled(self, session: Session, application: str) -> list[PaymentOrder]:
        """Return the orders of an application that were paid, also those that the authority gave back: they are not to
        be paid again. Money that came too late was never taken."""
        return [
            each
            for each in _of_application(session, application)
            if each.state == OrderState.PAID or (each.state == OrderState.REFUNDED and each.receipt)
        ]

    def place(self, session: Session, order: PaymentOrder) -> tuple[int, int]:
        """Return the place of an order among the payments of its application, and how many there are: one for each
        payee, whether paid or due."""
        settled = self.settled(session, order.application)
        before = {each.payee for each in settled if each.n < order.n} - {order.payee}
        due = {payee.id for payee, _ in self.due(session, order.application)}
        return len(before) + 1, len({*due, *(each.payee for each in settled), order.payee})

    def _make(self, session: Session, key: OrderKey, terminal: str, now: datetime, state: OrderState) -> PaymentOrder:
        due = self.due(session, key.application)
        before = _of_application(session, key.application)
        for each in before:
            expire(each, now)
        if not due:
            raise Refusal("nothing-due")
        if key.n != len(before) + 1 or key.n > N_MOST or (before and not _is_final(before[-1])):
            raise Refusal("order-open")
        payee, total = due[0]
        serial = (session.scalar(select(func.max(PaymentOrder.order))) or 0) + 1
        made = PaymentOrder(
            application=key.application,
            n=key.n,
            number=f"{now:%y%m%d%H}{serial % 10**8:08d}",
            sum=total,
            payee=payee.id,
            titles=dict(payee.titles),
            terminal=terminal,
            code=secrets.token_urlsafe(24),
            state=state.value,
            until=instant(now + timedelta(seconds=VALID_S)),
            at=instant(now),
        )
        session.add(made)
        session.flush()
        return made


def pay(session: Session, name: str, payment: Payment, now: datetime) -> PaymentOrder:
    """Do something to the order of this code or number. Raises Refusal("unknown"), and "malformed" where it makes no
    sense."""
    code = name.rpartition("/")[2]
    order = session.scalar(
        select(PaymentOrder).where((PaymentOrder.code == code) | (PaymentOrder.number == name)).limit(1)
    )
    if order is None:
        raise Refusal("unknown")
    expire(order, now)
    wanted, act = PAYMENTS[payment]
    if OrderState(order.state) not in wanted:
        raise Refusal("malformed")
    act(order, now)
    return order


def seconds_left(order: PaymentOrder, now: datetime) -> int:
    """Whole seconds until the order ends, 0 to VALID_S whatever the clock was moved to since it began."""
    left = int((datetime.fromisoformat(order.until) - now.astimezone(UTC)).total_seconds())
    return min(max(0, left), VALID_S)


def _of_application(session: Session, application: str) -> list[PaymentOrder]:
    found = select(PaymentOrder).where(PaymentOrder.application == application).order_by(PaymentOrder.n)
    return list(session.scalars(found))


def _find(session: Session, key: OrderKey, now: datetime) -> PaymentOrder | None:
    found = session.scalar(
        select(PaymentOrder).where(PaymentOrder.application == key.application, PaymentOrder.n == key.n)
    )
    if found is not None:
        expire(found, now)
    return found


def _is_final(order: PaymentOrder) -> bool:
    return OrderState(order.state) in FINAL


def expire(order: PaymentOrder, now: datetime) -> None:
    """Close an order whose time is over."""
    if order.state == OrderState.OPEN and not seconds_left(order, now):
        _end(order, OrderState.CLOSED, now)


def _end(order: PaymentOrder, state: OrderState, now: datetime) -> None:
    order.state, order.at = state.value, instant(now)


def _arrive(order: PaymentOrder, now: datetime) -> None:
    """The whole sum came: it pays an order that waits for it, once. Everything else goes back."""
    if order.state in (OrderState.OPEN, OrderState.PAYING):
        _end(order, OrderState.PAID, now)
        # The number of an electronic fiscal receipt: region, class, kind and year (8), and a serial (10).
        order.receipt = f"9906{now:%y%m}{order.order:010d}"
    elif order.state == OrderState.PAID:
        order.refund = Refund.EXTRA.value
    else:
        _end(order, OrderState.REFUNDED, now)
        order.refund = Refund.EXTRA.value


def _begin(order: PaymentOrder, now: datetime) -> None:
    order.state = OrderState.PAYING.value


def _fail(order: PaymentOrder, now: datetime) -> None:
    order.state = OrderState.OPEN.value
    expire(order, now)


def give_back(order: PaymentOrder, now: datetime) -> None:
    """The authority gives the money of an order back."""
    _end(order, OrderState.REFUNDED, now)
    order.refund = Refund.DONE.value


def _say(refund: Refund) -> Callable[[PaymentOrder, datetime], None]:
    def act(order: PaymentOrder, now: datetime) -> None:
        order.refund = refund.value

    return act


_ANY = frozenset(OrderState)
_PAID = frozenset({OrderState.PAID})
_PAYING = frozenset({OrderState.PAYING})
PAYMENTS: Mapping[Payment, tuple[frozenset[OrderState], Callable[[PaymentOrder, datetime], None]]] = MappingProxyType(
    {
        Payment.PAY: (_ANY, _arrive),
        Payment.BEGIN: (frozenset({OrderState.OPEN}), _begin),
        Payment.FINISH: (_PAYING, _arrive),
        Payment.FAIL: (_PAYING, _fail),
        Payment.OTHER_SUM: (_ANY, _say(Refund.EXTRA)),
        Payment.ASK_REFUND: (_PAID, _say(Refund.ASKED)),
        Payment.DECLINE_REFUND: (_PAID, _say(Refund.DECLINED)),
        Payment.REFUND: (_PAID, give_back),
    }
)
"""Payment → the states in which it can happen, and what it does."""
