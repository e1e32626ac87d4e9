"""The papers that are handed in: so far their list, each with what must be readable on it."""

from __future__ import annotations

from kiosk.events import Event, Touched
from kiosk.steps.step import ONWARD, Step, one_page, page
from kiosk.view import Block, BlockKind, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import text


def view(session: InMatter) -> View:
    item = session.item
    rows = tuple(
        Block(BlockKind.ROW, text(f"material-{each.id}", item.id), text(f"material-{each.id}-hint", item.id))
        for each in item.handed_in
    )
    return page(session, "Materials", text("guide-papers"), blocks=rows, actions=ONWARD)


def on(session: InMatter, event: Event) -> Turn:
    return Turn(session, go=Go.ON) if isinstance(event, Touched) and event.key == "continue" else Turn(session)


STEP = Step(InMatter, "step-form", ("materials",), one_page("materials"), view, on)
