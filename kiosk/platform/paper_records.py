"""Wire records of the papers that the platform has of a person (openapi.yaml)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from kiosk.platform.bounds import Day, Line, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.held_papers import BARS, HeldPaper, HeldPapers, PledgeBar, holder_of
from kiosk.platform.records import AnswerRecord, QuestionAnswer

KINDS = "kinds"
"""The parameter of `papers`: the platform's words for the kinds of paper that the item asks for."""
KINDS_MOST = 20
PAPERS_MOST = 50
PAGES_MOST = 1000
REFERENCE = r"^[A-Za-z0-9._-]{8,64}$"


class _HeldPaper(AnswerRecord):
    paper: Word
    way: Literal["licence", "earlier"]
    reference: str = Field(pattern=REFERENCE, repr=False)
    titles: dict[Word, Line] = Field(max_length=20)
    offices: dict[Word, Line] = Field(max_length=20)
    dated: Day
    valid_until: Day | None = None
    pages: int = Field(ge=1, le=PAGES_MOST)

    def row(self) -> HeldPaper:
        return HeldPaper(
            self.paper,
            self.way,
            self.reference,
            MappingProxyType(dict(self.titles)),
            MappingProxyType(dict(self.offices)),
            self.dated,
            self.valid_until or "",
            self.pages,
        )


class HeldPapersAnswer(QuestionAnswer):
    holder: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    papers: tuple[_HeldPaper, ...] = Field(max_length=PAPERS_MOST, repr=False)
    pledges_barred: Annotated[str, Field(max_length=50, repr=False)] = ""

    def answer(self) -> HeldPapers:
        # A reason that a later version of the contract knows is still a reason.
        barred: PledgeBar = next((each for each in BARS if each == self.pledges_barred), "other")
        return HeldPapers(tuple(each.row() for each in self.papers), barred)

    def answer_to(self, question: Question) -> HeldPapers:
        """Return the answer if it is about the person and the papers that were asked about. Raises PlatformFailure."""
        if self.holder != holder_of(question.visit, question.identity.get("number", "")):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-person")
        if not {each.paper for each in self.papers} <= set(question.parameters.get(KINDS, ())):
            raise PlatformFailure(FailureKind.BROKEN, "other-papers")
        if len({each.reference for each in self.papers}) < len(self.papers):
            raise PlatformFailure(FailureKind.BROKEN, "paper-twice")
        return self.answer()
