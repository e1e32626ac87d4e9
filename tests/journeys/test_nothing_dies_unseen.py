"""An unexpected exception anywhere has an outcome on the page, a fault in health and a line in audit and local log, and
the next visit works.

The places are found by listing: every function of every step, every job and wait of every worker, every effect, every
verb of every device, the view on its way to the screen, and the platform's answers. `make test` takes a sample by seed
and `YIKE_PLACES=all` (make soak) takes every one.
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


class Surprise(Exception):
    """What nobody expects."""


class Once:
    """Calls the real thing, but for one call that raises; `ready` says which calls count."""

    def __init__(self, real: Callable[..., Any], ready: Callable[[], bool]) -> None:
        self.real, self.ready, self.fired = real, ready, False

    def __call__(self, *given: Any, **named: Any) -> Any:
        if not self.fired and self.ready():
            self.fired = True
            raise Surprise(SECRET)
        return self.real(*given, **named)


Plant = Callable[[Play, pytest.MonkeyPatch, Callable[[], bool]], Once]


@dataclass(frozen=True)
class Place:
    """One place where an exception is planted, and a walk that comes by."""

    name: str
    item: str
    taste: tuple[tuple[str, str], ...]
    plant: Plant

    def __str__(self) -> str:
        return self.name


def _with(step: Step[Any], name: str, value: Any) -> Step[Any]:
    changed: Any = copy.copy(step)
    object.__setattr__(changed, name, value)
    return changed  # type: ignore[no-any-return]


def _step(kind: str, function: str) -> Plant:
    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        real = getattr(table.STEPS[kind], function)
        once = Once(real, ready)
        steps = MappingProxyType({**table.STEPS, kind: _with(table.STEPS[kind], function, once)})
        for module in [each for each in sys.modules.values() if getattr(each, "STEPS", None) is table.STEPS]:
            patch.setattr(module, "STEPS", steps)
        return once

    return plant


def _attribute(find: Callable[[Play], Any], name: str) -> Plant:
    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        owner = find(play)
        once = Once(getattr(owner, name), ready)
        patch.setattr(owner, name, once)
        return once

    return plant


def _loops(play: Play) -> list[SupervisedLoop[Any]]:
    return list(play.world.terminal._parts.loops)  # type: ignore[arg-type]


def _body(number: int) -> Callable[[Play], Any]:
    return lambda play: _loops(play)[number]._body


def _effect(kind: type) -> Plant:
    """The conductor cannot even hand this effect over."""

    def plant(play: Play, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        conductor = play.world.terminal.conductor
        real = conductor._begin
        once = Once(real, ready)
        patch.setattr(
            conductor,
            "_begin",
            lambda visit, effect, practising: (once if isinstance(effect, kind) else real)(visit, effect, practising),
        )
        return once

    return plant


APPLIES, ASKS, FOLLOWS = "old-age-allowance", "pension-enrolment", "case-progress"
STEP_FUNCTIONS = [each.name for each in fields(Step) if callable(getattr(table.STEPS["identify"], each.name))]
NEVER_CALLED = {"put_material": "no item hands in materials", "get_case": "no item hands in materials"}
"""Calls of the gateway that no visit leads to today."""
LONG_AFTER = {"reconcile": 2 * 86_400.0}
"""Calls that come so many seconds after the visit."""


def _item_with(kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    from kiosk.catalogue.sources import read_item

    for item in items_of(CONFIG / "services"):
        if kind in read_item(CONFIG / "services" / item).steps:
            return item, (("way", "card"),)
    return APPLIES, ()


def places() -> list[Place]:
    """Everything that may raise, with a walk that comes by."""
    found: list[Place] = []
    for kind in table.STEPS:
        item, taste = _item_with(kind)
        found += [Place(f"step {kind}.{name}", item, taste, _step(kind, name)) for name in STEP_FUNCTIONS]
    for effect in get_args(Effect):
        item = ASKS if effect.__name__ == "Ask" else APPLIES
        found.append(Place(f"effect {effect.__name__}", item, (), _effect(effect)))
    for name in ("_publish", "_reading_s", "_take", "_ring"):
        found.append(
            Place(f"conductor {name}", APPLIES, (), _attribute(lambda play: play.world.terminal.conductor, name))
        )
    for number, body in enumerate(("reader", "printer", "sealer", "asker_0", "asker_1", "courier", "heartbeat")):
        for name in ("next", "run"):
            item = ASKS if body.startswith("asker") else APPLIES
            found.append(Place(f"worker {body}.{name}", item, (), _attribute(_body(number), name)))
    return found


@pytest.fixture
def play(request: pytest.FixtureRequest, platform: Platform, data: Path) -> Iterator[Play]:
    place: Place = request.param
    made = Play(Cell(Walk(place.item, place.taste), "", 0, NO_FAULT), platform, CONFIG, data)
    made.start()
    yield made
    made.world.terminal.stop()


def walk(play: Play, *, until: Callable[[], bool] = lambda: False) -> None:
    """On as far as the citizen gets, to the end of the visit or `until`."""
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
    walk(play, until=lambda: once.fired)
    if not once.fired:
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


def test_the_list_has_every_kind_of_place() -> None:
    names = [place.name for place in places()]
    assert len(names) == len(set(names))
    assert {name.split()[0] for name in names} == {"step", "effect", "conductor", "worker"}
