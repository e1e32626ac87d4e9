"""A platform's order book in this process, and terminals that may lose requests, answers and power.

The book is the sandbox's own (order_book) on a database in memory; a terminal has a real outbox on disk and asks as the
payment desk does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sqlalchemy import select

from devices import FakeClock, Wait
from kiosk.outbox.outbox import Outbox
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderRequest, OrderState, Refund
from kiosk.platform.sandbox.order_book import OrderBook, Payment, pay, seconds_left
from kiosk.platform.sandbox.payees import Payee
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, PaymentOrder, Storage
from kiosk.workers.payment_desk import asked

APPLICATION = "01890a5d-ac96-774b-bcce-b302099a8057"
PAYMENT_CODE = "134567890123456789"
FEES = {"item": "10.00", "other": "6.00"}


def held_case(application: str = APPLICATION, item: str = "item", serial: int = 1) -> Case:
    names = (
        "digest",
        "slip_number",
        "item_version",
        "sealed_at",
        "person",
        "item_code",
        "day",
        "received_at",
        "receipt",
    )
    own = f"{application}-{serial}"
    return Case(
        **dict.fromkeys(names, ""),
        case_id=own, case_number=own, terminal="A", item_id=item, body=b"", content={},
        answers_checked=True, serial=serial, application=application, act="apply", supersedes=None, state="received",
        since="",
    )  # fmt: skip


class Platform:
    """The platform: its book, its clock, and everything that was ever asked of it. The application has one case, or
    two whose fees have different payees."""

    def __init__(self, clock: FakeClock, *, payees: int = 1) -> None:
        self.clock = clock
        self.storage = Storage("sqlite://")
        self.book = OrderBook(lambda item: FEES[item], {"other": Payee(id="other", titles={"en": "The other"})})
        with self.storage.writing() as session:
            session.add_all(held_case(item=item, serial=n) for n, item in enumerate(list(FEES)[:payees], start=1))

    def serve(self, request: OrderRequest, terminal: str) -> Order:
        """Do what a terminal asks. Raises PlatformFailure for a refusal."""
        now = self.clock.now()
        try:
            with self.storage.writing() as session:
                match request.deed:
                    case OrderDeed.OPEN:
                        row, _ = self.book.open(session, request.key, terminal, now)
                    case OrderDeed.READ:
                        row = self.book.read(session, request.key, terminal, now)
                    case OrderDeed.CLOSE:
                        row = self.book.close(session, request.key, terminal, now)
                    case OrderDeed.CHARGE:
                        row = self.book.charge(session, request.key, terminal, request.code, now)
                return order_of(row, self.clock)
        except Refusal as refusal:
            raise PlatformFailure(FailureKind.REFUSED, refusal.word) from None

    def orders(self) -> list[Order]:
        with self.storage.reading() as session:
            rows = session.scalars(select(PaymentOrder).order_by(PaymentOrder.n))
            return [order_of(each, self.clock) for each in rows]

    def opener(self, n: int) -> str:
        with self.storage.reading() as session:
            return session.scalars(select(PaymentOrder.terminal).where(PaymentOrder.n == n)).one()

    def happens(self, number: str, payment: Payment) -> bool:
        """Let money move; False where it cannot."""
        try:
            with self.storage.writing() as session:
                pay(session, number, payment, self.clock.now())
        except Refusal:
            return False
        return True


def order_of(row: PaymentOrder, clock: FakeClock) -> Order:
    state = OrderState(row.state)
    return Order(
        OrderKey(row.application, row.n), state, row.sum, row.titles, row.number, (),
        row.code if state is OrderState.OPEN else "", seconds_left(row, clock.now()), row.receipt, Refund(row.refund),
    )  # fmt: skip


@dataclass
class Line:
    """A terminal's gateway. `fate` of the next request: "" it is answered, "lost" it never arrives, "unanswered" its
    answer does not, "late" it arrives when `deliver` is called."""

    platform: Platform
    terminal: str
    fate: str = ""
    late: list[OrderRequest] = field(default_factory=list)

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        fate, self.fate = self.fate, ""
        if fate == "late":
            self.late.append(request)
        if fate in ("lost", "late"):
            raise PlatformFailure(FailureKind.OFFLINE)
        order = self.platform.serve(request, self.terminal)
        if fate == "unanswered":
            raise PlatformFailure(FailureKind.SLOW)
        return order

    def deliver(self) -> None:
        """A request that was held up in the network arrives; nobody reads its answer."""
        for request in self.late:
            try:
                self.platform.serve(request, self.terminal)
            except PlatformFailure:
                continue
        self.late.clear()


class Kiosk:
    """A terminal: its outbox, and the visit at it."""

    def __init__(self, name: str, folder: Path, platform: Platform) -> None:
        self.name, self.folder, self.platform = name, folder, platform
        self.line = Line(platform, name)
        self.outbox = Outbox.open(folder, platform.clock)

    @property
    def gateway(self) -> PlatformGateway:
        return cast(PlatformGateway, self.line)

    def ask(self, deed: OrderDeed, n: int, code: str = "") -> Order | None:
        """As the payment desk does; None without an answer."""
        request = OrderRequest(deed, OrderKey(APPLICATION, n), code)
        try:
            return asked(self.gateway, self.outbox.orders, request, Wait(self.platform.clock, 10))
        except PlatformFailure:
            return None

    def end_visit(self) -> None:
        self.outbox.orders.let_go()

    def power_cut(self) -> None:
        self.outbox.close()
        self.outbox = Outbox.open(self.folder, self.platform.clock)

    def settle(self, until: Callable[[], bool] = lambda: False) -> None:
        """Act as the courier does while the platform can be reached."""
        orders = self.outbox.orders
        if orders.seconds_to_next() == 0:
            try:
                orders.run(self.gateway, Wait(self.platform.clock, 30))
            except PlatformFailure:
                orders.postpone()
