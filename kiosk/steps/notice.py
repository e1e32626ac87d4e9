"""The notice before any data is asked for: what for, how long kept, and which data."""

from __future__ import annotations

from kiosk.events import Event, Touched
from kiosk.steps.data_used import data_blocks
from kiosk.steps.evidence import remember_shown
from kiosk.steps.step import BACK, LEAVE, Step, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import text


def view(session: InMatter) -> View:
    item = session.item
    return page(
        session,
        "Notice",
        text("notice-title"),
        blocks=(
            *(Block(BlockKind.NUMBERED, text(key, item.id)) for key in item.notice),
            *data_blocks(session),
        ),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-understood"))),
    )


def on(session: InMatter, event: Event) -> Turn:
    if isinstance(event, Touched) and event.key == "continue":
        return Turn(remember_shown(session, "notice", view(session)), go=Go.ON)
    return Turn(session)


STEP = Step(InMatter, "step-identify", ("notice",), one_page("notice"), view, on)
