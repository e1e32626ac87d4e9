"""Tests of the screen itself: a grid of which every square has to be touched, and whole colours to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.technician.frame import BACK, actions, page
from kiosk.view import Choice, Traits, View
from kiosk.words import Data, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

SCREEN_TESTS = ("touch", "colours")
COLUMNS, ROWS = 6, 9
SQUARES = COLUMNS * ROWS
COLOURS = ("red", "green", "blue", "white", "black")


def view_touch(state: Technician) -> View:
    left = SQUARES - len(state.touched)
    return page(
        state,
        "touch",
        text("tech-test-touch"),
        lead=text("tech-touch-left", count=left) if left else text("tech-touch-done"),
        choices=tuple(
            Choice(f"square:{n}", Data(str(n + 1)), enabled=n not in state.touched, chosen=n in state.touched)
            for n in range(SQUARES)
        ),
        actions=actions(None, BACK),
        traits=Traits(area="technician", scaffold="TouchGrid", offers_modes=False),
    )


def view_colours(state: Technician) -> View:
    colour = COLOURS[len(state.touched) % len(COLOURS)]
    return page(
        state,
        f"colours/{colour}",
        text("tech-test-colours"),
        lead=text("tech-test-colours-note"),
        icon=colour,
        actions=actions(Choice("next-colour", text("tech-colour-next")), BACK),
        traits=Traits(area="technician", scaffold="ScreenColours", offers_modes=False),
    )


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    match event:
        case Touched(verb="square", value=number):
            return replace(state, touched=state.touched | {int(number)}), ()
        case Touched(key="next-colour"):
            return replace(state, touched=state.touched | {len(state.touched)}), ()
        case Touched(key="back"):
            return state.at("tests"), ()
    return state, ()
