"""What every step is: the pages it owns, their view, what it makes of an event, and what is special about it.

All functions are pure. Whatever the session must know of one kind of step is declared here and said by the step itself;
`kiosk.session` names no page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.events import Event, Timer, Watch
from kiosk.view import Actions, Choice, View
from kiosk.visit import Go, Session, Turn
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


def complete(session: Session, name: str) -> bool:
    """The page asks for nothing that must be given."""
    return True


def to_the_farewell(session: Session) -> Go | str:
    return Go.END


def never(session: Session) -> bool:
    return False


@dataclass(frozen=True)
class Step:
    """One step kind.

    `label` is its name in the progress bar; steps with the same label count as one there. `owns` are its page names, up
    to the first "/"; `pages` those pages that the journey has now.
    """

    label: str
    owns: tuple[str, ...]
    pages: Callable[[Session], tuple[str, ...]]
    view: Callable[[Session], View]
    on: Callable[[Session, Event], Turn] = nothing
    enter: Callable[[Session], Turn] = stay
    watches: Callable[[Session], frozenset[Watch]] = no_watches
    timers: Callable[[Session], frozenset[Timer]] = no_timers
    complete: Callable[[Session, str], bool] = complete
    """Was everything given that this page asks for? After a change the first page that lacks something is shown."""
    leave: Callable[[Session], Go | str] = to_the_farewell
    """Where somebody goes who leaves, or who is not there any more. Help may still lie over the page."""
    holds: Callable[[Session], bool] = never
    """While true, no time-out hides the page."""
    final: frozenset[str] = frozenset()
    """Pages from which there is no way back."""
    own_timers: frozenset[str] = frozenset()
    """Pages that end by timers of their own, so that the idle timer rests; under help it runs."""
    handles: tuple[type[Event], ...] = ()
    """Events that are for this step although another page is shown. (An outcome is always for the step that asked.)"""
    lasting: frozenset[str] = frozenset()
    """Purposes whose outcome is still awaited on the pages after the one that asked."""
    binding: frozenset[str] = frozenset()
    """Purposes whose outcome even staff wait for before they end the visit."""


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
