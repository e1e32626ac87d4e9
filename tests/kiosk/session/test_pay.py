"""Paying: only the platform's signed word ends it, no second code is shown before, and every way out is true."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from devices import Fault, Next
from devices.code_scanner.contract import Code
from kiosk.effects import AskOrder, Job
from kiosk.events import NotAnswered, ReadingCame, WatchFailed
from kiosk.payment_events import OrderCame
from kiosk.platform.gateway import FailureKind
from kiosk.platform.orders import OrderDeed, Refund
from kiosk.session import timers_of, watches_of
from kiosk.session.advance import _go
from kiosk.steps.pay import open_pay
from kiosk.steps.pay_blocks import grouped
from kiosk.view import BlockKind
from kiosk.words import Data, Text
from tests.frozen import charged
from tests.kiosk.session.citizen import WITH_SCANNER
from tests.kiosk.session.fault_pages import says_it_all
from tests.kiosk.session.paying import (
    APPLICATION,
    CLOSED,
    OPEN,
    ORDER,
    PAID,
    PAYING,
    REFUNDED,
    Payer,
    order,
)

PAY_CODE = "134567890123456789"


@pytest.fixture
def payer() -> Payer:
    made = Payer()
    made.sees_code()
    return made


def key(words: Any) -> str:
    assert isinstance(words, Text)
    return words.key


def title(payer: Payer) -> str:
    return key(payer.view.title)


def said(payer: Payer) -> list[str]:
    """The keys of the words of all blocks."""
    return [each.words.key for each in payer.view.blocks if isinstance(each.words, Text)]


def no_answer(payer: Payer, trouble: FailureKind = FailureKind.SLOW, reason: str = "") -> None:
    payer.happens(NotAnswered("visit-1", payer.last(AskOrder).number, trouble, reason))


def block(payer: Payer, kind: BlockKind) -> Any:
    return next(each for each in payer.view.blocks if each.kind is kind)


def test_the_code_is_shown_with_sum_payee_number_and_time(payer: Payer) -> None:
    assert payer.asked() == (OrderDeed.OPEN, 1)
    assert block(payer, BlockKind.PAY_CODE).value == Data(ORDER.code)
    assert dict(block(payer, BlockKind.SUM).value.args) == {"sum": "10.00"}
    assert dict(block(payer, BlockKind.SUM).source.args) == {"minutes": 4}
    rows = [each.value for each in payer.view.blocks if each.kind is BlockKind.ROW]
    assert rows == [Data("样例市不动产登记中心"), Data("2511 2410 0000 0371")]
    assert grouped("12345") == "1234 5"
    assert "code" not in [each.key for each in payer.view.choices], "no scanner here"


def test_it_is_read_by_itself_and_paid_only_by_the_platforms_word(payer: Payer) -> None:
    for seconds in (282, 61, 59):
        payer.rings("order_read")
        assert payer.asked() == (OrderDeed.READ, 1)
        payer.order_comes(order(seconds_left=seconds))
    assert key(block(payer, BlockKind.SUM).source) == "pay-left-less"
    payer.touch_in_vain("continue")
    payer.rings("order_read")
    payer.order_comes(order(PAID))
    assert (payer.page, title(payer)) == ("pay/paid", "pay-paid")
    assert block(payer, BlockKind.QR).value == Data("https://receipts.invalid/990625110000000371")
    payer.touch("continue")
    assert payer.page == "ending"
    assert "money-paid" in said(payer)


def test_without_a_receipt_there_is_no_empty_card(payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(PAID, receipt=""))
    assert title(payer) == "pay-paid"
    kinds = [each.kind for each in payer.view.blocks]
    assert (BlockKind.BOX_START, BlockKind.BOX_END) not in pairwise(kinds)


def test_reading_does_not_keep_an_abandoned_page_alive(payer: Payer) -> None:
    before = {each for each in timers_of(payer.session) if each.name == "idle"}
    assert before
    payer.rings("order_read")
    assert before <= timers_of(payer.session)
    payer.rings("idle")
    payer.rings("countdown")
    assert payer.page == "ending"
    assert payer.last(AskOrder).request.deed is not OrderDeed.CLOSE, "the courier closes what was left"
    assert "money-unsure" in said(payer)


@pytest.mark.parametrize("how", ["claimed", "no answer", "not the platform", "paying"])
def test_what_is_not_certain_is_asked_about_until_it_is(how: str, payer: Payer) -> None:
    if how == "claimed":
        payer.touch("claimed")
    else:
        payer.rings("order_read")
        if how == "paying":
            payer.order_comes(order(PAYING))
        else:
            no_answer(payer, FailureKind.SLOW if how == "no answer" else FailureKind.NOT_THE_PLATFORM, "order")
    assert payer.page == "pay/unsure"
    assert payer.asked() == (OrderDeed.READ, 1)
    no_answer(payer)
    for _ in range(3):
        payer.rings("order_again")
        no_answer(payer)
    assert payer.page == "pay/unsure"
    assert not any(each.kind is BlockKind.PAY_CODE for each in payer.view.blocks)
    assert "idle" not in {each.name for each in timers_of(payer.session)}
    payer.rings("order_again")
    payer.order_comes(order(PAID))
    assert payer.page == "pay/paid"


def test_from_unsure_only_open_leads_back_to_the_code(payer: Payer) -> None:
    payer.touch("claimed")
    payer.order_comes(order(PAYING))
    assert payer.page == "pay/unsure"
    payer.rings("order_again")
    payer.order_comes(order(OPEN))
    assert payer.page == "pay"
    assert "pay-told-not-yet" in said(payer)
    assert {each.request.key.n for each in payer.effects if isinstance(each, AskOrder)} == {1}


def test_after_ten_minutes_it_ends_by_itself_and_says_so(payer: Payer) -> None:
    payer.touch("claimed")
    no_answer(payer)
    payer.rings("order_unsure")
    assert payer.page == "ending"
    assert "money-unsure" in said(payer)


def test_whoever_leaves_has_the_order_closed_first(payer: Payer) -> None:
    payer.touch("leave")
    assert (payer.page, payer.asked()) == ("pay/closing", (OrderDeed.CLOSE, 1))
    payer.touch_in_vain("leave")
    payer.order_comes(order(CLOSED))
    assert payer.page == "ending"
    assert "money-unpaid" in said(payer)


@pytest.mark.parametrize(
    ("answer", "page"), [(order(PAID), "pay/paid"), (order(PAYING), "pay/unsure"), (None, "pay/unsure")]
)
def test_closing_that_does_not_end_in_closed_lets_nobody_go_unknowing(answer: Any, page: str, payer: Payer) -> None:
    payer.touch("leave")
    if answer is None:
        no_answer(payer)
    else:
        payer.order_comes(answer)
    assert payer.page == page
    if page == "pay/unsure":
        payer.touch("go")
        assert payer.page == "ending"


def test_when_the_time_is_over_the_same_order_is_asked_first_and_then_another(payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(seconds_left=0))
    assert (payer.page, payer.asked()) == ("pay/closing", (OrderDeed.CLOSE, 1))
    payer.order_comes(order(CLOSED))
    assert payer.page == "pay/closed"
    payer.touch("renew")
    assert (payer.page, payer.asked()) == ("pay", (OrderDeed.OPEN, 2))
    payer.order_comes(ORDER)
    assert title(payer) == "pay-title"


def test_an_order_whose_time_ends_while_it_is_not_certain_is_closed_in_place(payer: Payer) -> None:
    payer.touch("claimed")
    payer.order_comes(order(seconds_left=0))
    assert (payer.page, payer.asked()) == ("pay/unsure", (OrderDeed.CLOSE, 1))
    payer.order_comes(order(CLOSED))
    assert payer.page == "pay/closed"


def test_cash_is_never_refused_and_closes_the_order_before_anybody_goes_there(payer: Payer) -> None:
    payer.touch("cash")
    assert key(payer.view.lead) == "fee-cash"
    payer.touch("scan")
    assert payer.asked() == (OrderDeed.READ, 1)
    payer.order_comes()
    payer.touch("cash", "continue")
    assert payer.asked() == (OrderDeed.CLOSE, 1)
    payer.order_comes(order(CLOSED))
    assert payer.page == "ending"


def test_another_sum_than_the_item_states_is_closed_and_never_shown() -> None:
    payer = Payer()
    payer.goes_to_pay()
    payer.order_comes(order(sum="100.00"))
    assert payer.asked() == (OrderDeed.CLOSE, 1)
    assert not any(each.kind is BlockKind.PAY_CODE for each in payer.view.blocks)
    payer.order_comes(order(CLOSED, sum="100.00"))
    assert (payer.page, title(payer)) == ("pay/other-sum", "pay-other-sum")
    says_it_all(payer.view, "order.other_sum")
    payer.touch("continue")
    assert payer.page == "ending"


@pytest.mark.parametrize("state", [PAID, OPEN])
def test_another_sum_than_was_shown_does_not_count(state: Any, payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(state, sum="9.00"))
    if state is OPEN:
        payer.order_comes(order(CLOSED, sum="9.00"))
    assert payer.page == "pay/other-sum"


def test_money_that_came_late_goes_back_and_the_fee_is_still_due(payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(REFUNDED, refund=Refund.EXTRA))
    assert (payer.page, key(payer.view.lead)) == ("pay/returned", "pay-returned-late")
    payer.touch("renew")
    assert payer.asked() == (OrderDeed.OPEN, 2)


def test_what_the_authority_gave_back_is_not_asked_for_again(payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(REFUNDED, refund=Refund.DONE))
    assert payer.view.choices == ()
    payer.touch("continue")
    assert payer.page == "ending"
    assert "money-unpaid" not in said(payer)


@pytest.mark.parametrize("refund", [Refund.EXTRA, Refund.ASKED, Refund.DECLINED])
def test_what_is_said_of_a_refund(refund: Refund, payer: Payer) -> None:
    payer.rings("order_read")
    payer.order_comes(order(PAID, refund=refund))
    notes = [key(each.words) for each in payer.view.blocks if each.kind is BlockKind.NOTE]
    assert notes == ["pay-extra" if refund is Refund.EXTRA else f"pay-refund-{refund}"]


def test_what_was_only_kept_here_is_paid_later() -> None:
    payer = Payer()
    payer.submits()
    payer.rings("receipt_wait")
    assert (payer.page, payer.count(AskOrder)) == ("ending", 0)
    assert "money-unpaid" in said(payer)


def test_without_an_answer_to_the_order_it_can_be_asked_for_again_or_paid_later() -> None:
    payer = Payer()
    payer.goes_to_pay()
    no_answer(payer, FailureKind.OFFLINE)
    assert title(payer) == "pay-later"
    payer.touch("again")
    assert payer.asked() == (OrderDeed.OPEN, 1)
    no_answer(payer, FailureKind.BUSY)
    payer.touch("later")
    assert payer.page == "ending"


def test_nothing_due_is_said_and_goes_on() -> None:
    payer = Payer()
    payer.goes_to_pay()
    no_answer(payer, FailureKind.REFUSED, "nothing-due")
    assert title(payer) == "pay-nothing-due"
    payer.touch("continue")
    assert payer.page == "ending"
    assert "money-unpaid" not in said(payer)


def test_a_phones_code_is_charged_once_and_forgotten() -> None:
    payer = Payer(WITH_SCANNER)
    payer.sees_code()
    payer.touch("code")
    (watch,) = watches_of(payer.session)
    payer.happens(ReadingCame("visit-1", watch, Code("https://else.invalid")))
    assert payer.view.guidance is not None
    assert key(payer.view.guidance.state) == "pay-told-not-a-code"
    (watch,) = watches_of(payer.session)
    payer.happens(WatchFailed("visit-1", watch, Fault("code_scanner.incomplete", Next.ASK_CITIZEN)))
    payer.happens(ReadingCame("visit-1", watch, Code(PAY_CODE)))
    assert payer.last(AskOrder).request.code == PAY_CODE
    assert PAY_CODE not in repr(payer.session)
    assert not watches_of(payer.session)
    payer.touch_in_vain("scan")
    payer.order_comes(order(OPEN))
    assert payer.page == "pay"
    assert "pay-told-declined" in said(payer)
    payer.touch("code")
    (watch,) = watches_of(payer.session)
    payer.happens(ReadingCame("visit-1", watch, Code(PAY_CODE)))
    no_answer(payer)
    assert payer.page == "pay/unsure"


def test_a_scanner_that_fails_leads_back_to_the_code_on_the_screen() -> None:
    payer = Payer(WITH_SCANNER)
    payer.sees_code()
    payer.touch("code")
    (watch,) = watches_of(payer.session)
    payer.happens(WatchFailed("visit-1", watch, Fault("code_scanner.no_answer", Next.CALL_STAFF)))
    assert payer.page == "pay"


def test_practice_pays_nothing_and_asks_for_no_order() -> None:
    payer = Payer()
    item = charged().find("no-house-proof")
    assert item is not None
    practising = replace(payer.session, practice=True)
    payer.session, _ = _go(open_pay(practising, (item,), APPLICATION))
    assert (payer.page, title(payer)) == ("pay", "pay-practice")
    payer.touch("continue")
    assert payer.page == "farewell"
    assert payer.count(AskOrder) == 0


def came_back() -> Payer:
    payer = Payer()
    item = charged().find("no-house-proof")
    assert item is not None
    payer.session, effects = _go(open_pay(payer.session, (item,), APPLICATION))
    payer.effects.extend(effects)
    return payer


def test_who_comes_back_has_the_order_read_before_anything_is_shown() -> None:
    payer = came_back()
    assert (payer.page, payer.asked()) == ("pay", (OrderDeed.OPEN, 1))
    payer.order_comes(order(PAID))
    assert payer.page == "pay/paid"
    payer.touch("continue")
    assert key(payer.view.lead) == "farewell-paid"


def test_an_order_closed_in_an_earlier_visit_is_followed_by_the_next() -> None:
    payer = came_back()
    payer.order_comes(order(CLOSED))
    assert payer.asked() == (OrderDeed.OPEN, 2)
    payer.order_comes(ORDER)
    assert title(payer) == "pay-title"


def test_an_order_before_that_is_not_final_is_asked_about_first() -> None:
    payer = came_back()
    payer.order_comes(order(CLOSED))
    no_answer(payer, FailureKind.REFUSED, "order-open")
    assert payer.asked() == (OrderDeed.OPEN, 1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(order(PAID), "slip-paid"), (order(PAYING), "slip-pay-unsure"), (order(CLOSED), "slip-unpaid")],
)
def test_the_slip_says_what_became_of_the_money(answer: Any, words: str, payer: Payer) -> None:
    payer.touch("leave")
    payer.order_comes(answer)
    if payer.page != "ending":
        payer.touch("go" if payer.page == "pay/unsure" else "continue")
    slip = payer.last(Job).argument
    values = [key(line.value) for line in slip.lines if isinstance(line.value, Text)]
    assert words in values
    assert Data("2511 2410 0000 0371") in [line.value for line in slip.lines]


def test_a_time_out_leads_to_the_number_that_nobody_has_seen(payer: Payer) -> None:
    payer.touch("claimed")
    no_answer(payer)
    payer.rings("order_unsure")
    assert payer.page == "ending"
    assert "idle" not in {each.name for each in timers_of(payer.session)}, "the number stays until the slip is out"


def test_an_answer_of_another_visit_or_effect_changes_nothing(payer: Payer) -> None:
    before = payer.session
    payer.happens(OrderCame("visit-2", payer.last(AskOrder).number, order(PAID)))
    payer.happens(OrderCame("visit-1", 9999, order(PAID)))
    assert payer.session is before
