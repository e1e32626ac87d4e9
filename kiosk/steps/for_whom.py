"""The applicant: oneself, family, or another person. A helper states the relation, which is not checked here."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.events import Event, Touched
from kiosk.steps.materials_state import of_nobody
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.view import LARGE_CHOICES, Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, InMatter, StepState, Turn
from kiosk.words import text

FOR_WHOM = "for_whom"
RELATION = "for_whom/relation"

RELATIONS = {
    "family": ("spouse", "child", "parent", "sibling", "other_family"),
    "other": ("neighbour", "community_worker", "friend", "other_helper"),
}
"""Whom the matter is for → the relations a helper may state."""

ICONS = {"self": "person", "family": "family", "other": "on-behalf"}


@dataclass(frozen=True)
class ForWhomState(StepState):
    chosen: bool = False
    """The citizen said for whom; until then nothing on the page is marked."""


def pages(session: InMatter) -> tuple[str, ...]:
    if len(session.item.for_whom) < 2:
        return ()
    return (FOR_WHOM,) if session.matter.acting_for == "self" else (FOR_WHOM, RELATION)


def view(session: InMatter) -> View:
    matter = session.matter
    if session.page == FOR_WHOM:
        chosen = matter.acting_for if session.own(ForWhomState).chosen else ""
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
        lead=text("relation-lead"),
        choices=choices,
        blocks=(Block(BlockKind.NOTE, text("relation-note")),),
        actions=Actions(BACK, LEAVE, CONTINUE if matter.relation else replace(CONTINUE, enabled=False)),
        traits=LARGE_CHOICES,
    )


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(verb="for", value=whom) if session.page == FOR_WHOM and whom in session.item.for_whom:
            return _chosen(session, whom)
        case Touched(verb="relation", value=relation) if relation in RELATIONS.get(session.matter.acting_for, ()):
            return Turn(session.with_matter(replace(session.matter, relation=relation)))
        case Touched(key="continue") if session.page == RELATION and session.matter.relation:
            return Turn(session, go=Go.ON)
    return Turn(session)


def _chosen(session: InMatter, whom: str) -> Turn:
    """For somebody else than before, what was given so far is of another person."""
    matter = session.matter
    if whom != matter.acting_for:
        empty: MappingProxyType[str, Any] = MappingProxyType({})
        matter = replace(matter, acting_for=whom, relation="", cards=empty, answers=empty)
        session, effects = of_nobody(session.with_matter(matter))
        return Turn(session.with_own(ForWhomState(chosen=True)), effects, Go.ON)
    return Turn(session.with_own(ForWhomState(chosen=True)), go=Go.ON)


STEP = Step(InMatter, "step-identify", (FOR_WHOM,), pages, view, on)
