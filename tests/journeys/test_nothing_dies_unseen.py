"""An unexpected exception anywhere leads to an outcome on the page, a health fault, and a line in the audit log and the
local log; the next visit works.

The places are listed by code: every function of every step, every job and wait of every worker, every effect, and the
conductor's own functions. `make test` takes a sample by seed, `YIKE_PLACES=all` (make soak) every place.
"""

from __future__ import annotations

import copy
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import pytest

from kiosk.delays import DELAYS
from kiosk.effects import Effect
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import Cell, Walk
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.walks import NO_FAULT, items_of
from kiosk.scenario.stage import CannotTouch, touchable_keys
from kiosk.steps import table
from kiosk.steps.step import Step
from kiosk.workers.supervised import SupervisedLoop
from tests import frozen

CONFIG = frozen.config()
SECRET = "某人 990101190001010007"
SAMPLE = 8
MAX_ACTS = 60


class UnexpectedError(Exception):
    """The exception injected."""


class RaisesOnce:
    """Wraps a callable: the first call while `ready()` is true raises, all others pass through."""

    def __init__(self, real: Callable[..., Any], ready: Callable[[], bool]) -> None:
        self.real, self.ready, self.raised = real, ready, False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self.raised and self.ready():
            self.raised = True
            raise UnexpectedError(SECRET)
        return self.real(*args, **kwargs)


Plant = Callable[[Play, pytest.MonkeyPatch, Callable[[], bool]], RaisesOnce]


@dataclass(frozen=True)
class Place:
    """One place where an exception is injected, and the walk that reaches it."""

    name: str
    item: str
    preferences: tuple[tuple[str, str], ...]
    plant: Plant

    def __str__(self) -> str:
        return self.name


def _with(step: Step[Any], name: str, value: Any) -> Step[Any]:
    changed: Any = copy.copy(step)
    object.__setattr__(changed, name, value)
    return changed  # type: ignore[no-any-return]


def _step(kind: str, function: str) -> Plant:
    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> RaisesOnce:
        real = getattr(table.STEPS[kind], function)
        once = RaisesOnce(real, ready)
        steps = MappingProxyType({**table.STEPS, kind: _with(table.STEPS[kind], function, once)})
        for module in [each for each in sys.modules.values() if getattr(each, "STEPS", None) is table.STEPS]:
            patch.setattr(module, "STEPS", steps)
        return once

    return plant


def _attribute(find: Callable[[Play], Any], name: str) -> Plant:
    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> RaisesOnce:
        owner = find(play)
        once = RaisesOnce(getattr(owner, name), ready)
        patch.setattr(owner, name, once)
        return once

    return plant


def _loops(play: Play) -> list[SupervisedLoop[Any]]:
    return list(play.world.terminal._parts.loops)  # type: ignore[arg-type]


def _body(number: int) -> Callable[[Play], Any]:
    return lambda play: _loops(play)[number]._body


def _effect(kind: type) -> Plant:
    """Inject into the conductor's hand-over of effects of this type."""

    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> RaisesOnce:
        conductor = play.world.terminal.conductor
        real = conductor._begin
        once = RaisesOnce(real, ready)
        patch.setattr(
            conductor,
            "_begin",
            lambda visit, effect, practising: (once if isinstance(effect, kind) else real)(visit, effect, practising),
        )
        return once

    return plant


APPLICATION_ITEM, QUESTION_ITEM, PROGRESS_ITEM = "old-age-allowance", "pension-enrolment", "case-progress"
STEP_FUNCTIONS = [each.name for each in fields(Step) if callable(getattr(table.STEPS["identify"], each.name))]
NEVER_CALLED = {"put_material": "no item hands in materials", "get_case": "no item hands in materials"}
"""Calls of the gateway that no visit makes today."""
SECONDS_AFTER_VISIT = {"reconcile": 2 * 86_400.0}
"""Calls made only some time after the visit, in seconds."""


def _item_with(kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    from kiosk.catalogue.sources import read_item

    for item in items_of(CONFIG / "services"):
        if kind in read_item(CONFIG / "services" / item).steps:
            return item, (("way", "card"),)
    return APPLICATION_ITEM, ()


def places() -> list[Place]:
    """List every place, with the walk that reaches it."""
    found: list[Place] = []
    for kind in table.STEPS:
        item, preferences = _item_with(kind)
        found += [Place(f"step {kind}.{name}", item, preferences, _step(kind, name)) for name in STEP_FUNCTIONS]
    for effect in get_args(Effect):
        item = QUESTION_ITEM if effect.__name__ == "Ask" else APPLICATION_ITEM
        found.append(Place(f"effect {effect.__name__}", item, (), _effect(effect)))
    for name in ("_publish", "_reading_s", "_take", "_ring"):
        found.append(
            Place(
                f"conductor {name}", APPLICATION_ITEM, (), _attribute(lambda play: play.world.terminal.conductor, name)
            )
        )
    for number, body in enumerate(("reader", "printer", "sealer", "asker_0", "asker_1", "courier", "heartbeat")):
        for name in ("next", "run"):
            item = QUESTION_ITEM if body.startswith("asker") else APPLICATION_ITEM
            found.append(Place(f"worker {body}.{name}", item, (), _attribute(_body(number), name)))
    return found


@pytest.fixture
def play(request: pytest.FixtureRequest, platform: Platform, data: Path) -> Iterator[Play]:
    place: Place = request.param
    made = Play(Cell(Walk(place.item, place.preferences), "", 0, NO_FAULT), platform, CONFIG, data)
    made.start()
    yield made
    made.world.terminal.stop()


def walk(play: Play, *, until: Callable[[], bool] = lambda: False) -> None:
    """Go on as far as possible, to the end of the visit or until `until()` is true."""
    for _ in range(MAX_ACTS):
        act = play.citizen.next_act()
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
    """End the visit from any page, by its keys or by waiting."""
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


def chosen_places(seed: int = 14) -> list[Place]:
    every = places()
    if os.environ.get("YIKE_PLACES") == "all":
        return every
    return random.Random(seed).sample(every, SAMPLE)


@pytest.mark.parametrize("play", chosen_places(), indirect=True, ids=str)
def test_an_unexpected_exception_is_seen_and_the_next_visit_works(
    play: Play, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    place: Place = request.node.callspec.params["play"]
    terminal = play.world.terminal
    once = place.plant(play, monkeypatch, lambda: terminal.conductor.in_visit)
    walk(play, until=lambda: once.raised)
    if not once.raised:
        play.stage.touch("start")
        play.stage.settle()
        play.stage.advance(DELAYS["idle_slow"])
    play.stage.advance(60.0)
    assert once.raised, "the walk never came by"
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
    if place.item == APPLICATION_ITEM:
        assert play.held().platform == before.platform + 1


def test_the_list_has_every_kind_of_place() -> None:
    names = [place.name for place in places()]
    assert len(names) == len(set(names))
    assert {name.split()[0] for name in names} == {"step", "effect", "conductor", "worker"}
