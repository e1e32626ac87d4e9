"""One service item, as in the catalogue.

Its elements are the national ones (C0109): codes as text, limits with unit and starting event, materials with necessity
and source. Sentences are keys of the item's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from devices.strict_struct import Limits, StrictStruct, field
from kiosk.catalogue.elements import DayLimit, FactName, ForWhom, Keys, Name, Prefill, Short, Version, Ways, Words
from kiosk.catalogue.pledges import Later, Pledge
from kiosk.catalogue.workdays import WorkYear
from kiosk.language_table import BASE

ITEM, SCHEMA, PAGES, EXAMPLES = "item.toml", "answers.schema.json", "pages.json", "examples.toml"
"""The files of an item's folder, beside its words."""

FOR_HELPER = "-helper"
"""End of the key of words for somebody who acts for the applicant; the key without it is for the applicant."""


class Proof(StrEnum):
    """Proof of person an item asks for."""

    NONE = "none"
    CARD = "card"
    CARD_AND_PERSON = "card+person"


class Limit(StrictStruct, frozen=True):
    """A time limit: number, unit, and the event it counts from."""

    number: Annotated[int, Limits(ge=0, le=10_000)]
    unit: Literal["working_day", "calendar_day", "hour"]
    counts_from: Literal["received", "accepted", "complete"]


class Condition(StrictStruct, frozen=True):
    """A condition: the fact is known, and its value satisfies the schema of one answer. Several hold all together."""

    fact: FactName
    schema_: Mapping[str, Any] = field(name="schema")


Conditions = Annotated[tuple[Condition, ...], Limits(max_length=10)]


Sum = Annotated[str, Limits(pattern=r"^((0|[1-9][0-9]{0,6})\.[0-9]{2}|)\Z")]
"""A sum in yuan, with two decimals; "": none."""


class Fee(StrictStruct, frozen=True):
    """Whether a fee is charged, and on which basis (a word key). One with a `sum` is paid at the terminal."""

    charged: bool
    basis: Short = ""
    sum: Sum = ""


HandInWay = Literal["scan", "phone", "photo", "licence", "earlier", "pledge", "later"]


class Material(StrictStruct, frozen=True):
    """A document: necessity necessary | unnecessary | may_follow, source self | government | other."""

    id: Short
    necessity: Literal["necessary", "unnecessary", "may_follow"]
    source: Literal["self", "government", "other"]
    forms: Annotated[tuple[Literal["original", "copy", "electronic"], ...], Limits(max_length=3)]
    answers: Keys = ()
    """Answers of the form that are read off it: one that the form requires cannot be of a document "if you have it"."""
    count: Annotated[int, Limits(ge=1, le=1000)] = 1
    ways: Annotated[tuple[HandInWay, ...], Limits(max_length=7)] = ()
    """Ways to hand it in at a terminal; empty: it is only brought along or shown. `licence` and `earlier`: the platform
    has it already, as an electronic licence or from an earlier case; `pledge`: a pledge stands for it; `later`: it may
    follow."""
    pages_most: Annotated[int, Limits(ge=1, le=40)] = 10
    """Pages that may be handed in."""
    paper: Short = ""
    """The platform's word for this kind of paper, by which it finds what it has already."""
    pledge: Pledge | None = None
    later: Later | None = None
    when: Conditions = ()
    """It is asked for only while all of these hold."""


class Codes(StrictStruct, frozen=True):
    """Item codes as text: basic 12, implementation 31 (USCC 18 + level 1 + basic 12), business 33 or empty."""

    basic: Short
    implementation: Short
    business: Short = ""


class Phones(StrictStruct, frozen=True):
    consult: Short
    complaint: Short


class ControlOptions(StrictStruct, frozen=True, kw_only=True):
    """Options of a field: `widget` is a word of vocabulary.WIDGETS; `fill` names where a value may come from; `mask`
    hides it on the check page until asked; `earliest` and `latest` are the first and last day that a date may be."""

    widget: Short
    fill: Literal["", "card.name", "card.number", "card.birth", "card.address", "helper.name", "helper.address"] = ""
    mask: bool = False
    optional: bool = False
    max_length: Annotated[int, Limits(ge=1, le=500)] = 100
    earliest: DayLimit = ""
    latest: DayLimit = ""

    @property
    def unspoken(self) -> bool:
        """True if bystanders must not hear the value: it is masked, or the name, number or address of a card."""
        return self.mask or self.fill in ("card.name", "card.number", "card.address", "helper.name", "helper.address")


class Control(ControlOptions, frozen=True, kw_only=True):
    """One field of a form page (a JSON Forms Control): the answer it fills, and how."""

    answer: Name


class FormPage(StrictStruct, frozen=True):
    """One page with one subject. Its title is the word `page-<id>`, its optional explanation `page-<id>-hint`."""

    id: Name
    controls: Annotated[tuple[Control, ...], Limits(min_length=1, max_length=50)]
    when: Conditions = ()
    """It is shown only while all of these hold."""


class Example(StrictStruct, frozen=True):
    """A worked example: answers, the pages shown for them, and those that are invalid (empty: none)."""

    name: Annotated[str, Limits(max_length=500)]
    answers: Annotated[Mapping[str, Any], Limits(max_length=200)]
    pages: Keys
    wrong: Annotated[tuple[Short, ...], Limits(max_length=200)] = ()
    facts: Annotated[Mapping[FactName, Any], Limits(max_length=20)] = field(default_factory=dict)
    """Facts of the journey that its pages depend on (`age`)."""


class OfflineBudget(StrictStruct, frozen=True):
    """Limits of what may wait on a terminal for one item: cases, the age of the oldest in hours, sealed megabytes."""

    cases: Annotated[int, Limits(ge=1, le=100_000)] = 500
    hours: Annotated[int, Limits(ge=1, le=8784)] = 168
    megabytes: Annotated[int, Limits(ge=1, le=100_000)] = 1000


class JourneyStep(StrictStruct, frozen=True, omit_defaults=True):
    """One step of an item's journey, present while all conditions hold."""

    step: Short
    when: Conditions = ()


class Part(StrictStruct, frozen=True):
    """A part of a bundle: an item, which becomes a case of its own while it is chosen."""

    item: Name
    ticked: bool = True
    """It is chosen until the citizen removes it."""
    by: Literal["citizen", "department"] = "citizen"
    """`department`: the authorities do it by themselves; it is shown, and is never a case."""


class Certificate(StrictStruct, frozen=True):
    """The document that an item gives: its kind, a word of the platform; how many pages it may have; whether a `phone`
    is given it too; and for how many days after its issue any terminal prints it (0: on that day alone)."""

    kind: Short
    pages_most: Annotated[int, Limits(ge=1, le=8)] = 1
    phone: bool = False
    reprint_days: Annotated[int, Limits(ge=0, le=3650)] = 0


class Item(StrictStruct, frozen=True, kw_only=True):
    """One service item. Its journey is written as `steps`: names of vocabulary.STEPS, or tables with a condition."""

    id: Name
    version: Annotated[str, Limits(min_length=1, max_length=100)]
    kind: Literal["lookup", "application", "certificate", "progress", "collection", "bundle"]
    category: Short
    icon: Short
    order: Annotated[int, Limits(ge=-1_000_000, le=1_000_000)] = 100
    """Position on the start page; smaller is first."""
    codes: Codes
    authority: Short
    effective: date
    cancelled: date | None = None
    legal_basis: Keys
    service_object: Annotated[tuple[Literal["1", "2", "3", "4", "5", "6", "9"], ...], Limits(max_length=7)]
    case_type: Literal["1", "2"]
    legal_limit: Limit | None = None
    promised_limit: Limit | None = None
    fee: Fee
    conditions: Keys
    materials: Annotated[tuple[Material, ...], Limits(max_length=100)] = ()
    notice: Keys = ()
    """Word keys of the notice (purpose, data, keeping), in order."""
    consent: Keys = ()
    """Word keys of the purposes consented to, one by one."""
    prefill: Annotated[tuple[Prefill, ...], Limits(max_length=10)] = ()
    declaration: Keys = ()
    """Word keys of the declaration's sentences."""
    phones: Phones
    offline: Literal["allowed", "forbidden"]
    offline_budget: OfflineBudget = OfflineBudget()
    """Limits for cases that wait on the terminal to be handed over; once reached, the item cannot be begun."""
    proof: Proof
    identify_by: Ways = ("card",)
    age_from: Annotated[int, Limits(ge=0, le=130)] = 0
    """Least age of the applicant in years; checked as soon as the card is read."""
    for_whom: Annotated[tuple[ForWhom, ...], Limits(max_length=8)] = ("self",)
    steps_: Annotated[tuple[Short | JourneyStep, ...], Limits(min_length=1, max_length=50)] = field(name="steps")
    """As written; `journey` and `steps` read it."""
    question: Short = ""
    register: Short = ""
    """The register that the question `listing` asks."""
    rows: Annotated[tuple[Name, ...], Limits(max_length=200)] = ()
    """The rows that a look-up may show, by code and in this order; each has a word `row-<code>`."""
    parts: Annotated[tuple[Part, ...], Limits(max_length=12)] = ()
    """The items of which a bundle makes one application. Its `answers`, `pages` and `materials` are theirs, merged when
    the catalogue is built."""
    certificate: Certificate | None = None
    """The document that a certificate item is about, or that an application gives once its fee is paid."""
    needs: Keys = ()
    """Capabilities of devices without which the item cannot be finished here; see kiosk.vocabulary."""
    form_version: Short = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema 2020-12 of the answers."""
    pages: Annotated[tuple[FormPage, ...], Limits(max_length=100)] = ()
    words: Annotated[Mapping[str, Words], Limits(max_length=50)]
    """Language → Fluent source."""
    search: Annotated[tuple[Words, ...], Limits(max_length=50_000)] = ()
    """Plain words, pinyin and initials by which the item is found; computed when the catalogue is built."""
    examples: Annotated[tuple[Example, ...], Limits(max_length=500)] = ()

    @property
    def optional_consent(self) -> frozenset[str]:
        """The purposes that need not be agreed to."""
        return frozenset(each.purpose for each in self.prefill)

    @property
    def fee_here(self) -> str:
        """The sum that is paid at the terminal, "" for none."""
        return self.fee.sum if self.fee.charged else ""

    @property
    def handed_in(self) -> tuple[Material, ...]:
        """The documents that are handed in at the terminal, in order."""
        return tuple(each for each in self.materials if each.ways)

    @property
    def journey(self) -> tuple[JourneyStep, ...]:
        """Its steps in order, each with its condition."""
        return tuple(JourneyStep(each) if isinstance(each, str) else each for each in self.steps_)

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of its steps in order, conditions aside."""
        return tuple(each if isinstance(each, str) else each.step for each in self.steps_)

    @property
    def by_slip_alone(self) -> bool:
        """Whether cases are found by slip number without a person: to hand papers in."""
        return self.question == "case.by_slip"

    def offered_on(self, day: date | None) -> bool:
        """Whether it is not cancelled by that day; an unknown day (None) cancels nothing."""
        return self.cancelled is None or day is None or day < self.cancelled

    def __post_init__(self) -> None:
        if BASE not in self.words:
            raise ValueError(f"words: none in {BASE}")


Number = Annotated[int, Limits(ge=0, le=10**15)]
"""The number of a publication."""


class CatalogueDocument(StrictStruct, frozen=True, omit_defaults=True):
    """The document that the platform signs and the terminal caches."""

    version: Version
    items: tuple[Item, ...]
    number: Number = 0
    """Rises with every publication: a terminal takes no lower one than it has. 0: not numbered."""
    expires: date | None = None
    """Day from which the platform should have published another; the items are offered all the same."""
    workdays: Annotated[tuple[WorkYear, ...], Limits(max_length=20)] = ()
    """The years whose working days are known."""
