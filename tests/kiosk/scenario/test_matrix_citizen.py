"""The citizen of the matrix finds the way through a page that no line of it knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.scenario.matrix.citizen import Act, Citizen
from kiosk.session import begin, view_of
from kiosk.view import Choice
from kiosk.words import text
from tests.frozen import catalogue
from tests.kiosk.session.citizen import ALL_WELL, FACTS


def act_among(*choices: Choice) -> Act | None:
    """The citizen's choice among these, on a page that is otherwise the start page."""
    session, _ = begin("visit-1", FACTS, catalogue(), ALL_WELL)
    nobody: Any = None
    citizen = Citizen(nobody, nobody, "old-age-allowance", {})
    return citizen._choose(replace(view_of(session), choices=choices))


def choice(key: str, *, chosen: bool = False, enabled: bool = True) -> Choice:
    return Choice(key, text("action-continue"), chosen=chosen, enabled=enabled)


def test_of_choices_that_nobody_knows_the_first_that_can_be_touched_is_taken_once() -> None:
    first, second = choice("unheard_of:a", enabled=False), choice("unheard_of:b")
    assert act_among(first, second) == Act("touch", "unheard_of:b")
    assert act_among(choice("unheard_of:a"), choice("unheard_of:b", chosen=True)) is None


def test_print_is_touched_after_what_has_to_be_chosen() -> None:
    assert act_among(choice("print"), choice("unheard_of:a")) == Act("touch", "unheard_of:a")
    assert act_among(choice("print"), choice("unheard_of:a", chosen=True)) == Act("touch", "print")


@pytest.mark.parametrize("verb", ["change", "reveal", "dispute", "item", "start"])
def test_what_leads_back_is_no_way_on(verb: str) -> None:
    assert act_among(choice(f"{verb}:name")) is None
