"""The frame of the technician's pages: what all of them show, and the tabs of those that a technician may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.delays import DELAYS
from kiosk.view import Actions, Block, BlockKind, Choice, Countdown, Tone, Traits, View
from kiosk.words import Data, Words, text

if TYPE_CHECKING:
    from kiosk.technician.state import Technician

TABS = {"map": "terminal", "tests": "list", "network": "network", "service": "wrench", "display": "text-size"}
"""The pages above the work zone, and their icons."""
LEAVE = Choice("leave", text("tech-leave"))
BACK = Choice("back", text("action-back"), icon="chevron-left")


def page(state: Technician, name: str, title: Words, *blocks: Block, traits: Traits | None = None, **more: Any) -> View:
    """A page of the area. `more` are further parts of a view."""
    return View(
        page="Technician",
        id=f"technician/{name}",
        language=state.language,
        title=title,
        where=text("tech-head", code=state.terminal.code),
        staff=_who(state),
        blocks=blocks,
        modes=state.modes,
        countdown=_countdown() if state.counting_down else None,
        visit=state.visit,
        rehearsal=state.terminal.rehearsal,
        traits=traits or Traits(area="technician", offers_modes=False),
        next_language=state.terminal.next_name(state.language),
        **more,
    )


def tabs(shown: str) -> tuple[Choice, ...]:
    """The tabs, of which the one of the page that is shown is chosen."""
    return tuple(
        Choice(f"tab:{name}", text(f"tech-tab-{name}"), icon=icon, chosen=name == shown) for name, icon in TABS.items()
    )


def actions(main: Choice | None, left: Choice | None = None) -> Actions:
    return Actions(left, LEAVE, main)


def box(title: Words, *blocks: Block, tone: Tone = Tone.PLAIN) -> tuple[Block, ...]:
    """A card with a heading."""
    heading = Block(BlockKind.HEADING, title)
    return (Block(BlockKind.BOX_START, tone=tone), heading, *blocks, Block(BlockKind.BOX_END))


def _who(state: Technician) -> Words:
    if state.role is None:
        return text("tech-staff-none")
    return text("tech-staff", staff=Data(state.staff)) if state.staff else text("tech-staff-site")


def _countdown() -> Countdown:
    return Countdown(
        int(DELAYS["countdown"]),
        Choice("more-time", text("tech-countdown-more")),
        Choice("leave", text("tech-leave")),
    )
