"""Blocks, words and choices that the pages about money share."""

from __future__ import annotations

from kiosk.platform.orders import Order
from kiosk.steps.pay_state import PayState, items_left
from kiosk.steps.step import box, in_language
from kiosk.view import Block, BlockKind, Choice
from kiosk.visit import InMatter
from kiosk.words import Data, Text, text

VIEW = "Pay"
CASH_CHOICE = Choice("cash", text("pay-cash"), text("pay-cash-note"), "cash")
GO_LATER = Choice("later", text("pay-later-go"))


def grouped(number: str) -> str:
    """An order's number in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def facts(session: InMatter, order: Order) -> tuple[Block, ...]:
    return (
        Block(BlockKind.ROW, text("pay-payee"), in_language(session, order.payee)),
        Block(BlockKind.ROW, text("pay-number"), Data(grouped(order.number))),
    )


def yuan(amount: str) -> Text:
    return text("sum-yuan", sum=amount)


def which(order: Order, words: str = "pay-which") -> Text | None:
    """Which of several payments this one is; None for the only one."""
    return text(words, index=order.index, count=order.count) if order.count > 1 else None


def cash_places(session: InMatter) -> tuple[Text, ...]:
    """The place where each fee can be paid in cash: every item has its own."""
    items = items_left(session)
    if len(items) == 1:
        return (text("fee-cash", items[0].id),)
    return tuple(
        text("pay-cash-of", name=text("short", each.id), sum=yuan(each.fee_here), where=text("fee-cash", each.id))
        for each in items
    )


def order_box(session: InMatter, state: PayState) -> tuple[Block, ...]:
    order = state.order
    if order is None:
        return ()
    place = which(order)
    several = (Block(BlockKind.ROW, text("pay-which-label"), place),) if place is not None else ()
    return box(*several, Block(BlockKind.ROW, text("pay-sum"), yuan(order.sum)), *facts(session, order))
