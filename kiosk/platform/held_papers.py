"""Types of the question `papers`: papers of a person that the platform has already, so that nobody hands them in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from typing import Literal, get_args

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer

HeldWay = Literal["licence", "earlier"]
"""An electronic licence, or a paper handed in with an earlier case."""


@dataclass(frozen=True)
class HeldPaper:
    """A paper that may be handed in by its `reference`, which says nothing about the person. `paper` is the platform's
    word for its kind; `titles` and `offices` are by language; `dated` and `valid_until` are days ("": no end)."""

    paper: str
    way: HeldWay
    reference: str
    titles: Mapping[str, str]
    offices: Mapping[str, str]
    dated: str
    valid_until: str
    pages: int

    def is_valid_on(self, day: date | None) -> bool:
        """Whether it has not ended by that day. On an unknown day (None) one that ends is not relied on."""
        return not self.valid_until or (day is not None and day <= date.fromisoformat(self.valid_until))


PledgeBar = Literal["", "record", "withdrawn", "other"]
"""Why a person may not pledge: a false pledge on record that is not repaired yet, or one taken back this year."""
BARS: tuple[PledgeBar, ...] = get_args(PledgeBar)


@dataclass(frozen=True)
class HeldPapers(Answer):
    """Answer of `papers`. The platform leaves out what was revoked or has ended."""

    papers: tuple[HeldPaper, ...]
    barred: PledgeBar = ""

    def usable(self, paper: str, ways: Collection[str], day: date | None) -> tuple[HeldPaper, ...]:
        """Return the papers of this kind, by these ways, that have not ended by that day."""
        return tuple(each for each in self.papers if each.paper == paper and each.way in ways and each.is_valid_on(day))


def holder_of(visit: str, number: str) -> str:
    """Return the digest by which an answer names whose papers it lists: SHA-256 in hex of visit and identity number, in
    capitals, with a line feed between. An answer mixed up with another person's or visit's has another."""
    return sha256(f"{visit}\n{number.upper()}".encode()).hexdigest()
