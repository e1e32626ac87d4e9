"""Pay what the application costs: an order of the platform, paid by phone, and believed paid only on its signature.

opening → showing → final. A question without an answer, "I paid", and the end of the order's time make it unsure: it is
asked about again and again, and no other code is shown until the platform has said that nobody paid. Whoever leaves has
the order closed first; whatever is left open is closed by the courier (kiosk.outbox.open_orders).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from devices.code_scanner.contract import Code
from kiosk.catalogue.item import Item
from kiosk.effects import AskOrder, Effect
from kiosk.events import Event, NotAnswered, ReadingCame, Timer, TimerRang, Touched, Watch, WatchFailed
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import FailureKind
from kiosk.platform.orders import CODE_LEAST, CODE_MOST, N_MOST, Order, OrderDeed, OrderRequest, OrderState
from kiosk.steps import pay_state as at
from kiosk.steps.asking import fresh, on_waiting, waiting_timers
from kiosk.steps.codes import CUT_CODE, can_scan, code_read, watch_code
from kiosk.steps.ending import ENDING
from kiosk.steps.fault import not_answered
from kiosk.steps.pay_pages import view
from kiosk.steps.pay_state import (
    CASH,
    CLOSED,
    CLOSING,
    CODE,
    EXPIRED,
    LEAVE,
    ORDER_CHARGE,
    ORDER_CLOSE,
    ORDER_OPEN,
    OTHER_SUM,
    PAID,
    PAY,
    RETURNED,
    SUM,
    UNSURE,
    WAYS,
    PayState,
    can_ask,
    charged_items,
    due,
    fits,
    key_of,
    more_due,
    order_is_open,
)
from kiosk.steps.returning import come_back
from kiosk.steps.step import Step, one_page
from kiosk.visit import WATCHED, Go, InMatter, Session, Turn, numbered

PAYMENT_CODE = re.compile(rf"[0-9A-Za-z]{{{CODE_LEAST},{CODE_MOST}}}")
"""Form of a payment code that is sent on: it differs from place to place, and the platform judges it."""
OF_DEED = {
    OrderDeed.OPEN: ORDER_OPEN,
    OrderDeed.READ: WATCHED,
    OrderDeed.CHARGE: ORDER_CHARGE,
    OrderDeed.CLOSE: ORDER_CLOSE,
}
"""Deed → the purpose under which its outcome is awaited."""


def _ask(session: InMatter, deed: OrderDeed, code: str = "") -> Turn:
    asking, number = numbered(session if deed is OrderDeed.READ else fresh(session), OF_DEED[deed])
    effect: Effect = AskOrder(number, OrderRequest(deed, key_of(session), code))
    return Turn(asking, (effect,))


def _out(session: InMatter) -> Go | str:
    """Leave to the number and the slip, which the citizen has not seen yet; whoever came back has them."""
    return ENDING if session.matter.cases else Go.END


def enter(session: InMatter) -> Turn:
    state = session.own(PayState)
    match session.page:
        case at.PAY if not charged_items(session):
            return Turn(session, go=Go.ON)  # none of the chosen parts costs anything
        case at.PAY if session.practice or state.nothing_due:
            return Turn(session)
        case at.PAY if not can_ask(session) or due(session) <= 0:
            return Turn(session, go=Go.ON)  # what costs something is only kept here: it is paid later
        case at.PAY if state.order is not None and not state.order.final:
            return _ask(session, OrderDeed.READ)
        case at.PAY if session.status.online:
            return _ask(session, OrderDeed.OPEN)
        case at.UNSURE:
            return _ask(session.with_own(replace(state, asked=0)), OrderDeed.READ)
        case at.CLOSING:
            return _ask(session, OrderDeed.CLOSE)
    return Turn(session)


def _came(session: InMatter, order: Order) -> Turn:
    """Take the platform's word: what is final, what can be paid, or that nobody can say yet."""
    state = replace(session.own(PayState), order=order, asked=session.own(PayState).asked + 1, told="")
    now = session.with_own(state)
    match order.state:
        case OrderState.PAID if state.shown not in ("", order.sum):
            return Turn(now.with_own(replace(state, other=order.sum)), go=OTHER_SUM)
        case OrderState.PAID:
            # What was paid before this visit is none of the fees that were unpaid when it began.
            mine = bool(state.shown or session.matter.cases)
            settled = (*state.settled, order) if mine else state.settled
            return Turn(now.with_own(replace(state, settled=settled)), go=PAID)
        case OrderState.REFUNDED:
            return Turn(now, go=RETURNED)
        case OrderState.CLOSED:
            return _closed(now, state)
        case OrderState.OPEN:
            return _open(now, state, order)
    # Money may be on its way.
    return Turn(now) if session.page == UNSURE else Turn(now, go=UNSURE)


def _open(session: InMatter, state: PayState, order: Order) -> Turn:
    if session.page == CLOSING:
        return Turn(session, go=UNSURE)
    if order.sum != state.shown if state.shown else not fits(session, order):
        refused = replace(state, other=order.sum, closing=SUM)
        return Turn(session.with_own(refused), go=CLOSING)
    shown = replace(state, shown=order.sum, closing="")
    if not order.seconds_left and session.page == UNSURE:
        return _ask(session.with_own(shown), OrderDeed.CLOSE)
    if not order.seconds_left:
        return Turn(session.with_own(replace(shown, closing=EXPIRED)), go=CLOSING)
    if session.page == PAY:
        return Turn(session.with_own(replace(shown, told=session.own(PayState).told)))
    told = {UNSURE: "not-yet", CODE: "declined"}.get(session.page, "")
    return Turn(session.with_own(replace(shown, told=told)), go=PAY)


def _closed(session: InMatter, state: PayState) -> Turn:
    if session.page == PAY and not state.shown and state.n < N_MOST:
        # Closed in an earlier visit: the next one can be opened.
        return _ask(session.with_own(replace(state, n=state.n + 1, order=None)), OrderDeed.OPEN)
    if session.page == CLOSING and state.closing in ("", LEAVE):
        return Turn(session, go=_out(session) if not state.closing else Go.ON)
    return Turn(session, go=OTHER_SUM if state.closing == SUM else CLOSED)


def _not_answered(session: InMatter, event: NotAnswered) -> Turn:
    state = session.own(PayState)
    refused = event.reason if event.trouble is FailureKind.REFUSED else ""
    match session.page:
        case at.PAY if state.order is None and refused == "nothing-due":
            return Turn(session.with_own(replace(state, nothing_due=True)))
        case at.PAY if state.order is None and refused == "order-open" and state.n > 1:
            # The platform knows better than this visit that the one before is not final.
            return _ask(session.with_own(replace(state, n=state.n - 1)), OrderDeed.OPEN)
        case at.PAY if state.order is None:
            return not_answered(session, event)
        case at.CLOSING if refused == "order-elsewhere" and state.closing in ("", LEAVE):
            return Turn(session, go=_out(session))
        case at.UNSURE:
            return Turn(session.with_own(replace(state, asked=state.asked + 1)))
    return Turn(session, go=UNSURE)


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case OrderCame():
            return _came(session, event.order)
        case NotAnswered():
            return _not_answered(session, event)
        case TimerRang() if event.timer.name == "order_unsure":
            return Turn(session, go=_out(session))
        case TimerRang() if event.timer.name in ("order_read", "order_again"):
            return _ask(session, OrderDeed.READ)
        case TimerRang():
            return on_waiting(session, event)
        case ReadingCame(value=Code() as code) if session.page == CODE and not session.awaits(ORDER_CHARGE):
            return _scanned(code_read(session), code)
        case WatchFailed() if session.page == CODE and event.fault.code == CUT_CODE:
            return Turn(session.with_own(replace(session.own(PayState), told="cut")))
        case WatchFailed() if session.page == CODE:
            return Turn(session.with_own(replace(session.own(PayState), told="no-scanner")), go=PAY)
        case Touched():
            return _touched(session, event.key)
    return Turn(session)


def _scanned(session: InMatter, code: Code) -> Turn:
    """Send a payment code on, and forget it; anything else changes a sentence only."""
    if code.problem is not None or not PAYMENT_CODE.fullmatch(code.text):
        return Turn(session.with_own(replace(session.own(PayState), told="not-a-code")))
    return _ask(session.with_own(replace(session.own(PayState), told="")), OrderDeed.CHARGE, code.text)


def _touched(session: InMatter, key: str) -> Turn:
    state = session.own(PayState)
    match session.page, key:
        case at.PAY, "again" if not session.awaiting and can_ask(session):
            return _ask(session, OrderDeed.OPEN)
        case at.PAY, "claimed" if order_is_open(session):
            return Turn(session, go=UNSURE)
        case at.PAY, "ways":
            return Turn(session, go=WAYS)
        case ((at.PAY | at.WAYS), "code") if can_scan(session) and order_is_open(session):
            return Turn(session.with_own(replace(state, told="")), go=CODE)
        case ((at.PAY | at.WAYS | at.CLOSED), "cash"):
            return Turn(session, go=CASH)
        case ((at.CODE | at.CASH | at.WAYS), "scan"):
            return Turn(session, go=PAY)
        case at.CASH, "continue" if order_is_open(session):
            return Turn(session.with_own(replace(state, closing=LEAVE)), go=CLOSING)
        case ((at.CLOSED | at.RETURNED), "renew"):
            return _renewed(session, state)
        case at.UNSURE, "go":
            return Turn(session, go=Go.ON)
        case ((at.PAID | at.RETURNED), "continue") if more_due(session):
            return _renewed(session, state)
        case ((at.PAY | at.PAID | at.RETURNED | at.OTHER_SUM | at.CLOSED | at.CASH), ("continue" | "later")):
            return Turn(session, go=Go.ON) if not order_is_open(session) else Turn(session)
    return Turn(session)


def _renewed(session: InMatter, state: PayState) -> Turn:
    """Ask for the next order: the one before is final."""
    if order_is_open(session) or state.n >= N_MOST:
        return Turn(session)
    return Turn(session.with_own(PayState(n=state.n + 1, settled=state.settled, items=state.items)), go=PAY)


def watches(session: InMatter) -> frozenset[Watch]:
    return watch_code(session) if session.page == CODE and not session.awaits(ORDER_CHARGE) else frozenset()


def timers(session: InMatter) -> frozenset[Timer]:
    again = replace(session.timer("order_again"), since=session.next_number)
    if session.page == UNSURE:
        whole = session.timer("order_unsure")
        return frozenset({whole} if session.awaiting else {whole, again})
    if session.page == PAY and order_is_open(session):
        read = replace(session.timer("order_read"), since=session.next_number)
        return frozenset() if session.awaits(WATCHED) else frozenset({read})
    return waiting_timers(session)


def holds(session: InMatter) -> bool:
    """An order is being closed, or a phone's code charged: nobody leaves that behind unseen."""
    return session.awaits(ORDER_CHARGE) or session.awaits(ORDER_CLOSE)


def leave(session: InMatter) -> Go | str:
    """Leave only when nobody can pay any more. Whoever has gone leaves that to the courier."""
    if holds(session):
        return Go.STAY
    asked_to = order_is_open(session) and session.page in (PAY, CODE, CASH, WAYS) and not session.counting_down
    return CLOSING if asked_to else _out(session)


STEP = Step(
    InMatter,
    "step-pay",
    (PAY,),
    one_page(PAY),
    view,
    on,
    enter,
    watches,
    timers,
    leave=leave,
    holds=holds,
    final=frozenset({PAY, CODE, CASH, WAYS, CLOSING, UNSURE, CLOSED, PAID, RETURNED, OTHER_SUM}),
    own_timers=frozenset({UNSURE}),
    lasting=frozenset({ORDER_CHARGE, ORDER_CLOSE}),
)


def open_pay(session: Session, items: Sequence[Item], application: str) -> Turn:
    """Open the payment of an application that the citizen came back to (an entry of the progress page), whose fees for
    these items are unpaid. Its order is read before anything is shown: one that was paid is paid. What is paid for is
    given to the person alone."""
    steps = {PAY, "certificate"} if session.matter.card is not None and session.matter.proof else {PAY}
    back = come_back(session, _together(session, items), application, steps)
    return Turn(back.with_own(PayState(items=tuple(each.id for each in items))), go=PAY)


def _together(session: Session, items: Sequence[Item]) -> Item:
    """The item by which the pages name a payment: of several items the bundle that has them all, if there is one."""
    names = {each.id for each in items}
    bundles = [each for each in session.catalogue.items if names <= {part.item for part in each.parts}]
    return bundles[0] if len(items) > 1 and len(bundles) == 1 else items[0]
