"""For whom a matter may be: which cards are read, and what else follows from it. One row a value of `for_whom`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

FAMILY = ("spouse", "child", "parent", "sibling", "other_family")
HELPERS = ("neighbour", "community_worker", "friend", "other_helper")


@dataclass(frozen=True)
class Whom:
    """`cards`: whose cards are read, in order: "applicant", "helper" (who acts for them). `relations`: what a helper
    may say they are to the applicant. `looked_up`: registers may be asked about the applicant, whose consent is given
    here by themselves or by somebody with a mandate."""

    icon: str
    cards: tuple[str, ...]
    relations: tuple[str, ...] = ()
    looked_up: bool = False


WHOM: Mapping[str, Whom] = MappingProxyType(
    {
        "self": Whom("person", ("applicant",), looked_up=True),
        "family": Whom("family", ("helper", "applicant"), FAMILY),
        "other": Whom("on-behalf", ("helper", "applicant"), HELPERS),
    }
)
"""The values of kiosk.vocabulary's fact `acting_for`."""
