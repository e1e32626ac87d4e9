"""One part: how it is now, which one it is, what it has done, its supplies, and its tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.staff_events import PartLooked
from kiosk.technician import running
from kiosk.technician.findings import info_of, mark_of, short_code
from kiosk.technician.frame import BACK, actions, box, page, tabs
from kiosk.technician.part_words import level_rows, place_words, since_words, state_words
from kiosk.technician.test_rows import test_rows
from kiosk.view import Block, BlockKind, Choice, View
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

COUNTERS = ("contacts", "losses", "readings", "jobs")
"""Counters of a device that have words, in the order in which they are shown."""


def view(state: Technician) -> View:
    part, info = state.workshop.part(state.part), info_of(state, state.part)
    fault = info.faults[0] if info.faults else ""
    known = fault in state.workshop.instructions
    main = Choice("fix", text("tech-how"), state_words(state, part.name)) if known else None
    tests = test_rows(state, part)
    return page(
        state,
        f"part/{part.name}",
        part.label,
        *box(text("tech-part-now"), *_now(state)),
        *box(text("tech-part-which"), *_which(state)),
        *_counted(state),
        *_plot(state),
        *(box(text("tech-part-tests"), *tests) if tests else ()),
        lead=place_words(state, part.name),
        tabs=tabs("map"),
        actions=actions(main, BACK),
    )


def _check(label: Words, value: Words, mark: Mark, code: str = "") -> Block:
    return Block(BlockKind.CHECK, label, value, sign=Sign(mark, code=code))


def _now(state: Technician) -> tuple[Block, ...]:
    info = info_of(state, state.part)
    mark = mark_of(state, state.part)
    faults = [code for code in info.faults if code in state.terminal.faults]
    shown = faults[0] if faults else ""
    return (
        _check(text("tech-part-state"), state_words(state, state.part), mark, short_code(state, shown)),
        _check(text("tech-part-since"), since_words(state, info.since), Mark.NONE),
        *(_check(*row) for row in level_rows(info)),
    )


def _which(state: Technician) -> tuple[Block, ...]:
    part = state.workshop.part(state.part)
    names = state.record.inventory if state.record is not None else None
    model = (names.model if names else "") or part.model
    rows = {
        "model": model,
        "serial": names.serial if names else "",
        "firmware": names.firmware if names else "",
        "driver": part.driver,
        "port": part.port,
    }
    return tuple(
        Block(BlockKind.CHECK, text(f"tech-part-{name}"), Data(value) if value else text("tech-part-not-said"),
              sign=Sign(Mark.NONE))
        for name, value in rows.items()
    )  # fmt: skip


def _counted(state: Technician) -> tuple[Block, ...]:
    if state.record is None:
        return ()
    rows = (
        _check(text(f"tech-count-{name}"), Data(str(state.record.counters.get(name, 0))), Mark.NONE)
        for name in COUNTERS
    )
    return box(text("tech-part-counted"), *rows)


def _plot(state: Technician) -> tuple[Block, ...]:
    """The last days, as far as the ledger has any."""
    title = text("tech-part-days", count=len(state.days))
    return box(title, Block(BlockKind.PLOT, title, bars=state.days)) if state.days else ()


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    info = info_of(state, state.part)
    match event:
        case PartLooked():
            return replace(state, record=event.record, days=event.days), ()
        case Touched(key="fix"):
            return state.at("instruction", state.part, info.faults[0]), ()
        case Touched(verb="test", value=part, rest=name):
            return running.begin(state, part, name)
        case Touched(key="back"):
            return state.at("map"), ()
    return state, ()
