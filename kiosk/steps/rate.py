"""A rating of the authority, not of the machine: five levels, voluntary, nothing preselected, silence is no rating."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Rate
from kiosk.events import Event, Touched
from kiosk.platform.wire_types import RatingNode
from kiosk.steps.step import Step, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import Go, Session, Turn, unawaited
from kiosk.words import text

LOW = 2
"""Levels up to this one count as negative and are asked for a reason."""

FACES = {
    5: "emoticon-excited-outline",
    4: "emoticon-happy-outline",
    3: "emoticon-neutral-outline",
    2: "emoticon-sad-outline",
    1: "emoticon-cry-outline",
}


def pages(session: Session) -> tuple[str, ...]:
    if session.practice:
        return ()
    return ("rate", "rate/reason") if 0 < session.matter.level <= LOW else ("rate",)


def view(session: Session) -> View:
    item = session.item
    assert item is not None
    skip = Choice("skip", text("rate-skip"))
    if session.page == "rate":
        levels = tuple(Choice(f"rate:{level}", text(f"rate-{level}"), icon=FACES[level]) for level in (5, 4, 3, 2, 1))
        return page(
            session,
            "Rate",
            text("rate-title", authority=text("authority-short", item.id)),
            traits=Traits("Rate"),
            lead=text("rate-lead"),
            choices=levels,
            actions=Actions(None, skip, None),
        )
    labels = session.terminal.labels.get(str(session.matter.level), ())
    return page(
        session,
        "Consent",
        text("rate-reason-title"),
        traits=SEVERAL_CHOICES,
        lead=text("rate-reason-lead"),
        choices=tuple(
            Choice(f"label:{code}", text(f"label-{code}"), chosen=code in session.matter.labels) for code in labels
        ),
        blocks=(Block(BlockKind.NOTE, text("rate-reason-note")),),
        actions=Actions(Choice("back", text("action-back")), skip, Choice("continue", text("action-send"))),
    )


def on(session: Session, event: Event) -> Turn:
    if not isinstance(event, Touched):
        return Turn(session)
    verb, _, value = event.key.partition(":")
    if event.key == "skip":
        return Turn(session.with_matter(level=0, labels=frozenset()), go=Go.END)
    if session.page == "rate" and verb == "rate" and value in "12345":
        chosen = session.with_matter(level=int(value), labels=frozenset())
        return Turn(chosen, go=Go.ON) if int(value) <= LOW else _send(chosen)
    if session.page == "rate/reason" and verb == "label":
        changed = session.with_matter(labels=session.matter.labels ^ {value})
        return Turn(replace(changed, wrong=MappingProxyType({})))
    if session.page == "rate/reason" and event.key == "continue":
        if not session.matter.labels:
            return Turn(replace(session, wrong=MappingProxyType({"label": text("rate-reason-missing")})))
        return _send(session)
    return Turn(session)


def _send(session: Session) -> Turn:
    item, matter = session.item, session.matter
    assert item is not None
    fresh, number = unawaited(session.with_matter(rated=True))
    rating = Rate(
        number,
        item.id,
        matter.case.case_id if matter.case else None,
        RatingNode.RECEIVED,
        matter.level,
        tuple(sorted(matter.labels)),
        session.terminal.label_set,
    )
    return Turn(fresh, (rating,), Go.END)


STEP = Step("step-result", pages, view, on)
