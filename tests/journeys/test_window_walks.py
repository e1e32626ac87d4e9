"""Random touches and keys on the real window: it always shows the newest page, and nothing grows."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
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
    window = screen.window
    try:
        connect(screen, world)
        world.terminal.start()
        stage.advance(3)
        threads = threading.active_count()
        for _ in range(EVENTS):
            kind = random.random()
            named = [i for i in stage.items() if i.objectName() and i.isVisible() and i.isEnabled()]
            if kind < 0.55 and named:
                item = random.choice(named)
                place = item.mapToScene(item.boundingRect().center()).toPoint()
            else:
                place = QPoint(random.randrange(window.width()), random.randrange(window.height()))
            if kind < 0.8:
                for _ in range(random.choice((1, 1, 2))):
                    QTest.touchEvent(window, finger).press(0, place, window).commit()
                    QTest.touchEvent(window, finger).release(0, place, window).commit()
            elif kind < 0.88:
                QTest.keyClick(window, random.choice(KEYS))
            elif kind < 0.92:
                world.cards.put(random.choice(sorted(world.cards.people)))
            elif kind < 0.94:
                world.cards.lift()
            else:
                stage.advance(random.choice((0.5, 4.0, 70.0)))
            stage.settle()
            assert screen.bridge.view == newest[0]
        assert len(seen) >= 5, f"the touches led nowhere: {sorted(seen)}"
        assert threading.active_count() <= threads + 2
        stage.advance(700)
        assert sum(1 for _ in stage.items()) < 2000
    finally:
        world.terminal.stop()
