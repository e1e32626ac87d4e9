"""Pages of progress: the list of applications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from kiosk.platform.listing import CaseProgress
from kiosk.steps import progress_proofs
from kiosk.steps.progress_state import GROUPS, TONES, URGENCY, applications, item_of, name_of, office_of, state_words
from kiosk.steps.step import BACK, DONE, LEAVE, page
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import InMatter
from kiosk.words import Text, text


def nothing(session: InMatter) -> View:
    return page(
        session,
        "Progress",
        text("progress-title"),
        lead=text("progress-none"),
        blocks=(*progress_proofs.unknown(session), Block(BlockKind.PICTURE, picture="search")),
        choices=progress_proofs.all_of_them(session),
        actions=Actions(BACK, LEAVE, DONE),
    )


def listing(session: InMatter) -> View:
    found = applications(session)
    return page(
        session,
        "Progress",
        text("progress-title"),
        lead=text("progress-lead", count=len(found)),
        blocks=progress_proofs.unknown(session),
        choices=(
            *(_row(session, number, group) for number, group in enumerate(found)),
            *progress_proofs.all_of_them(session),
        ),
        actions=Actions(BACK, LEAVE, DONE),
        traits=Traits(choices_first=True),
    )


def _row(session: InMatter, number: int, group: Sequence[CaseProgress]) -> Choice:
    first, several = group[0], len(group) > 1
    item, name = item_of(session, first), name_of(session, first)
    at = text("progress-row", office=office_of(session, first), at=first.since.isoformat())
    return Choice(
        f"case:{number}",
        text("progress-several", name=name, count=len(group)) if several else name,
        counted(group) if several else at,
        item.icon if item is not None else "document",
        tag=state_words(first.state),
        tag_tone=TONES[GROUPS[first.state]][0],
    )


def counted(group: Sequence[CaseProgress]) -> Text:
    """The number of cases in each group of states: "1 waits for you, 2 are under way"."""
    counts = Counter(GROUPS[case.state] for case in group)
    parts = [text(f"progress-count-{kind}", count=counts[kind]) for kind in URGENCY if counts[kind]]
    return reduce(lambda one, other: text("list-of-two", one=one, other=other), parts)
