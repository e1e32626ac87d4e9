"""A case that was handed in without a paper which follows later: what is missing, in which form, until when, and where.

The days count from when the authority has the case. Nothing here says that it was taken in before its receipt came.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from kiosk.case.kept import Case, Fate
from kiosk.catalogue.item import Item, Material
from kiosk.catalogue.pledges import late_key
from kiosk.documents.slip import SlipLine
from kiosk.steps.step import box
from kiosk.view import Block, BlockKind
from kiosk.visit import InMatter
from kiosk.words import Data, Words, text

NOT_TAKEN = frozenset({Fate.REFUSED, Fate.TURNED_DOWN, Fate.GRANTED})
"""Nothing can follow a case that is not taken in, or is decided."""


def papers_of(session: InMatter, case: Case) -> tuple[Item, tuple[Material, ...]]:
    """The item of a case, and its papers that are still to come."""
    item = session.catalogue.find(case.item_id) or session.item
    found = tuple(each for each in item.handed_in if each.id in case.missing and each.later is not None)
    return item, () if case.fate in NOT_TAKEN else found


def days_of(papers: tuple[Material, ...]) -> int:
    """The fewest days that one of them has."""
    return min((each.later.number for each in papers if each.later is not None), default=0)


def names_of(item: Item, papers: tuple[Material, ...]) -> Words:
    """The papers with the forms in which each is taken."""
    return reduce(lambda one, other: text("list-of-two", one=one, other=other), [_named(item, each) for each in papers])


def _named(item: Item, paper: Material) -> Words:
    return with_forms(text(f"material-{paper.id}", item.id), paper.forms)


def with_forms(title: Words, forms: Sequence[str]) -> Words:
    """A paper with the forms in which it is taken, where they are stated."""
    if not forms:
        return title
    named: list[Words] = [text(f"form-{each}") for each in forms]
    either = reduce(lambda one, other: text("list-or", one=one, other=other), named)
    return text("missing-paper", paper=title, forms=either)


def blocks(session: InMatter, case: Case) -> tuple[Block, ...]:
    """The notice: names, forms, the days, what becomes of the case without them, and where they are taken."""
    item, papers = papers_of(session, case)
    if not papers:
        return ()
    name = text("authority-short", item.id)
    until = text("missing-until", authority=name, days=days_of(papers))
    late = text("missing-late", late=text(late_key(papers[0].id), item.id))
    return (
        *box(
            Block(BlockKind.HEADING, text("missing-now" if case.fate is Fate.MISSING else "missing-then")),
            *(Block(BlockKind.NUMBERED, _named(item, each)) for each in papers),
            Block(BlockKind.ROW, text("missing-last-day"), until),
            Block(BlockKind.NOTE, late),
        ),
        Block(BlockKind.HEADING, text("missing-where")),
        Block(BlockKind.BULLET, text("missing-at-a-terminal")),
        Block(BlockKind.BULLET, text("missing-at-a-window", authority=name, phone=Data(item.phones.consult))),
    )


def slip_lines(item: Item, case: Case) -> tuple[SlipLine, ...]:
    """The same for the slip."""
    papers = tuple(each for each in item.handed_in if each.id in case.missing and each.later is not None)
    if not papers or case.fate in NOT_TAKEN:
        return ()
    until = text("missing-until", authority=text("authority-short", item.id), days=days_of(papers))
    return (
        SlipLine(text("missing-label"), names_of(item, papers)),
        SlipLine(text("missing-last-day"), until),
        SlipLine(text("missing-late-label"), text(late_key(papers[0].id), item.id)),
        SlipLine(text("missing-where-label"), text("missing-at-a-terminal")),
    )


def counts(session: InMatter, case: Case) -> dict[str, int]:
    """The argument of the words for a case with papers still to come; none for another."""
    return {"count": len(papers_of(session, case)[1])} if case.fate is Fate.MISSING else {}
