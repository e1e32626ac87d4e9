"""Run one test of a device and tell what was seen; used by the command line and by whoever has the device alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from devices.clock import DeadlineReached, Wait
from devices.family import Family, JobKind, OutputKind, Test, WatchKind, silently
from devices.faults import DeviceFault, Fault
from devices.lazy_dataclass import dataclass
from devices.opening import OpenDevice
from devices.readings import Device, DeviceState, DeviceStatus
from devices.registry import UnknownDevice, load_tests
from devices.verdict import Verdict, failed

STATUS = "status"
"""Stands for the question for a device's state where a test's name is asked for."""


@dataclass(frozen=True)
class TestResult:
    """The verdict of a test, and the fault of the device if it ended with one.

    `came` says whether the device gave any value or outcome: without one the verdict stays open for want of sights.
    """

    __test__ = False  # pytest would take the class for its own

    verdict: Verdict
    fault: Fault | None = None
    came: bool = False


def tests_for(tests: tuple[Test[Device], ...], family: Family[Device], can: frozenset[str]) -> tuple[Test[Device], ...]:
    """The tests of a family that a device with these capabilities can be put to."""
    return tuple(test for test in tests if test.verb_of(family).capability in can)


def run_test(
    device: Device,
    family: Family[Device],
    test: Test[Device],
    options: Mapping[str, Any],
    wait: Wait,
    *,
    argument: object = None,
    told: Callable[[Verdict], None] | None = None,
) -> TestResult:
    """Run a test within its own longest time and `wait`. `argument` replaces that of the test; `told` gets each open
    verdict of a watch. An output is left in its state: whoever looks at it puts it back (`rest`).

    A deadline leaves the verdict as it was then. Raises Cancelled.
    """
    kind = test.verb_of(family)
    values: list[object] = []
    limit = wait.within(test.longest_s)
    try:
        if isinstance(kind, WatchKind):
            return _watched(device, kind, test, limit, values, told)
        given = test.argument(options) if argument is None else argument
        if isinstance(kind, JobKind):
            outcome = kind.run(device, given, wait.within(kind.limit_s(device, given)))
            return TestResult(test.judge((outcome,)), getattr(outcome, "fault", None), came=True)
        kind.run(device, given, limit.within(kind.longest_s))
        return TestResult(test.judge((given,)), came=True)
    except DeviceFault as trouble:
        saw = test.judge(tuple(values)).saw if values else ()
        return TestResult(failed(trouble.fault, *saw), trouble.fault, came=bool(values))
    except DeadlineReached:
        return TestResult(test.judge(tuple(values)) if values else Verdict(None), came=bool(values))


def run_named(opened: OpenDevice, name: str, wait: Wait, argument: object = None) -> TestResult:
    """Run the test of this name, or ask for the status; outputs are put back to rest. Raises UnknownDevice, Cancelled.

    A status passes if the device says that it is ready.
    """
    if name == STATUS:
        status = opened.device.status(wait)
        fault = next(iter(status.faults), None)
        return TestResult(judge_status(status), fault, came=status.state is not DeviceState.ABSENT)
    tests = {test.name: test for test in load_tests(opened.family.name)}
    if name not in tests:
        raise UnknownDevice(f"{opened.family.name} has no test {name!r}; known: {', '.join((STATUS, *tests))}")
    test, family = tests[name], opened.family
    result = run_test(opened.device, family, test, opened.spec.options, wait, argument=argument)
    if result.fault is None:
        rest(opened.device, family, test, wait)
    return result


def judge_status(status: DeviceStatus) -> Verdict:
    """The verdict of a status: the state, the levels and the codes of faults."""
    levels = (f"{level}={value.replace(' ', '_')}" for level, value in sorted(status.levels.items()))
    faults = (f"fault={fault.code}" for fault in status.faults)
    return Verdict(status.state is DeviceState.READY, (f"state={status.state.value}", *levels, *faults))


def rest(device: Device, family: Family[Device], test: Test[Device], wait: Wait) -> None:
    """Put an output that a test has used back to rest; nothing for other verbs. Raises DeviceFault, DeadlineReached."""
    kind = test.verb_of(family)
    if isinstance(kind, OutputKind):
        kind.run(device, kind.at_rest, wait.within(kind.longest_s))


def _watched(
    device: Device,
    kind: WatchKind[Device, object],
    test: Test[Device],
    wait: Wait,
    values: list[object],
    told: Callable[[Verdict], None] | None,
) -> TestResult:
    try:
        while True:
            values.append(kind.take(device, wait if kind.longest_s is None else wait.within(kind.longest_s), silently))
            verdict = test.judge(tuple(values))
            if verdict.passed is not None:
                return TestResult(verdict, came=True)
            if told is not None:
                told(verdict)
            wait.pause(kind.every_s or 0.0)
    finally:
        if kind.end is not None:
            kind.end(device)
