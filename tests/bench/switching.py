"""A visit by fingers, and on its pages every switch of how they look: larger, high contrast, low, the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from types import MappingProxyType

from devices.id_reader.people import load_people
from kiosk.scenario.actors import simulator_of
from kiosk.view import View
from tests.bench.loaded import CONFIG, Loaded
from tests.bench.loop import Beats, calm, painted, tap, until
from ui.stage import WindowStage, make_finger

REST_S = 0.02
ROUNDS = 2

SWITCHES: Mapping[str, Callable[[View], object]] = MappingProxyType(
    {
        "language": lambda view: view.language,
        "larger": lambda view: view.modes.elder,
        "contrast": lambda view: view.modes.contrast,
        "low": lambda view: view.modes.low,
    }
)
"""Each button, and what of the view it changes."""

PLAIN = ("language", "language", "larger", "larger")
"""What every page offers; the rest only the help page does, and with it low buttons, which every page then has."""
ON_HELP = ("contrast", "contrast", "low")
LOW = (*PLAIN, "contrast", "contrast", "low")


class Fingers:
    """Touches on a loaded terminal, each to its painted end; while `heard` the beats are listened to."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.beats = Beats()
        self.heard = False
        self._finger = make_finger()
        self._stage = WindowStage(loaded.screen, None, self._finger)  # type: ignore[arg-type]

    def go(self, key: str, page: str) -> float:
        """Milliseconds from release to the first frame painted with the page that the touch leads to."""
        return self._touch(key, lambda: self.loaded.view.id == page)

    def switch(self, key: str) -> float:
        """Milliseconds from release to the first frame painted in the new way."""
        before = SWITCHES[key](self.loaded.view)
        return self._touch(key, lambda: SWITCHES[key](self.loaded.view) != before)

    def write(self, key: str) -> float:
        """Milliseconds from release to the first frame painted with the keyboard for this field."""
        return self._touch(key, lambda: bool(self.loaded.screen.keyboard.property("isOpen")))

    def on(self, key: str, text: str = "") -> None:
        """Touch this, or write into it, uncounted."""
        if text:
            self._stage.type_text(key, text)
        else:
            self._stage.touch(key)
        calm(0.1)

    def until(self, true: Callable[[View], bool]) -> None:
        until(self.loaded.screen.window, lambda: true(self.loaded.view))
        calm(0.1)

    def _touch(self, key: str, shown: Callable[[], bool]) -> float:
        window, place = self.loaded.screen.window, self._stage.place(key)
        with self.beats.heard() if self.heard else nullcontext():
            taken = painted(window, partial(tap, window, self._finger, place), shown)
            calm(REST_S)
        return taken


def switched(fingers: Fingers) -> list[float]:
    """Every switch on home, guide, form and review, from the home page on."""
    samples = _on_page(fingers)
    fingers.go("item:old-age-allowance", "guide")
    samples += _on_page(fingers)
    _to_form(fingers)
    samples += _on_page(fingers)
    _to_review(fingers)
    return samples + _on_page(fingers)


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
    _touch_all(fingers, *TO_FORM)
    card = simulator_of(fingers.loaded.terminal.devices["id_reader"])
    card.put_card(load_people(CONFIG / "people.toml")["wang_old"])
    fingers.until(lambda view: view.actions.right is not None and view.actions.right.enabled)
    card.lift_card()
    _touch_all(fingers, "continue", "agree:consent-record", "continue")


def _to_review(fingers: Fingers) -> None:
    _touch_all(fingers, *TO_REVIEW)
    fingers.on("answer:phone", "19900000001")
    _touch_all(fingers, "continue", "option:bank:rural", "continue")
    fingers.on("answer:bank_card", "6200000000000000000")
    fingers.on("continue")
    fingers.until(lambda view: view.page == "Review")


def _touch_all(fingers: Fingers, *keys: str) -> None:
    for key in keys:
        fingers.on(key)
