"""A pledge in place of a paper: the choice between both, the full text, and the pledge by its own button.

The choice is free: the two buttons are equal and nothing is chosen beforehand. What was pledged is shown word for word
before it is given, and can be taken back before submitting.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.item import Material
from kiosk.catalogue.pledges import LINES, TITLE, Pledge
from kiosk.events import Event, Touched
from kiosk.steps.covered import covered_name
from kiosk.steps.evidence import remember_shown
from kiosk.steps.materials_state import (
    PAGE,
    PLEDGE,
    PLEDGE_TEXT,
    MaterialsState,
    hand_in,
    material,
    may_pledge,
    with_state,
)
from kiosk.steps.step import BACK, LEAVE, authority, box, item_words, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import InMatter, Turn
from kiosk.words import Data, Words, text

VIEW = "Pledge"
ICONS = {"pledge": "pencil", "proof": "document"}


def shown_name(paper: str) -> str:
    """The name under which the words of a pledge are evidence."""
    return f"pledge-{paper}"


def begin(session: InMatter) -> Turn:
    """To the page of the choice."""
    return Turn(session, go=PLEDGE)


def is_open_question(session: InMatter, paper: Material) -> bool:
    """Whether the citizen still has to learn that a pledge will do, before the ways to hand the paper in."""
    state = session.own(MaterialsState)
    return may_pledge(session, paper) and paper.id not in state.by_proof and paper.id not in state.handed


def why_no_pledge(session: InMatter, pledge: Pledge) -> Words | None:
    """Why it cannot be given by whoever stands here; None if it can."""
    if session.matter.acting_for not in ("", "self") and not pledge.proxy:
        return text("pledge-in-person")
    barred = session.own(MaterialsState).barred
    return text(f"pledge-barred-{barred}") if barred else None


def _in_hand(session: InMatter) -> tuple[Material, Pledge]:
    paper = material(session, session.own(MaterialsState).open)
    assert paper.pledge is not None, "its way is offered only with its data"
    return paper, paper.pledge


def view(session: InMatter) -> View:
    return _text(session) if session.page == PLEDGE_TEXT else _choice(session)


def _choice(session: InMatter) -> View:
    paper, pledge = _in_hand(session)
    item, name = session.item, text(f"material-{paper.id}", session.item.id)
    full_name = text(f"pledge-{paper.id}-{TITLE}", item.id)
    why_not = why_no_pledge(session, pledge)
    order = ("pledge", "proof") if pledge.first == "pledge" else ("proof", "pledge")
    return page(
        session,
        VIEW,
        text("pledge-offer-title", paper=name),
        lead=text("pledge-offer-lead"),
        blocks=(
            *box(
                *(
                    Block(BlockKind.ROW, text(f"pledge-line-{end}"), text(f"pledge-{paper.id}-{end}", item.id))
                    for end in LINES
                ),
                Block(BlockKind.ROW, text("pledge-line-withdraw"), _withdraw(session, pledge)),
            ),
            Block(BlockKind.NOTE, text("pledge-offer-next", name=full_name, version=Data(pledge.version))),
        ),
        choices=tuple(
            Choice(
                f"give:{way}",
                text(f"pledge-give-{way}"),
                note=text(f"pledge-give-{way}-note", paper=name),
                icon=ICONS[way],
                enabled=way == "proof" or why_not is None,
                why_not=why_not if way == "pledge" else None,
            )
            for way in order
        ),
        actions=Actions(BACK, LEAVE, None),
        traits=Traits(small_choices=True),
    )


def _withdraw(session: InMatter, pledge: Pledge) -> Words:
    """Until when it can be taken back: here, and afterwards by the authority's number."""
    if pledge.withdraw_until == "submitted":
        return text("pledge-withdraw-submitted")
    return text("pledge-withdraw-decided", authority=authority(session), phone=Data(session.item.phones.consult))


def sentences(session: InMatter, paper: Material) -> Iterator[Block]:
    """The sentences of a pledge, in the person of whoever gives it."""
    for key in paper.pledge.text if paper.pledge is not None else ():
        yield Block(BlockKind.NUMBERED, item_words(session, key))


def _text(session: InMatter) -> View:
    paper, pledge = _in_hand(session)
    item, card = session.item, session.matter.card
    who = (Block(BlockKind.ROW, text("person-applicant"), covered_name(session, card.name)),) if card else ()
    return page(
        session,
        VIEW,
        text(f"pledge-{paper.id}-{TITLE}", item.id),
        lead=text("pledge-version", version=Data(pledge.version)),
        blocks=(
            *who,
            *sentences(session, paper),
            Block(BlockKind.NOTE, _withdraw(session, pledge)),
        ),
        actions=Actions(
            BACK,
            LEAVE,
            Choice(
                "pledge",
                text("pledge-action"),
                text("pledge-action-note", paper=text(f"material-{paper.id}", item.id)),
            ),
        ),
        traits=Traits(large_rows=True),
    )


def on(session: InMatter, event: Event) -> Turn:
    paper, pledge = _in_hand(session)
    match event:
        case Touched(key="give:proof") if session.page == PLEDGE:
            by_proof = session.own(MaterialsState).by_proof | {paper.id}
            return Turn(with_state(session, by_proof=by_proof), go=PAGE)
        case Touched(key="give:pledge") if session.page == PLEDGE and why_no_pledge(session, pledge) is None:
            return Turn(session, go=PLEDGE_TEXT)
        case Touched(key="pledge") if session.page == PLEDGE_TEXT and why_no_pledge(session, pledge) is None:
            return _pledged(session, paper, pledge)
    return Turn(session)


def _pledged(session: InMatter, paper: Material, pledge: Pledge) -> Turn:
    """Note the pledge with its very words; pages that were handed in before are forgotten."""
    shown = remember_shown(session, shown_name(paper.id), _text(session))
    return Turn(*hand_in(shown, "pledge", reference=pledge.version), PAGE)
