"""One service item, as the catalogue carries it.

The elements are the national ones (C0109): codes kept as text and checked by profile, limits with unit and starting
event, materials with necessity and source. Sentences are keys into the item's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from kiosk.messages import BASE

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,49}$")]
"""Names of items, pages and answers: they become parts of word keys and of the keys a screen is touched by."""


class Strict(BaseModel):
    """Frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Proof(StrEnum):
    """Proof of person an item asks for."""

    NONE = "none"
    CARD = "card"
    CARD_AND_PERSON = "card+person"


class Limit(Strict):
    """A time limit: number, unit, and the event it counts from."""

    number: int = Field(ge=0)
    unit: Literal["working_day", "calendar_day", "hour"]
    counts_from: Literal["received", "accepted", "complete"]


class Fee(Strict):
    charged: bool
    basis: str = ""


class Material(Strict):
    """A document: necessity necessary | unnecessary | may_follow, source self | government | other."""

    id: str
    necessity: Literal["necessary", "unnecessary", "may_follow"]
    source: Literal["self", "government", "other"]
    forms: tuple[Literal["original", "copy", "electronic"], ...]
    count: int = Field(default=1, ge=1)


class Codes(Strict):
    """Item codes as text: basic 12, implementation 31 (USCC 18 + level 1 + basic 12), business 33 or empty."""

    basic: str
    implementation: str
    business: str = ""


class Phones(Strict):
    consult: str
    complaint: str


class ControlOptions(Strict):
    """How a field is filled: `widget` is a view.FieldKind; `fill` names where a value may come from; `mask` hides it
    on the check page until asked."""

    widget: Literal["digits", "id_number", "latin", "chinese", "choice"]
    fill: Literal["", "card.name", "card.number", "card.birth", "card.address", "helper.name"] = ""
    mask: bool = False
    optional: bool = False
    max_length: int = Field(default=100, ge=1, le=500)


class Control(ControlOptions):
    """One field of a form page (a JSON Forms Control): the answer it fills, and how."""

    answer: Name


class Rule(Strict):
    """When a page is shown: the answer named is present and satisfies the schema (a condition is itself a schema)."""

    answer: Name
    schema_: Mapping[str, Any] = Field(alias="schema")


class FormPage(Strict):
    """One page: one thing. Its title is the word `page-<id>`, with `page-<id>-hint` where there is more to say."""

    id: Name
    controls: tuple[Control, ...] = Field(min_length=1)
    show_if: Rule | None = None


class Example(Strict):
    """A worked example: answers in → pages visible, and the wrong answers found (empty: valid)."""

    name: str
    answers: Mapping[str, Any]
    pages: tuple[str, ...]
    wrong: tuple[str, ...] = ()


class Item(Strict):
    """One service item. `steps` is the order of its journey; step kinds are the modules of kiosk.steps."""

    id: Name
    version: str = Field(min_length=1)
    kind: Literal["lookup", "application", "progress"]
    category: str
    icon: str
    order: int = 100
    """Where it stands on the start page; smaller comes first."""
    codes: Codes
    authority: str
    effective: date
    cancelled: date | None = None
    legal_basis: tuple[str, ...]
    service_object: tuple[Literal["1", "2", "3", "4", "5", "6", "9"], ...]
    case_type: Literal["1", "2"]
    legal_limit: Limit | None = None
    promised_limit: Limit | None = None
    fee: Fee
    conditions: tuple[str, ...]
    materials: tuple[Material, ...] = ()
    notice: tuple[str, ...] = ()
    """Word keys of the notice (purpose, data, keeping), in order."""
    consent: tuple[str, ...] = ()
    """Word keys of the purposes consented to, one by one."""
    declaration: tuple[str, ...] = ()
    """Word keys of what the applicant declares."""
    phones: Phones
    offline: Literal["allowed", "forbidden"]
    proof: Proof
    age_from: int = Field(default=0, ge=0, le=130)
    """Years of age the applicant must have reached; told as soon as the card is read."""
    for_whom: tuple[Literal["self", "family", "other"], ...] = ("self",)
    steps: tuple[str, ...] = Field(min_length=1)
    question: str = ""
    rows: tuple[Name, ...] = ()
    """What a look-up may show, by code and in this order; a `row-<code>` word each."""
    needs: tuple[str, ...] = ()
    """Device families without which the item cannot be finished here."""
    form_version: str = ""
    answers: Mapping[str, Any] = Field(default_factory=dict)
    """JSON Schema 2020-12 of the answers."""
    pages: tuple[FormPage, ...] = ()
    words: Mapping[str, str]
    """Language → Fluent source."""
    search: tuple[str, ...] = ()
    """Plain words, pinyin and initials by which the item is found; computed when the catalogue is built."""
    examples: tuple[Example, ...] = ()

    def offered_on(self, day: date | None) -> bool:
        """Not cancelled by then; while the day is not known, nothing is."""
        return self.cancelled is None or day is None or day < self.cancelled

    @field_validator("words")
    @classmethod
    def _speaks_the_base(cls, words: Mapping[str, str]) -> Mapping[str, str]:
        if BASE not in words:
            raise ValueError(f"no words in {BASE}")
        return words


class CatalogueDocument(Strict):
    """What the platform signs and the terminal keeps."""

    version: str
    items: tuple[Item, ...]
