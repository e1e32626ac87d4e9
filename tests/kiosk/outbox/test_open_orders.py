"""Open orders: on disk before they are asked for, closed by the courier after the visit, never two open or two paid."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from devices import FakeClock, Wait
from kiosk.outbox.open_orders import POSTPONE_S, ROWS_MOST
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderRequest, OrderState, Refund
from kiosk.platform.sandbox.order_book import Payment
from tests.kiosk.outbox.cases import NOW, case
from tests.kiosk.outbox.order_world import APPLICATION, FEES, PAYMENT_CODE, Kiosk, Platform
from tests.kiosk.outbox.test_courier import Scripted, courier

OPEN, READ, CLOSE, CHARGE = OrderDeed.OPEN, OrderDeed.READ, OrderDeed.CLOSE, OrderDeed.CHARGE
FIRST = OrderKey(APPLICATION, 1)
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk("A", tmp_path / "a", Platform(FakeClock(NOW)))


def states(kiosk: Kiosk) -> list[OrderState]:
    return [each.state for each in kiosk.platform.orders()]


@pytest.mark.parametrize("fate", ["", "lost", "unanswered", "late"])
def test_whatever_becomes_of_the_request_a_cut_leaves_nothing_open(fate: str, kiosk: Kiosk) -> None:
    kiosk.line.fate = fate
    kiosk.ask(OPEN, 1)
    assert kiosk.outbox.orders.rows() == [FIRST], "before the request, it is on disk"
    kiosk.power_cut()
    kiosk.settle()
    kiosk.line.deliver()
    assert states(kiosk) == [OrderState.CLOSED]
    assert kiosk.outbox.orders.rows() == []
    assert kiosk.outbox.orders.seconds_to_next() is None


def test_what_was_paid_before_the_cut_stays_paid(kiosk: Kiosk) -> None:
    opened = kiosk.ask(OPEN, 1)
    assert opened is not None
    kiosk.platform.happens(opened.number, Payment.PAY)
    kiosk.power_cut()
    kiosk.settle()
    assert states(kiosk) == [OrderState.PAID]
    assert kiosk.outbox.orders.rows() == []
    assert kiosk.ask(OPEN, 2) is None
    again = kiosk.ask(OPEN, 1)
    assert again is not None
    assert again.state is OrderState.PAID


@pytest.mark.parametrize("fate", ["", "lost", "unanswered", "late"])
def test_a_cut_between_two_payees_leaves_the_second_to_be_paid_once(fate: str, tmp_path: Path) -> None:
    kiosk = Kiosk("A", tmp_path / "a", Platform(FakeClock(NOW), payees=2))
    first = kiosk.ask(OPEN, 1)
    assert first is not None
    kiosk.platform.happens(first.number, Payment.PAY)
    kiosk.ask(READ, 1)
    kiosk.line.fate = fate
    kiosk.ask(OPEN, 2)
    assert kiosk.outbox.orders.rows() == [OrderKey(APPLICATION, 2)]
    kiosk.power_cut()
    kiosk.settle()
    kiosk.line.deliver()
    assert [(each.sum, each.state) for each in kiosk.platform.orders()] == [
        ("10.00", OrderState.PAID), ("6.00", OrderState.CLOSED),
    ]  # fmt: skip
    third = kiosk.ask(OPEN, 3)
    assert third is not None
    assert (third.sum, third.state) == ("6.00", OrderState.OPEN)
    kiosk.platform.happens(third.number, Payment.PAY)
    kiosk.ask(READ, 3)
    assert kiosk.ask(OPEN, 4) is None, "nothing is due"


def test_while_money_is_on_its_way_nothing_is_settled(kiosk: Kiosk) -> None:
    opened = kiosk.ask(OPEN, 1)
    assert opened is not None
    kiosk.platform.happens(opened.number, Payment.BEGIN)
    kiosk.end_visit()
    kiosk.settle()
    assert kiosk.outbox.orders.rows() == [FIRST]
    assert kiosk.outbox.orders.seconds_to_next() == POSTPONE_S
    kiosk.platform.clock.move(POSTPONE_S)
    kiosk.platform.happens(opened.number, Payment.FINISH)
    kiosk.settle()
    assert (states(kiosk), kiosk.outbox.orders.rows()) == ([OrderState.PAID], [])


def test_an_order_in_hand_is_left_to_its_visit(kiosk: Kiosk) -> None:
    kiosk.ask(OPEN, 1)
    assert kiosk.outbox.orders.seconds_to_next() is None
    assert kiosk.outbox.orders.let_go()
    assert kiosk.outbox.orders.seconds_to_next() == 0
    assert not kiosk.outbox.orders.let_go()


def test_an_order_that_another_terminal_took_over_is_its_own(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.ask(OPEN, 1)
    kiosk.end_visit()
    other = Kiosk("B", tmp_path / "b", kiosk.platform)
    assert other.ask(OPEN, 1) is not None
    kiosk.settle()
    assert (states(kiosk), kiosk.outbox.orders.rows()) == ([OrderState.OPEN], [])
    other.end_visit()
    other.settle()
    assert states(kiosk) == [OrderState.CLOSED]


def test_a_damaged_row_names_no_order_and_open_orders_are_bounded(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path, FakeClock())
    with outbox.store.transaction() as cursor:
        cursor.execute("INSERT INTO open_order VALUES ('nobody', 1), (?, 0), (?, 'x')", (APPLICATION, APPLICATION))
    assert outbox.orders.rows() == []
    with outbox.store.transaction() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)"
            " INSERT INTO open_order SELECT 'a' || x, 1 FROM n",
            (ROWS_MOST,),
        )
    with pytest.raises(KeepFailed):
        outbox.orders.take(FIRST)
    outbox.close()


class Closing(Scripted):
    """A platform that notes which orders are closed, or fails."""

    def __init__(self, clock: FakeClock, failure: Exception | None = None) -> None:
        super().__init__(clock)
        self.failure = failure
        self.asked: list[OrderRequest] = []

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        return Order(request.key, OrderState.CLOSED, "10.00", {}, "12345678")


def test_the_courier_closes_what_a_restart_finds_and_only_closes(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = Outbox.open(tmp_path, clock)
    outbox.orders.take(FIRST)
    outbox.close()
    platform = Closing(clock, PlatformFailure(FailureKind.OFFLINE))
    with courier(tmp_path, clock, platform) as (again, made, _):
        made.nudge()
        clock.settle()
        again.keep([case("a")])
        made.nudge()
        clock.settle()
        assert (platform.accepted, again.orders.rows()) == (["a"], [FIRST])
        platform.failure = None
        clock.advance(2 * POSTPONE_S)
        clock.settle()
        assert again.orders.rows() == []
    assert platform.asked == [OrderRequest(CLOSE, FIRST)] * 2


FATES = st.sampled_from(["", "", "lost", "unanswered", "late"])
WHICH = st.sampled_from(["A", "B"])
MONEY = st.sampled_from(list(Payment)[:5])


class Payments(RuleBasedStateMachine):
    """Two terminals, one application with two payees, phones that pay whatever code they ever saw, every misfortune
    between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.platform = Platform(FakeClock(NOW), payees=2)
        self.kiosks = {name: Kiosk(name, Path(self.folder.name) / name, self.platform) for name in "AB"}
        self.shown: list[str] = []
        self.n = dict.fromkeys("AB", 1)

    @rule(which=WHICH, fate=FATES)
    def open(self, which: str, fate: str) -> None:
        """Ask for the order at hand, and for the next one only when it is final: what the step does."""
        kiosk = self.kiosks[which]
        kiosk.line.fate = fate
        order = kiosk.ask(OPEN, self.n[which])
        if order is not None and order.final:
            self.n[which] += 1
        elif order is not None:
            self.shown.append(order.number)

    @rule(which=WHICH, deed=st.sampled_from([READ, CLOSE, CHARGE]), fate=FATES)
    def ask(self, which: str, deed: OrderDeed, fate: str) -> None:
        kiosk = self.kiosks[which]
        kiosk.line.fate = fate
        order = kiosk.ask(deed, self.n[which], PAYMENT_CODE)
        if order is not None and order.final:
            self.n[which] += 1

    @precondition(lambda self: self.shown)
    @rule(money=MONEY, data=st.data())
    def money_moves(self, money: Payment, data: st.DataObject) -> None:
        self.platform.happens(data.draw(st.sampled_from(self.shown)), money)

    @rule(which=WHICH, ahead=st.integers(1, 2))
    def somebody_does_not_wait(self, which: str, ahead: int) -> None:
        """A terminal that keeps no rule: the platform keeps them."""
        self.kiosks[which].ask(OPEN, self.n[which] + ahead)

    @rule(which=WHICH, cut=st.booleans(), fate=FATES)
    def the_visit_is_over(self, which: str, cut: bool, fate: str) -> None:
        """It ends, or the power fails; the courier settles what is left when it has a line."""
        kiosk = self.kiosks[which]
        if cut:
            kiosk.power_cut()
        else:
            kiosk.end_visit()
        self.n[which] = 1
        kiosk.line.fate = fate
        kiosk.settle()

    @rule(which=WHICH)
    def the_courier_settles(self, which: str) -> None:
        self.kiosks[which].settle()

    @rule(which=WHICH)
    def what_was_late_arrives(self, which: str) -> None:
        self.kiosks[which].line.deliver()

    @rule(seconds=st.sampled_from([61, 400, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.platform.clock.move(seconds)

    @invariant()
    def never_two_open_and_never_two_paid(self) -> None:
        orders = self.platform.orders()
        assert sum(each.state in (OrderState.OPEN, OrderState.PAYING) for each in orders) <= 1, orders
        for fee in FEES.values():
            assert sum(each.state is OrderState.PAID and each.sum == fee for each in orders) <= 1, orders

    @invariant()
    def money_that_was_not_due_goes_back(self) -> None:
        for order in self.platform.orders():
            assert order.state is not OrderState.REFUNDED or order.refund is Refund.EXTRA

    @invariant()
    def what_is_open_has_a_row_with_its_opener(self) -> None:
        for order in self.platform.orders():
            opener = self.kiosks[self.platform.opener(order.key.n)]
            if not order.final:
                assert order.key in opener.outbox.orders.rows()

    def teardown(self) -> None:
        with suppress(KeepFailed):
            for payment in (Payment.FINISH,):
                for number in self.shown:
                    self.platform.happens(number, payment)
            for kiosk in self.kiosks.values():
                kiosk.line.fate = ""
                kiosk.line.deliver()
                kiosk.power_cut()
                kiosk.settle()
                assert kiosk.outbox.orders.rows() == []
                kiosk.outbox.close()
        assert all(each.final for each in self.platform.orders())
        self.platform.storage.close()
        self.folder.cleanup()


def test_never_two_open_or_two_paid_whatever_happens() -> None:
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=400 if SOAK else 8,
            stateful_step_count=40 if SOAK else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not SOAK,
        ),
    )
