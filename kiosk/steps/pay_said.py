"""Words about the payment on ending, slip and farewell: paid, not paid yet, or not certain."""

from __future__ import annotations

from decimal import Decimal

from kiosk.documents.slip import SlipLine
from kiosk.platform.orders import Order
from kiosk.steps.pay_blocks import grouped, yuan
from kiosk.steps.pay_state import PayState, is_paid, order_is_open, unpaid
from kiosk.view import Block, BlockKind, Tone
from kiosk.visit import InMatter, Session
from kiosk.words import Data, text


def money_blocks(session: Session) -> tuple[Block, ...]:
    """Nothing where the application costs nothing."""
    if left := unpaid(session):
        settled = session.own(PayState).settled
        paid = text("money-paid-part", sum=yuan(f"{sum(Decimal(each.sum) for each in settled):.2f}"))
        words = "money-unsure" if order_is_open(session) or session.own(PayState).other else "money-unpaid"
        rest = Block(BlockKind.STATUS, text(words, sum=yuan(left)), tone=Tone.ATTENTION)
        return (*((Block(BlockKind.STATUS, paid, tone=Tone.DONE),) if settled else ()), rest)
    return (Block(BlockKind.STATUS, text("money-paid"), tone=Tone.DONE),) if is_paid(session) else ()


def money_lines(session: InMatter) -> list[SlipLine]:
    """The same on the slip, with the number of each order."""
    state = session.own(PayState)
    lines = [line for each in state.settled for line in _line("slip-paid", each.sum, each)]
    left = unpaid(session)
    if not left:
        return lines
    words = "slip-pay-unsure" if order_is_open(session) or state.other else "slip-unpaid"
    return [*lines, *_line(words, left, state.order if state.order not in state.settled else None)]


def _line(words: str, amount: str, order: Order | None) -> list[SlipLine]:
    number = [] if order is None else [SlipLine(text("pay-number"), Data(grouped(order.number)))]
    return [SlipLine(text("guide-fee"), text(words, sum=yuan(amount))), *number]
