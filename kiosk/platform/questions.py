"""Records of the answers to the named questions of openapi.yaml, one per kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from devices.id_reader.contract import CardKind
from kiosk.platform.bounds import Day, Line, Token, Word
from kiosk.platform.document_records import DocumentLinkAnswer, DocumentsAnswer
from kiosk.platform.gateway import (
    Answer,
    CodeHolder,
    CodeSent,
    CodeVerified,
    LookupResult,
    Question,
)
from kiosk.platform.listing_records import CasesAnswer, PartsAnswer
from kiosk.platform.mandate_records import MandatesAnswer
from kiosk.platform.paper_records import HeldPapersAnswer
from kiosk.platform.records import AnswerRecord
from kiosk.platform.register_records import RegistersAnswer

ROWS_MOST = 200
"""Rows, values or cases of one answer; a page of more could not be read at a terminal."""
DIGITS_MOST = 12
TRIES_MOST = 100
VALID_MOST_S = 86_400


class _CodeSent(AnswerRecord):
    masked_phone: Word
    digits: int = Field(ge=1, le=DIGITS_MOST)
    seconds: int = Field(ge=0, le=VALID_MOST_S)

    def answer(self) -> Answer:
        return CodeSent(self.masked_phone, self.digits, self.seconds)


class _CodeVerified(AnswerRecord):
    right: bool
    tries_left: int = Field(ge=0, le=TRIES_MOST)
    proof: Token = Field(repr=False)

    def answer(self) -> Answer:
        return CodeVerified(self.right, self.tries_left, self.proof)


class _CodeHolder(AnswerRecord):
    number: Word = Field(repr=False)
    name: Word = Field(repr=False)
    kind: CardKind | Literal[""]
    proof: Token = Field(repr=False)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """A person is named whole and proven, or not at all."""
        if len({bool(part) for part in (self.number, self.name, self.kind, self.proof)}) > 1:
            raise ValueError("half a person")
        return self

    def answer(self) -> Answer:
        return CodeHolder(self.number, self.name, str(self.kind), self.proof)


class _Row(AnswerRecord):
    label: Word
    value: Line


class _Lookup(AnswerRecord):
    rows: tuple[_Row, ...] = Field(repr=False, max_length=ROWS_MOST)
    as_of: Day

    def answer(self) -> Answer:
        return LookupResult(tuple((row.label, row.value) for row in self.rows), self.as_of)


QuestionAnswer = (
    _CodeSent
    | _CodeVerified
    | _CodeHolder
    | RegistersAnswer
    | _Lookup
    | CasesAnswer
    | PartsAnswer
    | DocumentsAnswer
    | DocumentLinkAnswer
    | HeldPapersAnswer
    | MandatesAnswer
)


def answer_to(question: Question, read: QuestionAnswer) -> Answer:
    """Return an answer that was read, if it is one to this question. Raises PlatformFailure."""
    if isinstance(read, HeldPapersAnswer | PartsAnswer | RegistersAnswer | MandatesAnswer | DocumentsAnswer):
        return read.answer_to(question)
    return read.answer()


ANSWERS: Mapping[str, Callable[[bytes], QuestionAnswer]] = MappingProxyType(
    {
        "code.send": _CodeSent.model_validate_json,
        "code.verify": _CodeVerified.model_validate_json,
        "identity.code": _CodeHolder.model_validate_json,
        "registers": RegistersAnswer.model_validate_json,
        "pension.enrolment": _Lookup.model_validate_json,
        "listing": _Lookup.model_validate_json,
        "cases.of_person": CasesAnswer.model_validate_json,
        "case.by_slip": CasesAnswer.model_validate_json,
        "parts": PartsAnswer.model_validate_json,
        "documents": DocumentsAnswer.model_validate_json,
        "document.link": DocumentLinkAnswer.model_validate_json,
        "papers": HeldPapersAnswer.model_validate_json,
        "mandates": MandatesAnswer.model_validate_json,
    }
)
"""Question name → parser of its answer, which raises pydantic's ValidationError."""
