"""Modes: one touch each, and all at once if somebody needs them. What is left of them: journeys/test_modes_end."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import product

import pytest

from kiosk.effects import Keep
from kiosk.session import begin, timers_of
from kiosk.session.modes import MODE_TOUCHES
from kiosk.view import Modes
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen
from tests.kiosk.session.ways import WANG, at_form

ALL = Modes(elder=True, contrast=True, low=True, voice=True, companion=True)
SWITCHES = set(asdict(Modes())) - {"dark"}
"""The colours have one button for two modes."""
EVERY_COMBINATION = [frozenset(filter(None, some)) for some in product(*((touch, "") for touch in MODE_TOUCHES))]


def at_home(*, practice: bool = False) -> Citizen:
    citizen = Citizen()
    if practice:
        citizen.session, effects = begin("visit-1", FACTS, catalogue(), ALL_WELL, practice=True)
        citizen.effects = list(effects)
    return citizen


def test_high_contrast_larger_text_and_lower_buttons_go_together_and_off_again() -> None:
    citizen = at_form()
    citizen.touch("contrast", "low", "larger")
    assert citizen.view.modes == Modes(elder=True, contrast=True, low=True)
    citizen.touch("contrast")
    assert citizen.view.modes == Modes(elder=True, contrast=True, dark=True, low=True)
    citizen.touch("contrast")
    assert citizen.view.modes == replace(Modes(), elder=True, low=True)


def test_there_is_a_touch_for_every_mode() -> None:
    assert set(MODE_TOUCHES.values()) == SWITCHES
    assert len(EVERY_COMBINATION) == 2 ** len(MODE_TOUCHES)


@pytest.mark.parametrize("some", EVERY_COMBINATION, ids=lambda some: "+".join(sorted(some)) or "none")
def test_any_of_them_go_together_in_any_visit(some: frozenset[str]) -> None:
    for practice in (False, True):
        citizen = at_home(practice=practice)
        citizen.touch("help", *some)
        wanted = Modes(**{mode: touch in some for touch, mode in MODE_TOUCHES.items()})
        assert (citizen.view.modes, citizen.view.practice) == (wanted, practice), "help"
        citizen.touch("back", "item:old-age-allowance")
        assert (citizen.view.modes, citizen.view.practice) == (wanted, practice), "the page under it"
        slow = bool(some & {"larger", "voice"})
        assert {timer.name for timer in timers_of(citizen.session)} == {"idle_slow" if slow else "idle"}
        citizen.touch("help", *some, *({"contrast"} & some))
        assert (citizen.view.modes, citizen.view.practice) == (Modes(), practice), "off again"


def to_the_end(citizen: Citizen) -> list[str]:
    """A whole application, beside a companion who stays unnamed; the pages it went by."""
    pages = []
    the_card = "practice-card" if citizen.session.practice else ""
    citizen.touch("item:old-age-allowance", "continue", "for:self", "continue")
    citizen.touch(the_card) if the_card else citizen.lays_card(WANG)
    # Four pages: large letters ask for name and number one by one.
    form = ("agree:consent-record", "continue", "continue", "continue")
    bank = ("continue", "option:bank:rural", "continue")
    ways: tuple[tuple[str, ...] | tuple[str, str, str], ...] = (
        ("continue",), ("without-companion",), form, ("type", "answer:phone", "19900000001"), bank,
        ("type", "answer:bank_card", "6200000000000000000"), ("continue", "continue", "declare"),
    )  # fmt: skip
    for way in ways:
        if way[0] == "type":
            citizen.types(*way[1:])
        else:
            citizen.touch(*way)
        pages.append(citizen.page)
        assert citizen.view.modes == ALL, citizen.page
        assert citizen.view.practice is citizen.session.practice
    return pages


@pytest.mark.parametrize("practice", [False, True], ids=["in earnest", "practice"])
def test_a_whole_visit_goes_with_everything_switched_on(practice: bool) -> None:
    citizen = at_home(practice=practice)
    citizen.touch(*MODE_TOUCHES)
    assert to_the_end(citizen)[-1] == "submit"
    assert citizen.last(Keep).drafts[0].evidence.modes == tuple(mode for mode in asdict(ALL) if mode in SWITCHES)
    citizen.kept()
    citizen.receipt()
    assert citizen.page == "ending"
    assert (citizen.view.modes, citizen.view.practice) == (ALL, practice)
