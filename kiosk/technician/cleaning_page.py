"""The screen may be wiped: for a minute it takes no touch, and says how long that lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.effects import Effect
from kiosk.events import Event, Timer, TimerRang
from kiosk.technician.frame import page
from kiosk.view import Actions, Block, BlockKind, Traits, View
from kiosk.words import Data, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

SECONDS = 60
TICK = "cleaning"


def view(state: Technician) -> View:
    return page(
        state,
        "cleaning",
        text("tech-cleaning-title"),
        Block(BlockKind.BIG_NUMBER, text("tech-cleaning-left"), Data(str(state.seconds_left))),
        Block(BlockKind.NOTE, text("tech-cleaning-note")),
        lead=text("tech-cleaning-lead"),
        actions=Actions(),
        traits=Traits(area="technician", scaffold="Cleaning", offers_modes=False, action_bar=False),
    )


def timers(state: Technician) -> frozenset[Timer]:
    return frozenset({Timer(TICK, 1.0, state.seconds_left)})


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    if not isinstance(event, TimerRang) or event.timer.name != TICK:
        return state, ()
    if state.seconds_left > 1:
        return replace(state, seconds_left=state.seconds_left - 1), ()
    home = state.at("map" if state.may("map") else "site")
    return replace(home, activity=state.activity + 1), ()
