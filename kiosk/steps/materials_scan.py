"""Scan a paper page by page: place it, look at it, turn it, widen it, scan it again, use it."""

from __future__ import annotations

from dataclasses import replace

from devices.document_scanner.contract import Glance, ScanRequest, Source
from kiosk.effects import Job, Recut
from kiosk.events import Event, JobEnded, Touched
from kiosk.paper_events import PageCutAgain, PageLost
from kiosk.papers.page import PageCut, PagesScanned, PaperPage
from kiosk.steps.fault import troubled
from kiosk.steps.materials_state import (
    CUTTING,
    GLANCE_VERB,
    GLANCING,
    GLASS,
    LARGE,
    LOOK,
    NOTHING_IN_HAND,
    PAGE,
    PLACE,
    SCAN_CAPABILITY,
    SCAN_VERB,
    SCANNING,
    MaterialsState,
    blobs_of,
    forgetting,
    hand_in,
    material,
    with_state,
)
from kiosk.visit import Go, InMatter, Turn, numbered

GLANCES_MOST = 2
"""Looks at the glass before the citizen is believed that it is empty."""


def begin(session: InMatter) -> Turn:
    """To the page that says where the paper is placed."""
    return Turn(session, go=PLACE)


def _scan(session: InMatter, *, feeder: bool = False) -> Turn:
    device = session.status.device_for(SCAN_CAPABILITY)
    if not device:
        return troubled(session, "document_scanner.no_answer")
    state = session.own(MaterialsState)
    left = material(session, state.open).pages_most - len(state.pages)
    request = ScanRequest(source=Source.FEEDER, pages_most=left) if feeder else ScanRequest()
    begun = with_state(replace(session, trouble=""), why="", glass_used=state.glass_used or not feeder)
    asking, number = numbered(begun, SCANNING)
    return Turn(asking, (Job(number, device, SCAN_VERB, request),))


def glance(session: InMatter) -> Turn:
    """Look whether something was left on the glass. Without an answer the journey goes on: the farewell reminds."""
    device = session.status.device_for(SCAN_CAPABILITY)
    if not device:
        return Turn(session, go=Go.ON)
    asking, number = numbered(session, GLANCING)
    return Turn(asking, (Job(number, device, GLANCE_VERB, Glance()),), GLASS)


def scanned(session: InMatter, outcome: PagesScanned) -> Turn:
    """Add the pages of a scan, or put one in the place of the page that was scanned again."""
    state = session.own(MaterialsState)
    why = f"page.{outcome.why}" if outcome.why else ""
    fault = outcome.fault.code if outcome.fault is not None else why
    if not outcome.pages:
        return troubled(session, fault or "page.no_answer")
    if state.instead:
        old, pages, seen = state.pages[state.seen : state.seen + 1], list(state.pages), state.seen
        pages[seen : seen + 1] = outcome.pages
    else:
        old, pages, seen = (), [*state.pages, *outcome.pages], len(state.pages) + len(outcome.pages) - 1
    added = with_state(session, pages=tuple(pages), seen=seen, shown=outcome.shown, instead=False, why=fault)
    return Turn(*forgetting(added, blobs_of(old)), LOOK)


def glanced(session: InMatter, outcome: PagesScanned) -> Turn:
    """Go on, unless something lies on the glass and the citizen was not yet asked twice to take it."""
    state = session.own(MaterialsState)
    if outcome.glass_empty is None:
        return Turn(with_state(session, glances=0), go=Go.ON)
    if outcome.glass_empty or state.glances >= GLANCES_MOST:
        return Turn(with_state(session, glances=0, glass_used=not outcome.glass_empty), go=Go.ON)
    return Turn(with_state(session, glances=state.glances + 1))


def show(session: InMatter, page: PaperPage, cut: PageCut) -> Turn:
    """Draw a page, cut as wanted."""
    asking, number = numbered(session, CUTTING)
    return Turn(asking, (Recut(number, page, cut),))


def _recut(session: InMatter, cut: PageCut) -> Turn:
    state = session.own(MaterialsState)
    return show(session, state.pages[state.seen], cut)


def _cut_again(session: InMatter, event: PageCutAgain) -> Turn:
    state = session.own(MaterialsState)
    pages = tuple(event.page if n == state.seen else each for n, each in enumerate(state.pages))
    return Turn(with_state(session, pages=pages, shown=event.shown, why=""))


def _use(session: InMatter) -> Turn:
    """Hand the pages in; the scans they were cut from are forgotten."""
    pages = tuple(page.file for page in session.own(MaterialsState).pages)
    return Turn(*hand_in(session, "scan", pages), PAGE)


def drop(session: InMatter) -> Turn:
    """Drop the pages in hand that were not handed in."""
    state = session.own(MaterialsState)
    left = with_state(session, **{**NOTHING_IN_HAND, "open": state.open})
    handed = state.handed.get(state.open)
    kept = frozenset(handed.pages if handed is not None else ())
    held = (*blobs_of(state.pages), *((state.photo,) if state.photo is not None else ()))
    return Turn(*forgetting(left, tuple(blob for blob in held if blob not in kept)))


def on(session: InMatter, event: Event) -> Turn:
    match event:
        case JobEnded(outcome=PagesScanned() as outcome):
            return glanced(session, outcome) if session.page == GLASS else scanned(session, outcome)
        case PageCutAgain():
            return _cut_again(session, event)
        case PageLost():
            return Turn(with_state(session, why=f"page.{event.why}"))
        case Touched() if session.awaiting:
            return Turn(session)
        case Touched() if session.page == PLACE:
            return _placing(session, event)
        case Touched() if session.page in (LOOK, LARGE):
            return _looking(session, event)
        case Touched(key="taken") if session.page == GLASS:
            return glance(session)
    return Turn(session)


def _placing(session: InMatter, event: Touched) -> Turn:
    match event.key:
        case "scan":
            return _scan(session)
        case "feeder":
            return _scan(session, feeder=True)
    return Turn(session)


def _looking(session: InMatter, event: Touched) -> Turn:
    state = session.own(MaterialsState)
    here = state.pages[state.seen] if state.pages else None
    match event:
        case _ if here is None:
            return Turn(session, go=PAGE)
        case Touched(key="turn"):
            return _recut(session, here.cut.turned())
        case Touched(verb="edge", value=side) if side in ("0", "1", "2", "3"):
            return _recut(session, here.cut.wider(int(side)))
        case Touched(verb="page", value=index) if index.isdecimal() and int(index) < len(state.pages):
            chosen = with_state(session, seen=int(index), why="")
            return _recut(chosen, state.pages[int(index)].cut)
        case Touched(key="large"):
            return Turn(session, go=LARGE)
        case Touched(key="small"):
            return Turn(session, go=LOOK)
        case Touched(key="again"):
            return Turn(with_state(session, instead=True), go=PLACE)
        case Touched(key="more"):
            return Turn(with_state(session, instead=False), go=PLACE)
        case Touched(key="continue"):
            return _use(session)
    return Turn(session)
