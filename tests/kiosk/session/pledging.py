"""A citizen at the papers of an item of which one can be pledged and one may follow later."""

from __future__ import annotations

from kiosk.platform.held_papers import HeldPapers, PledgeBar
from tests.frozen import with_pledges
from tests.kiosk.session.citizen import Citizen, invented_card
from tests.kiosk.session.papers import LICENCE, equipped
from tests.kiosk.session.ways import PROVEN, SENT, ZHAO

ITEM = "flexible-work-subsidy"
LI = invented_card("990101198506120016", "李样例")


def at_form(citizen: Citizen | None = None, whom: str = "self") -> Citizen:
    citizen = citizen or Citizen(equipped(), items=with_pledges())
    citizen.touch(f"item:{ITEM}", "continue", f"for:{whom}")
    if whom != "self":
        citizen.touch("relation:child", "continue")
    citizen.touch("continue")
    for card in (LI,) if whom == "self" else (ZHAO, LI):
        citizen.lays_card(card)
        citizen.touch("continue")
    citizen.answers("code.send", SENT)
    citizen.types("code", "123456")
    citizen.touch("continue")
    citizen.answers("code.verify", PROVEN)
    citizen.touch("agree:consent-record")
    return citizen


def at_papers(citizen: Citizen | None = None, whom: str = "self") -> Citizen:
    citizen = at_form(citizen, whom)
    citizen.types("answer:phone", "19900000002")
    citizen.touch("continue", "option:work:stall")
    assert citizen.page == "materials"
    return citizen


def at_choice(barred: PledgeBar = "", whom: str = "self") -> Citizen:
    """At the choice between the pledge and the proof; the ID card is on record."""
    citizen = at_papers(whom=whom)
    citizen.answers("papers", HeldPapers((LICENCE,), barred))
    citizen.touch("way:pledge")
    assert citizen.page == "materials/pledge"
    return citizen


def pledged(citizen: Citizen | None = None) -> Citizen:
    citizen = citizen or at_choice()
    citizen.touch("give:pledge", "pledge")
    assert citizen.page == "materials"
    return citizen


def put_off(citizen: Citizen | None = None) -> Citizen:
    """All is given but the receipt, which follows later."""
    citizen = pledged(citizen)
    citizen.touch("way:later")
    return citizen
