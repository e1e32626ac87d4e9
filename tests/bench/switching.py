"""A visit by fingers, and on its pages every switch of how they look: larger, high contrast, low, the language."""

from __future__ import annotations

from devices.id_reader.people import load_people
from kiosk.scenario.actors import simulator_of
from tests.bench.hands import Fingers
from tests.bench.loaded import PEOPLE

ROUNDS = 2

PLAIN = ("language", "language", "larger", "larger")
"""What every page offers; the rest only the help page does, and with it low buttons, which every page then has."""
ON_HELP = ("contrast", "contrast", "low")
LOW = (*PLAIN, "contrast", "contrast", "low")


def switched(fingers: Fingers) -> list[float]:
    """Every switch on home, guide, form and review, from the home page on."""
    samples = _on_page(fingers)
    fingers.go("item:old-age-allowance", "guide")
    samples += _on_page(fingers)
    _to_form(fingers)
    samples += _on_page(fingers)
    _to_review(fingers)
    return samples + _on_page(fingers)


def visited(fingers: Fingers) -> None:
    """A whole visit from the first page to the first page, uncounted, all that is loaded late with it."""
    fingers.go("start", "home")
    fingers.write("search")
    fingers.close_keyboard()
    fingers.on("item:old-age-allowance")
    _to_form(fingers)
    _to_review(fingers)
    fingers.on("continue", "declare")
    fingers.until(lambda view: view.id == "ending" and view.actions.right is not None)
    fingers.on("continue", "skip", "finish")
    fingers.until(lambda view: view.page == "Attract")


def _on_page(fingers: Fingers) -> list[float]:
    """Rounds that are timed, and one that is heard."""
    timed = [taken for _ in range(ROUNDS) for taken in _round(fingers)]
    fingers.heard = True
    _round(fingers)
    fingers.heard = False
    return timed


def _round(fingers: Fingers) -> list[float]:
    samples = [fingers.switch(key) for key in PLAIN]
    fingers.on("help")
    fingers.until(lambda view: view.page == "Help")
    samples += [fingers.switch(key) for key in ON_HELP]
    fingers.on("back")
    fingers.until(lambda view: view.page != "Help")
    return samples + [fingers.switch(key) for key in LOW]


TO_FORM = ("continue", "for:self", "continue")
"""From the guide to the reader; then the card, and the consent."""
TO_REVIEW = ("continue", "continue")
"""Over what the card filled in."""


def _to_form(fingers: Fingers) -> None:
    fingers.on(*TO_FORM)
    card = simulator_of(fingers.loaded.terminal.devices["id_reader"])
    card.put_card(load_people(PEOPLE)["wang_old"])
    fingers.until(lambda view: view.actions.right is not None and view.actions.right.enabled)
    card.lift_card()
    fingers.on("continue", "agree:consent-record", "continue")


def _to_review(fingers: Fingers) -> None:
    fingers.on(*TO_REVIEW)
    fingers.type("answer:phone", "19900000001")
    fingers.on("continue", "option:bank:rural", "continue")
    fingers.type("answer:bank_card", "6200000000000000000")
    fingers.on("continue")
    fingers.until(lambda view: view.page == "Review")
