"""Out of service, with a message for citizens from a list, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.effects import Effect, SetService
from kiosk.events import Event, Touched
from kiosk.service_messages import SERVICE_MESSAGES, service_key
from kiosk.technician.cleaning_page import SECONDS
from kiosk.technician.frame import BACK, actions, page, tabs
from kiosk.view import Block, BlockKind, Choice, Tone, Traits, View
from kiosk.words import text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician


def view(state: Technician) -> View:
    closed = state.status.closed
    technician = state.may("map")
    back = Choice("service:", text("tech-service-back")) if closed else None
    clean = Choice("site:clean", text("tech-site-clean"), text("tech-site-clean-note", seconds=SECONDS), "water")
    return page(
        state,
        "service",
        text("tech-service-closed" if closed else "tech-service-title"),
        *((Block(BlockKind.STATUS, text(service_key(closed)), tone=Tone.ATTENTION),) if closed else ()),
        lead=text("tech-service-closed-lead" if closed else "tech-service-lead"),
        choices=(
            *(
                Choice(f"service:{name}", text(service_key(name)), chosen=name == closed)
                for name in SERVICE_MESSAGES
            ),
            *((clean,) if technician else ()),
        ),
        tabs=tabs("service") if technician else (),
        actions=actions(back, None if technician else BACK),
        traits=Traits(area="technician", offers_modes=False),
    )  # fmt: skip


def on(state: Technician, event: Event) -> tuple[Technician, tuple[Effect, ...]]:
    match event:
        case Touched(verb="service", value=name) if name in ("", *SERVICE_MESSAGES):
            return state, (SetService(0, name),)
        case Touched(key="site:clean"):
            return replace(state.at("cleaning"), seconds_left=SECONDS), ()
        case Touched(key="back"):
            return state.at("site"), ()
    return state, ()
