"""Wire records of mandates (openapi.yaml)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Self

from pydantic import Field, model_validator

from kiosk.catalogue.codes import is_credit_code
from kiosk.platform.bounds import Day, Line, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.held_papers import holder_of
from kiosk.platform.mandates import KINDS, Mandate, Mandates, MandateState
from kiosk.platform.paper_records import REFERENCE
from kiosk.platform.records import AnswerRecord, QuestionAnswer

MANDATES_MOST = 50


class _Mandate(AnswerRecord):
    kind: Word
    token: str = Field(pattern=REFERENCE, repr=False)
    name: Word = Field(min_length=1, repr=False)
    code: str = Field(default="", max_length=18, repr=False)
    scopes: dict[Word, Line] = Field(max_length=20)
    until: Day | None = None
    state: MandateState

    @model_validator(mode="after")
    def _has_a_right_code(self) -> Self:
        """A company is named by its credit code, with the right check character; nobody else has one."""
        if bool(self.code) != (self.kind == "company") or (self.code and not is_credit_code(self.code)):
            raise ValueError("no credit code of a company")
        return self

    def mandate(self) -> Mandate:
        scopes = MappingProxyType(dict(self.scopes))
        return Mandate(self.kind, self.token, self.name, self.code, scopes, self.until or "", self.state)


class MandatesAnswer(QuestionAnswer):
    holder: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    mandates: tuple[_Mandate, ...] = Field(max_length=MANDATES_MOST, repr=False)

    def answer(self) -> Mandates:
        return Mandates(tuple(each.mandate() for each in self.mandates))

    def answer_to(self, question: Question) -> Mandates:
        """Return the answer if it is about the person and the kinds that were asked about. Raises PlatformFailure."""
        if self.holder != holder_of(question.visit, question.identity.get("number", "")):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-person")
        if not {each.kind for each in self.mandates} <= set(question.parameters.get(KINDS, ())):
            raise PlatformFailure(FailureKind.BROKEN, "other-mandates")
        if len({each.token for each in self.mandates}) < len(self.mandates):
            raise PlatformFailure(FailureKind.BROKEN, "mandate-twice")
        return self.answer()
