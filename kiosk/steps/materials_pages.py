"""Pages of the papers: the list, one that was handed in, and the pages of a scan (materials_scan_pages)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.case.handed import Handed
from kiosk.catalogue.item import Material
from kiosk.platform.held_papers import HeldPaper
from kiosk.steps import materials_phone, materials_photo, materials_pledge
from kiosk.steps.asking import asking_lead, stages
from kiosk.steps.days import day_words
from kiosk.steps.materials_scan_pages import SCAN_VIEWS, sheet_of, turns
from kiosk.steps.materials_state import (
    ASKING,
    HANDED,
    PHONE,
    PHOTO,
    PLEDGE,
    PLEDGE_TEXT,
    MaterialsState,
    handed_paper,
    held_for,
    in_hand,
    material,
    missing,
    offered_ways,
    put_off,
    wanted,
)
from kiosk.steps.paper_ways import ways_here
from kiosk.steps.step import BACK, LEAVE, authority, box, in_language, page
from kiosk.view import Actions, Block, BlockKind, Choice, Tone, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Words, text

VIEW = "Materials"
WAY_ICONS = {"scan": "scan", "photo": "camera", "phone": "phone", "pledge": "pencil", "later": "clock"}
"""The ways that are chosen on the list, with their icons."""


VIEWS: Mapping[str, Callable[[InMatter], View]] = MappingProxyType(
    {**SCAN_VIEWS, PHONE: materials_phone.view, PHOTO: materials_photo.view}
    | dict.fromkeys((PLEDGE, PLEDGE_TEXT), materials_pledge.view)
)
"""Views of the pages below the list."""


def view(session: InMatter) -> View:
    if session.page in VIEWS:
        return VIEWS[session.page](session)
    if session.page == HANDED:
        return _handed(session)
    return _asking(session) if session.awaits(ASKING) else _list(session)


def _asking(session: InMatter) -> View:
    return page(
        session,
        VIEW,
        text("materials-asking"),
        lead=asking_lead(session),
        icon="search",
        blocks=stages("stage-asked", "stage-papers-found", "stage-papers-rest", done=1, authority=authority(session)),
        actions=Actions(BACK, LEAVE, None),
    )


def handed_words(session: InMatter, paper: Material) -> Words:
    """The way in which a paper was handed in; or that it is missing, or can be left out."""
    handed = session.own(MaterialsState).handed.get(paper.id)
    if handed is not None and handed.way == "later":
        return later_words(paper)
    if handed is not None:
        return text(f"handed-{handed.way}", count=len(handed.pages))
    if paper.later is not None:
        return text("handed-not")
    return text("handed-not" if paper.necessity == "necessary" else f"handed-not-{paper.necessity.replace('_', '-')}")


def later_words(paper: Material) -> Words:
    """Within how many days a paper may follow."""
    assert paper.later is not None, "its way is offered only with its data"
    return text("handed-later", days=paper.later.number)


def _title(session: InMatter) -> Words:
    papers, gaps, later = wanted(session), missing(session), put_off(session)
    if later and not gaps:
        return text("materials-title-later", count=len(papers) - len(later), later=len(later))
    if not gaps and any(each.id not in session.own(MaterialsState).handed for each in papers):
        return text("materials-title-enough")
    return text("materials-title", count=len(papers), missing=len(gaps))


def _list(session: InMatter) -> View:
    papers, gaps, open_ = wanted(session), missing(session), in_hand(session)
    may_wait = any("later" in offered_ways(session, each) for each in gaps)
    note = text("materials-missing-note-later" if may_wait else "materials-missing-note")
    hands_in = Choice(
        "continue",
        text("action-continue") if not gaps else text("materials-missing", count=len(gaps)),
        note=None if not gaps else note,
        enabled=not gaps,
        why_not=note if gaps else None,
    )
    return page(
        session,
        VIEW,
        _title(session),
        lead=text("materials-lead"),
        blocks=(
            *((Block(BlockKind.NOTE, text("materials-not-asked")),) if session.trouble else ()),
            *_rows(session, tuple(each for each in papers if each is not open_)),
            *(_opened(session, open_) if open_ is not None else ()),
            Block(BlockKind.NOTE, text("materials-original", authority=authority(session))),
        ),
        choices=_ways(session, open_) if open_ is not None else (),
        actions=Actions(BACK, LEAVE, hands_in),
        traits=Traits(small_choices=True),
    )


def _rows(session: InMatter, papers: tuple[Material, ...]) -> tuple[Block, ...]:
    rows = tuple(_row(session, each) for each in papers)
    return box(*rows)


def _row(session: InMatter, paper: Material) -> Block:
    done = paper.id in session.own(MaterialsState).handed and paper not in put_off(session)
    return Block(
        BlockKind.ROW,
        text(f"material-{paper.id}", session.item.id),
        handed_words(session, paper),
        tone=Tone.DONE if done else Tone.PLAIN,
        change=Choice(f"material:{paper.id}", text("materials-see" if done else "materials-hand-in")),
    )


def _by_reference(session: InMatter, held: HeldPaper) -> Words:
    """Title, office and day of a paper that the platform has."""
    return text(
        "held-paper",
        title=in_language(session, held.titles),
        office=in_language(session, held.offices),
        day=day_words(held.dated),
    )


def _opened(session: InMatter, paper: Material) -> tuple[Block, ...]:
    """The paper that is handed in now, with what must be readable on it."""
    key = "materials-open" if paper.id not in session.own(MaterialsState).handed else "materials-open-again"
    return (
        *box(
            Block(BlockKind.HEADING, text(key, paper=text(f"material-{paper.id}", session.item.id))),
            Block(BlockKind.PARAGRAPH, text(f"material-{paper.id}-hint", session.item.id)),
        ),
    )


def _ways(session: InMatter, paper: Material) -> tuple[Choice, ...]:
    here = ways_here(session, paper)
    if materials_pledge.is_open_question(session, paper):
        return (Choice("way:pledge", text("pledge-offer"), note=text("pledge-offer-note"), icon="list"),)
    held = tuple(
        Choice(f"held:{n}", text(f"give-{each.way}"), note=_by_reference(session, each), icon="certificate")
        for n, each in enumerate(held_for(session, paper))
    )
    ways = tuple(
        Choice(
            f"way:{way}",
            text(f"give-{way}"),
            note=_note(way, paper),
            icon=icon,
            enabled=way in here,
            why_not=None if way in here else _why_not(session, way),
        )
        for way, icon in WAY_ICONS.items()
        if way in offered_ways(session, paper)
    )
    return (*held, *ways)


def _note(way: str, paper: Material) -> Words:
    if way == "later" and paper.later is not None:
        return text("give-later-note", days=paper.later.number)
    return text(f"give-{way}-note")


def _why_not(session: InMatter, way: str) -> Words:
    return text("give-phone-practice" if session.practice and way == "phone" else f"give-{way}-not")


def _content(session: InMatter, paper: Material, handed: Handed, held: HeldPaper | None) -> tuple[Block, ...]:
    """Blocks of a paper that was handed in: the text of a pledge, the platform's paper, or the pages."""
    if handed.way == "pledge":
        return tuple(materials_pledge.sentences(session, paper))
    return sheet_of(session) if held is None else (Block(BlockKind.PARAGRAPH, _by_reference(session, held)),)


def _handed(session: InMatter) -> View:
    state = session.own(MaterialsState)
    paper, handed = material(session, state.open), state.handed[state.open]
    held = handed_paper(session, handed)
    return page(
        session,
        VIEW,
        text(f"material-{paper.id}", session.item.id),
        lead=text(f"handed-{handed.way}", count=len(handed.pages)),
        blocks=_content(session, paper, handed, held),
        choices=(
            *turns(state),
            Choice("other-way", text("materials-other-way"), note=text("materials-other-way-note")),
            Choice("take-back", text("pledge-take-back" if handed.way == "pledge" else "materials-take-back")),
        ),
        actions=Actions(BACK, LEAVE, Choice("continue", text("action-all-right"))),
        traits=Traits(scaffold="Certificate", small_choices=True) if handed.pages else Traits(small_choices=True),
    )
