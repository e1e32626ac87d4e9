"""The tests of a part as rows: what the last one saw, or a button that begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.technician.workshop import Part, PartTest
from kiosk.view import Block, BlockKind, Choice
from kiosk.words import Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

MARKS = {True: Mark.GOOD, False: Mark.FAULT, None: Mark.UNKNOWN}


def test_rows(state: Technician, part: Part) -> tuple[Block, ...]:
    return tuple(_row(state, part, test) for test in part.tests)


def _row(state: Technician, part: Part, test: PartTest) -> Block:
    doing = state.doing if state.doing and (state.doing.part, state.doing.test) == (part.name, test.name) else None
    busy = state.doing is not None and state.doing.runs
    mark: Mark = Mark.TODO
    said: Words = text("tech-test-not-run")
    if doing is not None and doing.runs:
        mark, said = Mark.NOW, text("tech-test-hold" if test.watched else "tech-test-runs")
    elif doing is not None:
        mark, said = MARKS[doing.passed], _verdict(doing.passed, doing.saw)
    return Block(
        BlockKind.CHECK,
        text(f"tech-test-{test.name.replace('_', '-')}"),
        said,
        sign=Sign(mark),
        change=Choice(f"test:{part.name}:{test.name}", text("tech-test-run"), enabled=not busy),
    )


def _verdict(passed: bool | None, saw: tuple[str, ...]) -> Words:
    if passed:
        return text(f"tech-saw-{saw[0]}")
    return text("tech-test-failed") if passed is False else text("tech-test-unknown")
