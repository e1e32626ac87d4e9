"""A visit by touches, and on its pages every change of mode: larger, high contrast, low position, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.id_reader.people import load_people
from kiosk.scenario.actors import simulator_of
from tests.bench.calls import Calls
from tests.bench.loaded import PEOPLE

if TYPE_CHECKING:
    from tests.bench.hands import Fingers

ROUNDS = 2

ON_EVERY_PAGE = ("language", "language", "larger", "larger")
"""Buttons of every page. The help page offers the others, among them low position, which shows them on every page."""
ON_HELP = ("contrast", "contrast", "contrast", "low")
IN_LOW_MODE = (*ON_EVERY_PAGE, "contrast", "contrast", "contrast", "low")


def time_switches(fingers: Fingers) -> list[float]:
    """Measure every switch on home, guide, form and review, starting on the home page."""
    samples = _on_page(fingers)
    fingers.go("item:old-age-allowance", "guide")
    samples += _on_page(fingers)
    _to_form(fingers)
    samples += _on_page(fingers)
    _to_review(fingers)
    return samples + _on_page(fingers)


def play_visit(fingers: Calls) -> None:
    """Play a whole visit, unmeasured, which loads everything that is loaded on demand."""
    fingers.on("start")
    fingers.wait_until(lambda view: view.id == "home")
    fingers.write("search")
    fingers.close_keyboard()
    fingers.on("item:old-age-allowance")
    _to_form(fingers)
    _to_review(fingers)
    fingers.on("continue", "declare")
    fingers.wait_until(
        lambda view: view.id == "ending" and view.actions.right is not None and view.actions.right.enabled
    )
    fingers.on("continue", "finish")
    fingers.wait_until(lambda view: view.page == "Attract")


def _on_page(fingers: Fingers) -> list[float]:
    """Play timed rounds, and one in which the beats are measured."""
    timed = [taken for _ in range(ROUNDS) for taken in _round(fingers)]
    fingers.measured = True
    _round(fingers)
    fingers.measured = False
    return timed


def _round(fingers: Fingers) -> list[float]:
    samples = [fingers.switch(key) for key in ON_EVERY_PAGE]
    fingers.on("help")
    fingers.wait_until(lambda view: view.page == "Help")
    samples += [fingers.switch(key) for key in ON_HELP]
    fingers.on("back")
    fingers.wait_until(lambda view: view.page != "Help")
    return samples + [fingers.switch(key) for key in IN_LOW_MODE]


TO_FORM = ("continue", "for:self", "continue")
"""From the guide to the reader; card and consent follow."""
TO_REVIEW = ("continue", "continue")
"""Past the page prefilled from the card."""


def _to_form(fingers: Fingers | Calls) -> None:
    fingers.on(*TO_FORM)
    card = simulator_of(fingers.loaded.terminal.devices["id_reader"])
    card.put_card(load_people(PEOPLE)["wang_old"])
    fingers.wait_until(lambda view: view.actions.right is not None and view.actions.right.enabled)
    card.lift_card()
    fingers.on("continue", "agree:consent-record")


def _to_review(fingers: Fingers | Calls) -> None:
    fingers.on(*TO_REVIEW)
    fingers.type("answer:phone", "19900000001")
    fingers.on("continue", "option:bank:rural")
    fingers.type("answer:bank_card", "6200000000000000000")
    fingers.on("continue")
    fingers.wait_until(lambda view: view.page == "Review")
