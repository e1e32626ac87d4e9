"""Pages of a scan: where the paper is placed, the page that was scanned (small and large), the glance at the glass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.steps.asking import stages
from kiosk.steps.fault import fault_message, what_to_do
from kiosk.steps.materials_state import (
    FEEDER_CAPABILITY,
    GLASS,
    LARGE,
    LOOK,
    PLACE,
    SCAN_CAPABILITY,
    SCANNING,
    MaterialsState,
    material,
)
from kiosk.steps.step import BACK, LEAVE, page
from kiosk.view import Actions, Block, BlockKind, Choice, Guidance, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Words, text

VIEW = "Scan"
EDGES = (("arrow-up", "top"), ("arrow-right", "right"), ("arrow-down", "bottom"), ("arrow-left", "left"))
"""The icon and the word of each side of a page, in the order of papers.page.PageCut."""


def _paper(session: InMatter) -> Words:
    return text(f"material-{session.own(MaterialsState).open}", session.item.id)


def _place(session: InMatter) -> View:
    if session.awaits(SCANNING):
        return page(
            session,
            VIEW,
            text("scan-running"),
            lead=text("scan-running-lead"),
            icon="scan",
            blocks=stages("stage-placed", "stage-scanning", "stage-looked-at", done=1),
            actions=Actions(None, LEAVE, None),
        )
    if session.trouble:
        return page(
            session,
            VIEW,
            text("scan-failed"),
            lead=fault_message(session.terminal, session.trouble),
            icon="alert",
            tone=Tone.ATTENTION,
            blocks=what_to_do(session, session.trouble, "fault-safe-pages"),
            actions=Actions(BACK, LEAVE, Choice("scan", text("action-try-again"))),
            traits=Traits(large_rows=True),
        )
    state = session.own(MaterialsState)
    number = (state.seen if state.instead else len(state.pages)) + 1
    feeder = session.status.can(FEEDER_CAPABILITY) and not state.instead
    device = session.status.device_for(SCAN_CAPABILITY)
    return page(
        session,
        VIEW,
        text("scan-place", paper=_paper(session), number=number),
        blocks=(
            Block(BlockKind.NUMBERED, text("scan-place-1", place=session.place_of(SCAN_CAPABILITY))),
            Block(BlockKind.NUMBERED, text("scan-place-2")),
            Block(BlockKind.NUMBERED, text("scan-place-3")),
        ),
        choices=(Choice("feeder", text("scan-feeder"), note=text("scan-feeder-note"), icon="list"),) if feeder else (),
        guidance=Guidance(device, "wait", text("scan-place-here")),
        actions=Actions(BACK, LEAVE, Choice("scan", text("scan-begin"), note=text("scan-begin-note"))),
    )


def sheet_of(session: InMatter, *, edit: bool = False) -> tuple[Block, ...]:
    """The page in hand as a picture, with what the machine sees of it; `edit`: it can be turned and enlarged."""
    state = session.own(MaterialsState)
    number, count = state.seen + 1, len(state.pages)
    block = Block(
        BlockKind.SHEET,
        text("scan-page", number=number, count=count),
        _seen(state) if edit else None,
        sheet=state.shown,
        reveal=Choice("turn", text("scan-turn"), icon="rotate") if edit else None,
        change=Choice("large", text("action-large"), icon="zoom-in") if edit else None,
    )
    return (block,)


def _seen(state: MaterialsState) -> Words:
    """The machine's judgement of the page: a hint, never a refusal."""
    here = state.pages[state.seen]
    if here.blank:
        return text("scan-blank")
    return text("scan-sharp" if here.sharp else "scan-blurred")


def turns(state: MaterialsState) -> tuple[Choice, ...]:
    """Buttons to the other pages."""
    return tuple(
        Choice(f"page:{index}", text("document-turn", number=index + 1), icon="document")
        for index in range(len(state.pages))
        if index != state.seen
    )


def _look(session: InMatter) -> View:
    state = session.own(MaterialsState)
    here = state.pages[state.seen]
    more = len(state.pages) < material(session, state.open).pages_most
    edges = tuple(
        Choice(f"edge:{side}", text(f"scan-edge-{word}"), icon=icon) for side, (icon, word) in enumerate(EDGES)
    )
    note = (Block(BlockKind.NOTE, fault_message(session.terminal, state.why)),) if state.why else ()
    return page(
        session,
        VIEW,
        text("scan-look"),
        blocks=(*sheet_of(session, edit=True), *note),
        choices=(
            *(edges if here.found else ()),
            Choice("again", text("scan-again"), note=text("scan-again-note"), icon="again"),
            *((Choice("more", text("scan-more"), note=text("scan-more-note"), icon="plus"),) if more else ()),
            *turns(state),
        ),
        actions=Actions(
            BACK, LEAVE, Choice("continue", text("scan-use"), note=text("scan-use-note", count=len(state.pages)))
        ),
        traits=Traits(scaffold="Certificate", small_choices=True),
    )


def _large(session: InMatter) -> View:
    state = session.own(MaterialsState)
    return page(
        session,
        VIEW,
        text("document-large"),
        blocks=sheet_of(session),
        choices=turns(state),
        actions=Actions(BACK, LEAVE, Choice("small", text("action-seen"))),
        traits=Traits(scaffold="Certificate", large_rows=True),
    )


def _glass(session: InMatter) -> View:
    if session.awaiting:
        return page(
            session,
            VIEW,
            text("glass-looking"),
            icon="scan",
            blocks=stages("stage-papers-kept", "stage-glass", done=1),
            actions=Actions(None, None, None),
        )
    place = session.place_of(SCAN_CAPABILITY)
    return page(
        session,
        VIEW,
        text("glass-left"),
        lead=text("glass-left-lead", place=place),
        icon="alert",
        tone=Tone.ATTENTION,
        guidance=Guidance(session.status.device_for(SCAN_CAPABILITY), "wait", text("glass-take"), Tone.ATTENTION),
        actions=Actions(None, LEAVE, Choice("taken", text("glass-taken"))),
    )


SCAN_VIEWS: Mapping[str, Callable[[InMatter], View]] = MappingProxyType(
    {PLACE: _place, LOOK: _look, LARGE: _large, GLASS: _glass}
)
