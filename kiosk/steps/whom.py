"""For whom a matter may be: which cards are read, and what else follows from it. One row a value of `for_whom`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

FAMILY = ("spouse", "child", "parent", "sibling", "other_family")
PARENTS = ("mother", "father", "guardian")
HELPERS = ("neighbour", "community_worker", "friend", "other_helper")


@dataclass(frozen=True)
class Whom:
    """`cards`: whose cards are read, in order: "applicant", "helper" (who acts for them). `relations`: what a helper
    may say they are to the applicant, on a page titled `relation_title`. `mandate`: the platform must name the
    applicant as somebody for whom the helper may act. `looked_up`: registers may be asked about the applicant, whose
    consent is given here by themselves or by somebody with a mandate. `called`: the message that names the applicant.
    """

    icon: str
    cards: tuple[str, ...]
    relations: tuple[str, ...] = ()
    relation_title: str = "relation-title"
    mandate: bool = False
    looked_up: bool = False
    called: str = "person-applicant"


WHOM: Mapping[str, Whom] = MappingProxyType(
    {
        "self": Whom("person", ("applicant",), looked_up=True),
        "family": Whom("family", ("helper", "applicant"), FAMILY),
        "other": Whom("on-behalf", ("helper", "applicant"), HELPERS),
        "ward": Whom("care", ("helper",), mandate=True, looked_up=True),
        "authorised": Whom("certificate", ("helper",), mandate=True, looked_up=True),
        "company": Whom("briefcase", ("helper",), mandate=True, looked_up=True),
        # Nobody's register knows a newborn: no number, no card, and the form asks for the birth certificate.
        "newborn": Whom("baby", ("helper",), PARENTS, "relation-title-child"),
        "deceased": Whom("flower", ("helper",), mandate=True, called="person-deceased"),
    }
)
"""The values of kiosk.vocabulary's fact `acting_for`."""
