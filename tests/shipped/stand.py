"""Terminal and people with which the tests walk items: every device, and the shipped people."""

from __future__ import annotations

from functools import cache

from kiosk.scenario.surroundings import EQUIPPED, Surroundings, people_of
from kiosk.workers.practice import practice_answers
from tests.frozen import SHIPPED
from tests.kiosk.session.citizen import FACTS


@cache
def stand() -> Surroundings:
    return Surroundings(FACTS, people_of(SHIPPED), practice_answers(SHIPPED / "practice.toml")[0], EQUIPPED)
