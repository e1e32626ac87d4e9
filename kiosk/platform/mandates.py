"""Types of the question `mandates`: for whom somebody may act, and by what right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer

KINDS = "kinds"
"""Parameter: the kinds of mandate asked for, values of the fact `acting_for`."""
NUMBER = "number"
"""Parameter: of somebody who died, the number that their relative typed."""


class MandateState(StrEnum):
    """Whether a mandate holds for this item today. Every state but VALID has its own page."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OF_AGE = "of_age"
    """The ward is grown up."""
    OUT_OF_SCOPE = "out_of_scope"
    """It is for other matters."""
    LIVING = "living"
    """No death of this person is registered."""


@dataclass(frozen=True)
class Mandate:
    """The right to act for a principal. `token` stands for it in the case and says nothing about anybody; `name` is
    masked but for a company, which also has its credit code; `scopes` are words by language; `until` is the last day
    ("": no end)."""

    kind: str
    token: str
    name: str = field(repr=False)
    code: str = field(repr=False)
    scopes: Mapping[str, str]
    until: str
    state: MandateState

    def on(self, day: date | None) -> MandateState:
        """Its state on a day: one that has ended by then counts no more, whatever the platform said."""
        ended = self.until and day is not None and date.fromisoformat(self.until) < day
        return MandateState.EXPIRED if ended and self.state is MandateState.VALID else self.state


@dataclass(frozen=True)
class Mandates(Answer):
    """Answer of `mandates`."""

    mandates: tuple[Mandate, ...]

    def find(self, token: str) -> Mandate | None:
        return next((each for each in self.mandates if each.token == token), None)
