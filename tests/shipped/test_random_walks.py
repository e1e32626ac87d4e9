"""Anybody doing anything with any shipped item: the visit is legal at every moment, and comes to an end.

`make test` walks each item a few times, `make soak` two hundred times. That nothing is left of a visit that ended is
proven with the terminal's memory (tests/journeys/test_wipe.py).
"""

from __future__ import annotations

import os
from functools import cache
from random import Random

import pytest

from kiosk.case_events import Kept, KeptCase
from kiosk.effects import Keep
from kiosk.events import Touched
from kiosk.messages import Languages
from kiosk.steps.home import touches_to
from kiosk.steps.table import here
from tests.kiosk.session.anything import EQUIPPED, GOOD, ORDER, VISIT, anything, likely
from tests.kiosk.session.citizen import NOW
from tests.kiosk.session.walk import Walk
from tests.languages import FOLDER
from tests.shipped.sample import all_or_some
from tests.shipped.test_items import shipped

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
WALKS = 200 if SOAK else 3
MOST_EVENTS = 160


@cache
def words() -> Languages:
    return Languages.load(FOLDER).with_items(shipped())


def good_answers(name: str) -> dict[str, str]:
    """Return the answers of the item's examples without mistakes, completed by answers that are valid for any item."""
    item = shipped().find(name)
    assert item is not None
    said = (each.answers for each in item.examples if not each.wrong)
    return GOOD | {answer: str(value) for answers in said for answer, value in answers.items()}


def walk(name: str, seed: int) -> Walk:
    """One visit of somebody who mostly wants to come to the end of this item."""
    random, good = Random(f"{name}{seed}"), good_answers(name)
    made = Walk(around=EQUIPPED, items=shipped(), words=words())
    item = shipped().find(name)
    assert item is not None
    for key in touches_to(made.session, item):
        made.happens(Touched(VISIT, key))
    for _ in range(MOST_EVENTS):
        if made.session.finished:
            return made
        event = likely(made.session, random, good) if random.random() < 0.93 else None
        asked = made.happens(event or anything(made.session, random))
        for keep in (each for each in asked if isinstance(each, Keep)):
            cases = tuple(
                KeptCase(f"case-{n}", "WT02-0001-AAAA-B", NOW, draft.item_id) for n, draft in enumerate(keep.drafts, 1)
            )
            made.happens(Kept(VISIT, keep.number, cases, ORDER.application))
    made.walks_away()
    return made


@pytest.mark.parametrize("name", all_or_some())
def test_any_visit_comes_to_an_end(name: str) -> None:
    for seed in range(WALKS):
        made = walk(name, seed)
        assert made.session.finished or here(made.session).holds()
