"""State of the payment step: the order, the page names, and the sums still to be paid."""

from __future__ import annotations

from decimal import Decimal

from devices.lazy_dataclass import dataclass
from kiosk.case.kept import Fate
from kiosk.platform.orders import N_MOST, Order, OrderKey, OrderState, Refund
from kiosk.visit import InMatter, Session, StepState

PAY = "pay"
CODE = "pay/code"
CASH = "pay/cash"
WAYS = "pay/ways"
CLOSING = "pay/closing"
UNSURE = "pay/unsure"
CLOSED = "pay/closed"
PAID = "pay/paid"
RETURNED = "pay/returned"
OTHER_SUM = "pay/other-sum"

OPENING, CHARGING, ENDING = "order_open", "order_charge", "order_close"
"""Purposes of the requests that a page waits for; the others are WATCHED."""
EXPIRED, LEAVE, SUM = "expired", "leave", "other-sum"
"""Why an order is closed: its time is over, the citizen goes (or takes cash), another sum than the item says."""


@dataclass(frozen=True)
class PayState(StepState):
    """`order` is the newest answer about order `n`. `shown` is the sum that the citizen was shown: nothing else counts
    as paid. `told` is the end of a word key about the last answer; `closing` says why the order is being closed."""

    n: int = 1
    order: Order | None = None
    shown: str = ""
    paid: tuple[str, ...] = ()
    """Sums that were paid in this visit or before: an application with several payees has several orders."""
    asked: int = 0
    """Questions without a certain answer since it became uncertain."""
    told: str = ""
    closing: str = ""
    nothing_due: bool = False
    other: str = ""
    """The sum that came instead of the one that was shown."""


def key_of(session: InMatter) -> OrderKey:
    return OrderKey(session.matter.application, session.own(PayState).n)


def can_ask(session: InMatter) -> bool:
    """Whether the platform can hold this application: one that was only kept here is paid later. One that the citizen
    came back to has no cases in this visit."""
    matter = session.matter
    held = not matter.cases or any(case.fate is Fate.HANDED_OVER for case in matter.cases)
    return bool(matter.application) and held


def due(session: InMatter) -> Decimal:
    """Fees of the items of this application that are unpaid, as far as this visit knows."""
    items = [session.catalogue.find(case.item_id) for case in session.matter.cases if case.fate is Fate.HANDED_OVER]
    fees = [each.fee_here for each in items if each is not None] or [session.item.fee_here]
    return sum((Decimal(fee) for fee in fees if fee), Decimal()) - sum(map(Decimal, session.own(PayState).paid))


def fits(session: InMatter, order: Order) -> bool:
    """Whether an order asks for what the item says: the whole, or of several items a part of it."""
    return Decimal(order.sum) == due(session) or (len(session.matter.cases) > 1 and Decimal(order.sum) < due(session))


def order_is_open(session: Session) -> bool:
    """Whether somebody may still pay the order that was shown."""
    order = session.own(PayState).order
    return order is not None and not order.final


def is_paid(session: Session) -> bool:
    order = session.own(PayState).order
    return order is not None and order.state is OrderState.PAID and not session.own(PayState).other


def is_settled(session: InMatter) -> bool:
    """Whether all fees of this application are paid, in this visit or before."""
    return session.own(PayState).nothing_due or (is_paid(session) and not more_due(session))


def more_due(session: InMatter) -> bool:
    """Whether another payee of this application is still to be paid."""
    return len(session.matter.cases) > 1 and due(session) > 0 and session.own(PayState).n < N_MOST


def still_due(order: Order) -> bool:
    """Whether the sum of an order that was given back is still to be paid: it came too late, or was not asked for."""
    return order.state is OrderState.REFUNDED and order.refund is Refund.EXTRA


def unpaid(session: Session) -> str:
    """The sum that this visit leaves unpaid, or of which nobody knows yet; "" where nothing is."""
    state = session.own(PayState)
    if not isinstance(session, InMatter) or "pay" not in session.item.steps or session.practice:
        return ""
    if state.nothing_due or not session.matter.application or (is_paid(session) and not more_due(session)):
        return ""
    if session.matter.cases and all(case.fate is Fate.REFUSED for case in session.matter.cases):
        return ""
    order = state.order
    given_back = order is not None and order.state is OrderState.REFUNDED and not still_due(order)
    return "" if given_back or due(session) <= 0 else f"{due(session):.2f}"
