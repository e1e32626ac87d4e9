"""The tests that a technician runs on a part, by its family; the verbs are the family's own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.card_reader.contract import READ as READ_SLOT
from devices.code_scanner.contract import CODE
from devices.id_reader.contract import READ as READ_CARD
from devices.print_outcome import Paper, PrintOutcome
from devices.receipt_printer.contract import PRINT, Align, Document, GapBlock, QrBlock, RuleBlock, TextBlock
from kiosk.technician.verdict import Seen
from kiosk.technician.workshop import PartTest

PAGE: Document = (
    TextBlock("测试页 TEST", 8.0, bold=True, align=Align.CENTRE),
    RuleBlock(),
    TextBlock("一二三四五六七八九十 0123456789 ABCDEFG"),
    TextBlock("小字也要看得清。", 3.0),
    QrBlock("TEST", 25.0),
    GapBlock(),
    TextBlock("这张纸不是凭条，看完请撕掉。"),
)
"""The page that a slip printer prints in a test: all sizes, a code, and no word of any application."""


def judge_paper(outcome: object) -> Seen:
    """A page has come out only if the printer said so."""
    if not isinstance(outcome, PrintOutcome):
        return Seen(None)
    if outcome.fault is not None or outcome.paper is Paper.DID_NOT:
        return Seen(False, (outcome.fault.code,) if outcome.fault else ())
    return Seen(True, ("paper",)) if outcome.paper is Paper.CAME_OUT else Seen(None)


TESTS: Mapping[str, tuple[PartTest, ...]] = MappingProxyType(
    {
        "id_reader": (PartTest("read_card", READ_CARD.name, READ_CARD.capability, watched=True),),
        "card_reader": (PartTest("read_card", READ_SLOT.name, READ_SLOT.capability, watched=True),),
        "code_scanner": (PartTest("scan_code", CODE.name, CODE.capability, watched=True),),
        "receipt_printer": (PartTest("print_page", PRINT.name, PRINT.capability, PAGE, judge=judge_paper),),
    }
)
