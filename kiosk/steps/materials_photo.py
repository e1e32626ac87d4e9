"""The applicant's photo: the camera's live picture with one hint at a time, a photo, and whether it is used.

The machine sees whether one face is there and clear. Who it is, is never judged here.
"""

from __future__ import annotations

from dataclasses import replace

from devices.camera.contract import VIEW as CAMERA
from kiosk.delays import DELAYS
from kiosk.effects import TakePhoto
from kiosk.events import Event, Timer, TimerRang, Touched, ViewJudged, Watch, WatchFailed
from kiosk.paper_events import NoPhoto, PhotoTaken
from kiosk.papers.photo_verdict import PhotoVerdict
from kiosk.steps.fault import fault_message, troubled, what_to_do
from kiosk.steps.live_view import do_words, live_view_block
from kiosk.steps.materials_state import PAGE, PHOTO, MaterialsState, forgetting, hand_in, with_state
from kiosk.steps.step import BACK, LEAVE, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter, Session, Turn, numbered
from kiosk.words import Words, text

VIEW = "Photo"
TAKING = "photo"
"""Purpose of the effect that takes a photo."""
COUNT, COUNTS = "photo_count", 3
"""Timer of one count, and how many there are before a photo."""


def begin(session: InMatter) -> Turn:
    return Turn(session, go=PHOTO)


def watches(session: Session) -> frozenset[Watch]:
    """The camera is open while its page is shown and no photo is looked at."""
    if session.page != PHOTO or session.own(MaterialsState).photo is not None:
        return frozenset()
    return session.watch(CAMERA)


def timers(session: Session) -> frozenset[Timer]:
    """Each count is a timer of its own."""
    count = session.own(MaterialsState).count
    return frozenset({Timer(COUNT, DELAYS[COUNT], count)} if session.page == PHOTO and count else ())


def on(session: InMatter, event: Event) -> Turn:
    state = session.own(MaterialsState)
    match event:
        case ViewJudged():
            seen = with_state(replace(session, trouble=""), verdict=event.verdict, passed=event.passed)
            return Turn(seen if event.verdict is PhotoVerdict.GOOD else with_state(seen, count=0))
        case WatchFailed():
            return troubled(with_state(session, verdict=None, passed=frozenset(), count=0), event.fault.code)
        case TimerRang() if event.timer.name == COUNT and state.count > 1:
            return Turn(with_state(session, count=state.count - 1))
        case TimerRang() if event.timer.name == COUNT and state.count:
            taking, number = numbered(with_state(session, count=0), TAKING)
            return Turn(taking, (TakePhoto(number),))
        case PhotoTaken():
            return Turn(with_state(session, photo=event.photo, shown=event.picture, no_photo=""))
        case NoPhoto():
            return Turn(with_state(session, no_photo=event.why))
        case Touched(key="take") if state.photo is None and not _taking(session) and not session.trouble:
            return Turn(with_state(session, no_photo="", count=COUNTS))
        case Touched(key="again") if state.photo is not None:
            left = with_state(session, photo=None, shown=None, verdict=None, passed=frozenset())
            return Turn(*forgetting(left, (state.photo,), (state.shown.key,) if state.shown else ()))
        case Touched(key="continue") if state.photo is not None:
            return Turn(*hand_in(session, "photo", (state.photo,)), PAGE)
        case Touched(key="other-way"):
            return Turn(with_state(session, count=0), go=PAGE)
    return Turn(session)


def _taking(session: InMatter) -> bool:
    return session.own(MaterialsState).count > 0 or session.awaits(TAKING)


def view(session: InMatter) -> View:
    state = session.own(MaterialsState)
    if state.photo is not None:
        return _taken(session, state)
    if session.trouble:
        return page(
            session,
            VIEW,
            text("photo-failed"),
            lead=fault_message(session.terminal, session.trouble),
            icon="alert",
            tone=Tone.ATTENTION,
            blocks=what_to_do(session, session.trouble, "fault-safe-pages"),
            actions=Actions(BACK, LEAVE, None),
            traits=Traits(large_rows=True),
        )
    good = state.verdict is PhotoVerdict.GOOD
    taking = _taking(session)
    failed = (Block(BlockKind.NOTE, _why(session, state.no_photo)),) if state.no_photo else ()
    take = Choice(
        "take",
        text("photo-taking" if taking else "photo-take" if good else "photo-not-yet"),
        enabled=good and not taking,
        why_not=None if good else do_words(state.verdict),
    )
    return page(
        session,
        VIEW,
        text("photo-title"),
        blocks=(
            live_view_block(state.verdict, state.passed, session.place_of(CAMERA.capability), state.count),
            *failed,
        ),
        choices=(Choice("other-way", text("photo-other-way"), icon="phone"),),
        actions=Actions(BACK, LEAVE, take),
        traits=Traits(scaffold="Certificate", small_choices=True),
    )


def _taken(session: InMatter, state: MaterialsState) -> View:
    """The photo as it will be handed in: used only if the citizen says so."""
    return page(
        session,
        VIEW,
        text("photo-look"),
        blocks=(Block(BlockKind.SHEET, text("photo-picture"), text("photo-size"), sheet=state.shown),),
        choices=(Choice("again", text("photo-again"), icon="again"),),
        actions=Actions(BACK, LEAVE, Choice("continue", text("photo-use"))),
        traits=Traits(scaffold="Certificate", small_choices=True),
    )


def _why(session: InMatter, why: str) -> Words:
    """Why no photo was taken: what to do about the picture, or the fault."""
    return fault_message(session.terminal, why) if "." in why else text(f"photo-do-{why.replace('_', '-')}")
