"""Facts that a condition of an item may test, on steps, form pages and materials.

A fact with members is named with one of them: `answers.reason`, `part.pension-claim`, `can.take_photo`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.vocabulary.builds import FIRST_BUILD

ANYWHERE = frozenset({"step", "page", "material"})
ON_STEPS = frozenset({"step"})
"""For facts of the machine: the contents of a form must not depend on them, since the platform validates it too."""


WITH_MANDATE = ("ward", "authorised", "company", "deceased")
"""Values of `acting_for` for which the platform must say that the person here may act."""
WITHOUT_THEIR_CARD = (*WITH_MANDATE, "newborn")
"""Values of `acting_for` for which no card of the applicant is read, only that of who came for them."""


@dataclass(frozen=True)
class Fact:
    """One fact. `step`: the step that sets it ("": it is known from the start); an unknown fact fulfils no condition.

    `values`: value → build, where its values are a closed list. `members`: what the word after the full stop names
    (answer, part, capability). `on`: what its conditions may belong to.
    """

    step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    members: str = ""
    on: frozenset[str] = ANYWHERE
    since: str = FIRST_BUILD


FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "way": Fact("way", MappingProxyType({"slip": FIRST_BUILD, "card": FIRST_BUILD}), on=ON_STEPS),
        "acting_for": Fact(
            "for_whom", MappingProxyType(dict.fromkeys(("self", "family", "other", *WITHOUT_THEIR_CARD), FIRST_BUILD))
        ),
        "age": Fact("identify"),
        "online": Fact(on=ON_STEPS),
        "answers": Fact("form", members="answer"),
        "part": Fact("parts", members="part", on=ON_STEPS),
        "can": Fact(members="capability", on=ON_STEPS),
    }
)
"""Head of a fact → what is known of it; kiosk.steps.facts computes the value of each."""


def head_of(fact: str) -> str:
    """The fact without its member."""
    return fact.partition(".")[0]


def member_of(fact: str) -> str:
    return fact.partition(".")[2]


def word_of(fact: str) -> str:
    """The fact as the vocabulary lists it: `answers.*` for one with members."""
    return f"{head_of(fact)}.*" if "." in fact else fact
