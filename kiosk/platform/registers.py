"""Types of the question `registers`: what government registers say of a person who agreed to be looked up there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer
from kiosk.platform.held_papers import holder_of

WANTED = "wanted"
"""Parameter: the registers asked, each `{register, fields, purpose}`."""
CONSENT = "consent"
"""Parameter: `{digest, language}` of the words of consent that the citizen saw."""
PRINCIPAL = "principal"
"""Parameter: the token of a mandate, if somebody else is looked up than the person who is proven."""


@dataclass(frozen=True)
class RegisterEntry:
    """Data of one register, by field. `offices` is the name of who keeps it, by language; `as_of` a day. A field that
    it has no value of is left out."""

    register: str
    offices: Mapping[str, str]
    as_of: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class RegisterEntries(Answer):
    """Answer of `registers`."""

    entries: tuple[RegisterEntry, ...]


def subject_of(visit: str, number: str, principal: str) -> str:
    """Return the digest by which an answer names whom it is about: as for held papers, with the token of the mandate in
    place of the number of somebody whom the terminal does not know."""
    return holder_of(visit, principal or number)
