"""Money that a citizen asks back: whether it may be asked for, what the authority decides, and what is shown of it.

A request is a case (act `refund`) that moves by the rules `refund` of the paid case's item; its decision moves the
order. One order is asked back once: after that the answer is the authority's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from devices.strict_struct import asdict
from kiosk.catalogue.case_rules import CaseRule, CaseRules
from kiosk.platform.listing import CaseState, MoneyState, RefundReason
from kiosk.platform.orders import OrderState, Refund
from kiosk.platform.sandbox import case_life
from kiosk.platform.sandbox.order_book import give_back
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case, PaymentOrder

ASKED = {Refund.ASKED: MoneyState.ASKED, Refund.DECLINED: MoneyState.DECLINED, Refund.DONE: MoneyState.REFUNDED}
"""Refund of an order → how it is shown; of any other, it is paid."""


def orders_of(session: Session, sandbox: SandboxState, case: Case) -> list[PaymentOrder]:
    """Return the paid orders of a case's application and payee, also those given back, as they are now."""
    if not case.application:
        return []
    payee = sandbox.order_book.payee_of(case).id if sandbox.published.fee(case.item_id) else ""
    found = [each for each in sandbox.order_book.settled(session, case.application) if each.payee == payee]
    for each in found:
        settle(session, sandbox, each)
    return found


def settle(session: Session, sandbox: SandboxState, order: PaymentOrder) -> None:
    """Let the decision about a refund take effect once its time has come."""
    case = session.scalar(select(Case).where(Case.case_id == order.refund_case)) if order.refund_case else None
    if case is None:
        return
    case_life.advance(case, sandbox)
    state = CaseState(case.state)
    if order.refund == Refund.ASKED and state is CaseState.GRANTED:
        give_back(order, datetime.fromisoformat(case.since))
    elif order.refund == Refund.ASKED and state is CaseState.NOT_GRANTED:
        order.refund = Refund.DECLINED.value
    elif order.refund != Refund.ASKED and state not in case_life.FINAL:
        # A tester decided it by the control routes.
        decided = CaseState.GRANTED if order.refund == Refund.DONE else CaseState.NOT_GRANTED
        case_life.to_state(case, sandbox, {"state": decided.value}, sandbox.clock.now())


def is_offered(session: Session, sandbox: SandboxState, case: Case) -> bool:
    """Whether what was paid for a case can be asked back: nobody has, and the item has a rule that may fit."""
    rules = [_rule(sandbox, case, reason.value) for reason in RefundReason]
    return any(rules) and any(_can_be_asked(each) for each in orders_of(session, sandbox, case))


def _can_be_asked(order: PaymentOrder) -> bool:
    return order.state == OrderState.PAID and order.refund in (Refund.NONE, Refund.EXTRA)


def _rule(sandbox: SandboxState, case: Case, reason: str) -> CaseRule | None:
    person = sandbox.registers.people.get(case.person)
    facts = {"reason": reason, "state": case.state, **({"person": person.key} if person is not None else {})}
    return sandbox.departments.rules.get(case.item_id, CaseRules()).first_refund(facts)


def ask(session: Session, sandbox: SandboxState, case: Case, followed: Case) -> None:
    """Take in a case that asks the money of another back. Raises Refusal: "superseded" if there is none, or it was
    asked for already; "cannot-open" without a reason of the list."""
    reason = case.content.get("reason")
    if reason not in tuple(RefundReason):
        raise Refusal("cannot-open")
    found = [each for each in orders_of(session, sandbox, followed) if _can_be_asked(each)]
    if not found:
        raise Refusal("superseded")
    rule = _rule(sandbox, followed, str(reason))
    case.life = {**case.life, "plan": case_life.plain([asdict(move) for move in rule.then] if rule else [])}
    for each in found:
        each.refund, each.refund_case = Refund.ASKED.value, case.case_id


def payments(session: Session, sandbox: SandboxState, case: Case) -> list[dict[str, Any]]:
    """Return what a citizen is shown of the money of a case."""
    return [_payment(session, each) for each in orders_of(session, sandbox, case)]


def _payment(session: Session, order: PaymentOrder) -> dict[str, Any]:
    asking = session.scalar(select(Case).where(Case.case_id == order.refund_case)) if order.refund_case else None
    state = ASKED.get(Refund(order.refund), MoneyState.PAID)
    decided = asking is not None and state in (MoneyState.DECLINED, MoneyState.REFUNDED)
    return {
        "state": state.value,
        "sum": order.sum,
        "payee": dict(order.titles),
        "number": order.number,
        "at": order.at if asking is None or state is MoneyState.PAID else asking.since,
        "words": (asking.life.get("said") or {}).get("words") or {} if decided and asking is not None else {},
    }
