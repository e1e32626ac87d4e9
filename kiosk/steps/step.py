"""What every step is: the pages it needs now, their view, and what it makes of an event. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.events import Event, Timer, Watch
from kiosk.view import Actions, Choice, View
from kiosk.visit import Session, Turn
from kiosk.words import Words, text

BACK = Choice("back", text("action-back"), icon="chevron-left")
LEAVE = Choice("leave", text("action-leave"))
CONTINUE = Choice("continue", text("action-continue"))
HELP = Choice("help", text("action-help"), icon="help-circle-outline")


def stay(session: Session) -> Turn:
    """Nothing happens."""
    return Turn(session)


def nothing(session: Session, event: Event) -> Turn:
    """The event means nothing here."""
    return Turn(session)


def no_watches(session: Session) -> frozenset[Watch]:
    return frozenset()


def no_timers(session: Session) -> frozenset[Timer]:
    return frozenset()


@dataclass(frozen=True)
class Step:
    """One step kind. `label` is its name in the progress bar; steps with the same label count as one there."""

    label: str
    pages: Callable[[Session], tuple[str, ...]]
    view: Callable[[Session], View]
    on: Callable[[Session, Event], Turn] = nothing
    enter: Callable[[Session], Turn] = stay
    watches: Callable[[Session], frozenset[Watch]] = no_watches
    timers: Callable[[Session], frozenset[Timer]] = no_timers


def page(session: Session, name: str, title: Words, **parts: object) -> View:
    """The view of a page: what every page has, and the parts given."""
    item = session.item
    where = text("name", item.id) if item else text("terminal-title", name=session.terminal.name)
    view = View(
        page=name,
        id=session.page,
        language=session.language,
        title=title,
        where=where,
        actions=Actions(BACK, LEAVE, CONTINUE),
        wrong=tuple(session.wrong.values()),
        modes=session.modes,
        visit=session.visit,
        rehearsal=session.terminal.rehearsal,
        practice=session.practice,
    )
    return replace(view, **parts)  # type: ignore[arg-type]


def one_page(name: str) -> Callable[[Session], tuple[str, ...]]:
    """A step that always has the one page of its name."""
    return lambda session: (name,)
