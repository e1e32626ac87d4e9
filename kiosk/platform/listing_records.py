"""Wire records of the cases that a citizen sees, and of the departments' hours (openapi.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk.platform.bounds import Day, Instant, Line, Text, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.listing import (
    PARTS,
    CaseAction,
    CaseDetail,
    CaseMoment,
    CasePayment,
    CaseProgress,
    Cases,
    CaseState,
    Delivery,
    MissingPaper,
    MoneyState,
    NextStep,
    PartHours,
    PartsHours,
)
from kiosk.platform.order_records import ORDER_NUMBER, SUM
from kiosk.platform.orders import N_MOST
from kiosk.platform.records import CASE_ID, SHA256, AnswerRecord, QuestionAnswer

CASES_MOST = 200
"""Cases of one answer; more could not be read at a terminal."""
MOMENTS_MOST = 50
MISSING_MOST = 40
PARTS_MOST = 20

Lines = Annotated[dict[Word, Line], Field(max_length=20)]
Texts = Annotated[dict[Word, Text], Field(max_length=20)]


def _frozen(words: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(words))


class _Missing(AnswerRecord):
    id: Word
    titles: Lines = Field(default_factory=dict)
    forms: tuple[Literal["original", "copy", "electronic"], ...] = Field(default=(), max_length=3)
    words: Lines = Field(default_factory=dict)

    def answer(self) -> MissingPaper:
        return MissingPaper(self.id, _frozen(self.titles), self.forms, _frozen(self.words))


class _Moment(AnswerRecord):
    state: CaseState
    at: Instant


class _Payment(AnswerRecord):
    state: MoneyState
    sum: str = Field(pattern=SUM)
    payee: Lines
    number: str = Field(pattern=ORDER_NUMBER)
    at: Instant
    words: Texts = Field(default_factory=dict, repr=False)

    def answer(self) -> CasePayment:
        return CasePayment(self.state, self.sum, _frozen(self.payee), self.number, self.at, _frozen(self.words))


class _Progress(AnswerRecord):
    case_number: Word
    slip_number: Word
    state: CaseState
    since: Instant
    next_step: NextStep
    item_id: Word = ""
    note: Text = ""
    case_id: str = Field(default="", pattern=f"{CASE_ID}|^$")
    digest: str = Field(default="", pattern=f"{SHA256}|^$", repr=False)
    application: Word = ""
    offices: Lines = Field(default_factory=dict)
    words: Texts = Field(default_factory=dict, repr=False)
    moments: tuple[_Moment, ...] = Field(default=(), max_length=MOMENTS_MOST)
    promised_by: Day | None = None
    stopped_since: Instant | None = None
    missing: tuple[_Missing, ...] = Field(default=(), max_length=MISSING_MOST)
    deadline: Day | None = None
    transferred_to: Lines = Field(default_factory=dict)
    delivery: Delivery | None = None
    pick_up: Lines = Field(default_factory=dict)
    actions: tuple[Word, ...] = Field(default=(), max_length=20)
    urged_at: Instant | None = None
    payments: tuple[_Payment, ...] = Field(default=(), max_length=N_MOST)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """The reference that a following case needs is complete or absent."""
        if bool(self.case_id) != bool(self.digest):
            raise ValueError("half a case")
        return self

    def answer(self) -> CaseProgress:
        detail = CaseDetail(
            case_id=self.case_id,
            digest=self.digest,
            application=self.application,
            offices=_frozen(self.offices),
            words=_frozen(self.words),
            moments=tuple(CaseMoment(each.state, each.at) for each in self.moments),
            promised_by=self.promised_by or "",
            stopped_since=self.stopped_since,
            missing=tuple(each.answer() for each in self.missing),
            deadline=self.deadline or "",
            transferred_to=_frozen(self.transferred_to),
            delivery=self.delivery,
            pick_up=_frozen(self.pick_up),
            # A later version of the contract may know more.
            actions=frozenset(each for each in CaseAction if each.value in self.actions),
            urged_at=self.urged_at,
            payments=tuple(each.answer() for each in self.payments),
        )
        return CaseProgress(
            self.case_number,
            self.slip_number,
            self.state,
            self.since,
            self.next_step,
            self.item_id,
            self.note,
            detail,
        )


class CasesAnswer(QuestionAnswer):
    cases: tuple[_Progress, ...] = Field(max_length=CASES_MOST)

    def answer(self) -> Cases:
        return Cases(tuple(each.answer() for each in self.cases))


class _Part(AnswerRecord):
    item_id: Word
    open: bool
    opens_at: Instant | None = None
    why_not: Lines = Field(default_factory=dict)


class PartsAnswer(QuestionAnswer):
    parts: tuple[_Part, ...] = Field(max_length=PARTS_MOST)

    def answer(self) -> PartsHours:
        return PartsHours(
            tuple(PartHours(each.item_id, each.open, each.opens_at, _frozen(each.why_not)) for each in self.parts)
        )

    def answer_to(self, question: Question) -> PartsHours:
        """Return the answer if it is about each of the items that were asked about, once. Raises PlatformFailure."""
        if sorted(each.item_id for each in self.parts) != sorted(question.parameters.get(PARTS, ())):
            raise PlatformFailure(FailureKind.BROKEN, "other-parts")
        return self.answer()
