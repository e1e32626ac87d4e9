"""Words about the payment on ending, slip and farewell: paid, not paid yet, or not certain."""

from __future__ import annotations

from kiosk.documents.slip import SlipLine
from kiosk.steps.pay_parts import grouped, yuan
from kiosk.steps.pay_state import PayState, is_paid, order_is_open, unpaid
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import InMatter, Session
from kiosk.words import Data, text


def money_blocks(session: Session) -> tuple[Block, ...]:
    """Nothing where the application costs nothing."""
    if left := unpaid(session):
        words = "money-unsure" if order_is_open(session) or session.own(PayState).other else "money-unpaid"
        return (Block(BlockKind.STATUS, text(words, sum=yuan(left)), tone=Tone.ATTENTION),)
    return (Block(BlockKind.STATUS, text("money-paid"), tone=Tone.DONE),) if is_paid(session) else ()


def money_lines(session: InMatter) -> list[SlipLine]:
    """The same on the slip, with the number of the order."""
    state = session.own(PayState)
    order, left = state.order, unpaid(session)
    if not left and (order is None or not is_paid(session)):
        return []
    if not left and order is not None:
        said = text("slip-paid", sum=yuan(order.sum))
    elif order_is_open(session) or state.other:
        said = text("slip-pay-unsure", sum=yuan(left))
    else:
        said = text("slip-unpaid", sum=yuan(left))
    lines = [SlipLine(text("guide-fee"), said)]
    return lines if order is None else [*lines, SlipLine(text("pay-number"), Data(grouped(order.number)))]
