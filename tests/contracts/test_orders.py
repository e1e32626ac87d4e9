"""Orders of every gateway, against a real sandbox."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from devices import SystemClock
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import FailureKind
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderRequest, OrderState, Refund
from kiosk.platform.sandbox.misfortunes import ORDER_KINDS
from tests.contracts.conftest import KEY
from tests.contracts.gateway_harness import GatewayHarness, wait
from tests.kiosk.platform.refusals import refusal_of
from tests.sandbox_process import DRAFT, TERMINAL, sealed_case

OPEN, READ, CLOSE, CHARGE = OrderDeed.OPEN, OrderDeed.READ, OrderDeed.CLOSE, OrderDeed.CHARGE
CODE = "134567890123456789"


def application(harness: GatewayHarness, item: str = "test-strict") -> str:
    """Hand over the case of an application that costs 10.00, and return its id."""
    made = str(uuid.uuid4())
    content = {**DRAFT, "item_id": item}
    case = sealed_case(harness.sandbox.keys(), content, item_id=item, item_version="0", application=made)
    harness.gateway.put_case(case, wait())
    return made


def do(harness: GatewayHarness, deed: OrderDeed, of: str, n: int = 1, code: str = "") -> Order:
    return harness.gateway.order(OrderRequest(deed, OrderKey(of, n), code), wait())


def refused(harness: GatewayHarness, deed: OrderDeed, of: str, n: int = 1) -> object:
    return refusal_of(lambda: do(harness, deed, of, n))


def happens(harness: GatewayHarness, order: Order, payment: str) -> dict[str, Any]:
    made = harness.sandbox.post("/sandbox/payments", {"order": order.number, "payment": payment})
    row: dict[str, Any] = made.json()
    return row


def test_an_order_is_opened_once_shown_and_paid(harness: GatewayHarness) -> None:
    of = application(harness)
    opened = do(harness, OPEN, of)
    assert (opened.state, opened.sum, opened.final) == (OrderState.OPEN, "10.00", False)
    assert (opened.index, opened.count) == (1, 1)
    assert set(opened.payee) == {"zh-CN", "en"}
    assert opened.code
    assert 0 < opened.seconds_left <= 300
    assert do(harness, OPEN, of).number == opened.number
    happens(harness, opened, "pay")
    paid = do(harness, READ, of)
    assert (paid.state, paid.sum, paid.code, paid.final) == (OrderState.PAID, "10.00", "", True)
    assert paid.receipt
    assert do(harness, CLOSE, of) == paid
    assert refused(harness, OPEN, of, 2) == (FailureKind.REFUSED, "nothing-due")


def test_the_next_order_is_opened_only_when_the_one_before_is_final(harness: GatewayHarness) -> None:
    of = application(harness)
    first = do(harness, OPEN, of)
    assert refused(harness, OPEN, of, 2) == (FailureKind.REFUSED, "order-open")
    assert refused(harness, OPEN, of, 3) == (FailureKind.REFUSED, "order-open")
    happens(harness, first, "begin")
    assert do(harness, CLOSE, of).state is OrderState.PAYING
    assert refused(harness, OPEN, of, 2) == (FailureKind.REFUSED, "order-open")
    happens(harness, first, "fail")
    assert do(harness, CLOSE, of).state is OrderState.CLOSED
    assert do(harness, OPEN, of, 2).number != first.number


def test_money_that_comes_late_or_twice_goes_back(harness: GatewayHarness) -> None:
    of = application(harness)
    first = do(harness, OPEN, of)
    do(harness, CLOSE, of)
    happens(harness, first, "pay")
    assert (do(harness, READ, of).state, do(harness, READ, of).refund) == (OrderState.REFUNDED, Refund.EXTRA)
    second = do(harness, OPEN, of, 2)
    happens(harness, second, "other_sum")
    assert (do(harness, READ, of, 2).state, do(harness, READ, of, 2).refund) == (OrderState.OPEN, Refund.EXTRA)
    happens(harness, second, "pay")
    happens(harness, second, "pay")
    assert (do(harness, READ, of, 2).state, do(harness, READ, of, 2).refund) == (OrderState.PAID, Refund.EXTRA)


def test_an_hour_later_an_unpaid_order_is_closed_and_a_begun_one_is_not(harness: GatewayHarness) -> None:
    left, begun = application(harness), application(harness)
    do(harness, OPEN, left)
    paying = do(harness, OPEN, begun)
    happens(harness, paying, "begin")
    harness.sandbox.put("/sandbox/clock", {"offset_s": 3600})
    assert do(harness, READ, left).state is OrderState.CLOSED
    assert do(harness, READ, begun).state is OrderState.PAYING
    happens(harness, paying, "finish")
    assert do(harness, READ, begun).state is OrderState.PAID


def test_an_order_has_its_whole_time_after_the_clock_went_back(harness: GatewayHarness) -> None:
    of = application(harness)
    whole = do(harness, OPEN, of).seconds_left
    harness.sandbox.put("/sandbox/clock", {"offset_s": -86400})
    assert whole - 5 <= do(harness, READ, of).seconds_left <= 300


def test_a_refund_is_the_authoritys(harness: GatewayHarness) -> None:
    of = application(harness)
    order = do(harness, OPEN, of)
    for payment, state, refund in (
        ("pay", OrderState.PAID, Refund.NONE),
        ("ask_refund", OrderState.PAID, Refund.ASKED),
        ("decline_refund", OrderState.PAID, Refund.DECLINED),
        ("refund", OrderState.REFUNDED, Refund.DONE),
    ):
        happens(harness, order, payment)
        assert (do(harness, READ, of).state, do(harness, READ, of).refund) == (state, refund)
    assert refused(harness, OPEN, of, 2) == (FailureKind.REFUSED, "nothing-due")


def test_a_lost_answer_is_asked_for_again_and_nothing_happens_twice(harness: GatewayHarness) -> None:
    of = application(harness)
    for deed in (OPEN, CHARGE, CLOSE):
        harness.drop_next_answer()
        assert refusal_of(partial(do, harness, deed, of, code=CODE)) is not None
    rows = harness.sandbox.get("/sandbox/orders")
    assert [(row["n"], row["state"]) for row in rows] == [(1, "paid")]
    assert do(harness, CHARGE, of, code=CODE).state is OrderState.PAID
    assert do(harness, OPEN, of).refund is Refund.NONE


def test_a_payment_code_is_charged_once_for_each_order(harness: GatewayHarness) -> None:
    of = application(harness)
    do(harness, OPEN, of)
    assert do(harness, CHARGE, of, code="134567890123456000").state is OrderState.OPEN
    assert do(harness, CHARGE, of, code=CODE).state is OrderState.OPEN
    do(harness, CLOSE, of)
    do(harness, OPEN, of, 2)
    assert do(harness, CHARGE, of, 2, CODE).state is OrderState.PAID


def test_an_order_that_never_came_is_closed_and_opens_no_more(harness: GatewayHarness) -> None:
    of = application(harness)
    assert do(harness, CLOSE, of).state is OrderState.CLOSED
    assert do(harness, OPEN, of).state is OrderState.CLOSED
    assert do(harness, OPEN, of, 2).state is OrderState.OPEN


def test_only_what_is_held_and_costs_something_has_an_order(harness: GatewayHarness) -> None:
    nobodys, free = str(uuid.uuid4()), application(harness, "test-allowance")
    for deed in (OPEN, READ, CLOSE):
        assert refused(harness, deed, nobodys) == (FailureKind.REFUSED, "unknown")
    assert refused(harness, OPEN, free) == (FailureKind.REFUSED, "nothing-due")
    assert refused(harness, READ, application(harness)) == (FailureKind.REFUSED, "unknown")
    assert refused(harness, OPEN, "../1") == (FailureKind.REFUSED, "malformed")
    assert refused(harness, OPEN, nobodys, 100) == (FailureKind.REFUSED, "malformed")


def test_only_the_last_opener_closes(harness: GatewayHarness) -> None:
    of = application(harness)
    do(harness, OPEN, of)
    other = HttpGateway(harness.sandbox.url, "YK-TEST-2", KEY, harness.sandbox.keys(), SystemClock())
    try:
        assert TERMINAL != "YK-TEST-2"
        assert refusal_of(lambda: other.order(OrderRequest(CLOSE, OrderKey(of, 1)), wait())) == (
            FailureKind.REFUSED,
            "order-elsewhere",
        )
        assert other.order(OrderRequest(OPEN, OrderKey(of, 1)), wait()).state is OrderState.OPEN
        assert refused(harness, CLOSE, of) == (FailureKind.REFUSED, "order-elsewhere")
        assert other.order(OrderRequest(CLOSE, OrderKey(of, 1)), wait()).state is OrderState.CLOSED
    finally:
        other.close()
    assert do(harness, CLOSE, of).state is OrderState.CLOSED


def test_paid_is_believed_only_with_the_platforms_signature_over_this_order(harness: GatewayHarness) -> None:
    of = application(harness)
    do(harness, OPEN, of)
    for kind in sorted(ORDER_KINDS - {"other_sum"}):
        harness.sandbox.begin("wrong_order", {"kind": kind})
        for deed in (OPEN, READ, CLOSE, CHARGE):
            said = refusal_of(partial(do, harness, deed, of, code=CODE))
            assert (kind, said) == (kind, (FailureKind.NOT_THE_PLATFORM, "order"))
        harness.sandbox.end_misfortunes()


def test_another_sum_is_passed_on_as_it_was_signed(harness: GatewayHarness) -> None:
    of = application(harness)
    do(harness, OPEN, of)
    harness.sandbox.begin("wrong_order", {"kind": "other_sum"})
    assert (do(harness, READ, of).state, do(harness, READ, of).sum) == (OrderState.PAID, "0.01")
