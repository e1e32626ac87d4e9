"""Wire records of documents and permits (openapi.yaml), and the verification of permits."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from pydantic import Field, ValidationError

from kiosk.platform.bounds import Day, Instant, Line, Token, Word
from kiosk.platform.documents import (
    APPLICATION,
    COPIES_MOST,
    DocumentLink,
    Documents,
    IssuedDocument,
    Permit,
    PermitRequest,
)
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.identity import BadToken, PlatformKeys, verify_token
from kiosk.platform.records import AnswerRecord, QuestionAnswer

PERMIT = "yike-permit"
"""Token kind (`typ` in the header)."""
DOCUMENTS_MOST = 50
PAGES_MOST = 1000
"""Pages that a row may name; how many are drawn and printed is decided elsewhere."""


class _Document(AnswerRecord):
    document: Word = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    kind: Word
    item_id: Word = ""
    titles: dict[Word, Line] = Field(max_length=20)
    number: Word = Field(repr=False)
    issued_on: Day
    pages: int = Field(ge=1, le=PAGES_MOST)
    printed: int = Field(ge=0, le=COPIES_MOST)
    next_copy: int = Field(ge=1, le=COPIES_MOST)
    reprint_until: Day | None = None
    application: Word = ""

    def row(self) -> IssuedDocument:
        return IssuedDocument(
            self.document,
            self.kind,
            self.item_id,
            MappingProxyType(dict(self.titles)),
            self.number,
            self.issued_on,
            self.pages,
            self.printed,
            self.next_copy,
            self.reprint_until or "",
            self.application,
        )


class DocumentsAnswer(QuestionAnswer):
    documents: tuple[_Document, ...] = Field(max_length=DOCUMENTS_MOST)
    making: bool = False

    def answer(self) -> Documents:
        return Documents(tuple(one.row() for one in self.documents), self.making)

    def answer_to(self, question: Question) -> Documents:
        """Return the answer if all of it is of the application that was asked about, if one was. Raises
        PlatformFailure."""
        wanted = question.parameters.get(APPLICATION)
        if wanted is not None and any(one.application != wanted for one in self.documents):
            raise PlatformFailure(FailureKind.BROKEN, "other-application")
        return self.answer()


class DocumentLinkAnswer(QuestionAnswer):
    url: str = Field(max_length=300, pattern=r"^https?://[!-~]+$", repr=False)
    seconds: int = Field(ge=1, le=86_400)

    def answer(self) -> DocumentLink:
        return DocumentLink(self.url, self.seconds)


class PermitAnswer(AnswerRecord):
    token: Token = Field(repr=False)


class OutcomeAnswer(AnswerRecord):
    permit: Word


class _PermitClaims(AnswerRecord):
    """The signed content of a permit."""

    permit: Word
    document: Word
    copy_number: int = Field(alias="copy", ge=1, le=COPIES_MOST)
    terminal: Word
    until: Instant


def permit_record(request: PermitRequest) -> dict[str, Any]:
    return {
        "document": request.document,
        "copy": request.copy,
        "reason": request.reason.value,
        "visit": request.visit,
        "proof": request.proof,
    }


def permit_of(answer: PermitAnswer, request: PermitRequest, terminal: str, keys: PlatformKeys) -> Permit:
    """Return the permit that the token proves. Raises NOT_THE_PLATFORM("permit") if it is not signed by the pinned key
    or is for another copy, document or terminal."""
    try:
        claims = _PermitClaims.model_validate_json(verify_token(answer.token, keys, PERMIT))
    except (BadToken, ValidationError):
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "permit") from None
    wanted = (request.permit, request.document, request.copy, terminal)
    if (claims.permit, claims.document, claims.copy_number, claims.terminal) != wanted:
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "permit")
    return Permit(claims.permit, claims.document, claims.copy_number, claims.until, answer.token)
