"""State of the step `progress`: the cases found, by application, and the one shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.case.draft import Act
from kiosk.case.kept_here import KeptHere
from kiosk.catalogue.item import Item
from kiosk.platform.documents import IssuedDocument
from kiosk.platform.listing import CaseAction, CaseProgress, CaseState, RefundReason
from kiosk.steps import subjects
from kiosk.steps.step import said
from kiosk.view import Tone
from kiosk.visit import InMatter, StepState
from kiosk.words import Text, Words, text

LIST = "progress"
CASE = "progress/case"
WITHDRAW = "progress/withdraw"
REFUND, REFUND_SURE = "progress/refund", "progress/refund-sure"
KEPT = "progress/kept"
WITHDRAW_KEPT = "progress/kept-withdraw"
PROOFS = "progress/proofs"

GROUPS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.CORRECTION: "missing",
        CaseState.NOT_ACCEPTED: "refused",
        CaseState.NOT_GRANTED: "refused",
        CaseState.RECEIVED: "going",
        CaseState.ACCEPTED: "going",
        CaseState.UNDER_REVIEW: "going",
        CaseState.SUSPENDED: "going",
        CaseState.TRANSFERRED: "going",
        CaseState.GRANTED: "done",
        CaseState.DECIDED: "done",
        CaseState.DELIVERED: "done",
        CaseState.WITHDRAWN: "withdrawn",
    }
)
"""State → how it is counted, in the order of urgency."""
URGENCY = tuple(dict.fromkeys(GROUPS.values()))
TONES: Mapping[str, tuple[Tone, str]] = MappingProxyType(
    {
        "missing": (Tone.ATTENTION, "alert"),
        "refused": (Tone.ATTENTION, "info"),
        "going": (Tone.QUIET, "clock"),
        "done": (Tone.DONE, "check"),
        "withdrawn": (Tone.PLAIN, "undo"),
    }
)
"""Way of counting → tone and sign."""
ACTS: Mapping[CaseAction, Act] = MappingProxyType(
    {
        CaseAction.CORRECT: "supplement",
        CaseAction.URGE: "urge",
        CaseAction.AMEND: "amend",
        CaseAction.WITHDRAW: "withdraw",
        CaseAction.REFUND: "refund",
    }
)
"""Action → the act of the case that follows."""


BY_ANYBODY = frozenset({CaseAction.CORRECT, CaseAction.PAY})
"""Actions for which the slip number is enough."""
UNPAID_MOST = 12
"""Fees that are paid together: the most parts of a bundle."""


@dataclass(frozen=True)
class ProgressState(StepState):
    found: tuple[CaseProgress, ...] | None = field(default=None, repr=False)
    """The cases found, by this step or by slip number before it; None while nobody asked."""
    opened: int = 0
    """Index of the application shown."""
    shown: int = 0
    """Index of its case shown."""
    reason: RefundReason | None = None
    """The reason chosen for which money is asked back."""
    kept: tuple[KeptHere, ...] = ()
    """The cases of the slip number that this terminal still has."""
    kept_shown: int = 0
    """Index of the one of them that is shown."""
    documents: tuple[IssuedDocument, ...] = field(default=(), repr=False)
    """The documents of the person that can still be printed; none while they are asked for."""
    documents_unknown: bool = False
    """The question for them was not answered."""


def by_slip(session: InMatter) -> bool:
    """Found by slip number alone: no item, no office, nothing that needs the person."""
    return session.matter.way == "slip"


def applications(session: InMatter) -> tuple[tuple[CaseProgress, ...], ...]:
    """The cases found, those of one application together, the most urgent first."""
    found = session.own(ProgressState).found or ()
    together: dict[str, list[CaseProgress]] = {}
    for number, case in enumerate(found):
        key = "" if by_slip(session) else case.detail.application or f"alone {number}"
        together.setdefault(key, []).append(case)
    return tuple(tuple(sorted(cases, key=urgency)) for cases in together.values())


def urgency(case: CaseProgress) -> int:
    return URGENCY.index(GROUPS[case.state])


def shown(session: InMatter) -> tuple[tuple[CaseProgress, ...], CaseProgress]:
    """The application that is shown, and its case that is."""
    state, found = session.own(ProgressState), applications(session)
    group = found[min(state.opened, len(found) - 1)]
    return group, group[min(state.shown, len(group) - 1)]


def state_words(state: CaseState) -> Text:
    return text(f"state-{state.value.replace('_', '-')}")


def has_expired(case: CaseProgress) -> bool:
    """Whether it ended because what was missing did not come in time."""
    return case.state is CaseState.WITHDRAWN and bool(case.detail.deadline)


def item_of(session: InMatter, case: CaseProgress) -> Item | None:
    return session.catalogue.find(case.item_id) if case.item_id else None


def name_of(session: InMatter, case: CaseProgress) -> Words:
    """The name of a case; by slip number alone it has none."""
    item = item_of(session, case)
    if item is None or by_slip(session):
        return text("progress-this")
    return text("short", item.id)


def office_of(session: InMatter, case: CaseProgress) -> Words:
    """The authority of a case, as the platform or the item names it."""
    item = item_of(session, case)
    own = text("authority-short", item.id) if item is not None else text("authority-generic")
    return said(session, case.detail.offices) or own


def offers(session: InMatter, case: CaseProgress, action: CaseAction) -> bool:
    """Whether the platform offers this action, and it can be done here by whoever stands here: papers are handed in
    and sums are paid by slip number alone, everything else by the person."""
    if action is CaseAction.PAY:
        return bool(unpaid_items(session))
    item, proven = item_of(session, case), session.matter.card is not None
    if item is None or session.practice or not case.can(action) or not (proven or action in BY_ANYBODY):
        return False
    papers = tuple(each.id for each in case.detail.missing) if action is CaseAction.CORRECT else ()
    return action is CaseAction.RATE or (action in ACTS and subjects.possible(item, ACTS[action], papers))


def unpaid_items(session: InMatter) -> tuple[Item, ...]:
    """The items of the application that is shown whose fees are unpaid, by the platform's word; none where not all of
    them can be paid here now."""
    if session.practice or not session.status.online:
        return ()
    group = shown(session)[0]
    cases = [each for each in group if each.can(CaseAction.PAY) and each.detail.application]
    items = [item for item in (item_of(session, each) for each in cases) if item is not None and item.fee_here]
    whole = len(items) == len(cases) <= UNPAID_MOST and len({each.detail.application for each in cases}) == 1
    return tuple(items) if whole else ()
