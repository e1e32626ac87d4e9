"""Random touches and keys on the real window, by cooperative and other users: it always shows the newest page,
nothing grows, and no page is reached by a programmer's error.

A soak walks from another seed each time; WALK_SEED=n takes that seed's hands again (not its moments: the guard
against double taps runs on real time).
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QPointingDevice

from devices import FakeClock
from kiosk.effects import AuditKind
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.hand_driven import START
from tests.journeys.random_user import DEEDS, ITEM, RandomUser
from tests.ui.recording_loudspeaker import RecordingLoudspeaker
from ui.app import Screen, application, create_screen
from ui.keyboard.chinese_input import ChineseInput
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import connect

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EVENTS = 10_000 if SOAK else 180
MOOD = 45
"""So many events one person has the same mind."""
GOODWILL = (1.0, 0.5, 0.9, 0.3)
"""The share of what they do that helps the visit on, one mood after the other."""
WAY = {"attract", "home", *ITEM.steps, "ending", "farewell"}
"""The pages that every walk must come to, by the first part of their ids."""
ERRORS = {AuditKind.TROUBLE, AuditKind.NOT_WIPED}
"""Audit events of programming errors; the walk plants none."""


@pytest.fixture
def screen(qapp: QGuiApplication) -> Iterator[Screen]:
    application(["test"])
    chinese = ChineseInput(ROOT / "build" / "rime")
    # At rest: a page that turns takes real time, and the hands are faster.
    profile = replace(load_screen(frozen.TERMINALS / "rehearsal.toml"), moving=False)
    made = create_screen(profile, chinese.engine)
    yield made
    made.close()
    qapp.processEvents()


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    application(["test"])
    return make_finger()


@pytest.fixture
def hands(screen: Screen, finger: QPointingDevice, platform: Platform, data: Path) -> Iterator[RandomUser]:
    """On a running terminal whose speech is recorded."""
    clock = FakeClock(START)
    stage = WindowStage(screen, clock, finger)
    newest: list[View] = []
    world: World

    def publish(view: View) -> None:
        newest.append(view)
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(frozen.config(), data, data, clock, publish, platform=platform)
    connect(screen, world.terminal)
    ear = RecordingLoudspeaker()
    made = RandomUser(stage, world, screen, finger, clock, ear, newest)
    world.terminal.start()
    stage.advance(3)
    yield made
    world.terminal.stop()


def errors(world: World) -> list[str]:
    """The audit log's lines of what went wrong inside the program."""
    logs = sorted((world.places.data / "audit").glob("audit*.jsonl"))
    lines = [line for log in logs for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines
    return [line for line in lines if json.loads(line)["kind"] in ERRORS]


def own_threads() -> list[str]:
    """All but those of the cable, two for each connection that is open just now."""
    return sorted(thread.name for thread in threading.enumerate() if thread.name != "cable-pass")


def seed_of_this_walk() -> int:
    """The same in every run, but not in a soak. With 3 the first visit is one by voice and keys."""
    return int(os.environ.get("WALK_SEED") or (Random().randrange(2**32) if SOAK else 3))


def walk(hands: RandomUser, seed: int) -> None:
    """So many deeds, each followed by a look at the window; what fails says how to come there again."""
    hands.random = random = Random(seed)
    last: deque[str] = deque(maxlen=12)
    try:
        for number in range(EVENTS):
            goodwill = GOODWILL[number // MOOD % len(GOODWILL)]
            deed = (
                RandomUser.goes_on
                if random.random() < goodwill
                else random.choices(list(DEEDS), list(DEEDS.values()))[0]
            )
            last.append(f"{deed.__name__} on {hands.stage.view().id}")
            deed(hands)
            hands.stage.settle()
            assert hands.screen.bridge.view == hands.published[-1]
            assert hands.stage.view().page != "Trouble", errors(hands.world)
    except BaseException as failed:
        failed.add_note(f"WALK_SEED={seed}, event {number}; " + ", ".join(last))
        raise


def test_random_touches_and_keys_leave_the_newest_page_on_the_window(hands: RandomUser) -> None:
    seed = seed_of_this_walk()
    print(f"WALK_SEED={seed}")
    threads = own_threads()
    walk(hands, seed)
    assert own_threads() == threads
    hands.ear.finish()
    hands.stage.advance(700)
    assert sum(1 for _ in hands.stage.items()) < 2000
    assert errors(hands.world) == []
    seen = {view.id.partition("?")[0].partition("/")[0] for view in hands.published}
    assert any(view.modes.voice for view in hands.published)
    assert seen >= WAY, f"never seen: {sorted(WAY - seen)}"


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_a_finger_beside_a_resting_palm(hands: RandomUser, mode: str) -> None:
    hands.stage.touch("start")
    hands.stage.settle()
    if mode == "elder":
        hands.stage.touch("larger")
        hands.stage.settle()
    item = "item:old-age-allowance"
    chosen = hands.finger_beside_a_palm(QPoint(8, 400), hands.stage.place(item))
    assert chosen == [item]
