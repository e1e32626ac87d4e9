"""Pages behind the codes of a payment, for a tester's phone: the order, to be paid by a button, and its receipt.

A real platform leads a phone to its bank here. Nothing is paid: each button does what the control route of payments
does. No script, and no personal data: an order has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Header, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select

from kiosk.platform.orders import OrderState, Refund
from kiosk.platform.sandbox.authentication import CurrentSandbox, record_body, statuses
from kiosk.platform.sandbox.departments import CHINA
from kiosk.platform.sandbox.order_book import Payment, expire, pay
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.storage import PaymentOrder

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    # Not no-referrer: a form would then be sent with the origin "null", which is another site's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
STYLE = FilePath(__file__).with_name("pay_page.css")
OFFERED: Mapping[OrderState, tuple[Payment, ...]] = MappingProxyType(
    {
        OrderState.OPEN: (Payment.PAY, Payment.BEGIN, Payment.OTHER_SUM),
        OrderState.PAYING: (Payment.FINISH, Payment.FAIL),
        OrderState.PAID: (Payment.PAY,),
        OrderState.CLOSED: (Payment.PAY,),
        OrderState.REFUNDED: (),
    }
)
"""State → what its page offers to do; the first is the main button."""
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh-CN": {
            "title": "付钱（演练）",
            "note": "沙箱平台，只供演练，不扣真的钱",
            "sum": "{sum} 元",
            "payee": "收款的",
            "number": "订单号",
            "at": "时间",
            "open": "等您付",
            "paying": "正在付，还没有结果",
            "paid": "付好了",
            "closed": "这个码关了，付不了了",
            "refunded": "钱退回去了",
            "extra": "多来的钱会自己退回去",
            "pay": "付 {sum} 元",
            "begin": "开始付，先不出结果",
            "other_sum": "付了别的钱数",
            "finish": "付成了",
            "fail": "没付成",
            "paid-again": "再付一次（会退回去）",
            "closed-again": "还是付（太晚了，会退回去）",
            "receipt": "看电子票据",
            "receipt-title": "电子票据（样张）",
            "receipt-number": "票据号",
        },
        "en": {
            "title": "Payment (rehearsal)",
            "note": "A sandbox for rehearsals; no real money is taken",
            "sum": "{sum} yuan",
            "payee": "Payee",
            "number": "Order",
            "at": "Time",
            "open": "Waiting to be paid",
            "paying": "Being paid; no result yet",
            "paid": "Paid",
            "closed": "This code is closed and cannot be paid",
            "refunded": "The money went back",
            "extra": "What came beyond it goes back by itself",
            "pay": "Pay {sum} yuan",
            "begin": "Begin to pay, without a result yet",
            "other_sum": "Pay another amount",
            "finish": "It was paid",
            "fail": "It was not paid",
            "paid-again": "Pay once more (it goes back)",
            "closed-again": "Pay all the same (too late, it goes back)",
            "receipt": "See the electronic receipt",
            "receipt-title": "Electronic receipt (specimen)",
            "receipt-number": "Receipt",
        },
    }
)
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,64}$")]
ReceiptNumber = Annotated[str, Path(pattern=r"^[0-9]{8,40}$")]
Languages = Annotated[str, Header(alias="Accept-Language")]

routes = APIRouter(dependencies=[Depends(from_own_site)], responses=statuses(403))


@routes.get("/pay/{code}", response_class=HTMLResponse, responses=statuses(400, 404))
def pay_page(code: Code, sandbox: CurrentSandbox, languages: Languages = "") -> HTMLResponse:
    with sandbox.storage.writing() as session:
        order = session.scalar(select(PaymentOrder).where(PaymentOrder.code == code))
        if order is None:
            raise Refusal("unknown")
        expire(order, sandbox.clock.now())
    return _html(languages, "title", _order, order)


@routes.post("/pay/{code}", status_code=303, response_class=RedirectResponse, responses=statuses(400, 404))
def pay_by_button(
    code: Code, sandbox: CurrentSandbox, body: Annotated[bytes, Depends(record_body)]
) -> RedirectResponse:
    wanted = parse_qs(body.decode("ascii", "replace")).get("payment", [""])[0]
    with sandbox.storage.writing() as session:
        order = session.scalar(select(PaymentOrder).where(PaymentOrder.code == code))
        if order is None:
            raise Refusal("unknown")
        if wanted not in OFFERED[OrderState(order.state)]:
            raise Refusal("malformed")
        pay(session, order.number, Payment(wanted), sandbox.clock.now())
    return RedirectResponse(f"/pay/{code}", 303)


@routes.get("/receipts/{receipt}", response_class=HTMLResponse, responses=statuses(400, 404))
def receipt_page(receipt: ReceiptNumber, sandbox: CurrentSandbox, languages: Languages = "") -> HTMLResponse:
    with sandbox.storage.reading() as session:
        order = session.scalar(select(PaymentOrder).where(PaymentOrder.receipt == receipt))
    if order is None:
        raise Refusal("unknown")
    return _html(languages, "receipt-title", _receipt, order)


@routes.get("/pay-page.css", response_class=Response)
def pay_style() -> Response:
    return Response(STYLE.read_bytes(), media_type="text/css", headers=HEADERS)


Part = Callable[[PaymentOrder, str], str]


def _html(languages: str, title: str, part: Part, order: PaymentOrder) -> HTMLResponse:
    """Return a page in English for a browser that asks for it first, else in Chinese."""
    language = "en" if languages.strip().lower().startswith("en") else "zh-CN"
    words = WORDS[language]
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{words[title]}</title><link rel="stylesheet" href="/pay-page.css"></head><body><main>'
        f'<h1>{words[title]}</h1><p class="note">{words["note"]}</p>{part(order, language)}</main></body></html>',
        headers=HEADERS,
    )


def _order(order: PaymentOrder, language: str) -> str:
    """The order, and a button for each thing that can happen to it now."""
    words, state = WORDS[language], OrderState(order.state)
    buttons = []
    for each in OFFERED[state]:
        again = f"{state.value}-again" if f"{state.value}-again" in words else each.value
        main = ' class="main"' if again == "pay" else ""
        label = words[again].format(sum=escape(order.sum))
        buttons.append(f'<button{main} name="payment" value="{each.value}">{label}</button>')
    extra = f"<p>{words['extra']}</p>" if order.refund == Refund.EXTRA else ""
    receipt = f'<a class="button" href="/receipts/{escape(order.receipt)}">{words["receipt"]}</a>'
    return (
        f'{_facts(order, language)}<p class="state{" good" if state is OrderState.PAID else ""}" role="status">'
        f"{words[state.value]}</p>{extra}"
        f'<form method="post" action="/pay/{escape(order.code)}">{"".join(buttons)}</form>'
        f"{receipt if order.receipt else ''}"
    )


def _receipt(order: PaymentOrder, language: str) -> str:
    return _facts(order, language, receipt=True)


def _facts(order: PaymentOrder, language: str, *, receipt: bool = False) -> str:
    words = WORDS[language]
    rows = {
        words["payee"]: order.titles.get(language) or next(iter(order.titles.values()), ""),
        words["number"]: order.number,
    }
    if receipt:
        at = datetime.fromisoformat(order.at).astimezone(CHINA)
        rows[words["receipt-number"]] = order.receipt
        rows[words["at"]] = f"{at:%Y-%m-%d %H:%M}, {words[order.state]}"
    listed = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items())
    return f'<p class="sum">{words["sum"].format(sum=escape(order.sum))}</p><dl>{listed}</dl>'
