"""Consent, purpose by purpose; nothing is ticked beforehand."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.events import Event, Touched
from kiosk.steps.data_used import data_blocks
from kiosk.steps.evidence import remember_shown
from kiosk.steps.prefilled import without_consent
from kiosk.steps.step import BACK, LEAVE, Step, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, Turn
from kiosk.words import text


def pages(session: InMatter) -> tuple[str, ...]:
    return ("consent",) if session.item.consent else ()


def view(session: InMatter) -> View:
    return _one_purpose(session) if len(session.item.consent) == 1 else _several(session)


def _one_purpose(session: InMatter) -> View:
    """Two large buttons: each goes on at once."""
    (purpose,) = session.item.consent
    free = purpose in session.item.optional_consent
    no = (
        Choice("by-hand", text("consent-no-prefill"), text("consent-optional"))
        if free
        else Choice("disagree", text("consent-no"), text("consent-no-note"))
    )
    return page(
        session,
        "Consent",
        text("consent-title"),
        lead=text("consent-lead-one"),
        blocks=data_blocks(session),
        choices=(
            Choice(f"agree:{purpose}", text("consent-yes"), text(purpose, session.item.id), "check", main=True),
            no,
        ),
        actions=Actions(BACK, LEAVE, None),
        traits=Traits(small_choices=True, tall_choices=True),
    )


def _several(session: InMatter) -> View:
    item = session.item
    agreed = session.matter.consented
    return page(
        session,
        "Consent",
        text("consent-title"),
        lead=text("consent-lead"),
        blocks=(*data_blocks(session), Block(BlockKind.NOTE, text("consent-free"))),
        choices=tuple(
            Choice(
                f"agree:{key}",
                text("consent-agree", purpose=text(key, item.id)),
                text("consent-optional") if key in item.optional_consent else None,
                chosen=key in agreed,
            )
            for key in item.consent
        ),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-agree"))),
        traits=SEVERAL_CHOICES,
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(key="disagree"):
            return Turn(session, go=Go.END)
        case Touched(key="by-hand"):
            return _continue(session.with_matter(replace(session.matter, consented=frozenset())))
        case Touched(verb="agree", value=purpose) if session.item.consent == (purpose,):
            agreed = session.with_matter(replace(session.matter, consented=frozenset({purpose})))
            return _continue(agreed)
        case Touched(verb="agree", value=purpose) if purpose in session.item.consent:
            changed = session.with_matter(replace(session.matter, consented=session.matter.consented ^ {purpose}))
            return Turn(replace(changed, wrong=MappingProxyType({})))
        case Touched(key="continue"):
            return _continue(session)
    return Turn(session)


def _continue(session: InMatter) -> Turn:
    needed = (key for key in session.item.consent if key not in session.item.optional_consent)
    missing = [key for key in needed if key not in session.matter.consented]
    if missing:
        wrong = {f"agree:{key}": text("consent-missing", purpose=text(key, session.item.id)) for key in missing}
        return Turn(replace(session, wrong=MappingProxyType(wrong)))
    return Turn(without_consent(remember_shown(session, "consent", view(session))), go=Go.ON)


STEP = Step(InMatter, "step-identify", ("consent",), pages, view, on)
