"""The tests of a part as rows: what the last one saw, or a button that begins it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.technician.doing import Doing
from kiosk.technician.workshop import Part, PartTest
from kiosk.view import Block, BlockKind, Choice
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

SIGHTS: Mapping[str, str] = {
    "paper=came_out": "tech-saw-paper",
    "card=read": "tech-saw-card",
    "code=read": "tech-saw-code",
    "slip=taken_back": "tech-saw-slip-back",
    "door=opened": "tech-saw-door",
    "door=open": "tech-saw-door",
    "power=line": "tech-saw-mains",
    "said_by_a_person": "tech-saw-person",
}
"""Sight of a verdict → its words; others are shown as they are."""
MARKS = {True: Mark.GOOD, False: Mark.FAULT, None: Mark.UNKNOWN}


def test_rows(state: Technician, part: Part) -> tuple[Block, ...]:
    return tuple(_row(state, part, test) for test in part.tests)


def _row(state: Technician, part: Part, test: PartTest) -> Block:
    doing = state.doing
    own = doing if doing is not None and (doing.part, doing.test) == (part.name, test.name) else None
    busy = doing is not None and doing.runs
    asks = own is not None and own.asks
    begin = Choice(f"test:{part.name}:{test.name}", text("tech-test-run"), enabled=not busy)
    return Block(
        BlockKind.CHECK,
        text(f"tech-test-{test.name.replace('_', '-')}"),
        text("tech-test-not-run") if own is None else _said(own, test),
        sign=Sign(Mark.NONE if own is None else Mark.NOW if own.runs else MARKS[own.passed]),
        change=Choice("seen-well", text("tech-seen-well")) if asks else begin,
        reveal=Choice("seen-not", text("tech-seen-not")) if asks else None,
    )


def _said(doing: Doing, test: PartTest) -> Words:
    if doing.asks:
        return text("tech-test-look")
    if doing.runs:
        return text(f"tech-needs-{test.needs.replace('_', '-')}")
    verdict = {True: "tech-test-passed", False: "tech-test-failed", None: "tech-test-unknown"}[doing.passed]
    known = next((SIGHTS[each] for each in doing.saw if each in SIGHTS), "")
    return text(verdict, saw=text(known) if known else Data(", ".join(doing.saw) or "—"))
