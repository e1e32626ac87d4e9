"""Checks of one row of the driver table, on its simulator: what the row and the family promise must be there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import import_module
from typing import get_type_hints

from devices import (
    Clock,
    DeadlineReached,
    DeviceSpec,
    DeviceState,
    FakeClock,
    Needs,
    OpenDevice,
    Simulator,
    Wait,
    load_tests,
    open_device,
)
from devices.driver_table import DriverRow
from devices.family import silently
from devices.misfortunes import PERSON, WRITTEN
from devices.ports import BYTE_STREAMS, PortKind
from devices.registry import actions, load_family, misfortunes
from devices.testing import rest, run_test, tests_for
from tests.house.doors import ROOT

LOOK_S = 0.5
"""Seconds to wait on a blocking watch; no card is put down."""
GIVEN = frozenset({Needs.NOTHING, Needs.EMPTY_LOCKER})
"""The needs that a simulator meets as it is: its lockers are empty."""


def problems_of(row: DriverRow) -> list[str]:
    """Return the faults of a driver; empty for one that keeps its family's promises.

    One without a simulator is not opened here: its own tests do that, on the software that it needs.
    """
    static = list(_static_problems(row))
    if not row.simulator:
        return static
    clock = FakeClock(auto=True)
    try:
        opened = open_device(DeviceSpec(row.family, row.name, "sim:"), clock, ROOT / "config" / "models")
    except TypeError as missing:
        return [*static, str(missing)]
    return [
        *static,
        *_status_problems(opened, clock),
        *_verb_problems(opened, clock),
        *_misfortunes(opened, clock),
        *_faults(row),
        *_actions(opened),
        *_test_problems(opened, clock),
    ]


def _static_problems(row: DriverRow) -> Iterator[str]:
    """mypy checks a driver only because its `create` returns the contract: the annotation must be there."""
    family = load_family(row.family)
    if get_type_hints(import_module(row.module).create)["return"] is not family.contract:
        yield f"{row.module}.create does not return {family.contract.__name__}"
    if bool(row.simulator) != (PortKind.SIMULATED in row.ports):
        yield f"{row.name} has a simulator and no port for it, or a port and no simulator"
    elif not row.simulator and row.ports & BYTE_STREAMS:
        yield f"{row.name} cannot be simulated"
    elif row.simulator and not f"{row.simulator}.".startswith(
        (f"devices.{row.family}.simulator.", f"devices.{row.family}.simulators.")
    ):
        # Elsewhere no contract of pyproject.toml keeps a terminal in service from importing it.
        yield f"{row.simulator} is neither the family's simulator nor one of its simulators"
    elif row.simulator and get_type_hints(import_module(row.simulator).create)["return"] is not Simulator:
        yield f"{row.simulator}.create does not return Simulator"
    module, _, name = row.masker.partition(":")
    if not callable(getattr(import_module(module), name)().feed):
        yield f"{row.masker} is no masker"
    names = [verb for _, verb, _ in family.verbs()]
    if len(names) != len(set(names)) or not names:
        yield f"{family.name}'s verbs are {names}"
    for sort, verb, capability in family.verbs():
        if capability not in set(family.capabilities):
            yield f"{sort} {verb} needs {capability}, no capability of {family.name}"


def _status_problems(opened: OpenDevice, clock: Clock) -> Iterator[str]:
    status = opened.device.status(Wait(clock, 5))
    if status.state is not DeviceState.READY:
        yield f"status is {status.state}: {status.faults}"
    capabilities = set(opened.family.capabilities)
    if not status.capabilities or not status.capabilities <= capabilities:
        yield f"status tells of capabilities {sorted(status.capabilities)}"


def _verb_problems(opened: OpenDevice, clock: Clock) -> Iterator[str]:
    for watch in opened.family.watches:
        try:
            value = watch.take(
                opened.device, Wait(clock, LOOK_S if watch.every_s is None else watch.longest_s), silently
            )
        except DeadlineReached:
            if watch.every_s is not None:
                yield f"{watch.name} took longer than {watch.longest_s} s"
            continue
        if not isinstance(value, watch.value):
            yield f"{watch.name} gave {type(value).__name__}, not {watch.value.__name__}"
    for output in opened.family.outputs:
        output.run(opened.device, output.at_rest, Wait(clock, output.longest_s))
    for job in opened.family.jobs:
        try:
            job.run(opened.device, object(), Wait(clock, job.longest_s))
            yield f"{job.name} took an argument of no type"
        except TypeError:
            pass


def _test_problems(opened: OpenDevice, clock: Clock) -> Iterator[str]:
    """A family has tests, and a device that nobody touched passes none that needs somebody."""
    tests = load_tests(opened.family.name)
    if not tests or len({test.name for test in tests}) != len(tests):
        yield f"{opened.family.name}'s tests are {[test.name for test in tests]}"
    can = opened.device.status(Wait(clock, 5)).capabilities
    for test in tests_for(tests, opened.family, can):
        verdict = run_test(opened.device, opened.family, test, opened.spec.options, Wait(clock, 60)).verdict
        rest(opened.device, opened.family, test, Wait(clock, 5))
        if verdict.passed and test.needs not in GIVEN:
            yield f"{test.name} needs {test.needs}, had none, and passed with {verdict.saw}"


def _faults(row: DriverRow) -> Iterator[str]:
    """A fault that a page may speak of has a short code and something to do."""
    known = tomllib.loads((ROOT / "config" / "faults.toml").read_text(encoding="utf-8"))
    for each in misfortunes(row.family, row.name):
        for code in each.faults:
            if code not in known:
                yield f"{each.name} leads to {code}, which has no row in config/faults.toml"


def _actions(opened: OpenDevice) -> Iterator[str]:
    for action in actions(opened.spec.family, opened.spec.driver):
        if not callable(getattr(opened.simulator, action.name, None)):
            yield f"the simulator has no {action.name}"
        if action.argument not in {"", PERSON, *WRITTEN}:
            yield f"{action.name} takes an argument of no kind: {action.argument}"


def _misfortunes(opened: OpenDevice, clock: Clock) -> Iterator[str]:
    table, simulator = misfortunes(opened.spec.family, opened.spec.driver), opened.simulator
    if simulator is None or not table or len({each.name for each in table}) != len(table):
        yield f"misfortunes are {[each.name for each in table]}"
        return
    for each in table:
        simulator.begin(each.name, **each.parameters)
        opened.device.status(Wait(clock, 30))
        simulator.end(each.name)
        simulator.end(each.name)
        # A late or broken answer may still be on its way to the first question after the misfortune.
        states = [opened.device.status(Wait(clock, 30)).state for _ in range(2)]
        if states[-1] is not DeviceState.READY:
            yield f"after {each.name} the device stays {states[-1]}"
    for act in (simulator.begin, simulator.end):
        try:
            act("no such misfortune")
            yield f"{act.__name__} takes any name"
        except KeyError:
            pass
