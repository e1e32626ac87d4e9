"""The payment desk: an order is on disk before it is asked for, and each failure has its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from devices import DeadlineReached, FakeClock, Wait
from kiosk.effects import AskOrder
from kiosk.events import Event, NotAnswered
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.store import KeepFailed
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderRequest, OrderState
from kiosk.workers.payment_desk import NOT_NOTED, PaymentDesk
from tests.loops import running

KEY = OrderKey("01890a5d-ac96-774b-bcce-b302099a8057", 1)
VISIT = "visit-1"


def order(state: OrderState = OrderState.OPEN) -> Order:
    return Order(KEY, state, "10.00", {"en": "Payee"}, "2511241000000371", (), "https://pay.invalid/1", 300)


@dataclass
class Bench:
    """A desk, what it posted, and the platform that answers it."""

    clock: FakeClock
    outbox: Outbox
    answer: Callable[[Wait], Order] = lambda wait: order()
    asked: list[tuple[OrderRequest, list[OrderKey]]] = field(default_factory=list)
    posted: list[Event] = field(default_factory=list)
    troubles: int = 0
    left: int = 0
    desk: PaymentDesk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = PaymentDesk(
            lambda: cast(Any, self), self.clock, self.posted.append, self._trouble, self.outbox.orders, self._left
        )

    def order(self, request: OrderRequest, wait: Wait) -> Order:
        self.asked.append((request, self.outbox.orders.rows()))
        return self.answer(wait)

    def close(self) -> None:
        pass

    def _trouble(self) -> None:
        self.troubles += 1

    def _left(self) -> None:
        self.left += 1

    def ask(self, deed: OrderDeed = OrderDeed.OPEN, code: str = "") -> Event | None:
        self.desk.take(VISIT, AskOrder(1, OrderRequest(deed, KEY, code)))
        self.clock.settle()
        return self.posted.pop() if self.posted else None


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = FakeClock()
    made = Bench(clock, Outbox.open(tmp_path, clock))
    with running(made.desk, clock):
        clock.settle()
        yield made
    made.outbox.close()


def fails(error: Exception) -> Callable[[Wait], Order]:
    def answer(wait: Wait) -> Order:
        raise error

    return answer


def test_an_order_is_on_disk_before_it_is_asked_for_and_until_it_is_final(bench: Bench) -> None:
    assert bench.ask() == OrderCame(VISIT, 1, order())
    assert bench.asked == [(OrderRequest(OrderDeed.OPEN, KEY), [KEY])]
    assert bench.outbox.orders.seconds_to_next() is None, "it is in hand"
    bench.answer = lambda wait: order(OrderState.PAID)
    assert bench.ask(OrderDeed.READ) == OrderCame(VISIT, 1, order(OrderState.PAID))
    assert bench.outbox.orders.rows() == []


def test_what_cannot_be_noted_is_not_asked_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(key: OrderKey) -> None:
        raise KeepFailed("disk_full")

    monkeypatch.setattr(bench.outbox.orders, "take", full)
    assert bench.ask() == NotAnswered(VISIT, 1, FailureKind.BROKEN, NOT_NOTED)
    assert bench.asked == []


@pytest.mark.parametrize(
    ("error", "outcome", "troubles"),
    [
        (PlatformFailure(FailureKind.OFFLINE), (FailureKind.OFFLINE, ""), 1),
        (PlatformFailure(FailureKind.NOT_THE_PLATFORM, "order"), (FailureKind.NOT_THE_PLATFORM, "order"), 1),
        (PlatformFailure(FailureKind.REFUSED, "nothing-due"), (FailureKind.REFUSED, "nothing-due"), 0),
        (DeadlineReached(), (FailureKind.SLOW, ""), 0),
    ],
)
def test_a_failure_is_an_outcome_and_the_order_stays_noted(
    error: Exception, outcome: tuple[FailureKind, str], troubles: int, bench: Bench
) -> None:
    bench.answer = fails(error)
    assert bench.ask() == NotAnswered(VISIT, 1, *outcome)
    assert (bench.troubles, bench.outbox.orders.rows()) == (troubles, [KEY])


def test_a_final_order_that_the_disk_does_not_forget_is_final_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_to(key: OrderKey) -> None:
        raise KeepFailed("disk_error")

    monkeypatch.setattr(bench.outbox.orders, "settled", fails_to)
    bench.answer = lambda wait: order(OrderState.CLOSED)
    assert bench.ask(OrderDeed.CLOSE) == OrderCame(VISIT, 1, order(OrderState.CLOSED))


def test_a_visit_that_ends_leaves_its_order_to_the_courier(bench: Bench) -> None:
    bench.ask()
    bench.desk.keep_only(VISIT, frozenset())
    assert bench.left == 0
    bench.desk.keep_only("visit-2", frozenset())
    assert (bench.left, bench.outbox.orders.seconds_to_next()) == (1, 0)


def test_an_answer_after_the_visit_is_dropped_and_its_order_let_go(bench: Bench) -> None:
    def slow(wait: Wait) -> Order:
        bench.desk.keep_only("visit-2", frozenset())
        bench.outbox.orders.take(KEY)  # as if it had been noted only now
        return order()

    bench.answer = slow
    assert bench.ask() is None
    assert bench.outbox.orders.seconds_to_next() == 0


def test_the_payment_code_is_in_no_representation(bench: Bench) -> None:
    bench.ask(OrderDeed.CHARGE, "134567890123456789")
    assert "134567890123456789" not in repr(bench.asked)
