"""Derived from a session: its view, its running timers, its device watches."""

from __future__ import annotations

from dataclasses import replace

from kiosk.delays import DELAYS
from kiosk.events import Output, Timer, Watch
from kiosk.session.fallback import with_fallback_note
from kiosk.session.help import help_view
from kiosk.session.journey import page_before, progress
from kiosk.session.surroundings import WITHIN, guide_lights, sensor_watch
from kiosk.steps.table import here, step_of
from kiosk.view import Choice, Countdown, View
from kiosk.visit import Session
from kiosk.words import text


def view_of(session: Session) -> View:
    """The picture of this session."""
    view = help_view(session) if session.help_over else _page_view(session)
    view = with_fallback_note(view, session.catalogue)
    return replace(view, curtain=session.curtain, countdown=_countdown() if session.counting_down else None)


def _page_view(session: Session) -> View:
    view = replace(here(session).view(), progress=progress(session))
    if view.actions.left and view.actions.left.key == "back" and page_before(session) == session.page:
        return replace(view, actions=replace(view.actions, left=None))
    return view


def _countdown() -> Countdown:
    return Countdown(
        int(DELAYS["countdown"]),
        Choice("more-time", text("countdown-more")),
        Choice("leave-now", text("countdown-leave")),
    )


def watches_of(session: Session) -> frozenset[Watch]:
    """Return the page's device watches, none behind a curtain or help; the sensors are watched all the time."""
    return _watches_of_page(session) | sensor_watch(session.status, WITHIN)


def _watches_of_page(session: Session) -> frozenset[Watch]:
    return frozenset() if session.curtain or session.help_over else here(session).watches()


def outputs_of(session: Session) -> frozenset[Output]:
    """The states that devices are to be in; none behind a curtain, where nobody is guided."""
    if session.curtain:
        return frozenset()
    lights = guide_lights(session, lambda: view_of(session), _watches_of_page(session))
    return here(session).outputs() | lights


def timers_of(session: Session) -> frozenset[Timer]:
    """The timers that run now. Hidden pages have none."""
    if session.curtain:
        return frozenset({Timer("curtain", DELAYS["curtain"], session.activity)})
    own = frozenset() if session.help_over else here(session).timers()
    own = frozenset(timer for timer in own if timer.name not in session.waited or timer.name == "reveal")
    return own | _idle(session)


def _idle(session: Session) -> frozenset[Timer]:
    if session.counting_down:
        return frozenset({Timer("countdown", DELAYS["countdown"], session.activity)})
    by_itself = session.page in step_of(session.page).own_timers and not session.help_over
    if session.waits or by_itself or here(session).holds():
        return frozenset()
    if session.person_gone:
        return frozenset({Timer("gone", DELAYS["gone"], session.activity)})
    if session.speaking:
        return frozenset({Timer("idle_speaking", DELAYS["idle_speaking"], session.activity)})
    name = "idle_slow" if session.modes.elder or session.modes.voice else "idle"
    return frozenset({Timer(name, DELAYS[name], session.activity, reads=True)})
