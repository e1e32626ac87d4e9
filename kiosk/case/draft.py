"""An application before it is sealed: the answers, and the evidence of how they were given.

A draft exists in memory only. Its JSON is sealed, readable by the platform alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal

from devices.id_reader.contract import CardFlaw
from devices.lazy_dataclass import dataclass
from kiosk.case.handed import Handed
from kiosk.signature import Signature


@dataclass(frozen=True)
class Person:
    """A person in a case: number, name and document kind as read from the card, and how far identity is proven.

    `proof` is none | card | card+person; `checked` is the means of the proof ("chip", "chip+code"; "mandate" for a
    principal, of whom there is what the platform said). `kind` of somebody without a card here is the value of
    `acting_for`; a newborn has neither name nor number. `flaws` of the
    card's text have the form read, for the clerk to compare where a name differs from the register's.
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    kind: str
    proof: str
    checked: str
    valid: bool | None = None
    flaws: tuple[CardFlaw, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class MandateUsed:
    """The right by which the helper acts for the applicant. By its `token` the platform finds both, and whether it
    holds when it receives the case; `until` is the last day that it named ("": no end)."""

    kind: str
    token: str
    until: str


@dataclass(frozen=True)
class Disputed:
    """An answer that the citizen gave in place of a register's value, saying that the register is wrong. Which value it
    has is the register's to know."""

    answer: str
    register: str
    as_of: str


@dataclass(frozen=True)
class Evidence:
    """Evidence of how the application was made. Digests are SHA-256 (hex) of the exact text shown, in its language.

    `shown` maps each text (guide, notice, consent, declaration) to its digest; `not_checked` lists the checks that were
    not possible offline, `unusual` the answers that break the published rule of their format and that the applicant
    compared. `consented` are the purposes agreed to, `registers` the answers that are a register's value unchanged.
    Sealing adds the time and the quality of the clock.
    """

    item_id: str
    item_version: str
    form_version: str
    catalogue_version: str
    shown: Mapping[str, str]
    language: str
    modes: tuple[str, ...]
    acting_for: str
    relation: str
    not_checked: tuple[str, ...]
    terminal: str
    visit: str
    unusual: tuple[str, ...] = ()
    bundle: str = ""
    """The bundle that it is a part of."""
    consented: tuple[str, ...] = ()
    registers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Material:
    """A document handed in: its id among the item's materials, its label, media type and bytes."""

    id: str
    label: str
    media_type: str
    content: bytes = field(repr=False)


Act = Literal["apply", "amend", "withdraw", "urge", "supplement", "refund", "dispute"]
"""The purpose of a case. All but `apply` and `dispute` follow another case; `amend` and `withdraw` take its place."""


@dataclass(frozen=True)
class Subject:
    """The case that this one is about: `act` says what is done with it. `digest` is
    the one the platform knows it by; `application` is shared with it. Without a `case_id` it follows none. `papers` are
    the item's materials that a supplement hands in."""

    act: Act
    case_id: str = ""
    digest: str = ""
    application: str = ""
    papers: tuple[str, ...] = ()
    reason: str = ""
    """The reason for which a refund is asked; sealed with the case."""
    unsent: bool = False
    """That case was still kept here when this was begun: nobody knows the person yet."""


@dataclass(frozen=True)
class Draft:
    """One application. `applicant` is None where papers are handed in by slip number alone. `helper` acts for the
    applicant (None: the applicant acts); `companion` assists the applicant (None: nobody, or not named). `handed` names
    the papers; their bytes become `materials` when it is sealed."""

    item_id: str
    item_code: str
    applicant: Person | None
    helper: Person | None
    answers: Mapping[str, Any] = field(repr=False)
    evidence: Evidence
    companion: Person | None = None
    signature: Signature | None = None
    """The signature; None where the item asks for none."""
    handed: tuple[Handed, ...] = ()
    materials: tuple[Material, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    mandate: MandateUsed | None = None
    subject: Subject | None = None
    """The earlier case that this one amends, withdraws, urges …; None for an application."""


def asks_correction(draft: Draft) -> bool:
    """Whether it applies for nothing: registers are asked to correct what `disputed` names and `answers` say."""
    return draft.subject is not None and draft.subject.act == "dispute"
