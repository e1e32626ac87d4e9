"""Whatever happens to a payment, the visit is legal, never has two orders open, and ends when nobody is left."""

from __future__ import annotations

import os
from random import Random

import pytest

from kiosk.effects import AskOrder
from kiosk.payment_events import OrderCame
from kiosk.platform.orders import OrderDeed
from kiosk.steps import pay_state
from kiosk.steps.pay_state import PayState
from kiosk.steps.table import here
from tests.frozen import charged
from tests.kiosk.session.anything import anything, likely
from tests.kiosk.session.citizen import WITH_SCANNER
from tests.kiosk.session.paying import Payer
from tests.kiosk.session.walk import Walk

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SEEDS = 3000 if SOAK else 160
LENGTH = 60
PAGES = {
    *(pay_state.PAY, pay_state.CODE, pay_state.CASH, pay_state.CLOSING, pay_state.UNSURE),
    *(pay_state.CLOSED, pay_state.PAID, pay_state.RETURNED, pay_state.OTHER_SUM),
}


def walk(seed: int) -> Walk:
    """A visit that has come to its payment, and what then happens to it."""
    random, made = Random(seed), Walk(around=WITH_SCANNER, items=charged())
    payer = Payer(WITH_SCANNER, "no-house-print" if seed % 8 >= 4 else "no-house-proof")
    payer.goes_to_pay()
    made.session, made.kept, made.keeps = payer.session, True, 1
    final: set[int] = set()
    for _ in range(LENGTH):
        if made.session.finished or made.session.page in ("home", "ending", "farewell"):
            break
        before = made.session
        helped = likely(before, random) if random.random() < 0.7 else None
        event = helped or anything(before, random)
        if isinstance(event, OrderCame) and event.effect in before.awaiting and event.order.final:
            final.add(before.own(PayState).n)
        for each in made.happens(event):
            if isinstance(each, AskOrder) and each.request.deed is OrderDeed.OPEN:
                before_it = set(range(1, each.request.key.n))
                assert before_it <= final, f"order {each.request.key.n} is opened before the one before is final"
    return made


@pytest.mark.parametrize("part", range(4))
def test_whatever_happens_to_a_payment_the_visit_is_legal_and_ends(part: int) -> None:
    for seed in range(part, SEEDS, 4):
        made = walk(seed)
        made.walks_away()
        assert made.session.finished or here(made.session).holds() or made.session.page in ("ending", "farewell")


def test_the_walks_come_to_every_page_of_a_payment() -> None:
    seen: set[str] = set()
    for seed in range(SEEDS):
        seen |= walk(seed).pages
        if seen >= PAGES:
            return
    raise AssertionError(f"never seen: {sorted(PAGES - seen)}")
