"""The papers of an application: which are handed in, which are missing, and the ways to hand in one.

Nothing leaves the terminal here: what is handed in is held in memory until the case is sealed with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.effects import Audit, AuditKind, Effect
from kiosk.events import Answered, Event, NotAnswered, Timer, TimerRang, Touched
from kiosk.paper_events import PageCutAgain
from kiosk.papers.page import PaperPage
from kiosk.platform.held_papers import HeldPapers
from kiosk.steps import materials_phone, materials_photo, materials_pledge, materials_scan
from kiosk.steps.asking import ask, fresh, on_waiting, waiting_timers
from kiosk.steps.fault import not_answered
from kiosk.steps.materials_pages import view
from kiosk.steps.materials_state import (
    ASKING,
    CUTTING,
    GLANCING,
    HANDED,
    NOTHING_IN_HAND,
    PAGE,
    PHONE,
    PHOTO,
    PLEDGE,
    PLEDGE_TEXT,
    MaterialsState,
    blobs_of,
    forgetting,
    hand_in,
    held_for,
    in_hand,
    may_pledge,
    missing,
    offered_ways,
    wanted,
    with_state,
    without,
)
from kiosk.steps.paper_ways import may_be_held, ways_here
from kiosk.steps.step import Step
from kiosk.visit import Go, InMatter, Turn, unawaited

BEGIN: Mapping[str, Callable[[InMatter], Turn]] = MappingProxyType(
    {
        "scan": materials_scan.begin,
        "phone": materials_phone.begin,
        "photo": materials_photo.begin,
        "pledge": materials_pledge.begin,
        "later": lambda session: Turn(*hand_in(session, "later")),
    }
)
"""Way → what happens when it is chosen."""
PAGES: Mapping[str, Callable[[InMatter, Event], Turn]] = MappingProxyType(
    {
        PHONE: materials_phone.on,
        PHOTO: materials_photo.on,
        PLEDGE: materials_pledge.on,
        PLEDGE_TEXT: materials_pledge.on,
    }
)


def enter(session: InMatter) -> Turn:
    """On the list nothing is in hand but what is chosen there; the first time the platform is asked what it has."""
    if session.page == PHONE:
        return materials_phone.open_relay(session)
    if session.page != PAGE:
        return Turn(session)
    kinds = tuple(each.paper for each in wanted(session) if may_be_held(session, each))
    pledges = session.status.online and any(may_pledge(session, each) for each in wanted(session))
    known = session.own(MaterialsState).asked or session.matter.card is None
    asks = (kinds or pledges) and not known
    return _ask(session, kinds) if asks else materials_scan.drop(session)


def _ask(session: InMatter, kinds: tuple[str, ...]) -> Turn:
    return ask(fresh(with_state(session, asked=True)), ASKING, "papers", {"kinds": kinds})


def _answered(session: InMatter, held: HeldPapers) -> Turn:
    """Licences are handed in by themselves: nobody is asked for what the authority has. Other papers are offered."""
    noted = with_state(session, held=held.papers, barred=held.barred)
    effects: list[Effect] = []
    for paper in wanted(session):
        licence = next((each for each in held_for(noted, paper) if each.way == "licence"), None)
        if licence is not None and paper.id not in noted.own(MaterialsState).handed:
            noted, more = hand_in(with_state(noted, open=paper.id), licence.way, reference=licence.reference)
            effects += more
    return Turn(noted, tuple(effects))


def on(session: InMatter, event: Event) -> Turn:
    if session.page == PAGE:
        return _on_list(session, event)
    if session.page == HANDED:
        return _on_handed(session, event)
    return PAGES.get(session.page, materials_scan.on)(session, event)


def _on_list(session: InMatter, event: Event) -> Turn:
    state = session.own(MaterialsState)
    match event:
        case Answered(answer=HeldPapers() as held):
            return _answered(session, held)
        case NotAnswered():
            # What the platform has already can be handed in by the citizen too.
            return not_answered(session, event)
        case PageCutAgain(page=page) if page.scan is not None:
            # Its page was left meanwhile.
            return Turn(*forgetting(session, blobs_of((page,))))
        case TimerRang():
            return on_waiting(session, event)
        case Touched() if session.awaits(ASKING):
            return Turn(session)
        case Touched(verb="held", value=index) if index.isdecimal():
            return _hand_in_held(session, int(index))
        case Touched(verb="material", value=id_) if id_ in state.handed and state.handed[id_].way != "later":
            return _look_at(session, id_)
        case Touched(verb="material", value=id_):
            return Turn(with_state(session, open=id_))
        case Touched(verb="way", value=way):
            return _hand_in(session, way)
        case Touched(key="continue") if not missing(session):
            listed = with_state(session, listed=frozenset(each.id for each in wanted(session)))
            return materials_scan.glance(listed) if state.glass_used else Turn(listed, go=Go.ON)
    return Turn(session)


def _hand_in(session: InMatter, way: str) -> Turn:
    paper = in_hand(session)
    if paper is None or way not in BEGIN or way not in offered_ways(session, paper) & {*ways_here(session, paper)}:
        return Turn(session)
    return BEGIN[way](with_state(session, open=paper.id))


def _hand_in_held(session: InMatter, index: int) -> Turn:
    """Hand in a paper that the platform has, in the place of the pages that were handed in before."""
    paper = in_hand(session)
    held = held_for(session, paper) if paper is not None else ()
    if paper is None or index >= len(held):
        return Turn(session)
    chosen = held[index]
    return Turn(*hand_in(with_state(session, open=paper.id), chosen.way, reference=chosen.reference))


def _look_at(session: InMatter, id_: str) -> Turn:
    """To the page of a paper that was handed in, with its first page drawn."""
    paper = session.own(MaterialsState).handed[id_]
    pages = tuple(PaperPage(blob) for blob in paper.pages)
    looking = with_state(session, open=id_, pages=pages, seen=0, shown=None)
    return replace(materials_scan.show(looking, pages[0], pages[0].cut) if pages else Turn(looking), go=HANDED)


def _on_handed(session: InMatter, event: Event) -> Turn:
    state = session.own(MaterialsState)
    match event:
        case Touched(verb="page", value=index) if index.isdecimal() and int(index) < len(state.pages):
            chosen = with_state(session, seen=int(index))
            return materials_scan.show(chosen, state.pages[int(index)], state.pages[int(index)].cut)
        case Touched(key="other-way"):
            return Turn(_emptied(session, open=state.open), go=PAGE)
        case Touched(key="take-back"):
            held = state.handed[state.open]
            left, effects = forgetting(_emptied(without(session, state.open)), held.pages)
            after, number = unawaited(left)
            return Turn(after, (*effects, Audit(number, AuditKind.PAPER_TAKEN_BACK, held.way)), PAGE)
        case Touched(key="continue"):
            return Turn(_emptied(session), go=PAGE)
    return materials_scan.on(session, event)


def _emptied(session: InMatter, open: str = "") -> InMatter:  # noqa: A002  the name of the field
    """Nothing in hand, without forgetting what is handed in."""
    return with_state(session, **{**NOTHING_IN_HAND, "open": open})


def pages(session: InMatter) -> tuple[str, ...]:
    """None where the answers ask for no paper."""
    return (PAGE,) if wanted(session) else ()


def complete(session: InMatter, name: str) -> bool:
    listed = session.own(MaterialsState).listed
    return not missing(session) and all(each.id in listed for each in wanted(session))


def timers(session: InMatter) -> frozenset[Timer]:
    waiting = waiting_timers(session) if session.awaits(ASKING) else frozenset()
    return waiting | materials_photo.timers(session)


STEP = Step(
    InMatter,
    "step-materials",
    (PAGE,),
    pages,
    view,
    on,
    enter,
    watches=materials_photo.watches,
    timers=timers,
    complete=complete,
    lasting=frozenset({GLANCING, CUTTING}),
)
