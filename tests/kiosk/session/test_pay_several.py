"""Fees of several payees: orders in a row, each final before the next, and what is left stays payable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.effects import AskOrder, Job
from kiosk.platform.listing import CaseAction, Cases, CaseState
from kiosk.platform.orders import OrderDeed, Refund
from kiosk.steps.pay_state import PayState
from kiosk.view import BlockKind
from kiosk.words import Text, text
from tests.frozen import payees
from tests.kiosk.session.case_samples import case_in
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.paying import APPLICATION, CLOSED, FIRST, PAID, REFUNDED, SECOND, PayerOfTwo, order
from tests.kiosk.session.ways import a_case_is_asked_by_its_slip, cases_are_asked_by_card
from tests.view_texts import texts_in


def said(citizen: Citizen) -> set[str]:
    return {each.key for each in texts_in(citizen.view)}


def slip(payer: Citizen) -> list[tuple[str, str]]:
    """Key and sum of what the slip says about money."""
    lines = [line.value for line in payer.last(Job).argument.lines if isinstance(line.value, Text)]
    return [
        (each.key, dict(dict(each.args)["sum"].args)["sum"])  # type: ignore[union-attr]  # a sum is words too
        for each in lines
        if each.key in ("slip-paid", "slip-unpaid", "slip-pay-unsure")
    ]


def test_two_payees_are_paid_one_after_the_other() -> None:
    payer = PayerOfTwo()
    assert payer.asked() == (OrderDeed.OPEN, 1)
    payer.order_comes(order(**FIRST))
    assert text("pay-please-which", index=1, count=2) in texts_in(payer.view)
    payer.rings("order_read")
    payer.order_comes(order(PAID, **FIRST))
    assert {"pay-paid-next", "pay-which"} <= said(payer)
    payer.touch("continue")
    assert payer.asked() == (OrderDeed.OPEN, 2)
    payer.pays(**SECOND)
    assert "pay-paid-lead" in said(payer)
    payer.touch("continue")
    assert payer.page == "ending"
    assert not {"money-unpaid", "money-paid-part"} & said(payer)
    assert slip(payer) == [("slip-paid", "20.00"), ("slip-paid", "6.00")]


@pytest.mark.parametrize("where", ["paid page", "second order"])
def test_who_leaves_in_between_is_told_what_is_paid_and_what_is_not(where: str) -> None:
    payer = PayerOfTwo()
    payer.pays(**FIRST)
    if where == "second order":
        payer.touch("continue")
        payer.order_comes(order(**SECOND))
        payer.touch("leave")
        payer.order_comes(order(CLOSED, **SECOND))
    else:
        payer.touch("leave")
    assert payer.page == "ending"
    assert {"money-unpaid", "money-paid-part"} <= said(payer)
    assert slip(payer) == [("slip-paid", "20.00"), ("slip-unpaid", "6.00")]


@pytest.mark.parametrize("amount", ["25.00", "6.01", "46.00"])
def test_an_order_of_no_sum_of_the_fees_is_closed_and_never_shown(amount: str) -> None:
    payer = PayerOfTwo()
    payer.order_comes(order(**{**FIRST, "sum": amount}))
    assert payer.asked()[0] is OrderDeed.CLOSE


def test_one_payee_of_all_is_one_order() -> None:
    payer = PayerOfTwo()
    payer.pays(sum="26.00")
    assert "pay-paid-lead" in said(payer)
    assert "pay-which" not in said(payer)


def test_money_that_came_late_or_was_given_back_does_not_stop_the_next() -> None:
    payer = PayerOfTwo()
    payer.order_comes(order(**FIRST))
    payer.rings("order_read")
    payer.order_comes(order(REFUNDED, refund=Refund.EXTRA, **FIRST))
    payer.touch("renew")
    payer.pays(**FIRST)
    payer.touch("continue")
    assert payer.asked() == (OrderDeed.OPEN, 3)
    payer.order_comes(order(REFUNDED, refund=Refund.DONE, **{**FIRST, "sum": "6.00"}))
    payer.touch("continue")
    assert payer.asked() == (OrderDeed.OPEN, 4)


def test_without_a_part_that_costs_something_there_is_nothing_to_pay() -> None:
    payer = PayerOfTwo("part:house-copy", "part:study-copy", "part:work-copy")
    assert (payer.page, payer.count(AskOrder)) == ("ending", 0)
    assert not {each for each in said(payer) if each.startswith("money-")}


def test_a_part_that_was_refused_costs_nothing() -> None:
    payer = PayerOfTwo(refused="house-copy")
    payer.pays(sum="6.00")
    payer.touch("continue")
    assert "money-paid" in said(payer)


def test_a_part_that_is_only_kept_is_paid_later_and_said_so() -> None:
    payer = PayerOfTwo(kept="study-copy")
    payer.pays(sum="20.00")
    payer.touch("continue")
    assert slip(payer) == [("slip-paid", "20.00"), ("slip-unpaid", "6.00")]


def test_cash_is_named_for_each_payee() -> None:
    payer = PayerOfTwo()
    payer.order_comes(order(**FIRST))
    payer.touch("cash")
    places = [each.words for each in payer.view.blocks if each.kind is BlockKind.BULLET]
    assert [each for each in places if isinstance(each, Text) and each.key == "pay-cash-of"] == [
        text("pay-cash-of", name=text("short", name), sum=text("sum-yuan", sum=fee), where=text("fee-cash", name))
        for name, fee in (("house-copy", "20.00"), ("study-copy", "6.00"))
    ]


def test_cash_is_named_only_for_what_is_left() -> None:
    payer = PayerOfTwo()
    payer.pays(**FIRST)
    payer.touch("continue")
    payer.order_comes(order(**SECOND))
    payer.touch("cash")
    assert payer.view.lead == text("fee-cash", "study-copy")


def came_back(way: str, *unpaid: str) -> PayerOfTwo:
    """Somebody who finds the application later; these of its parts are still to be paid."""
    citizen = cases_are_asked_by_card() if way == "card" else a_case_is_asked_by_its_slip()
    citizen.session = replace(citizen.session, catalogue=payees())
    cases = tuple(
        case_in(
            CaseState.RECEIVED, n, item_id=name, application=APPLICATION,
            actions=frozenset({CaseAction.PAY} if name in unpaid else ()),
        )
        for n, name in enumerate(("work-copy", "house-copy", "study-copy"))
    )  # fmt: skip
    citizen.answers("cases" if way == "card" else "by_slip", Cases(cases))
    payer = PayerOfTwo.__new__(PayerOfTwo)
    payer.__dict__.update(vars(citizen))
    return payer


@pytest.mark.parametrize("way", ["card", "slip"])
def test_the_sum_of_an_application_is_paid_from_progress_whichever_part_is_shown(way: str) -> None:
    payer = came_back(way, "house-copy", "study-copy")
    payer.touch("pay")
    assert payer.page == "pay"
    assert payer.session.item is not None
    assert payer.session.item.id == "files-copied"
    state = payer.session.own(PayState)
    assert state.items == ("house-copy", "study-copy")
    assert payer.last(AskOrder).request.key.application == APPLICATION
    payer.pays(**FIRST)
    payer.touch("continue")
    payer.pays(**SECOND)
    payer.touch("continue")
    assert "farewell-paid" in said(payer)
    assert "money-unpaid" not in said(payer)


def test_who_paid_the_first_before_pays_the_second_only() -> None:
    payer = came_back("slip", "study-copy")
    payer.touch("pay")
    payer.order_comes(order(PAID, **FIRST))
    assert "pay-paid-next" in said(payer)
    payer.touch("continue")
    assert payer.asked() == (OrderDeed.OPEN, 2)
    payer.pays(**SECOND)
    assert "pay-paid-lead" in said(payer)


def test_a_fee_that_this_terminal_does_not_know_is_not_paid_here() -> None:
    payer = came_back("card", "house-copy", "work-copy")
    assert "pay" not in {each.key for each in payer.view.choices}
    assert payer.view.actions.right is not None
    assert payer.view.actions.right.key == "continue"
