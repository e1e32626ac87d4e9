"""Routes of orders: for terminals under /v1/applications, for scenarios and testers under /sandbox."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from kiosk.platform.identity import sign_token
from kiosk.platform.order_records import ORDER
from kiosk.platform.orders import CODE_LEAST, CODE_MOST, FINAL, N_MOST, OrderKey, OrderState
from kiosk.platform.records import CASE_ID
from kiosk.platform.sandbox import refunds
from kiosk.platform.sandbox.authentication import (
    Authenticated,
    AuthenticatedRequest,
    CurrentSandbox,
    RecordBody,
    StrictRecord,
    parse_record,
    statuses,
)
from kiosk.platform.sandbox.issued_documents import issue_of_application
from kiosk.platform.sandbox.order_book import Payment, pay, seconds_left
from kiosk.platform.sandbox.order_faults import faulty
from kiosk.platform.sandbox.request_context import ORDER_FAULT
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.storage import PaymentOrder

Application = Annotated[str, Path(pattern=CASE_ID)]
Number = Annotated[int, Path(ge=1, le=N_MOST)]
APPS = ("wechat", "alipay", "unionpay")
PATH = "/v1/applications/{application}/orders/{n}"


class ChargeRecord(StrictRecord):
    """The body of a request to charge a payment code."""

    code: str = Field(min_length=CODE_LEAST, max_length=CODE_MOST, pattern=r"^[0-9A-Za-z]+$", repr=False)


class PaymentRecord(StrictRecord):
    """Body of a control request that acts on an order, named by its code or its number."""

    order: str = Field(min_length=8, max_length=500)
    payment: Payment = Field(strict=False)


routes = APIRouter()
control = APIRouter(prefix="/sandbox", dependencies=[Depends(from_own_site)], responses=statuses(403))


@routes.put(PATH, responses=statuses(201, 400, 401, 403, 404, 409, 500, 503))
def open_order(application: Application, n: Number, caller: Authenticated) -> JSONResponse:
    sandbox = caller.sandbox
    with sandbox.storage.writing() as session:
        key = OrderKey(application, n)
        order, new = sandbox.order_book.open(session, key, caller.terminal, sandbox.clock.now())
        refunds.settle(session, sandbox, order)
        place = sandbox.order_book.place(session, order)
    return JSONResponse(_answer(order, place, caller), 201 if new else 200)


@routes.get(PATH, responses=statuses(400, 401, 403, 404, 500, 503))
def get_order(application: Application, n: Number, caller: Authenticated) -> dict[str, Any]:
    sandbox = caller.sandbox
    with sandbox.storage.writing() as session:
        key = OrderKey(application, n)
        order = sandbox.order_book.read(session, key, caller.terminal, sandbox.clock.now())
        refunds.settle(session, sandbox, order)
        place = sandbox.order_book.place(session, order)
    return _answer(order, place, caller)


@routes.delete(PATH, responses=statuses(400, 401, 403, 404, 409, 500, 503))
def close_order(application: Application, n: Number, caller: Authenticated) -> dict[str, Any]:
    sandbox = caller.sandbox
    with sandbox.storage.writing() as session:
        key = OrderKey(application, n)
        order = sandbox.order_book.close(session, key, caller.terminal, sandbox.clock.now())
        refunds.settle(session, sandbox, order)
        place = sandbox.order_book.place(session, order)
    return _answer(order, place, caller)


@routes.put(f"{PATH}/charge", responses=statuses(400, 401, 403, 404, 409, 413, 500, 503))
def charge_order(application: Application, n: Number, caller: Authenticated) -> dict[str, Any]:
    sandbox, code = caller.sandbox, caller.parse(ChargeRecord).code
    with sandbox.storage.writing() as session:
        key = OrderKey(application, n)
        order = sandbox.order_book.charge(session, key, caller.terminal, code, sandbox.clock.now())
        place = sandbox.order_book.place(session, order)
    return _answer(order, place, caller)


@control.get("/orders")
def orders(sandbox: CurrentSandbox) -> list[dict[str, Any]]:
    with sandbox.storage.reading() as session:
        return [_row(each) for each in session.scalars(select(PaymentOrder).order_by(PaymentOrder.order))]


@control.post("/payments", responses=statuses(400, 404))
def make_payment(sandbox: CurrentSandbox, body: RecordBody) -> dict[str, Any]:
    record = parse_record(PaymentRecord, body)
    with sandbox.storage.writing() as session:
        row = _row(pay(session, record.order, record.payment, sandbox.clock.now()))
    if not any(each.name == "department_trouble" for each in sandbox.misfortunes.active()):
        # An office in trouble issues when it is asked, and says then that it is late.
        with sandbox.storage.writing() as session:
            issue_of_application(session, sandbox, row["application"])
    return row


def _row(order: PaymentOrder) -> dict[str, Any]:
    names = ("application", "n", "number", "sum", "payee", "terminal", "state", "refund", "receipt")
    return {name: getattr(order, name) for name in names}


def _answer(order: PaymentOrder, place: tuple[int, int], caller: AuthenticatedRequest) -> dict[str, Any]:
    """Return the schema `Order` of openapi.yaml. What is final is signed."""
    answer = {
        "application": order.application,
        "n": order.n,
        "state": order.state,
        "sum": order.sum,
        "payee": order.titles,
        "number": order.number,
        "apps": APPS,
        "code": f"{caller.origin}/pay/{order.code}" if order.state == OrderState.OPEN else "",
        "seconds_left": seconds_left(order, caller.sandbox.clock.now()) if order.state == OrderState.OPEN else 0,
        "receipt": f"{caller.origin}/receipts/{order.receipt}" if order.state == OrderState.PAID else "",
        "refund": order.refund,
        "index": place[0],
        "count": place[1],
        "token": "",
    }
    fault = ORDER_FAULT.get()
    if fault:
        return faulty(fault, answer, order.at, caller.sandbox.keys)
    if OrderState(order.state) in FINAL:
        claims = {name: answer[name] for name in ("application", "n", "sum", "state")}
        keys = caller.sandbox.keys
        payload = json.dumps({**claims, "at": order.at}).encode()
        answer["token"] = sign_token(payload, keys.sign_private, keys.sign_key_id, ORDER)
    return answer
