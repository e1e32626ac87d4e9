"""The way to the platform, step by step: where it stops, and what to do there, the cheapest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.effects import Effect, TryWay
from kiosk.events import Event, Touched
from kiosk.platform.network_steps import REMEDIES, PathStep, StepResult
from kiosk.staff_events import WayTried
from kiosk.technician.frame import actions, box, page, tabs
from kiosk.view import Block, BlockKind, Choice, Tone, View
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

PURPOSE = "way"
"""The word under which its outcome is awaited."""
MARKS = {True: Mark.GOOD, False: Mark.FAULT, None: Mark.UNKNOWN}


def view(state: Technician) -> View:
    runs = PURPOSE in state.awaited.values()
    stopped = next((each for each in state.way if each.passed is False), None)
    known = {each.step: each for each in state.way}
    rows = (_row(step, known.get(step)) for step in PathStep)
    return page(
        state,
        "network",
        _title(state, stopped, runs=runs),
        Block(BlockKind.BOX_START, tone=Tone.PLAIN),
        *rows,
        Block(BlockKind.BOX_END),
        *_remedies(stopped),
        lead=text("tech-way-lead"),
        tabs=tabs("network"),
        actions=actions(
            Choice("try", text("tech-way-again" if state.way else "tech-way-try"), enabled=not runs,
                   why_not=text("tech-way-runs"))
        ),
    )  # fmt: skip


def _title(state: Technician, stopped: StepResult | None, *, runs: bool) -> Words:
    if runs:
        return text("tech-way-runs")
    if stopped is not None:
        return text(f"path-fault-{_word(stopped.fault)}")
    return text("tech-way-well" if state.way else "tech-way-title")


def _row(step: PathStep, found: StepResult | None) -> Block:
    passed = None if found is None else found.passed
    saw = Data(found.saw) if found is not None and found.saw else text("tech-way-not-tested")
    return Block(
        BlockKind.CHECK,
        text(f"path-{step.value}"),
        saw if passed is not True or (found and found.saw) else text("tech-way-good"),
        sign=Sign(MARKS[passed]),
    )


def _remedies(stopped: StepResult | None) -> tuple[Block, ...]:
    if stopped is None:
        return ()
    rows = (Block(BlockKind.BULLET, text(f"path-do-{_word(each)}")) for each in REMEDIES[stopped.fault])
    return box(text("tech-way-do"), *rows, tone=Tone.ATTENTION)


def _word(key: str) -> str:
    return key.replace("_", "-")


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    match event:
        case Touched(key="try") if PURPOSE not in state.awaited.values():
            asking, number = state.numbered(PURPOSE)
            return replace(asking, way=()), (TryWay(number),)
        case WayTried():
            return replace(state, way=event.results), ()
    return state, ()
