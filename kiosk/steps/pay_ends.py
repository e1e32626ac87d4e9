"""Ends of a payment, each with its own truth: paid, closed, given back, another sum, nothing to pay, practice."""

from __future__ import annotations

from kiosk.platform.orders import Refund
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.steps.pay_blocks import CASH_CHOICE, GO_LATER, VIEW, facts, order_box, yuan
from kiosk.steps.pay_state import PayState, due, more_due, still_due
from kiosk.steps.step import CONTINUE, DONE, HELP, LEAVE, box, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, text

REFUNDS = (Refund.ASKED, Refund.DECLINED)
"""Refunds that have words on the page of what is paid: `pay-refund-<value>`."""
OTHER = "order.other_sum"
NEXT = Choice("continue", text("pay-next"))
RENEW = Choice("renew", text("pay-renew"), text("pay-renew-note"), "phone", main=True)


def practice(session: InMatter) -> View:
    return page(
        session,
        VIEW,
        text("pay-practice"),
        lead=text("pay-practice-lead", sum=yuan(session.item.fee_here)),
        icon="graduation",
        tone=Tone.QUIET,
        blocks=(Block(BlockKind.PICTURE, picture="phone"),),
        actions=Actions(HELP, LEAVE, CONTINUE),
    )


def nothing_due(session: InMatter) -> View:
    return page(
        session,
        VIEW,
        text("pay-nothing-due"),
        lead=text("pay-nothing-due-lead"),
        icon="check",
        tone=Tone.DONE,
        actions=Actions(HELP, LEAVE, CONTINUE),
    )


def closed(session: InMatter, state: PayState) -> View:
    return page(
        session,
        VIEW,
        text("pay-closed"),
        lead=text("pay-closed-lead"),
        icon="clock",
        tone=Tone.QUIET,
        blocks=order_box(session, state),
        choices=(RENEW, CASH_CHOICE),
        actions=Actions(HELP, LEAVE, GO_LATER),
        traits=Traits(tall_choices=True),
    )


def paid(session: InMatter, state: PayState) -> View:
    order = state.order
    assert order is not None
    extra = (Block(BlockKind.NOTE, text("pay-extra")),) if order.refund is Refund.EXTRA else ()
    asked = (Block(BlockKind.NOTE, text(f"pay-refund-{order.refund}")),) if order.refund in REFUNDS else ()
    receipt = (Block(BlockKind.QR, text("pay-receipt"), Data(order.receipt)),) if order.receipt else ()
    return page(
        session,
        VIEW,
        text("pay-paid", sum=yuan(order.sum)),
        lead=text("pay-paid-next") if more_due(session) else text("pay-paid-lead"),
        icon="check",
        tone=Tone.DONE,
        blocks=(*order_box(session, state), *box(*receipt), *extra, *asked),
        actions=Actions(HELP, LEAVE, NEXT if more_due(session) else CONTINUE),
    )


def returned(session: InMatter, state: PayState) -> View:
    order = state.order
    again = order is not None and still_due(order)
    return page(
        session,
        VIEW,
        text("pay-returned"),
        lead=text("pay-returned-late" if again else "pay-returned-lead"),
        icon="coin",
        tone=Tone.QUIET,
        blocks=(*order_box(session, state), Block(BlockKind.BULLET, text("pay-returned-when"))),
        choices=(RENEW,) if again else (),
        actions=Actions(HELP, LEAVE, GO_LATER if again else NEXT if more_due(session) else DONE),
    )


def other_sum(session: InMatter, state: PayState) -> View:
    asked = state.shown or f"{due(session):.2f}"
    return page(
        session,
        VIEW,
        text("pay-other-sum"),
        lead=fault_message(session.terminal, OTHER),
        icon="alert",
        tone=Tone.ATTENTION,
        blocks=(
            *box(
                Block(BlockKind.ROW, text("pay-other-item"), yuan(asked)),
                Block(BlockKind.ROW, text("pay-other-platform"), yuan(state.other)),
                *(facts(session, state.order) if state.order is not None else ()),
            ),
            Block(BlockKind.BULLET, text("pay-unsure-kept")),
            *what_to_do(session, OTHER, "pay-safe-sum", "pay-do-sum"),
        ),
        actions=Actions(HELP, LEAVE, CONTINUE),
    )
