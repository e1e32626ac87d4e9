"""Pages of progress about money: what was paid for a case and what became of it, and asking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.platform.listing import CasePayment, CaseProgress, MoneyState, RefundReason
from kiosk.steps.pay_blocks import grouped, yuan
from kiosk.steps.progress_state import REFUND, REFUND_SURE, ProgressState, name_of, office_of, shown
from kiosk.steps.step import BACK, LEAVE, box, page, said
from kiosk.view import LARGE_CHOICES, Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Data, Text, text

ICONS: Mapping[RefundReason, str] = MappingProxyType(
    {
        RefundReason.NOT_NEEDED: "undo",
        RefundReason.NOT_GRANTED: "alert",
        RefundReason.PAID_TWICE: "coin",
        RefundReason.WRONG_SUM: "pencil",
        RefundReason.OTHER: "help",
    }
)


def payments(session: InMatter, case: CaseProgress) -> tuple[Block, ...]:
    """Each payment with its refund and what the authority said of it; nothing where nothing was paid."""
    return box(*(block for each in case.detail.payments for block in _payment(session, case, each)))


def _payment(session: InMatter, case: CaseProgress, money: CasePayment) -> tuple[Block, ...]:
    held = text("progress-paid-sum", sum=yuan(money.sum)) if money.state is MoneyState.PAID else yuan(money.sum)
    rows = [Block(BlockKind.ROW, text("progress-paid"), held)]
    if payee := said(session, money.payee):
        rows.append(Block(BlockKind.ROW, text("pay-payee"), payee))
    rows.append(Block(BlockKind.ROW, text("pay-number"), Data(grouped(money.number))))
    if money.state is not MoneyState.PAID:
        state = text(f"progress-refund-{money.state.value}", at=money.at.isoformat(), office=office_of(session, case))
        rows.append(Block(BlockKind.ROW, text("act-refund"), state))
    if money.state is MoneyState.REFUNDED:
        rows.append(Block(BlockKind.NOTE, text("pay-returned-when")))
    if words := said(session, money.words):
        rows.append(Block(BlockKind.NOTE, text("progress-said", office=office_of(session, case), words=words)))
    return tuple(rows)


def _to_return(case: CaseProgress) -> tuple[CasePayment, ...]:
    """The payments that can be asked back."""
    return tuple(each for each in case.detail.payments if each.state is MoneyState.PAID)


def reason_words(reason: RefundReason) -> Text:
    return text(f"refund-reason-{reason.value.replace('_', '-')}")


def _why(session: InMatter) -> View:
    """The reason, one of a list: nobody has to write."""
    _, case = shown(session)
    return page(
        session,
        "Progress",
        text("progress-refund-title", name=name_of(session, case)),
        lead=text("progress-refund-lead"),
        icon="coin",
        choices=tuple(Choice(f"reason:{each.value}", reason_words(each), icon=ICONS[each]) for each in RefundReason),
        actions=Actions(Choice("stop", text("action-back"), icon=BACK.icon), LEAVE, None),
        traits=LARGE_CHOICES,
    )


def _sure(session: InMatter) -> View:
    _, case = shown(session)
    reason, office = session.own(ProgressState).reason, office_of(session, case)
    rows = [
        Block(BlockKind.ROW, text("progress-matter"), name_of(session, case)),
        Block(BlockKind.ROW, text("progress-office"), office),
    ]
    for each in _to_return(case):
        rows.append(Block(BlockKind.ROW, text("progress-paid"), yuan(each.sum)))
        rows.append(Block(BlockKind.ROW, text("pay-number"), Data(grouped(each.number))))
    if reason is not None:
        rows.append(Block(BlockKind.ROW, text("progress-refund-why"), reason_words(reason)))
    return page(
        session,
        "Progress",
        text("progress-refund-sure", name=name_of(session, case)),
        lead=text("progress-refund-sure-lead", office=office),
        icon="coin",
        tone=Tone.QUIET,
        blocks=(*box(*rows), Block(BlockKind.BULLET, text("progress-refund-way"))),
        actions=Actions(
            Choice("reasons", text("action-back"), icon=BACK.icon),
            LEAVE,
            Choice("refund-now", text("progress-refund-now")),
        ),
        traits=Traits(large_rows=True),
    )


PAGES: Mapping[str, Callable[[InMatter], View]] = MappingProxyType({REFUND: _why, REFUND_SURE: _sure})
