"""Random touches and keys on the real window: it always shows the newest page, and nothing grows."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests.house.doors import ROOT
from tests.journeys.theatre import START
from ui.app import Screen, application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from ui.rehearsal.theatre import connect
from ui.stage import WindowStage, make_finger

EVENTS = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 250
KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_A, Qt.Key.Key_Backspace)


class Hands:
    """Everything hands do at a terminal, sensible or not."""

    def __init__(
        self, random: Random, stage: WindowStage, world: World, screen: Screen, finger: QPointingDevice
    ) -> None:
        self.random, self.stage, self.world, self.screen, self.finger = random, stage, world, screen, finger

    def _anywhere(self) -> QPoint:
        window = self.screen.window
        return QPoint(self.random.randrange(window.width()), self.random.randrange(window.height()))

    def _somewhere_named(self, names: tuple[str, ...] = ()) -> QPoint:
        named = [
            i
            for i in self.stage.items()
            if i.isVisible() and i.isEnabled() and (i.objectName() in names if names else i.objectName())
        ]
        if not named:
            return self._anywhere()
        item = self.random.choice(named)
        return item.mapToScene(item.boundingRect().center()).toPoint()

    def _tap(self, place: QPoint) -> None:
        QTest.touchEvent(self.screen.window, self.finger).press(0, place, self.screen.window).commit()
        QTest.touchEvent(self.screen.window, self.finger).release(0, place, self.screen.window).commit()

    def taps_something(self) -> None:
        self._tap(self._somewhere_named())

    def taps_twice(self) -> None:
        place = self._somewhere_named()
        self._tap(place)
        self._tap(place)

    def taps_anywhere(self) -> None:
        self._tap(self._anywhere())

    def switches(self) -> None:
        """Language or mode, in the middle of whatever the page is about."""
        self._tap(self._somewhere_named(("language", "larger", "contrast", "low", "voice", "help")))

    def rests_a_palm(self) -> None:
        """A palm lies on the glass while a finger taps elsewhere."""
        window, palm = self.screen.window, self._anywhere()
        QTest.touchEvent(window, self.finger).press(1, palm, window).commit()
        place = self._somewhere_named()
        QTest.touchEvent(window, self.finger).stationary(1).press(0, place, window).commit()
        QTest.touchEvent(window, self.finger).stationary(1).release(0, place, window).commit()
        QTest.touchEvent(window, self.finger).release(1, palm, window).commit()

    def presses_a_key(self) -> None:
        QTest.keyClick(self.screen.window, self.random.choice(KEYS))

    def lays_a_card(self) -> None:
        self.world.cards.put(self.random.choice(sorted(self.world.cards.people)))

    def lifts_the_card(self) -> None:
        self.world.cards.lift()

    def waits(self) -> None:
        self.stage.advance(self.random.choice((0.5, 4.0, 70.0)))


DEEDS = (
    Hands.taps_something, Hands.taps_twice, Hands.taps_anywhere, Hands.switches, Hands.rests_a_palm,
    Hands.presses_a_key, Hands.lays_a_card, Hands.lifts_the_card, Hands.waits,
)  # fmt: skip
WEIGHTS = (45, 10, 15, 5, 4, 9, 4, 2, 6)


@pytest.fixture
def screen(qapp: QGuiApplication) -> Iterator[Screen]:
    application(["test"])
    chinese = ChineseInput(ROOT / "build" / "rime")
    made = create_screen(load_screen(ROOT / "config" / "terminals" / "rehearsal.toml"), chinese.engine)
    yield made
    made.close()
    qapp.processEvents()


def test_random_touches_and_keys_leave_the_newest_page_on_the_window(
    screen: Screen, platform: Platform, data: Path
) -> None:
    random, clock, finger = Random(1), FakeClock(START), make_finger()
    stage = WindowStage(screen, clock, finger)
    world: World
    newest: list[View] = []
    seen: set[str] = set()

    def publish(view: View) -> None:
        newest[:] = [view]
        seen.add(view.id)
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(ROOT / "config", data, data, clock, publish, platform=platform)
    try:
        connect(screen, world)
        world.terminal.start()
        stage.advance(3)
        threads = threading.active_count()
        hands = Hands(random, stage, world, screen, finger)
        for _ in range(EVENTS):
            random.choices(DEEDS, WEIGHTS)[0](hands)
            stage.settle()
            assert screen.bridge.view == newest[0]
        assert len(seen) >= 5, f"the touches led nowhere: {sorted(seen)}"
        assert threading.active_count() <= threads + 2
        stage.advance(700)
        assert sum(1 for _ in stage.items()) < 2000
    finally:
        world.terminal.stop()
