"""Look and sound of the area, for whoever works there: large letters, contrast, read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.technician.frame import actions, page, tabs
from kiosk.view import Choice, Field, FieldKind, Modes, Traits, View
from kiosk.words import text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

COLOURS: Mapping[str, Modes] = MappingProxyType(
    {"plain": Modes(), "contrast": Modes(contrast=True), "dark": Modes(contrast=True, dark=True)}
)
"""Sets of colours; the modes have the two that belong to each."""


def view(state: Technician) -> View:
    modes = state.modes
    technician = state.may("map")
    now = next(name for name, each in COLOURS.items() if (each.contrast, each.dark) == (modes.contrast, modes.dark))
    voice = Choice("display:voice", text("tech-display-voice"), icon="voice", chosen=modes.voice)
    return page(
        state,
        "display",
        text("tech-tab-display"),
        lead=text("tech-display-lead"),
        choices=(
            Choice("display:elder", text("tech-display-elder"), icon="text-size", chosen=modes.elder),
            *((voice,) if state.terminal.speaks_in(state.language) else ()),
        ),
        fields=(
            Field(
                "colours",
                text("tech-display-colours"),
                FieldKind.CHOICE,
                options=tuple(
                    Choice(f"display:{name}", text(f"tech-display-{name}"), chosen=name == now) for name in COLOURS
                ),
            ),
        ),
        tabs=tabs("display") if technician else (),
        actions=actions(Choice("back", text("tech-display-done"))),
        traits=Traits(area="technician", offers_modes=False, many=True),
    )


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    modes = state.modes
    match event:
        case Touched(verb="display", value="elder"):
            return replace(state, modes=replace(modes, elder=not modes.elder)), ()
        case Touched(verb="display", value="voice"):
            return replace(state, modes=replace(modes, voice=not modes.voice)), ()
        case Touched(verb="display", value=name) if name in COLOURS:
            chosen = COLOURS[name]
            return replace(state, modes=replace(modes, contrast=chosen.contrast, dark=chosen.dark)), ()
        case Touched(key="back"):
            return state.at("map" if state.may("map") else "site"), ()
    return state, ()
