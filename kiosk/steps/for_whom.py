"""The applicant: oneself, family, or another person. A helper states the relation, which is not checked here."""

from __future__ import annotations

from dataclasses import replace

from devices.lazy_dataclass import dataclass
from kiosk.events import Event, Touched
from kiosk.steps.materials_state import MaterialsState, of_nobody
from kiosk.steps.step import BACK, CONTINUE, LEAVE, Step, page
from kiosk.steps.whom import WHOM
from kiosk.view import LARGE_CHOICES, Actions, Block, BlockKind, Choice, View
from kiosk.visit import Go, InMatter, Matter, StepState, Turn
from kiosk.words import text

FOR_WHOM = "for_whom"
RELATION = "for_whom/relation"


@dataclass(frozen=True)
class ForWhomState(StepState):
    chosen: bool = False
    """The citizen said for whom; until then nothing on the page is marked."""


def pages(session: InMatter) -> tuple[str, ...]:
    asked = (FOR_WHOM,) if len(session.item.for_whom) > 1 else ()
    return (*asked, RELATION) if WHOM[session.matter.acting_for].relations else asked


def view(session: InMatter) -> View:
    matter = session.matter
    if session.page == FOR_WHOM:
        chosen = matter.acting_for if session.own(ForWhomState).chosen else ""
        choices = tuple(
            Choice(
                f"for:{whom}",
                text(f"for-{whom}"),
                text(f"for-{whom}-note"),
                WHOM[whom].icon,
                chosen=whom == chosen,
                enabled=_is_possible(session, whom),
                why_not=None if _is_possible(session, whom) else text("not-now-offline"),
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
        for relation in WHOM[matter.acting_for].relations
    )
    return page(
        session,
        "ForWhom",
        text(WHOM[matter.acting_for].relation_title),
        lead=text("relation-lead"),
        choices=choices,
        blocks=(Block(BlockKind.NOTE, text("relation-note")),),
        actions=Actions(BACK, LEAVE, CONTINUE if matter.relation else replace(CONTINUE, enabled=False)),
        traits=LARGE_CHOICES,
    )


def _is_possible(session: InMatter, whom: str) -> bool:
    """Whether a mandate can be looked up, where one is needed: known before any card is read."""
    return not WHOM[whom].mandate or session.practice or session.status.online


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case Touched(verb="for", value=whom) if session.page == FOR_WHOM and whom in session.item.for_whom:
            return _chosen(session, whom)
        case Touched(verb="relation", value=relation) if relation in WHOM[session.matter.acting_for].relations:
            return Turn(session.with_matter(replace(session.matter, relation=relation)))
        case Touched(key="continue") if session.page == RELATION and session.matter.relation:
            return Turn(session, go=Go.ON)
    return Turn(session)


def _chosen(session: InMatter, whom: str) -> Turn:
    """For somebody else than before, all that was given so far is of another person; the words shown were shown."""
    matter = session.matter
    if whom != matter.acting_for:
        session, effects = of_nobody(session)
        matter = Matter(acting_for=whom, way=matter.way, shown=matter.shown, subject=matter.subject)
        # Something may still lie on the scanner's glass.
        session = session.with_matter(matter).with_own(session.own(MaterialsState))
        return Turn(session.with_own(ForWhomState(chosen=True)), effects, Go.ON)
    return Turn(session.with_own(ForWhomState(chosen=True)), go=Go.ON)


STEP = Step(InMatter, "step-identify", (FOR_WHOM,), pages, view, on)
