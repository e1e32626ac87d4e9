"""Injection of an exception into one place of a running terminal."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest

from devices import FakeClock
from kiosk.platform.client import HttpGateway
from kiosk.scenario.stage import BareStage
from kiosk.scenario.world import World, rehearsal_settings
from kiosk.steps import table
from kiosk.terminal.assembly import assemble
from kiosk.terminal.terminal import Places, Terminal
from kiosk.workers.notices import CatalogueCame
from kiosk.workers.supervised import SupervisedLoop
from tests import frozen

SECRET = "某人 990101190001010007"


class Surprise(Exception):
    """The injected exception, of a type that no code expects."""


class Once:
    """Calls the real thing, but for one call that raises; `ready` says which calls count."""

    def __init__(self, real: Callable[..., Any], ready: Callable[[], bool]) -> None:
        self.real, self.ready, self.fired = real, ready, False

    def __call__(self, *given: Any, **named: Any) -> Any:
        if not self.fired and self.ready():
            self.fired = True
            raise Surprise(SECRET)
        return self.real(*given, **named)


class Running(Protocol):
    """A terminal that runs on a bare stage."""

    @property
    def world(self) -> World: ...

    @property
    def stage(self) -> BareStage: ...


Plant = Callable[[Running, pytest.MonkeyPatch, Callable[[], bool]], Once]


@dataclass(frozen=True)
class Place:
    """One place where an exception is planted, and a walk that comes by."""

    name: str
    item: str
    taste: tuple[tuple[str, str], ...]
    plant: Plant

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        return self.name.split()[0]


def in_step(kind: str, function: str) -> Plant:
    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        once = Once(getattr(table.STEPS[kind], function), ready)
        # A step is frozen, and every module that knows it holds this very object.
        patch.setitem(table.STEPS[kind].__dict__, function, once)
        return once

    return plant


def in_attribute(find: Callable[[Running], Any], name: str) -> Plant:
    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        owner = find(play)
        once = Once(getattr(owner, name), ready)
        patch.setattr(owner, name, once)
        return once

    return plant


@cache
def a_terminal() -> Terminal:
    """A terminal that is put together but does not run: the lists of what may fail are read off it."""
    data = Path(tempfile.mkdtemp(prefix="yike-listed-terminal-", dir=frozen.PLACE))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    settings = rehearsal_settings(frozen.config(), "rehearsal", "http://127.0.0.1:9")
    return assemble(settings, FakeClock(), lambda view: None, Places(frozen.config(), data))


def loops_of(terminal: Terminal) -> list[SupervisedLoop[Any]]:
    """All worker loops of a terminal, in its order."""
    return list(terminal._parts.loops)  # type: ignore[arg-type] # Loop is the part of it that supervision sees


def services() -> list[str]:
    """The names of a terminal's services; the loops of a pool are one service."""
    return list(dict.fromkeys(loop._record.name for loop in loops_of(a_terminal())))


def worker_body(number: int) -> Callable[[Running], Any]:
    return lambda play: loops_of(play.world.terminal)[number]._body


def after_an_error(first: Callable[[Running], Any], name: str, then: Callable[[Running], Any], second: str) -> Plant:
    """A second exception, in what deals with the first one."""

    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        begun = in_attribute(first, name)(play, patch, ready)
        return in_attribute(then, second)(play, patch, lambda: begun.fired)

    return plant


def at_any_time(planted: Plant) -> Plant:
    """In or after a visit."""
    return lambda play, patch, ready: planted(play, patch, lambda: True)


def with_a_catalogue(path: str) -> Plant:
    """Between visits, when a newer catalogue comes."""

    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        owner: Any = play.world.terminal.conductor
        *way, name = path.split(".")
        for each in way:
            owner = getattr(owner, each)
        once = Once(getattr(owner, name), lambda: True)
        patch.setattr(owner, name, once)
        play.world.terminal.conductor.post(CatalogueCame(frozen.catalogue()))
        play.stage.settle()
        return once

    return plant


def in_driver(device: str, verb: str) -> Plant:
    return in_attribute(lambda play: play.world.terminal.devices[device].device, verb)


def in_gateway(call: str) -> Plant:
    """The platform's answer leads to an error nobody expects."""

    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        once = Once(getattr(HttpGateway, call), ready)
        patch.setattr(HttpGateway, call, lambda *given, **named: once(*given, **named))
        return once

    return plant


def in_effect(kind: type) -> Plant:
    """This effect cannot even be handed over."""

    def plant(play: Running, patch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Once:
        dispatcher = play.world.terminal.conductor._dispatcher
        real = dispatcher._begin
        once = Once(real, ready)
        patch.setattr(
            dispatcher,
            "_begin",
            lambda visit, effect, practising: (once if isinstance(effect, kind) else real)(visit, effect, practising),
        )
        return once

    return plant
