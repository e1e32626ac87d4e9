"""An unexpected exception anywhere has an outcome on the page, a fault in health and a line in audit and local log, and
the next visit works.

The places are found by listing: every function of every step, every job and wait of every worker, every effect, every
verb of every device, the view on its way to the screen, and the platform's answers. `make test` takes a sample by seed
and `YIKE_PLACES=all` (make soak) takes every one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest

from devices.registry import load_family
from kiosk import vocabulary
from kiosk.delays import DELAYS
from kiosk.effects import Effect
from kiosk.platform.gateway import PlatformGateway
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import Cell, Walk
from kiosk.scenario.matrix.citizen import Act
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.walks import NO_FAULT, items_of
from kiosk.scenario.stage import CannotTouch, touchable_keys
from kiosk.steps import table
from kiosk.steps.step import Step
from kiosk.terminal.outcomes import EFFECTS
from tests import frozen
from tests.journeys.hand_driven import HandDrivenWorld
from tests.journeys.injection import SECRET, Place, in_attribute, in_driver, in_effect, in_gateway, in_step, worker_body

CONFIG = frozen.config()
SAMPLE = 8
MOST_ACTS = 60


APPLIES, ASKS, FOLLOWS = "old-age-allowance", "pension-enrolment", "case-progress"
STEP_FUNCTIONS = [
    each.name for each in fields(Step) if each.name != "of" and callable(getattr(table.STEPS["identify"], each.name))
]
NEVER_CALLED_OF_STEPS = {
    "step home.pages": "the journey adds its own ends",
    "step farewell.pages": "the journey adds its own ends",
    "step farewell.holds": "its own timers end it",
    **{
        f"step {kind}.complete": "asked of pages between a change and the check page"
        for kind in table.STEPS
        if kind != "form"
    },
}
NEVER_CALLED = {
    "put_material": "no item hands in materials",
    "get_case": "no item hands in materials",
    "catalogue": "fetched outside a visit; tests/kiosk/workers/test_heartbeat.py",
    "reconcile": "asked once a day, outside a visit; tests/kiosk/outbox",
}
"""Calls of the gateway that no visit leads to today."""
BODIES = (
    "device.id_reader",
    "device.receipt_printer",
    "case_sealer",
    "question_pool",
    "question_pool",
    "courier",
    "heartbeat",
)
"""The workers of the terminal, in its order."""


def _item_with(kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    from kiosk.catalogue.sources import read_item

    for item in items_of(CONFIG / "services"):
        if kind in read_item(CONFIG / "services" / item).steps:
            return item, (("way", "card"),)
    # A walk comes by a kind that every journey has; one that no frozen item has is proven by the item that has it.
    return ("", ()) if vocabulary.STEPS[kind].in_items else (APPLIES, ())


def places() -> list[Place]:
    """Everything that may raise, with a walk that comes by."""
    found: list[Place] = []
    for kind in table.STEPS:
        item, taste = _item_with(kind)
        if not item:
            continue
        found += [Place(f"step {kind}.{name}", item, taste, in_step(kind, name)) for name in STEP_FUNCTIONS]
    found = [place for place in found if place.name not in NEVER_CALLED_OF_STEPS]
    for effect in get_args(Effect):
        item = ASKS if effect.__name__ == "Ask" else APPLIES
        found.append(Place(f"effect {effect.__name__}", item, (), in_effect(effect)))
    for name in ("_publish", "_reading_s", "_take", "_ring"):
        found.append(
            Place(f"conductor {name}", APPLIES, (), in_attribute(lambda play: play.world.terminal.conductor, name))
        )
    for number, body in enumerate(BODIES):
        for name in ("next", "run"):
            item = ASKS if body == "question_pool" else APPLIES
            found.append(Place(f"worker {number} {body}.{name}", item, (), in_attribute(worker_body(number), name)))
    for device in ("id_reader", "receipt_printer"):
        for verb in _members(load_family(device).contract):
            found.append(Place(f"driver {device}.{verb}", APPLIES, (), in_driver(device, verb)))
    for call in _members(PlatformGateway):
        if call not in NEVER_CALLED:
            found.append(Place(f"gateway {call}", ASKS if call == "ask" else APPLIES, (), in_gateway(call)))
    return found


def _members(protocol: type) -> list[str]:
    """The verbs of a contract. Nothing waits for a close: it is part of a reset, and tested there."""
    return [name for name in dir(protocol) if not name.startswith("_") and name != "close"]


@pytest.fixture
def play(request: pytest.FixtureRequest, platform: Platform, data: Path) -> Iterator[Play]:
    place: Place = request.param
    made = Play(Cell(Walk(place.item, place.taste), "", 0, NO_FAULT), platform, CONFIG, data)
    made.start()
    yield made
    made.world.terminal.stop()


def aside(play: Play, name: str) -> str:
    """Return a key off the direct path: leaving a page, changing an answer, another matter; "" where that is not
    what the place needs, or not here."""
    view, keys = play.stage.view(), touchable_keys(play.stage.view())
    kind, _, function = name.removeprefix("step ").partition(".")
    shown = view.id.partition("?")[0].partition("/")[0]
    if function == "leave" and name.startswith("step ") and shown in table.STEPS[kind].owns:
        return "leave" if "leave" in keys else "help"
    if name == "step form.complete" and view.page == "Review":
        return next(key for key in keys if key.startswith("change:"))
    return "another" if name == "step home.enter" and "another" in keys else ""


def walk(play: Play, *, until: Callable[[], bool] = lambda: False, name: str = "") -> None:
    """On as far as the citizen gets, to the end of the visit or `until`; by the way that the place `name` needs."""
    for _ in range(MOST_ACTS):
        act = play.citizen.next_act()
        if not until() and (key := aside(play, name)):
            act = Act("touch", key)
        if act is None:
            play.stage.advance(5.0)
            act = play.citizen.next_act()
        if act is None or until():
            return
        try:
            play.citizen.do(act)
        except CannotTouch:
            continue
        if play.stage.view().page == "Attract":
            return


def leave(play: Play) -> None:
    """Away from whatever is shown, by the ways that are offered or by waiting."""
    for _ in range(20):
        view = play.stage.view()
        if view.page in ("Attract", "OutOfService"):
            return
        keys = touchable_keys(view) if view.countdown is None else [view.countdown.leave.key]
        wanted = next(
            (key for key in ("finish", "leave-now", "leave", "skip", "continue", "again") if key in keys), None
        )
        if wanted is None:
            play.stage.advance(30.0)
            continue
        play.stage.touch(wanted)
        play.stage.settle()
        play.stage.advance(1.0)


def all_or_some(seed: int = 14) -> list[Place]:
    every = places()
    if os.environ.get("YIKE_PLACES") == "all":
        return every
    return random.Random(seed).sample(every, SAMPLE)


@pytest.mark.parametrize("play", all_or_some(), indirect=True, ids=str)
def test_an_unexpected_exception_is_seen_and_the_next_visit_works(
    play: Play, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    place: Place = request.node.callspec.params["play"]
    terminal = play.world.terminal
    once = place.plant(play, monkeypatch, lambda: terminal.conductor.in_visit)
    walk(play, until=lambda: once.fired, name=place.name)
    if not once.fired:
        # What only time brings, in a visit that somebody began and left alone.
        play.stage.touch("start")
        play.stage.settle()
        play.stage.advance(DELAYS["idle_slow"])
    play.stage.advance(60.0)
    assert once.fired, "the walk never came by"
    view = play.stage.view()
    assert view.page in ("Attract", "OutOfService") or touchable_keys(view), f"nothing can be touched on {view.id}"
    faults = {fault for device in terminal.health().devices for fault in device.faults}
    assert any(fault.startswith("worker.") for fault in faults), faults
    written = {name: (data / name).rglob("*.jsonl") for name in ("audit", "log")}
    for name, files in written.items():
        text = "".join(file.read_text(encoding="utf-8") for file in files)
        assert "Surprise" in text, f"{name} is silent"
        assert SECRET not in text
        assert SECRET.split()[1] not in text
    leave(play)
    assert play.stage.view().page == "Attract"
    before = play.held()
    walk(play)
    assert play.stage.view().page == "Attract", f"the next visit ended on {play.stage.view().id}"
    if place.item == APPLIES:
        assert play.held().platform == before.platform + 1


def test_no_worker_is_missing_from_the_list(driven: HandDrivenWorld) -> None:
    loops: Any = driven.world.terminal._parts.loops
    assert tuple(loop._body.name for loop in loops) == BODIES


def test_every_effect_has_a_row_a_worker_and_a_stand_in(driven: HandDrivenWorld) -> None:
    parts: Any = driven.world.terminal._parts
    every = set(get_args(Effect))
    assert set(EFFECTS) == every
    assert set(parts.runner._takers) == every
    assert set(parts.practice._stand_ins) == {kind for kind, row in EFFECTS.items() if not row.local}


def test_the_list_has_every_kind_of_place() -> None:
    names = [place.name for place in places()]
    assert len(names) == len(set(names))
    assert {name.split()[0] for name in names} == {"step", "effect", "conductor", "worker", "driver", "gateway"}
