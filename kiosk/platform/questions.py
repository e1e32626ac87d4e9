"""Records of the answers to the named questions of openapi.yaml, one per kind of answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from devices.id_reader.contract import CardKind
from kiosk.platform.answer import Answer
from kiosk.platform.bounds import Day, Line, Token, Word
from kiosk.platform.document_records import DocumentLinkAnswer, DocumentsAnswer
from kiosk.platform.gateway import (
    CodeHolder,
    CodeSent,
    CodeVerified,
    LookupResult,
)
from kiosk.platform.listing_records import CasesAnswer, PartsAnswer
from kiosk.platform.mandate_records import MandatesAnswer
from kiosk.platform.paper_records import HeldPapersAnswer
from kiosk.platform.pick_up_records import PickUpAnswer
from kiosk.platform.records import AnswerRecord, QuestionAnswer
from kiosk.platform.register_records import RegistersAnswer

ROWS_MOST = 200
"""Rows, values or cases of one answer; a page of more could not be read at a terminal."""
DIGITS_MOST = 12
TRIES_MOST = 100
VALID_MOST_S = 86_400


class _CodeSent(QuestionAnswer):
    masked_phone: Word
    digits: int = Field(ge=1, le=DIGITS_MOST)
    seconds: int = Field(ge=0, le=VALID_MOST_S)

    def answer(self) -> Answer:
        return CodeSent(self.masked_phone, self.digits, self.seconds)


class _CodeVerified(QuestionAnswer):
    right: bool
    tries_left: int = Field(ge=0, le=TRIES_MOST)
    proof: Token = Field(repr=False)

    def answer(self) -> Answer:
        return CodeVerified(self.right, self.tries_left, self.proof)


class _CodeHolder(QuestionAnswer):
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


class _Lookup(QuestionAnswer):
    rows: tuple[_Row, ...] = Field(repr=False, max_length=ROWS_MOST)
    as_of: Day

    def answer(self) -> Answer:
        return LookupResult(tuple((row.label, row.value) for row in self.rows), self.as_of)


ANSWERS: Mapping[str, type[QuestionAnswer]] = MappingProxyType(
    {
        "code.send": _CodeSent,
        "code.verify": _CodeVerified,
        "identity.code": _CodeHolder,
        "registers": RegistersAnswer,
        "pension.enrolment": _Lookup,
        "listing": _Lookup,
        "cases.of_person": CasesAnswer,
        "case.by_slip": CasesAnswer,
        "parts": PartsAnswer,
        "documents": DocumentsAnswer,
        "document.link": DocumentLinkAnswer,
        "papers": HeldPapersAnswer,
        "mandates": MandatesAnswer,
        "pick_up": PickUpAnswer,
    }
)
"""Question name → record of its answer."""


def prepared(answers: Mapping[str, object]) -> tuple[Mapping[str, Answer], list[str]]:
    """Prepared answers by the name of their question, read like the platform's own but for unknown keys, which are
    mistakes; and the mistakes of those that cannot be read, a line each."""
    read: dict[str, Answer] = {}
    wrong: list[str] = []
    for name, content in answers.items():
        if name not in ANSWERS:
            wrong.append(f"answers.{name}: is not known: no question has this name; remove it or correct its spelling")
            continue
        try:
            body = json.dumps(content, default=str)
            read[name] = ANSWERS[name].model_validate_json(body, extra="forbid").answer()
        except ValidationError as error:
            for each in error.errors(include_input=False, include_url=False):
                place = ".".join(map(str, ("answers", name, *each["loc"])))
                wrong.append(f"{place}: {each['msg']}; correct it")
    return MappingProxyType(read), wrong
