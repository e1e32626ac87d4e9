"""A rating of the authority, not of the machine: five levels, voluntary, nothing sent without a choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from kiosk.effects import Rate
from kiosk.events import Event, Touched
from kiosk.platform.wire_types import RatingNode
from kiosk.steps.step import Step, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, InMatter, StepState, Turn, unawaited, waits_here
from kiosk.words import text

LOW = 2
"""Levels up to this one count as negative and are asked for a reason."""

LEVELS = "rate"
REASON = "rate/reason"

FACES = {
    5: "emoticon-excited-outline",
    4: "emoticon-happy-outline",
    3: "emoticon-neutral-outline",
    2: "emoticon-sad-outline",
    1: "emoticon-cry-outline",
}


@dataclass(frozen=True)
class RateState(StepState):
    level: int = 0
    labels: frozenset[str] = frozenset()


def pages(session: InMatter) -> tuple[str, ...]:
    # An authority that has not received the case yet has done nothing that could be rated.
    if session.practice or waits_here(session):
        return ()
    return (LEVELS, REASON) if 0 < session.own(RateState).level <= LOW else (LEVELS,)


def view(session: InMatter) -> View:
    item = session.item
    skip = Choice("skip", text("rate-skip"))
    if session.page == LEVELS:
        levels = tuple(Choice(f"rate:{level}", text(f"rate-{level}"), icon=FACES[level]) for level in (5, 4, 3, 2, 1))
        return page(
            session,
            "Rate",
            text("rate-title", authority=text("authority-short", item.id)),
            lead=text("rate-lead"),
            choices=levels,
            actions=Actions(None, skip, None),
            traits=Traits("Rate"),
        )
    rated = session.own(RateState)
    labels = session.terminal.labels.get(str(rated.level), ())
    return page(
        session,
        "Consent",
        text("rate-reason-title"),
        lead=text("rate-reason-lead"),
        choices=tuple(
            Choice(f"label:{code}", text(f"label-{code}"), chosen=code in session.own(RateState).labels)
            for code in labels
        ),
        blocks=(Block(BlockKind.NOTE, text("rate-reason-note")),),
        actions=Actions(Choice("back", text("action-back")), skip, Choice("continue", text("action-send"))),
        traits=SEVERAL_CHOICES,
    )


def on(session: InMatter, event: Event) -> Turn:
    rated = session.own(RateState)
    match event:
        case Touched(key="skip"):
            return Turn(session.with_own(RateState()), go=Go.END)
        case Touched(verb="rate", value="1" | "2" | "3" | "4" | "5" as level):
            chosen = session.with_own(RateState(int(level)))
            return Turn(chosen, go=Go.ON) if int(level) <= LOW else _send(chosen)
        case Touched(verb="label", value=code):
            changed = session.with_own(replace(rated, labels=rated.labels ^ {code}))
            return Turn(replace(changed, wrong=MappingProxyType({})))
        case Touched(key="continue") if rated.labels:
            return _send(session)
        case Touched(key="continue"):
            return Turn(replace(session, wrong=MappingProxyType({"label": text("rate-reason-missing")})))
    return Turn(session)


def _send(session: InMatter) -> Turn:
    item, case, rated = session.item, session.matter.case, session.own(RateState)
    fresh, number = unawaited(session)
    rating = Rate(
        number,
        item.id,
        case.case_id if case else None,
        RatingNode.RECEIVED,
        rated.level,
        tuple(sorted(rated.labels)),
        session.terminal.label_set,
    )
    return Turn(fresh, (rating,), Go.END)


STEP = Step(InMatter, "step-result", (LEVELS,), pages, view, on, final=frozenset({LEVELS}))
