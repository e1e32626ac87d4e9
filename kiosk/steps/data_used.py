"""The personal data that a matter uses, as notice and consent list it.

Derived from the item's form and papers, so that the two pages cannot differ from each other, nor from what is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.catalogue.conditions import all_hold
from kiosk.catalogue.item import FormPage, Proof
from kiosk.steps import social_card
from kiosk.steps.companion import has_companion
from kiosk.steps.facts import facts
from kiosk.steps.step import box
from kiosk.steps.whom import WHOM
from kiosk.view import Block, BlockKind
from kiosk.visit import InMatter
from kiosk.vocabulary.facts import head_of
from kiosk.words import Words, text

FROM_CARD = frozenset({"card.name", "card.number"})
"""Sources of answers that the sentence about the card names already."""


def data_used(session: InMatter) -> tuple[Words, ...]:
    """Return a line for each kind of data: cards, code, every answer that the form may ask for, and each paper that is
    handed in."""
    return tuple(_kinds(session))


def _kinds(session: InMatter) -> Iterator[Words]:
    item = session.item
    if item.proof is not Proof.NONE:
        yield text("data-card")
    if social_card.may_be_read(session, item):
        yield text("data-social-card")
    if item.by_slip_alone:
        yield text("data-slip")
    whom = WHOM[session.matter.acting_for]
    if len(whom.cards) > 1:
        yield text("data-helper")
    elif whom.relations:
        yield text("data-relation-child")
    if whom.mandate:
        yield text("data-mandate")
    if has_companion(session):
        yield text("data-companion")
    if item.proof is Proof.CARD_AND_PERSON:
        yield text("data-code")
    for page in item.pages:
        if _may_be_asked(session, page):
            yield from (text(f"answer-{each.answer}", item.id) for each in page.controls if each.fill not in FROM_CARD)
    yield from (text(f"material-{each.id}", item.id) for each in item.handed_in)


def _may_be_asked(session: InMatter, page: FormPage) -> bool:
    """Whether the form may come to this page, by what is known before it."""
    known = facts(session)
    return all(
        head_of(each.fact) == "answers" or known(each.fact) is None or all_hold((each,), known) for each in page.when
    )


def data_blocks(session: InMatter) -> tuple[Block, ...]:
    """The list of data as blocks of a page."""
    rows = (Block(BlockKind.BULLET, words) for words in data_used(session))
    return box(Block(BlockKind.HEADING, text("data-title")), *rows)
