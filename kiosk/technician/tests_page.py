"""All tests of this terminal: of the screen itself, and of every part that has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.console_view import Mark, Sign
from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.technician import running
from kiosk.technician.findings import parts_of
from kiosk.technician.frame import actions, box, page, tabs
from kiosk.technician.screen_pages import SCREEN_TESTS
from kiosk.technician.test_rows import test_rows
from kiosk.view import Block, BlockKind, Choice, View
from kiosk.words import text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician


def view(state: Technician) -> View:
    own = (
        Block(
            BlockKind.CHECK,
            text(f"tech-test-{name}"),
            text(f"tech-test-{name}-note"),
            sign=Sign(Mark.NONE),
            change=Choice(f"screen:{name}", text("tech-test-run")),
        )
        for name in SCREEN_TESTS
    )
    with_tests = [part for part in parts_of(state) if part.tests]
    return page(
        state,
        "tests",
        text("tech-tests-title"),
        *box(text("tech-tests-screen"), *own),
        *(block for part in with_tests for block in box(part.label, *test_rows(state, part))),
        lead=text("tech-tests-lead"),
        tabs=tabs("tests"),
        actions=actions(None),
    )


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    match event:
        case Touched(verb="screen", value=name) if name in SCREEN_TESTS:
            return state.at(name), ()
        case Touched(verb="test", value=part, rest=name):
            return running.begin(state, part, name)
    return state, ()
