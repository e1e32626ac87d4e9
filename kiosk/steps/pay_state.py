"""State of the payment step: the order, the page names, and the sums still to be paid."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from devices.lazy_dataclass import dataclass
from kiosk.case.kept import Fate
from kiosk.catalogue.item import Item
from kiosk.platform.orders import N_MOST, Order, OrderKey, OrderState, Refund
from kiosk.steps.parts_state import parts_of
from kiosk.steps.subjects import steps_about
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

ORDER_OPEN, ORDER_CHARGE, ORDER_CLOSE = "order_open", "order_charge", "order_close"
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
    settled: tuple[Order, ...] = ()
    """Orders of this visit that were paid: an application with several payees has several."""
    items: tuple[str, ...] = ()
    """Items whose fees were unpaid when the citizen came back to the application."""
    asked: int = 0
    """Questions without a certain answer since it became uncertain."""
    told: str = ""
    closing: str = ""
    nothing_due: bool = False
    other: str = ""
    """The sum that came instead of the one that was shown."""


HELD = frozenset({Fate.HANDED_OVER, Fate.MISSING})
"""Fates of cases that the platform has, so that it can make an order for them."""


def key_of(session: InMatter) -> OrderKey:
    return OrderKey(session.matter.application, session.own(PayState).n)


def can_ask(session: InMatter) -> bool:
    """Whether the platform can hold this application: one that was only kept here is paid later. One that the citizen
    came back to has no cases in this visit."""
    matter = session.matter
    held = not matter.cases or any(case.fate in HELD for case in matter.cases)
    return bool(matter.application) and held


def charged_items(session: InMatter, *, held: bool = False) -> tuple[Item, ...]:
    """The items of this application that cost something, as far as this visit knows; `held`: those that the platform
    has. One that it refused costs nothing."""
    cases = [case for case in session.matter.cases if case.fate in HELD or not (held or case.fate is Fate.REFUSED)]
    names = [case.item_id for case in cases] or session.own(PayState).items
    found = [each for each in map(session.catalogue.find, names) if each is not None] or parts_of(session)
    return tuple(each for each in found if each.fee_here)


def _unpaid_of(session: InMatter, items: tuple[Item, ...]) -> Decimal:
    paid = sum((Decimal(each.sum) for each in session.own(PayState).settled), Decimal())
    return sum((Decimal(each.fee_here) for each in items), Decimal()) - paid


def due(session: InMatter) -> Decimal:
    """The sum that can be paid now: unpaid fees of what the platform has."""
    return _unpaid_of(session, charged_items(session, held=True))


def owed(session: InMatter) -> Decimal:
    """The sum that is unpaid in all, also of what is only kept here."""
    return _unpaid_of(session, charged_items(session))


def items_left(session: InMatter) -> tuple[Item, ...]:
    """The items whose fees are still to be paid; all of them where several choices would have that sum."""
    items, left = charged_items(session), owed(session)
    several = (each for count in range(1, len(items) + 1) for each in combinations(items, count))
    possible = [each for each in several if sum(Decimal(item.fee_here) for item in each) == left]
    return possible[0] if len(possible) == 1 else items


def fits(session: InMatter, order: Order) -> bool:
    """Whether an order asks for fees that are stated here: all that are due, or those of one payee of several."""
    sums = {Decimal()}
    for each in charged_items(session, held=True):
        sums |= {one + Decimal(each.fee_here) for one in sums}
    return Decimal(order.sum) in sums and 0 < Decimal(order.sum) <= due(session)


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
    state = session.own(PayState)
    another = state.order is not None and state.order.index < state.order.count
    return another and due(session) > 0 and state.n < N_MOST


def still_due(order: Order) -> bool:
    """Whether the sum of an order that was given back is still to be paid: it came too late, or was not asked for."""
    return order.state is OrderState.REFUNDED and order.refund is Refund.EXTRA


def order_is_settled(session: Session) -> bool:
    """Whether the order is paid, or was and the authority gave it back: it is not to be paid again."""
    order = session.own(PayState).order
    given_back = order is not None and order.state is OrderState.REFUNDED and not still_due(order)
    return is_paid(session) or given_back


def unpaid(session: Session) -> str:
    """The sum that this visit leaves unpaid, or of which nobody knows yet; "" where nothing is."""
    state = session.own(PayState)
    if not isinstance(session, InMatter) or "pay" not in session.item.steps or session.practice:
        return ""
    if not steps_about(session.matter.subject)("pay"):
        return ""  # what follows a case costs nothing of its own
    if state.nothing_due or not session.matter.application:
        return ""
    if session.matter.cases and all(case.fate is Fate.REFUSED for case in session.matter.cases):
        return ""
    # Once the last order is settled, nothing is due of what the platform has, whatever this visit could count.
    left = owed(session) - (due(session) if order_is_settled(session) and not more_due(session) else 0)
    return f"{left:.2f}" if left > 0 else ""
