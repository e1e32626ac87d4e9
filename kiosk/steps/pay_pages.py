"""Pages of a payment while it is open: the code to be paid, what is not certain, what can be done instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from types import MappingProxyType

from kiosk.platform.orders import Order, OrderState
from kiosk.steps import pay_ends
from kiosk.steps.asking import asking_lead, stages
from kiosk.steps.codes import SCAN_CODE, can_scan
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.steps.pay_blocks import CASH_CHOICE, GO_LATER, VIEW, cash_places, facts, order_box, which, yuan
from kiosk.steps.pay_state import (
    CASH,
    CLOSED,
    CLOSING,
    CODE,
    ORDER_CHARGE,
    OTHER_SUM,
    PAID,
    PAY,
    RETURNED,
    UNSURE,
    WAYS,
    PayState,
    order_is_open,
    owed,
)
from kiosk.steps.step import HELP, LEAVE, box, page
from kiosk.view import LARGE_CHOICES, Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, Text, text

APPS = ("wechat", "alipay", "unionpay", "ecny")
"""Words of apps that have a name here; a platform may name more."""
SCAN = Choice("scan", text("pay-scan-again"), icon="chevron-left")
MINUTE = 60


def view(session: InMatter) -> View:
    return PAGES[session.page](session, session.own(PayState))


def _pay(session: InMatter, state: PayState) -> View:
    if session.practice:
        return pay_ends.practice(session)
    if state.nothing_due:
        return pay_ends.nothing_due(session)
    order = state.order
    if session.trouble or (order is None and not session.awaiting):
        return _later(session)
    if order is None or order.state is not OrderState.OPEN:
        return _opening(session)
    ways = _ways(session)
    elder = session.modes.elder
    if elder and len(ways) > 1:
        ways = (Choice("ways", text("pay-ways")),)
    told = f"pay-told-{state.told}" if state.told else ""
    waiting = Block(
        BlockKind.STATUS,
        text(told) if told else text("pay-waiting-short" if elder else "pay-waiting"),
        tone=Tone.ATTENTION if told else Tone.QUIET,
    )
    return page(
        session,
        VIEW,
        text("pay-title"),
        icon="coin",
        blocks=(
            Block(
                BlockKind.SUM,
                which(order, "pay-please-which") or text("pay-please"),
                yuan(order.sum),
                source=_left(order),
            ),
            Block(BlockKind.PAY_CODE, text("pay-scan"), Data(order.code), source=_apps(order, check=not elder)),
            *box(*facts(session, order)),
            waiting,
        ),
        choices=(*(replace(each, note=None) for each in ways), Choice("claimed", text("pay-claimed"), icon="clock")),
        actions=Actions(HELP, LEAVE, Choice("continue", text("pay-goes-on"), enabled=False)),
        traits=Traits(scaffold="Pay", small_choices=True),
    )


def _ways(session: InMatter) -> tuple[Choice, ...]:
    """Other ways to pay than by scanning the screen."""
    code = (Choice("code", text("pay-code"), text("pay-code-note"), "barcode"),) if can_scan(session) else ()
    return (*code, CASH_CHOICE)


def _other_ways(session: InMatter, state: PayState) -> View:
    """The same on a page of their own, for large letters."""
    return page(
        session,
        VIEW,
        text("pay-ways"),
        blocks=order_box(session, state),
        choices=_ways(session),
        actions=Actions(SCAN, LEAVE, None),
        traits=LARGE_CHOICES,
    )


def _opening(session: InMatter) -> View:
    return page(
        session,
        VIEW,
        text("pay-opening"),
        lead=asking_lead(session),
        icon="coin",
        blocks=stages("stage-asked", "pay-stage-order", "stage-shown", done=1, authority=text("pay-platform")),
        actions=Actions(None, LEAVE, None),
    )


def _later(session: InMatter) -> View:
    """It cannot be paid now: what was handed over stays so, and is paid later, anywhere."""
    trouble = session.trouble or "platform.offline"
    number = session.matter.case.slip_number if session.matter.case else ""
    again = session.status.online and not session.awaiting
    return page(
        session,
        VIEW,
        text("pay-later"),
        lead=fault_message(session.terminal, trouble),
        icon="clock",
        tone=Tone.ATTENTION,
        blocks=(
            *box(
                Block(BlockKind.ROW, text("pay-due"), yuan(f"{owed(session):.2f}")),
                *((Block(BlockKind.ROW, text("slip-number-label"), Data(number)),) if number else ()),
            ),
            Block(BlockKind.BULLET, text("pay-later-anywhere")),
            *(Block(BlockKind.BULLET, place) for place in cash_places(session)),
            *what_to_do(session, trouble, "pay-safe-later", "pay-do-later"),
        ),
        choices=(Choice("again", text("action-try-again"), icon="clock"),) if again else (),
        actions=Actions(HELP, LEAVE, GO_LATER),
    )


def _code(session: InMatter, state: PayState) -> View:
    charging = session.awaits(ORDER_CHARGE)
    said = text("pay-charging") if charging else text(f"pay-told-{state.told}" if state.told else "pay-code-wait")
    tone = Tone.ATTENTION if state.told and not charging else Tone.PLAIN
    return page(
        session,
        VIEW,
        text("pay-code-title"),
        lead=asking_lead(session) if charging else text("pay-code-lead", place=session.place_of(SCAN_CODE)),
        icon="barcode",
        blocks=order_box(session, state),
        guidance=Guidance(session.status.device_for(SCAN_CODE), "wait", said, tone),
        actions=Actions(None if charging else SCAN, None if charging else LEAVE, None),
    )


def _cash(session: InMatter, state: PayState) -> View:
    places = cash_places(session)
    return page(
        session,
        VIEW,
        text("pay-cash-title"),
        lead=places[0] if len(places) == 1 else text("pay-cash-several"),
        icon="cash",
        blocks=(
            *order_box(session, state),
            *(Block(BlockKind.BULLET, place) for place in places if len(places) > 1),
            Block(BlockKind.BULLET, text("pay-cash-kept")),
            Block(BlockKind.BULLET, text("pay-cash-number")),
            Block(BlockKind.NOTE, text("next-handed-over", phone=Data(session.item.phones.consult))),
        ),
        actions=Actions(SCAN if order_is_open(session) else None, LEAVE, Choice("continue", text("pay-cash-go"))),
    )


def _closing(session: InMatter, state: PayState) -> View:
    return page(
        session,
        VIEW,
        text("pay-closing"),
        lead=text("pay-closing-lead"),
        icon="clock",
        tone=Tone.QUIET,
        blocks=order_box(session, state),
        actions=Actions(None, None, None),
    )


def _unsure(session: InMatter, state: PayState) -> View:
    order = state.order
    number = session.matter.case.slip_number if session.matter.case else ""
    paying = order is not None and order.state is OrderState.PAYING
    return page(
        session,
        VIEW,
        text("pay-unsure"),
        lead=text("pay-unsure-lead"),
        icon="help",
        tone=Tone.ATTENTION,
        blocks=(
            *order_box(session, state),
            Block(BlockKind.STAGE, text("pay-unsure-began"), tone=Tone.DONE),
            Block(
                BlockKind.STAGE,
                text("pay-unsure-paying") if paying else text("pay-unsure-asked", count=state.asked),
                text("pay-unsure-again"),
                tone=Tone.QUIET,
            ),
            Block(BlockKind.STAGE, text("pay-unsure-then"), text("pay-unsure-then-note")),
            Block(BlockKind.BULLET, text("pay-unsure-once")),
            Block(BlockKind.BULLET, text("pay-unsure-kept")),
            *((Block(BlockKind.BIG_NUMBER, text("slip-number-keep"), Data(number)),) if number else ()),
            Block(BlockKind.NOTE, text("pay-unsure-call", phone=Data(session.terminal.duty_phone))),
        ),
        choices=(Choice("go", text("pay-unsure-go"), text("pay-unsure-go-note"), "document"),),
        actions=Actions(HELP, LEAVE, Choice("continue", text("pay-unsure-asking"), enabled=False)),
    )


def _left(order: Order) -> Text:
    """The time that is left, in whole minutes: nobody is hurried by seconds."""
    minutes = order.seconds_left // MINUTE
    return text("pay-left", minutes=minutes) if minutes else text("pay-left-less")


def _apps(order: Order, *, check: bool) -> Text:
    """The apps that can pay it, and, where there is room, what to check before."""
    known = [text(f"pay-app-{app}") for app in order.apps if app in APPS]
    if not known:
        return text("pay-apps-any")
    return text(
        "pay-apps" if check else "pay-apps-short",
        apps=reduce(lambda one, other: text("list-of-names", one=one, other=other), known),
    )


PAGES: Mapping[str, Callable[[InMatter, PayState], View]] = MappingProxyType(
    {
        PAY: _pay,
        CODE: _code,
        WAYS: _other_ways,
        CASH: _cash,
        CLOSING: _closing,
        UNSURE: _unsure,
        CLOSED: pay_ends.closed,
        PAID: pay_ends.paid,
        RETURNED: pay_ends.returned,
        OTHER_SUM: pay_ends.other_sum,
    }
)
