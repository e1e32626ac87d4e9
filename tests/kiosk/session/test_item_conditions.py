"""A step is on the journey while the item's condition holds: the item says so, not the step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.strict_struct import replace as with_changes
from kiosk.catalogue.item import Condition, JourneyStep
from kiosk.session.journey import journey
from kiosk.visit import Session
from tests.frozen import catalogue
from tests.kiosk.session.citizen import Citizen

ABOUT_A_PERSON = {"notice", "identify", "second_proof"}


def at(item_id: str, *steps: str | JourneyStep) -> Session:
    """The first page of an item; with `steps`, of the same item with these."""
    item = catalogue().find(item_id)
    assert item is not None
    citizen = Citizen()
    citizen.touch(f"item:{item_id}")
    return replace(citizen.session, item=with_changes(item, steps_=steps or item.steps_))


def with_facts(session: Session, way: str = "", acting_for: str = "self") -> Session:
    return session.with_matter(replace(session.matter, way=way, acting_for=acting_for))


@pytest.mark.parametrize(
    ("way", "there"),
    [("", set()), ("card", ABOUT_A_PERSON), ("slip", set())],
    ids=["not said", "card", "slip"],
)
def test_by_slip_number_alone_nobody_is_asked_who_they_are(way: str, there: set[str]) -> None:
    session = with_facts(at("case-progress"), way=way)
    assert ABOUT_A_PERSON & set(journey(session)) == there
    assert {"guide", "way", "progress"} <= set(journey(session))


def test_without_its_condition_a_step_is_there_for_everybody() -> None:
    session = with_facts(at("case-progress", "guide", "way", "notice", "progress"), way="slip")
    assert journey(session) == ("home", "guide", "way", "way/slip", "notice", "progress", "farewell")


@pytest.mark.parametrize(("acting_for", "rated"), [("self", True), ("family", False), ("other", False)])
def test_a_condition_asks_for_whom_it_is(acting_for: str, rated: bool) -> None:
    rated_by_oneself = JourneyStep("rate", when=(Condition("acting_for", {"const": "self"}),))
    steps = ("guide", "for_whom", "submit", "ending", rated_by_oneself)
    session = with_facts(at("old-age-allowance", *steps), acting_for=acting_for)
    assert ("rate" in journey(session)) is rated
