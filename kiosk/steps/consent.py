"""Consent, purpose by purpose; nothing is ticked beforehand."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.events import Event, Touched
from kiosk.steps.reading import remember_shown
from kiosk.steps.step import BACK, LEAVE, Step, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, Session, Turn
from kiosk.words import text


def pages(session: Session) -> tuple[str, ...]:
    item = session.item
    return ("consent",) if item is not None and item.consent and session.matter.way != "slip" else ()


def view(session: Session) -> View:
    item = session.item
    assert item is not None
    agreed = session.matter.consented
    return page(
        session,
        "Consent",
        text("consent-title"),
        traits=SEVERAL_CHOICES,
        lead=text("consent-lead"),
        blocks=(Block(BlockKind.NOTE, text("consent-free")),),
        choices=tuple(
            Choice(f"agree:{key}", text("consent-agree", purpose=text(key, item.id)), chosen=key in agreed)
            for key in item.consent
        ),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-agree"))),
    )


def on(session: Session, event: Event) -> Turn:
    if not isinstance(event, Touched) or session.item is None:
        return Turn(session)
    purpose = event.key.removeprefix("agree:")
    if event.key.startswith("agree:") and purpose in session.item.consent:
        changed = session.with_matter(consented=session.matter.consented ^ {purpose})
        return Turn(replace(changed, wrong=MappingProxyType({})))
    if event.key == "continue":
        missing = [key for key in session.item.consent if key not in session.matter.consented]
        if missing:
            wrong = {f"agree:{key}": text("consent-missing", purpose=text(key, session.item.id)) for key in missing}
            return Turn(replace(session, wrong=MappingProxyType(wrong)))
        return Turn(remember_shown(session, "consent", view(session)), go=Go.ON)
    return Turn(session)


STEP = Step("step-identify", pages, view, on)
