"""A citizen at the payment of the charged item, and the platform's orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.case_events import CaseNotReceived, Kept, KeptCase, ReceiptCame
from kiosk.catalogue.load import Catalogue
from kiosk.effects import AskOrder, Keep
from kiosk.events import TerminalStatus
from kiosk.payment_events import OrderCame
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderState
from kiosk.session import begin
from kiosk.words import text
from tests.frozen import charged, payees
from tests.kiosk.session.citizen import ALL_WELL, FACTS, NOW, Citizen
from tests.kiosk.session.ways import PROVEN, SENT, WANG

APPLICATION = "01890a5d-ac96-774b-bcce-b302099a8057"
OPEN, PAYING, PAID = OrderState.OPEN, OrderState.PAYING, OrderState.PAID
CLOSED, REFUNDED = OrderState.CLOSED, OrderState.REFUNDED
ORDER = Order(
    OrderKey(APPLICATION, 1),
    OPEN,
    "10.00",
    {"zh-CN": "样例市不动产登记中心", "en": "Registration Centre"},
    "2511241000000371",
    ("wechat", "alipay", "unionpay", "shells"),
    "https://pay.invalid/4f1c",
    285,
)


def order(state: OrderState = OPEN, **changes: Any) -> Order:
    """The order in this state: only an open one has a code and time."""
    is_open = state is OPEN
    base = replace(ORDER, state=state, code=ORDER.code if is_open else "", seconds_left=285 if is_open else 0)
    receipt = "https://receipts.invalid/990625110000000371" if state is PAID else ""
    return replace(base, **{"receipt": receipt, **changes})


class Payer(Citizen):
    """A citizen of the item that costs something."""

    def __init__(
        self, status: TerminalStatus = ALL_WELL, item: str = "no-house-proof", items: Catalogue | None = None
    ) -> None:
        super().__init__(status)
        self.item = item
        self.session, effects = begin("visit-1", FACTS, items or charged(), status)
        self.effects = list(effects)

    def submits(self) -> None:
        """Come to the end of the application and keep it."""
        self.touch(f"item:{self.item}", "continue", "continue")
        self.lays_card(WANG)
        self.touch("continue")
        self.answers("code.send", SENT)
        self.types("code", "123456")
        self.touch("continue")
        self.answers("code.verify", PROVEN)
        self.touch("agree:consent-record", "declare")
        case = KeptCase("case-1", "WT02-0001-ABCD-E", NOW, self.item)
        self.happens(Kept("visit-1", self.awaited("keep"), (case,), APPLICATION))

    def goes_to_pay(self) -> None:
        self.submits()
        self.happens(ReceiptCame("visit-1", "case-1", "3301-0001", NOW))
        assert self.page == "pay"

    def order_comes(self, made: Order = ORDER) -> None:
        """The platform answers what was asked last."""
        asked = self.last(AskOrder)
        self.happens(OrderCame("visit-1", asked.number, replace(made, key=asked.request.key)))

    def asked(self) -> tuple[OrderDeed, int]:
        request = self.last(AskOrder).request
        return request.deed, request.key.n

    def sees_code(self) -> None:
        self.goes_to_pay()
        self.order_comes()
        assert self.view.title == text("pay-title")


FIRST: dict[str, Any] = {"index": 1, "count": 2, "sum": "20.00"}
SECOND: dict[str, Any] = {"index": 2, "count": 2, "sum": "6.00"}
"""Place, count and sum of the two orders of the bundle with two payees; their other values are those of any order."""


class PayerOfTwo(Payer):
    """A citizen of the bundle of three copies, whose two fees have two payees."""

    def __init__(self, *touches: str, refused: str = "", status: TerminalStatus = ALL_WELL, kept: str = "") -> None:
        """Hand the bundle over after these touches on the page of its parts; the part `refused` is refused, `kept` is
        only kept."""
        super().__init__(status, items=payees())
        self.touch("item:files-copied", "continue", *touches, "continue", "continue")
        self.lays_card(WANG)
        self.touch("continue", "agree:consent-record", "declare")
        names = [each.item_id for each in self.last(Keep).drafts]
        cases = tuple(KeptCase(f"case-{name}", "WT02-0001-ABCD-E", NOW, name) for name in names)
        self.happens(Kept("visit-1", self.awaited("keep"), cases, APPLICATION))
        for name in names:
            if name == refused:
                self.happens(CaseNotReceived("visit-1", f"case-{name}", reason="service-withdrawn"))
            elif name != kept:
                self.happens(ReceiptCame("visit-1", f"case-{name}", f"3301-{name}", NOW))
        if kept:
            self.rings("receipt_wait")

    def pays(self, **which: Any) -> None:
        """Pay the order that was asked for, and go on to the page that says so."""
        self.order_comes(order(**which))
        self.rings("order_read")
        self.order_comes(order(PAID, **which))
        assert self.page == "pay/paid"
