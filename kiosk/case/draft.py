"""What a citizen applies for, before it is sealed: answers and the evidence of how they came about.

A draft lives in memory only. What is sealed is `Draft` as JSON, readable by the platform alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Person:
    """A person in a case: number, name and document kind as read from the card, and how far that is proven.

    `proof` is none | card | card+person; `checked` tells what the proof rested on ("chip", "chip+code").
    """

    number: str = field(repr=False)
    name: str = field(repr=False)
    kind: str
    proof: str
    checked: str
    valid: bool | None = None


@dataclass(frozen=True)
class Evidence:
    """How the case came about. Digests are SHA-256 (hex) of the very words shown, in the language shown.

    `shown` maps what was shown (guide, notice, consent, declaration) to its digest; `not_checked` lists what
    could not be checked offline. Sealing adds the time and the quality of the clock.
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


@dataclass(frozen=True)
class Material:
    """A document handed in: which material of the item it is (`id`), what it is called, its type and its bytes."""

    id: str
    label: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Draft:
    """One application: whom it is for, who stands here (None: the same person), the answers, the evidence, and who
    helps at the applicant's side (None: nobody, or nobody who is named)."""

    item_id: str
    item_code: str
    applicant: Person
    helper: Person | None
    answers: Mapping[str, Any] = field(repr=False)
    evidence: Evidence
    companion: Person | None = None
    materials: tuple[Material, ...] = ()
