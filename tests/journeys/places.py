"""Everything in a terminal that may raise, found by listing: functions of steps, parts of the conductor, workers,
effects, verbs of devices, calls of the platform. Each with a walk that comes by.

What is left out has its reason here.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from inspect import isfunction
from types import MappingProxyType
from typing import Any

from kiosk.effects import Effect
from kiosk.platform.gateway import PlatformGateway
from kiosk.scenario.matrix.walks import items_of
from kiosk.steps import table
from kiosk.steps.step import Step
from kiosk.terminal.alarms import Alarms
from kiosk.terminal.conductor import Conductor
from kiosk.terminal.dispatcher import Dispatcher
from kiosk.terminal.effect_runner import EffectRunner
from kiosk.vocabulary.steps import STEPS as STEP_KINDS
from kiosk.workers.device import DeviceWorker
from kiosk.workers.supervised import Body
from tests import frozen
from tests.daily import seed
from tests.journeys.injection import (
    Place,
    Plant,
    Running,
    a_terminal,
    after_an_error,
    at_any_time,
    in_attribute,
    in_driver,
    in_effect,
    in_gateway,
    in_step,
    loops_of,
    with_a_catalogue,
    worker_body,
)

APPLIES, ASKS, CERTIFIES = "old-age-allowance", "pension-enrolment", "pension-certificate"
WALKS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("Keep", "Job", "Rate", "Audit", "case_sealer", "courier", "heartbeat"), APPLIES),
        **dict.fromkeys(("Ask", "question_pool"), ASKS),
        **dict.fromkeys(("Fetch", "AskPermit", "ReportPaper", "document_desk"), CERTIFIES),
    }
)
"""Effect or worker → the frozen item whose walk comes by; devices are on every walk. Of a new one without a row here
test_every_worker_out_of_service.py and the list of effects (test_nothing_dies_unseen.py) prove what needs no walk."""
STEP_FUNCTIONS = [
    each.name for each in fields(Step) if each.name != "of" and callable(getattr(table.STEPS["identify"], each.name))
]
NEVER_CALLED_OF_STEPS = {
    "home.pages": "the journey adds its own ends",
    "farewell.pages": "the journey adds its own ends",
    "farewell.holds": "its own timers end it",
    **{
        f"{kind}.complete": "asked of pages between a change and the check page"
        for kind in table.STEPS
        if kind != "form"
    },
}
CALLED = {"ask": ASKS, **dict.fromkeys(("fetch", "permit", "put_outcome"), CERTIFIES)}
"""Call of the gateway → the item whose walk leads to it; the others belong to an application."""
NEVER_ASKED = {
    "put_material": "no item hands in materials; tests/kiosk/outbox/test_unexpected_answers.py",
    "get_case": "no item hands in materials; tests/kiosk/outbox/test_unexpected_answers.py",
    "catalogue": "fetched outside a visit; tests/kiosk/workers/test_heartbeat.py",
    "staff_list": "fetched outside a visit; tests/journeys/test_staff_enter.py",
    "reconcile": "asked once a day, outside a visit; tests/kiosk/outbox/test_unexpected_answers.py",
    "order": "no frozen item costs anything; tests/kiosk/workers/test_payment_desk.py",
    "close": "part of a reset; tests/kiosk/workers/test_supervised.py",
    **dict.fromkeys(
        ("open_relay", "relay", "relay_file", "judge_relay_file", "close_relay"),
        "no item hands in materials; tests/kiosk/workers/test_relay_desk.py",
    ),
}
"""Calls of the gateway that no visit leads to today."""
NOT_OF_A_MESSAGE = {
    "__init__": "before it runs",
    "start": "before it runs",
    "post": "called by others",
    "stop": "called by others",
    "join": "called by others",
    "check": "called by the supervisor",
    "_end_program": "the end of the program",
    "_run": "the guard",
    "_serve": "the guard",
    "_guarded": "the guard",
    "_recover": "the guard",
    "_set_out_of_order": "the guard",
    "_until_next_alarm": "under the last guard, which ends the program; tests/ui/test_cannot_go_on.py",
    "seconds_to_next": "under the last guard, which ends the program; tests/ui/test_cannot_go_on.py",
    "running": "read by the scenario",
    "incident": "the report of an exception",
    "fatal": "the end of the program",
    "look_for_platform": "asked for only without a network",
    "late_outcome": "only of an act whose visit is over",
}
"""Functions of the conductor and its parts that no message of a visit passes through, or that guard the others."""
BODY_FUNCTIONS = ("next", "run", "longest_s")
AFTER_AN_ERROR = ("failed", "reset", "visit_of")
NOT_OF_A_JOB = {
    "name": "data",
    "replaceable": "data",
    "refused": "only out of service; tests/kiosk/workers/test_supervised.py",
    "abandon": "only after a hang; tests/kiosk/workers/test_supervised.py",
    "stop": "the end",
    "close": "the end",
}
NOT_OF_A_DRIVER = {"close": "part of a reset; tests/devices/test_closing.py"}
BY_EFFECT = ("_dispatcher._begin", "_runner.carry_out")
"""Guarded for each effect; the places of effects are there."""
VIEW = ("_publish", "_reading_s")
"""The way of a view to the screen."""


@cache
def places() -> tuple[Place, ...]:
    """Everything that may raise, with a walk that comes by."""
    return (*_steps(), *_effects(), *_conductor(), *_workers(), *_drivers(), *_gateway())


def members(of: type, but: Iterable[str]) -> list[str]:
    """The functions of a class or protocol, in order of their names."""
    left_out = set(but)
    return [
        name for name in dir(of) if not name.startswith("__") and name not in left_out and callable(getattr(of, name))
    ]


@cache
def _item_with(kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    from kiosk.catalogue.sources import read_item

    services = frozen.config() / "services"
    for item in items_of(services):
        if kind in read_item(services / item).steps:
            return item, (("way", "card"),)
    # A walk comes by a kind that every journey has; one that no frozen item has is proven by the item that has it.
    return ("", ()) if STEP_KINDS[kind].in_items else (APPLIES, ())


def _steps() -> list[Place]:
    found = []
    for kind in table.STEPS:
        item, taste = _item_with(kind)
        names = [name for name in STEP_FUNCTIONS if item and f"{kind}.{name}" not in NEVER_CALLED_OF_STEPS]
        found += [Place(f"step {kind}.{name}", item, taste, in_step(kind, name)) for name in names]
    return found


def _effects() -> list[Place]:
    return [
        Place(f"effect {kind.__name__}", WALKS[kind.__name__], (), in_effect(kind))
        for kind in Effect.__subclasses__()
        if kind.__name__ in WALKS
    ]


def _conductor() -> list[Place]:
    own = [name for name, each in vars(Conductor).items() if isfunction(each) and name not in NOT_OF_A_MESSAGE]
    plants: dict[str, Plant] = {
        **{f"view {name}": in_attribute(conductor, name) for name in VIEW},
        **{f"conductor {name}": in_attribute(conductor, name) for name in own},
        "conductor _show_state": after_an_error(conductor, "_take", conductor, "_show_state"),
        "conductor _adopt": with_a_catalogue("_adopt"),
    }
    for part, kind in (("_dispatcher", Dispatcher), ("_alarms", Alarms), ("_runner", EffectRunner)):
        for name in members(kind, NOT_OF_A_MESSAGE):
            plants[f"conductor {part}.{name}"] = in_attribute(_part(part), name)
    for name in BY_EFFECT:
        del plants[f"conductor {name}"]
    # After a visit, when it is proven that nothing of it is left.
    plants["conductor _runner.audit"] = at_any_time(plants["conductor _runner.audit"])
    plants["conductor _runner.adopt"] = with_a_catalogue("_runner.adopt")
    if not any(opened.family.outputs for opened in a_terminal().devices.values()):
        del plants["conductor _runner.put"]
    return [Place(name, APPLIES, (), plant) for name, plant in plants.items()]


def conductor(play: Running) -> Any:
    return play.world.terminal.conductor


def _part(name: str) -> Callable[[Running], Any]:
    return lambda play: getattr(conductor(play), name)


def _workers() -> list[Place]:
    found = []
    for number, loop in enumerate(loops_of(a_terminal())):
        body = loop._body.name
        item = APPLIES if isinstance(loop._body, DeviceWorker) else WALKS.get(body, "")
        at = worker_body(number)
        plants = {name: in_attribute(at, name) for name in BODY_FUNCTIONS}
        plants |= {name: after_an_error(at, "run", at, name) for name in AFTER_AN_ERROR}
        found += [Place(f"worker {number} {body}.{name}", item, (), each) for name, each in plants.items() if item]
    return found


def _drivers() -> list[Place]:
    return [
        Place(f"driver {device}.{verb}", APPLIES, (), in_driver(device, verb))
        for device, opened in a_terminal().devices.items()
        for verb in members(opened.family.contract, NOT_OF_A_DRIVER)
        if not verb.startswith("_")
    ]


def _gateway() -> list[Place]:
    return [
        Place(f"gateway {call}", CALLED.get(call, APPLIES), (), in_gateway(call))
        for call in members(PlatformGateway, NEVER_ASKED)
        if not call.startswith("_")
    ]


def all_or_some() -> tuple[Place, ...]:
    """Every place with YIKE_PLACES=all; otherwise by seed one of each kind, and one more."""
    every = places()
    if os.environ.get("YIKE_PLACES") == "all":
        return every
    chance = random.Random(seed())
    kinds: Mapping[str, list[Place]] = {kind: [each for each in every if each.kind == kind] for kind in kinds_of(every)}
    chosen = [chance.choice(those) for those in kinds.values()]
    return (*chosen, chance.choice([each for each in every if each not in chosen]))


def kinds_of(every: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(place.kind for place in every))


def body_functions() -> set[str]:
    """Every member of a worker's body."""
    return {name for name in vars(Body) if not name.startswith("_")}
