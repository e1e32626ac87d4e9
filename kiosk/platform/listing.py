"""Types of the cases that a citizen sees: where each is, what the authority said, what can be done about it.

Every word is the platform's. A date is stated by it or absent; nothing here is computed by the terminal's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer


class CaseState(StrEnum):
    """The closed list of states of a case at the platform."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    CORRECTION = "correction"
    UNDER_REVIEW = "under_review"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    DECIDED = "decided"
    DELIVERED = "delivered"


class NextStep(StrEnum):
    """The closed list of next steps of an applicant."""

    NONE = "none"
    WAIT = "wait"
    CORRECT = "correct"
    COLLECT = "collect"
    ASK = "ask"
    SEE_NOTICE = "see_notice"


class CaseAction(StrEnum):
    """The closed list of what a citizen may do about a case; the platform says which is possible now."""

    CORRECT = "correct"
    PAY = "pay"
    REPRINT = "reprint"
    URGE = "urge"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REFUND = "refund"


class Delivery(StrEnum):
    """Ways by which a result reaches the citizen."""

    WINDOW = "window"
    POST = "post"
    LOCKER = "locker"
    TERMINAL = "terminal"
    PHONE = "phone"


class MoneyState(StrEnum):
    """The closed list of what became of money that a citizen paid."""

    PAID = "paid"
    ASKED = "asked"
    """It was asked back, and the authority has not decided."""
    DECLINED = "declined"
    REFUNDED = "refunded"


class RefundReason(StrEnum):
    """The closed list of reasons for which a citizen asks money back; sealed with the case that asks."""

    NOT_NEEDED = "not_needed"
    NOT_GRANTED = "not_granted"
    PAID_TWICE = "paid_twice"
    WRONG_SUM = "wrong_sum"
    OTHER = "other"


ByLanguage = Mapping[str, str]
"""Language → words of the platform."""


def no_words() -> ByLanguage:
    return MappingProxyType({})


@dataclass(frozen=True)
class MissingPaper:
    """A paper that the authority still needs: the item's material, its name, its forms, and what was wrong with it."""

    id: str
    titles: ByLanguage = field(default_factory=no_words)
    forms: tuple[str, ...] = ()
    words: ByLanguage = field(default_factory=no_words)


@dataclass(frozen=True)
class CaseMoment:
    """A state that the case came to, and when."""

    state: CaseState
    at: datetime


@dataclass(frozen=True)
class CasePayment:
    """Money that was paid for a case: the order's sum, payee and number, and since when its state holds. `words` are
    the authority's about a refund."""

    state: MoneyState
    sum: str
    payee: ByLanguage
    number: str
    at: datetime
    words: ByLanguage = field(default_factory=no_words)


@dataclass(frozen=True)
class CaseDetail:
    """Details that the authority states beside the state. Days are `YYYY-MM-DD`, "" where none was stated.

    `case_id` and `digest` are what a case that follows this one has to name; without them nothing can follow it.
    """

    case_id: str = ""
    digest: str = field(default="", repr=False)
    application: str = ""
    offices: ByLanguage = field(default_factory=no_words)
    words: ByLanguage = field(default_factory=no_words)
    moments: tuple[CaseMoment, ...] = ()
    """The states so far, in order; the last is the present one."""
    promised_by: str = ""
    stopped_since: datetime | None = None
    """Since then the days do not count for the authority's limit."""
    missing: tuple[MissingPaper, ...] = ()
    """Everything that is missing, at once (Administrative Licence Law, article 32)."""
    deadline: str = ""
    """Last day to hand in what is missing."""
    transferred_to: ByLanguage = field(default_factory=no_words)
    delivery: Delivery | None = None
    pick_up: ByLanguage = field(default_factory=no_words)
    actions: frozenset[CaseAction] = frozenset()
    urged_at: datetime | None = None
    payments: tuple[CasePayment, ...] = ()


@dataclass(frozen=True)
class CaseProgress:
    """A case as shown to a citizen. By slip number alone only what is printed on that slip: `item_id` and `note` are
    empty, and of `detail` there is what is missing, until when, what was paid, what may be done without a person."""

    case_number: str
    slip_number: str
    state: CaseState
    since: datetime
    next_step: str
    item_id: str = ""
    note: str = field(default="", repr=False)
    detail: CaseDetail = field(default_factory=CaseDetail, repr=False)

    def can(self, action: CaseAction) -> bool:
        """Whether the platform offers this, and says what is needed for it."""
        return action in self.detail.actions and bool(self.detail.case_id)


@dataclass(frozen=True)
class Cases(Answer):
    """Answer of `cases.of_person` and `case.by_slip`."""

    cases: tuple[CaseProgress, ...]


PARTS = "parts"
"""The parameter of `parts`: the ids of the items."""


@dataclass(frozen=True)
class PartHours:
    """Whether the department of an item takes cases now; if not, from when and why not."""

    item_id: str
    open: bool
    opens_at: datetime | None = None
    why_not: ByLanguage = field(default_factory=no_words)


@dataclass(frozen=True)
class PartsHours(Answer):
    """Answer of `parts`, for the items that were asked about."""

    parts: tuple[PartHours, ...]
