"""A matter that follows an earlier case: which steps of the item it has, and how it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kiosk.case.draft import Act, Subject
from kiosk.catalogue.item import Item
from kiosk.steps.returning import for_same_person
from kiosk.visit import InMatter, Matter
from kiosk.words import Text, text

STEPS_OF: Mapping[Act, frozenset[str]] = MappingProxyType(
    {
        "withdraw": frozenset({"submit", "ending"}),
        "urge": frozenset({"submit", "ending"}),
        "refund": frozenset({"submit", "ending"}),
        "supplement": frozenset({"materials", "submit", "ending"}),
        "amend": frozenset({"notice", "consent", "form", "materials", "review", "declare", "sign", "submit", "ending"}),
    }
)
"""Act → the steps of the item's journey that it has. The person is known from the matter before."""
UNSENT = frozenset({"identify", "submit", "ending"})
"""The same of what follows a case that is still kept here: found by its slip number, so the person is read first."""
FIRST: Mapping[Act, str] = MappingProxyType(
    {"withdraw": "submit", "urge": "submit", "refund": "submit", "supplement": "materials", "amend": "notice"}
)
"""Act → its first page."""


def steps_about(subject: Subject | None) -> Callable[[str], bool]:
    """Return whether a step belongs to a journey with this subject; without one, all do."""
    kept = STEPS_OF.get(subject.act) if subject is not None else None
    if subject is not None and subject.unsent:
        kept = UNSENT
    return lambda step: kept is None or step in kept


ENDS_THERE = frozenset({"withdraw", "urge", "refund"})
"""Acts that follow a case and have no result within the item's limit."""


def is_answered(subject: Subject | None) -> bool:
    """Whether the authority gives an answer to a case with this subject, within its time limit."""
    return subject is None or subject.act not in ENDS_THERE


def possible(item: Item, act: Act, papers: tuple[str, ...] = ()) -> bool:
    """Whether this act can be done with an item here: it has the steps, and the papers can be handed in."""
    handed_in = {each.id for each in item.handed_in}
    return "submit" in item.steps and FIRST.get(act) in item.steps and handed_in.issuperset(papers)


def begin(session: InMatter, item: Item, subject: Subject) -> InMatter:
    """Begin the matter that follows a case, for the person of this one; its first page is FIRST."""
    # By slip number alone the notice is that of handing papers in; another item's words are no evidence here.
    shown = session.matter.shown if session.item.by_slip_alone else MappingProxyType({})
    return for_same_person(session, item, Matter(subject=subject, shown=shown))


def act_words(session: InMatter) -> Text | None:
    """Words for what follows a case; None for an application."""
    subject = session.matter.subject
    return text(f"act-{subject.act}") if subject is not None and subject.act in STEPS_OF else None
