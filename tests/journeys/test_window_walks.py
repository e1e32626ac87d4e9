"""Random touches and keys on the real window, partly cooperative, partly not: the window always shows the newest page,
nothing accumulates, and no programming error occurs.

A soak uses another seed each time; WALK_SEED=n repeats the actions of a seed (not their timing: the guard against
double taps runs in real time).
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
from tests.journeys.visitor import ACTION_WEIGHTS, ACTIONS, ITEM, Visitor
from tests.ui.listening import Ear
from ui.app import Screen, application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from ui.rehearsal.rehearsal_app import connect
from ui.stage import WindowStage, make_finger

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EVENTS = 10_000 if SOAK else 180
EVENTS_PER_MOOD = 45
"""Events with the same share of cooperative actions."""
GOODWILL = (1.0, 0.5, 0.9, 0.3)
"""Shares of actions that advance the visit, used in turn."""
REQUIRED_PAGES = {"attract", "home", *ITEM.steps, "ending", "farewell"}
"""Pages that every walk must reach, by the first part of their ids."""
ERRORS = {AuditKind.TROUBLE, AuditKind.NOT_WIPED}
"""Audit kinds of programming errors."""


@pytest.fixture
def screen(qapp: QGuiApplication) -> Iterator[Screen]:
    application(["test"])
    chinese = ChineseInput(ROOT / "build" / "rime")
    # Without animation: page transitions take real time, and the walk is faster.
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
def visitor(screen: Screen, finger: QPointingDevice, platform: Platform, data: Path) -> Iterator[Visitor]:
    """A visitor at a started terminal whose speech is recorded."""
    clock = FakeClock(START)
    stage = WindowStage(screen, clock, finger)
    newest: list[View] = []
    world: World

    def publish(view: View) -> None:
        newest.append(view)
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(frozen.config(), data, data, clock, publish, platform=platform)
    connect(screen, world)
    ear = Ear()
    made = Visitor(stage, world, screen, finger, clock, ear, newest)
    world.terminal.start()
    stage.advance(3)
    yield made
    world.terminal.stop()


def errors(world: World) -> list[str]:
    """Return the audit records of programming errors."""
    logs = sorted((world.places.data / "audit").glob("audit*.jsonl"))
    lines = [line for log in logs for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines
    return [line for line in lines if json.loads(line)["kind"] in ERRORS]


def own_threads() -> list[str]:
    """Return the names of all threads except those of the cable (two per open connection)."""
    return sorted(thread.name for thread in threading.enumerate() if thread.name != "cable-pass")


def seed_of_this_walk() -> int:
    """Return WALK_SEED, in a soak a random seed, otherwise 3 (whose first visit is by speech and keys)."""
    return int(os.environ.get("WALK_SEED") or (Random().randrange(2**32) if SOAK else 3))


def walk(visitor: Visitor, seed: int) -> None:
    """Perform EVENTS actions and check the window after each; a failure has a note with the seed and last actions."""
    visitor.random = random = Random(seed)
    last: deque[str] = deque(maxlen=12)
    try:
        for number in range(EVENTS):
            goodwill = GOODWILL[number // EVENTS_PER_MOOD % len(GOODWILL)]
            action = Visitor.advance_visit if random.random() < goodwill else random.choices(ACTIONS, ACTION_WEIGHTS)[0]
            last.append(f"{action.__name__} on {visitor.stage.view().id}")
            action(visitor)
            visitor.stage.settle()
            assert visitor.screen.bridge.view == visitor.published[-1]
            assert visitor.stage.view().page != "Trouble", errors(visitor.world)
    except BaseException as failed:
        failed.add_note(f"WALK_SEED={seed}, event {number}; " + ", ".join(last))
        raise


def test_random_touches_and_keys_leave_the_newest_page_on_the_window(visitor: Visitor) -> None:
    seed = seed_of_this_walk()
    print(f"WALK_SEED={seed}")
    threads = own_threads()
    walk(visitor, seed)
    assert own_threads() == threads
    visitor.ear.finish()
    visitor.stage.advance(700)
    assert sum(1 for _ in visitor.stage.items()) < 2000
    assert errors(visitor.world) == []
    seen = {view.id.partition("?")[0].partition("/")[0] for view in visitor.published}
    assert any(view.modes.voice for view in visitor.published)
    assert seen >= REQUIRED_PAGES, f"never seen: {sorted(REQUIRED_PAGES - seen)}"


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_a_finger_beside_a_resting_palm(visitor: Visitor, mode: str) -> None:
    visitor.stage.touch("start")
    visitor.stage.settle()
    if mode == "elder":
        visitor.stage.touch("larger")
        visitor.stage.settle()
    item = "item:old-age-allowance"
    chosen = visitor.finger_beside_a_palm(QPoint(8, 400), visitor.stage.place(item))
    assert chosen == [item]
