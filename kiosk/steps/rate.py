"""A rating of the authority, not of the machine: five levels, voluntary, nothing sent without a choice.

The levels are shown on the farewell, so that nobody has to pass a page to decline; only the reasons of a low level have
a page.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.effects import Rate
from kiosk.events import Event, Touched
from kiosk.platform.wire_types import RatingNode
from kiosk.steps.step import BACK, Step, authority, page
from kiosk.view import SEVERAL_CHOICES, Actions, Block, BlockKind, Choice, Tone, View
from kiosk.visit import Go, InMatter, Session, StepState, Turn, unawaited, waits_here
from kiosk.words import Words, text

LOW = 2
"""Levels up to this one count as negative and are asked for a reason."""

LEVELS = "rate"
REASON = "rate/reason"

BEST_FIRST = (5, 4, 3, 2, 1)
"""The levels, in the order of the page."""


@dataclass(frozen=True)
class RatedCase:
    """A decided case of an earlier visit, and the office that decided."""

    case_id: str
    item_id: str
    office: Words


@dataclass(frozen=True)
class RateState(StepState):
    offered: bool = False
    """The journey came here: the farewell shows the levels until one is chosen or all are declined."""
    level: int = 0
    """The level chosen; 0 for none."""
    labels: frozenset[str] = frozenset()
    sent: bool = False
    about: RatedCase | None = None
    """An earlier case that is rated; None: the matter of this visit."""


def pages(session: InMatter) -> tuple[str, ...]:
    # An authority that has not received the case yet has done nothing that could be rated.
    # What follows a case is rated with that case, later.
    return () if session.practice or waits_here(session) or session.matter.subject is not None else (LEVELS,)


def enter(session: InMatter) -> Turn:
    """Pass through: the levels have no page of their own, they are shown on the farewell."""
    return Turn(session.with_own(RateState(offered=True)), go=Go.END) if session.page == LEVELS else Turn(session)


def awaited(session: Session) -> bool:
    """Return whether the farewell waits for a level, which may also not be given."""
    rated = session.own(RateState)
    return rated.offered and not rated.level


def question(session: Session) -> tuple[Block, ...]:
    """Return what the farewell asks, or its thanks once a level was sent."""
    if session.own(RateState).sent:
        return (Block(BlockKind.STATUS, text("rate-thanks"), tone=Tone.DONE),)
    about = session.own(RateState).about
    name = authority(session) if about is None else about.office
    return (Block(BlockKind.HEADING, text("rate-title", authority=name)),) if awaited(session) else ()


def levels(session: Session) -> tuple[Choice, ...]:
    """Return the levels while the farewell asks for one; none is chosen in advance."""
    if not awaited(session):
        return ()
    return tuple(Choice(f"{LEVELS}:{level}", text(f"rate-{level}")) for level in BEST_FIRST)


def view(session: InMatter) -> View:
    rated = session.own(RateState)
    labels = session.terminal.labels.get(str(rated.level), ())
    return page(
        session,
        "Consent",
        text("rate-reason-title"),
        lead=text("rate-reason-lead"),
        choices=tuple(Choice(f"label:{code}", text(f"label-{code}"), chosen=code in rated.labels) for code in labels),
        blocks=(Block(BlockKind.NOTE, text("rate-reason-note")),),
        actions=Actions(
            Choice("levels", text("action-back"), icon=BACK.icon),
            Choice("skip", text("rate-skip")),
            Choice("continue", text("action-send")),
        ),
        traits=SEVERAL_CHOICES,
    )


def on(session: InMatter, event: Event) -> Turn:
    """Handle touches of the reasons, and of the levels on the farewell."""
    rated = session.own(RateState)
    match event:
        case Touched(verb="rate", value="1" | "2" | "3" | "4" | "5" as level):
            chosen = session.with_own(replace(rated, level=int(level)))
            return Turn(chosen, go=REASON) if int(level) <= LOW else _send(chosen)
        case Touched(key="levels"):
            return Turn(session.with_own(RateState(offered=True, about=rated.about)), go=Go.END)
        case Touched(key="skip"):
            return Turn(session.with_own(RateState()), go=Go.END)
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
    about = rated.about
    fresh, number = unawaited(session.with_own(replace(rated, sent=True)))
    rating = Rate(
        number,
        item.id if about is None else about.item_id,
        about.case_id if about else case.case_id if case else None,
        RatingNode.RECEIVED if about is None else RatingNode.DECIDED,
        rated.level,
        tuple(sorted(rated.labels)),
        session.terminal.label_set,
    )
    return Turn(fresh, (rating,), Go.END)


STEP = Step(InMatter, "step-result", (LEVELS,), pages, view, on, enter, final=frozenset({LEVELS, REASON}))
