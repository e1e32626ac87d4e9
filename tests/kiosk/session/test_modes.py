"""Modes: one touch each, all at once if somebody needs them, and nothing of them is left for the next visit."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.states import Attract, room_of
from kiosk.view import Modes
from tests.kiosk.session.citizen import ALL_WELL, FACTS, Citizen, catalogue
from tests.kiosk.session.ways import at_form


def test_high_contrast_larger_text_and_lower_buttons_go_together_and_off_again() -> None:
    citizen = at_form()
    citizen.touch("contrast", "low", "larger")
    assert citizen.view.modes == Modes(elder=True, contrast=True, low=True)
    citizen.touch("contrast")
    assert citizen.view.modes == replace(Modes(), elder=True, low=True)


def test_the_next_visit_begins_without_them() -> None:
    citizen = Citizen()
    citizen.touch("contrast", "low", "larger")
    nobody = Attract("visit-2", FACTS, catalogue(), ALL_WELL)
    assert room_of(nobody).view(nobody).modes == Modes()
    assert Citizen().view.modes == Modes()
