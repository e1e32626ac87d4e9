"""For whom: oneself, family, or someone who asked. A helper states the relation; nobody checks it here."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.events import Event, Touched
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.view import LARGE_CHOICES, Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, Session, Turn
from kiosk.words import text

RELATIONS = {
    "family": ("spouse", "child", "parent", "sibling", "other_family"),
    "other": ("neighbour", "community_worker", "friend", "other_helper"),
}
"""What a helper may be to the applicant, by whom the matter is for."""

ICONS = {"self": "account", "family": "account-multiple", "other": "account-switch"}


def pages(session: Session) -> tuple[str, ...]:
    if session.item is None or len(session.item.for_whom) < 2:
        return ()
    return ("for_whom",) if session.matter.acting_for == "self" else ("for_whom", "for_whom/relation")


def view(session: Session) -> View:
    assert session.item is not None
    matter = session.matter
    if session.page == "for_whom":
        chosen = matter.acting_for if "for_whom" in matter.entered else ""
        choices = tuple(
            Choice(
                f"for:{whom}",
                text(f"for-{whom}"),
                text(f"for-{whom}-note"),
                ICONS[whom],
                chosen=whom == chosen,
            )
            for whom in session.item.for_whom
        )
        return page(
            session,
            "ForWhom",
            text("for-whom-title"),
            choices=choices,
            actions=Actions(BACK, LEAVE, None),
            traits=LARGE_CHOICES,
        )
    choices = tuple(
        Choice(f"relation:{relation}", text(f"relation-{relation}"), chosen=relation == matter.relation)
        for relation in RELATIONS[matter.acting_for]
    )
    return page(
        session,
        "ForWhom",
        text("relation-title"),
        traits=LARGE_CHOICES,
        lead=text("relation-lead"),
        choices=choices,
        blocks=(Block(BlockKind.NOTE, text("relation-note")),),
        actions=Actions(BACK, LEAVE, CONTINUE if matter.relation else replace(CONTINUE, enabled=False)),
    )


def on(session: Session, event: Event) -> Turn:
    if not isinstance(event, Touched):
        return Turn(session)
    verb, _, value = event.key.partition(":")
    assert session.item is not None
    if session.page == "for_whom" and verb == "for" and value in session.item.for_whom:
        changed = session
        if value != session.matter.acting_for:
            changed = session.with_matter(
                acting_for=value,
                relation="",
                card=None,
                helper_card=None,
                companion_card=None,
                answers=MappingProxyType({}),
            )
        entered = changed.with_matter(entered=changed.matter.entered | {"for_whom"})
        return Turn(entered, go=Go.ON)
    if session.page == "for_whom/relation":
        if verb == "relation" and value in RELATIONS.get(session.matter.acting_for, ()):
            return Turn(session.with_matter(relation=value))
        if event.key == "continue" and session.matter.relation:
            return Turn(session, go=Go.ON)
    return Turn(session)


STEP = Step("step-identify", pages, view, on)
