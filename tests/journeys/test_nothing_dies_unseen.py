"""An unexpected exception anywhere has an outcome on the page, a fault in health and a line in audit and local log, and
the next visit works.

The places are found by listing (places.py). `make test` takes one of each kind by a seed that changes every day and is
part of the test's name; YIKE_SEED repeats it, and `YIKE_PLACES=all` (make soak) takes every place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.delays import DELAYS
from kiosk.effects import Effect
from kiosk.events import NotAnswered
from kiosk.scenario.actors import Platform
from kiosk.scenario.matrix.cells import PROFILE, Cell, Walk
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.table import profile_for
from kiosk.scenario.matrix.walks import NO_FAULT
from kiosk.scenario.stage import touchable_keys
from kiosk.steps import table
from kiosk.terminal.outcomes import EFFECTS
from kiosk.view import View
from tests import frozen
from tests.daily import seed
from tests.journeys.hand_driven import HandDrivenWorld
from tests.journeys.injection import SECRET, Place
from tests.journeys.places import (
    AFTER_AN_ERROR,
    APPLIES,
    BODY_FUNCTIONS,
    NOT_OF_A_JOB,
    all_or_some,
    body_functions,
    places,
)
from tests.journeys.walking import leave, said_so, untrue, walk

CONFIG = frozen.config()
SEED = seed()
LEAD_TO_TROUBLE = frozenset({"step", "conductor", "view"})
"""Kinds of places inside the conductor's guard: the visit is over, and a page says so or there is none to say it to."""


@pytest.fixture
def play(request: pytest.FixtureRequest, platform: Platform, data: Path) -> Iterator[Play]:
    place: Place = request.param
    made = Play(
        Cell(Walk(place.item, place.taste, profile=profile_for(place.item, CONFIG, PROFILE)), "", 0, NO_FAULT),
        platform,
        CONFIG,
        data,
    )
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


def walk_on(play: Play, *, until: Callable[[], bool] = lambda: False, name: str = "") -> None:
    """On to the end of the visit or `until`; by the way that the place `name` needs."""
    walk(play.stage, play.citizen, until=until, aside=lambda: aside(play, name))


@pytest.mark.parametrize("play", all_or_some(), indirect=True, ids=lambda place: f"{place} (YIKE_SEED={SEED})")
def test_an_unexpected_exception_is_seen_and_the_next_visit_works(
    play: Play, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    place: Place = request.node.callspec.params["play"]
    terminal = play.world.terminal
    before = play.held()
    once = place.plant(play, monkeypatch, lambda: terminal.conductor.in_visit)
    shown: list[View] = []
    play.on_view = lambda view: shown.append(view) if once.fired else None
    walk_on(play, until=lambda: once.fired, name=place.name)
    if not once.fired:
        # What only time brings, in a visit that somebody began and left alone.
        before = play.held()
        play.stage.touch("start")
        play.stage.settle()
        play.stage.advance(DELAYS["idle_slow"] + 60.0)
    assert once.fired, "the walk never came by"
    for _ in range(12):
        play.stage.advance(5.0)
        if any(map(said_so, shown)):
            break
    if place.kind in LEAD_TO_TROUBLE:
        # A visit that was over has nobody to say it to.
        assert any(view.page == "Trouble" for view in shown) or not terminal.conductor.in_visit, "no page says so"
    elif not any(map(said_so, shown)) and play.stage.view().page != "Attract":
        # It cost the citizen nothing: then the visit goes on to an end.
        walk_on(play)
    play.stage.advance(60.0)
    held = play.held()
    kept = held.received + held.unsent - before.received - before.unsent
    for view in shown:
        assert not (words := untrue(view, kept, held.platform - before.platform)), f"{words} on {view.id}, kept {kept}"
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
    leave(play.stage)
    assert play.stage.view().page == "Attract"
    before = play.held()
    walk_on(play)
    assert play.stage.view().page == "Attract", f"the next visit ended on {play.stage.view().id}"
    if place.item == APPLIES:
        assert play.held().platform == before.platform + 1


def test_every_function_of_a_body_is_listed_or_excused() -> None:
    assert body_functions() == {*BODY_FUNCTIONS, *AFTER_AN_ERROR, *NOT_OF_A_JOB}


ANY_EFFECT: Any = SimpleNamespace(number=1, request=SimpleNamespace(deed=None))


def test_every_effect_has_a_row_a_worker_and_a_stand_in(driven: HandDrivenWorld) -> None:
    parts: Any = driven.world.terminal._parts
    every = set(Effect.__subclasses__())
    assert set(EFFECTS) == every
    assert set(parts.runner._takers) == every
    stand_ins = set(parts.practice._stand_ins)
    leaves = {kind: row for kind, row in EFFECTS.items() if not row.local}
    assert stand_ins <= set(leaves)
    for kind in set(leaves) - stand_ins:
        outcomes = leaves[kind].outcomes
        assert outcomes is not None
        # It is refused in practice: its step must know that as an outcome.
        assert isinstance(outcomes("visit-1", ANY_EFFECT, parts.runner.job_kind).not_begun(), NotAnswered), kind


def test_the_list_has_every_kind_of_place() -> None:
    names = [place.name for place in places()]
    assert len(names) == len(set(names))
    assert {place.kind for place in places()} == {"step", "effect", "view", "conductor", "worker", "driver", "gateway"}
    assert {place.kind for place in all_or_some()} == {place.kind for place in places()}
