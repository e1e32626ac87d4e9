"""The tests of receipt printers: the test page, and a slip that is taken back."""

from __future__ import annotations

from devices.family import Needs, Test
from devices.print_outcome import judge_print
from devices.receipt_printer.contract import (
    PRINT,
    RETRACT,
    Align,
    Document,
    GapBlock,
    QrBlock,
    ReceiptPrinter,
    Retraction,
    RetractOutcome,
    RuleBlock,
    TextBlock,
)
from devices.sample_page import SAMPLE_CODE, SAMPLE_LINES
from devices.verdict import Verdict, failed

PAGE: Document = (
    TextBlock("测试页", bold=True, align=Align.CENTRE),
    RuleBlock(),
    *(TextBlock(line) for line in SAMPLE_LINES),
    GapBlock(),
    QrBlock(SAMPLE_CODE),
    RuleBlock(),
)
"""Its code is the target of a code scanner's test."""


def _taken_back(values: tuple[RetractOutcome, ...]) -> Verdict:
    outcome = values[-1]
    saw = f"slip={outcome.retraction.value}"
    if outcome.fault is not None:
        return failed(outcome.fault, saw)
    open_ends = {Retraction.TAKEN_BACK: True, Retraction.UNCONFIRMED: None}
    return Verdict(open_ends.get(outcome.retraction, False), (saw,))


TESTS: tuple[Test[ReceiptPrinter], ...] = (
    Test(
        "print_page",
        PRINT.name,
        lambda _: PAGE,
        Needs.NOTHING,
        judge_print,
        ("paper=came_out",),
        longest_s=PRINT.longest_s,
        by_eye=True,
    ),
    Test(
        "take_back",
        RETRACT.name,
        lambda _: None,
        Needs.SLIP_LEFT,
        _taken_back,
        ("slip=taken_back",),
        longest_s=RETRACT.longest_s,
    ),
)
