"""The page of the hall's attendant: four acts, and nothing of any visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.effects import Effect
from kiosk.events import Event, Touched
from kiosk.technician.cleaning_page import SECONDS
from kiosk.technician.findings import PAPER_OUT, paper_part
from kiosk.technician.frame import actions, page
from kiosk.view import Choice, Traits, View
from kiosk.words import text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician


def view(state: Technician) -> View:
    closed = bool(state.status.closed)
    paper = paper_part(state)
    return page(
        state,
        "site",
        text("tech-site-title"),
        lead=text("tech-site-lead"),
        choices=(
            Choice("site:end", text("tech-site-end"), text("tech-site-end-note"), "leave"),
            Choice(
                "site:paper", text("tech-site-paper"), text("tech-site-paper-note"), "printer", enabled=bool(paper),
                why_not=text("tech-site-no-printer"),
            ),
            Choice("site:clean", text("tech-site-clean"), text("tech-site-clean-note", seconds=SECONDS), "water"),
            Choice(
                "site:service", text("tech-site-back" if closed else "tech-site-close"),
                text("tech-site-back-note" if closed else "tech-site-close-note"), "wrench",
            ),
            Choice("tab:display", text("tech-tab-display"), text("tech-site-display-note"), "text-size"),
        ),
        actions=actions(None),
        traits=Traits(area="technician", offers_modes=False, choices_first=True, tall_choices=True),
    )  # fmt: skip


def on(state: Technician, event: Event) -> tuple[Technician | None, tuple[Effect, ...]]:
    match event:
        case Touched(key="site:end"):
            # The visit ended before anybody could enter; nothing of it is here.
            return None, ()
        case Touched(key="site:paper"):
            return state.at("instruction", paper_part(state), PAPER_OUT), ()
        case Touched(key="site:clean"):
            return replace(state.at("cleaning"), seconds_left=SECONDS), ()
        case Touched(key="site:service"):
            return state.at("service"), ()
    return state, ()
