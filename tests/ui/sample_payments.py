"""Sample views of a payment: those of the step, of a visit that comes to each of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from devices.code_scanner.contract import Code
from kiosk.effects import AskOrder
from kiosk.events import NotAnswered, ReadingCame
from kiosk.platform.gateway import FailureKind
from kiosk.platform.listing import CaseAction, CasePayment, Cases, CaseState, MoneyState
from kiosk.platform.orders import Order, Refund
from kiosk.session import watches_of
from kiosk.view import Modes, View
from tests.kiosk.session.case_samples import case_in
from tests.kiosk.session.citizen import NOW, WITH_SCANNER, Citizen
from tests.kiosk.session.paying import CLOSED, FIRST, PAID, PAYING, REFUNDED, Payer, PayerOfTwo, order
from tests.kiosk.session.ways import cases_are_asked_by_card


def _shown() -> Payer:
    payer = Payer(WITH_SCANNER)
    payer.sees_code()
    return payer


def _opening() -> Payer:
    payer = Payer()
    payer.goes_to_pay()
    return payer


def _later() -> Payer:
    payer = _opening()
    payer.happens(NotAnswered("visit-1", payer.last(AskOrder).number, FailureKind.OFFLINE, ""))
    return payer


def _read(*answers: Order) -> Payer:
    payer = _shown()
    payer.rings("order_read")
    for each in answers:
        payer.order_comes(each)
    return payer


def _unsure() -> Payer:
    payer = _shown()
    payer.touch("claimed")
    payer.order_comes(order(PAYING))
    return payer


def _told() -> Payer:
    payer = _unsure()
    payer.rings("order_again")
    payer.order_comes()
    return payer


def _code(charging: bool = False) -> Payer:
    payer = _shown()
    payer.touch("code")
    if charging:
        (watch,) = watches_of(payer.session)
        payer.happens(ReadingCame("visit-1", watch, Code("134567890123456789")))
    return payer


def _cash() -> Payer:
    payer = _shown()
    payer.touch("cash")
    return payer


def _ways() -> Payer:
    payer = _shown()
    payer.session = replace(payer.session, modes=Modes(elder=True))
    payer.touch("ways")
    payer.session = replace(payer.session, modes=Modes())
    return payer


def _closing() -> Payer:
    payer = _shown()
    payer.touch("leave")
    return payer


def _farewell() -> Payer:
    payer = _closing()
    payer.order_comes(order(CLOSED))
    return payer


def _of_two(*keys: str, paid: bool = False) -> Payer:
    """The first of two payments."""
    payer = PayerOfTwo()
    if paid:
        payer.pays(**FIRST)
    else:
        payer.order_comes(order(**FIRST))
    payer.touch(*keys)
    return payer


def _paid_before(state: MoneyState, *keys: str) -> Citizen:
    """Progress of a case that was paid for."""
    citizen = cases_are_asked_by_card()
    money = CasePayment(state, "10.00", dict(order().payee), order().number, NOW, {} if state is ASKED else REFUSED)
    shown = case_in(CaseState.GRANTED, application="application-1", actions=MONEY_BACK, payments=(money,))
    citizen.answers("cases", Cases((shown,)))
    citizen.touch(*keys)
    return citizen


ASKED, MONEY_BACK = MoneyState.ASKED, frozenset({CaseAction.REFUND, CaseAction.RATE})
REFUSED = {"zh-CN": "登记簿已经查过了，按规定不退。", "en": "The register has been searched; it is not paid back."}
SAMPLES: dict[str, Callable[[], Citizen]] = {
    "pay": _shown,
    "pay-opening": _opening,
    "pay-later": _later,
    "pay-told": _told,
    "pay-unsure": _unsure,
    "pay-code": _code,
    "pay-charging": lambda: _code(charging=True),
    "pay-cash": _cash,
    "pay-ways": _ways,
    "pay-closing": _closing,
    "pay-closed": lambda: _read(order(seconds_left=0), order(CLOSED)),
    "pay-paid": lambda: _read(order(PAID)),
    "pay-paid-extra": lambda: _read(order(PAID, refund=Refund.EXTRA)),
    "pay-returned": lambda: _read(order(REFUNDED, refund=Refund.EXTRA)),
    "pay-other-sum": lambda: _read(order(PAID, sum="9.00")),
    "pay-farewell": _farewell,
    "two-pay": _of_two,
    "two-cash": lambda: _of_two("cash"),
    "two-paid": lambda: _of_two(paid=True),
    "two-left": lambda: _of_two("leave", paid=True),
    "refund-declined": lambda: _paid_before(MoneyState.DECLINED),
    "refund-asked": lambda: _paid_before(ASKED),
    "refund-why": lambda: _paid_before(MoneyState.PAID, "refund"),
    "refund-sure": lambda: _paid_before(MoneyState.PAID, "refund", "reason:paid_twice"),
}


def payments() -> list[View]:
    return [make().view for make in SAMPLES.values()]
