"""Shapes of the prepared answers of practice (config/practice.toml), so that a mistake in them is said at the start.

When somebody practises they are read like the platform's own (kiosk.platform.questions), whose library would delay the
start. What fits here is read there; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from devices.id_reader.contract import CardKind
from devices.strict_struct import Limits, StrictStruct, field
from kiosk.platform.listing import CaseState, NextStep
from kiosk.platform.mandates import MandateState

SINGLE_LINE = r"^[^\x00-\x1f]*\Z"
Word = Annotated[str, Limits(max_length=100, pattern=SINGLE_LINE)]
Line = Annotated[str, Limits(max_length=500, pattern=SINGLE_LINE)]
DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
"""A day that every month has."""
Day = Annotated[str, Limits(pattern=DAY + r"\Z")]
Moment = Annotated[str, Limits(pattern=DAY + r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\+08:00\Z")]
Note = Annotated[str, Limits(max_length=2000)]


class _CodeSent(StrictStruct, frozen=True):
    masked_phone: Word
    digits: Annotated[int, Limits(ge=1, le=12)]
    seconds: Annotated[int, Limits(ge=0, le=86_400)]


class _CodeVerified(StrictStruct, frozen=True):
    right: bool
    tries_left: Annotated[int, Limits(ge=0, le=100)]
    proof: Line


class _CodeHolder(StrictStruct, frozen=True):
    number: Word
    name: Word
    kind: CardKind
    proof: Line


class _RegisterEntry(StrictStruct, frozen=True):
    register: Word
    offices: Annotated[Mapping[Word, Line], Limits(max_length=20)]
    as_of: Day
    values: Annotated[Mapping[Word, Line], Limits(max_length=50)]


class _Registers(StrictStruct, frozen=True):
    """As for held papers, `holder` only has the form of a digest."""

    holder: Annotated[str, Limits(pattern=r"^[0-9a-f]{64}\Z")]
    entries: Annotated[tuple[_RegisterEntry, ...], Limits(max_length=10)]


class _Row(StrictStruct, frozen=True):
    label: Word
    value: Line


class _Lookup(StrictStruct, frozen=True):
    rows: Annotated[tuple[_Row, ...], Limits(max_length=200)]
    as_of: Day


class _Case(StrictStruct, frozen=True):
    case_number: Word
    slip_number: Word
    state: CaseState
    since: Moment
    next_step: NextStep
    item_id: Word = ""
    note: Note = ""


class _Cases(StrictStruct, frozen=True):
    cases: Annotated[tuple[_Case, ...], Limits(max_length=200)]


class _Part(StrictStruct, frozen=True):
    item_id: Word
    open: bool
    opens_at: Moment | None = None
    why_not: Annotated[Mapping[Word, Line], Limits(max_length=20)] = field(default_factory=dict)


class _Parts(StrictStruct, frozen=True):
    parts: Annotated[tuple[_Part, ...], Limits(max_length=20)]


class _Document(StrictStruct, frozen=True):
    document: Annotated[str, Limits(pattern=r"^[A-Za-z0-9-]{8,64}\Z")]
    kind: Word
    titles: Annotated[Mapping[Word, Line], Limits(max_length=20)]
    number: Word
    issued_on: Day
    pages: Annotated[int, Limits(ge=1, le=1000)]
    printed: Annotated[int, Limits(ge=0, le=99)]
    next_copy: Annotated[int, Limits(ge=1, le=99)]
    item_id: Word = ""
    reprint_until: Day | None = None


class _Documents(StrictStruct, frozen=True):
    documents: Annotated[tuple[_Document, ...], Limits(max_length=50)]


class _DocumentLink(StrictStruct, frozen=True):
    url: Annotated[str, Limits(max_length=300, pattern=r"^https?://[!-~]+\Z")]
    seconds: Annotated[int, Limits(ge=1, le=86_400)]


class _HeldPaper(StrictStruct, frozen=True):
    paper: Word
    way: Literal["licence", "earlier"]
    reference: Annotated[str, Limits(pattern=r"^[A-Za-z0-9._-]{8,64}\Z")]
    titles: Annotated[Mapping[Word, Line], Limits(max_length=20)]
    offices: Annotated[Mapping[Word, Line], Limits(max_length=20)]
    dated: Day
    pages: Annotated[int, Limits(ge=1, le=1000)]
    valid_until: Day | None = None


class _HeldPapers(StrictStruct, frozen=True):
    """In practice no visit is known beforehand: `holder` only has the form of a digest."""

    holder: Annotated[str, Limits(pattern=r"^[0-9a-f]{64}\Z")]
    papers: Annotated[tuple[_HeldPaper, ...], Limits(max_length=50)]
    pledges_barred: Annotated[str, Limits(max_length=50)] = ""


class _Mandate(StrictStruct, frozen=True):
    kind: Word
    token: Annotated[str, Limits(pattern=r"^[A-Za-z0-9._-]{8,64}\Z")]
    name: Annotated[str, Limits(min_length=1, max_length=100, pattern=SINGLE_LINE)]
    scopes: Annotated[Mapping[Word, Line], Limits(max_length=20)]
    state: MandateState
    code: Annotated[str, Limits(max_length=18)] = ""
    until: Day | None = None


class _Mandates(StrictStruct, frozen=True):
    holder: Annotated[str, Limits(pattern=r"^[0-9a-f]{64}\Z")]
    mandates: Annotated[tuple[_Mandate, ...], Limits(max_length=50)]


class PracticeAnswers(StrictStruct, frozen=True):
    """The answers by the name of their question; one that is left out is not answered in practice."""

    code_send: _CodeSent | None = field(name="code.send", default=None)
    code_verify: _CodeVerified | None = field(name="code.verify", default=None)
    identity_code: _CodeHolder | None = field(name="identity.code", default=None)
    registers: _Registers | None = None
    pension_enrolment: _Lookup | None = field(name="pension.enrolment", default=None)
    listing: _Lookup | None = None
    cases_of_person: _Cases | None = field(name="cases.of_person", default=None)
    case_by_slip: _Cases | None = field(name="case.by_slip", default=None)
    parts: _Parts | None = None
    papers: _HeldPapers | None = None
    mandates: _Mandates | None = None
    documents: _Documents | None = None
    document_link: _DocumentLink | None = field(name="document.link", default=None)
