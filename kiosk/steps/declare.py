"""The applicant's declaration, made by a dedicated button; the case is submitted after it, or signed first."""

from __future__ import annotations

from kiosk.documents.masking import mask_name
from kiosk.events import Event, Touched
from kiosk.steps.reading import remember_shown
from kiosk.steps.sign import SignState, follows
from kiosk.steps.step import BACK, LEAVE, Step, item_words, one_page, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import Data, text


def view(session: InMatter) -> View:
    item = session.item
    helper = session.matter.helper_card
    by = (Block(BlockKind.NOTE, text("declare-helper", name=Data(mask_name(helper.name)))),) if helper else ()
    offline = () if session.status.online else (Block(BlockKind.NOTE, text("declare-offline")),)
    signed = follows(session)
    submit = Choice("declare", text("action-declare"), text("action-declare-note"))
    return page(
        session,
        "Declare",
        text("declare-title"),
        lead=text("declare-lead-sign" if signed else "declare-lead"),
        blocks=(
            *(Block(BlockKind.NUMBERED, item_words(session, key)) for key in item.declaration),
            *by,
            *offline,
        ),
        traits=Traits(large_rows=True),
        actions=Actions(
            BACK, LEAVE, Choice("declare", text("action-declare-sign"), text("declare-sign-note")) if signed else submit
        ),
    )


def on(session: InMatter, event: Event) -> Turn:
    if isinstance(event, Touched) and event.key == "declare":
        # A signature is one under this declaration: an earlier one is wiped.
        return Turn(remember_shown(session.with_own(SignState()), "declaration", view(session)), go=Go.ON)
    return Turn(session)


STEP = Step(InMatter, "step-check", ("declare",), one_page("declare"), view, on)
