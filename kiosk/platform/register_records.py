"""Wire records of what registers say of a person (openapi.yaml)."""

from __future__ import annotations

from types import MappingProxyType

from pydantic import Field

from kiosk.platform.bounds import Day, Line, Word
from kiosk.platform.gateway import FailureKind, PlatformFailure, Question
from kiosk.platform.records import AnswerRecord, QuestionAnswer
from kiosk.platform.registers import PRINCIPAL, WANTED, RegisterEntries, RegisterEntry, subject_of

REGISTERS_MOST = 10
FIELDS_MOST = 50


class _Entry(AnswerRecord):
    register_: Word = Field(alias="register")
    offices: dict[Word, Line] = Field(max_length=20)
    as_of: Day
    values: dict[Word, Line] = Field(max_length=FIELDS_MOST, repr=False)

    def entry(self) -> RegisterEntry:
        return RegisterEntry(
            self.register_, MappingProxyType(dict(self.offices)), self.as_of, MappingProxyType(dict(self.values))
        )


class RegistersAnswer(QuestionAnswer):
    holder: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    entries: tuple[_Entry, ...] = Field(max_length=REGISTERS_MOST, repr=False)

    def answer(self) -> RegisterEntries:
        return RegisterEntries(tuple(each.entry() for each in self.entries))

    def answer_to(self, question: Question) -> RegisterEntries:
        """Return the answer if it is about the person, the registers and the fields asked about. Raises
        PlatformFailure."""
        principal = str(question.parameters.get(PRINCIPAL, ""))
        if self.holder != subject_of(question.visit, question.identity.get("number", ""), principal):
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "other-person")
        wanted = {str(each["register"]): set(each["fields"]) for each in question.parameters.get(WANTED, ())}
        if len({each.register_ for each in self.entries}) < len(self.entries):
            raise PlatformFailure(FailureKind.BROKEN, "register-twice")
        if not all(set(each.values) <= wanted.get(each.register_, set()) for each in self.entries):
            raise PlatformFailure(FailureKind.BROKEN, "other-fields")
        if not all(each.register_ in wanted for each in self.entries):
            raise PlatformFailure(FailureKind.BROKEN, "other-registers")
        return self.answer()
