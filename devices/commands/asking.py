"""Commands that use one device: status, test, read, scan, print, retract."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from devices import (
    Cancelled,
    DeadlineReached,
    DeviceFault,
    DeviceState,
    Inventoried,
    Inventory,
    Next,
    SystemClock,
    UnknownDevice,
    Wait,
    day_in_china,
    load_tests,
    open_device,
)
from devices.commands.addressing import CONFIG, one_spec, refuse_beside_a_terminal, specs
from devices.commands.answers import answer, as_json_value, print_answer, print_rows, with_faults
from devices.commands.exit_codes import DEADLINE, DONE, EXIT_CODES, NOT_PASSED
from devices.commands.fault_table import FaultTable
from devices.commands.print_arguments import DOCUMENTS
from devices.commands.scan_arguments import SCANS
from devices.id_reader.contract import IdCard
from devices.locker.contract import Door
from devices.opening import DeviceSpec, OpenDevice
from devices.print_outcome import Paper
from devices.receipt_printer.contract import Retraction, RetractOutcome
from devices.tap import CAME, SENT, Recording
from devices.testing import STATUS, TestResult, tests_for
from devices.traces import record, save

Act = Callable[[OpenDevice, Wait, argparse.Namespace, dict[str, Any]], dict[str, Any]]
MODELS = CONFIG / "models"
FAULT_OF_DEADLINE = "deadline"
PAPER = "paper="
"""Begins the sight that says whether anything came out."""


def ask(options: argparse.Namespace) -> int:
    """Run a command of ACTS on one device and print the answer."""
    refuse_beside_a_terminal(options)
    spec = one_spec(options)
    families, act = ACTS[options.command]
    if families and spec.family not in families:
        raise UnknownDevice(f"{options.command} is for {' and '.join(families)}, not for {spec.family!r}")
    return print_answer(asked(spec, act, options), as_json=options.json)


def status(options: argparse.Namespace) -> int:
    """Ask the devices for their status: one as lines, several as a table."""
    refuse_beside_a_terminal(options)
    chosen = specs(options, options.devices)
    told = [asked(spec, _status, options) for spec in chosen]
    if options.devices[1:] or (options.profile and not options.devices):
        return print_rows(told, as_json=options.json)
    return print_answer(told[0], as_json=options.json)


def asked(spec: DeviceSpec, act: Act, options: argparse.Namespace) -> dict[str, Any]:
    """The answer of one act on one device, faults and deadline included. Raises UnknownDevice, KeyboardInterrupt."""
    clock, table = SystemClock(), FaultTable(CONFIG)
    opened = open_device(spec, clock, MODELS)
    told = answer(options.command, spec)
    try:
        return act(opened, Wait(clock, options.timeout), options, told)
    except DeviceFault as trouble:
        return with_faults(told, (trouble.fault,), table)
    except (DeadlineReached, Cancelled):
        return {**told, "fault": FAULT_OF_DEADLINE, "exit": DEADLINE}
    finally:
        opened.device.close()


def _status(opened: OpenDevice, wait: Wait, options: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    status = opened.device.status(wait)
    told |= {
        "state": status.state.value,
        "levels": dict(status.levels),
        "capabilities": sorted(str(each) for each in status.capabilities),
        "inventory": _names(opened, wait) if status.state is DeviceState.READY else {},
    }
    return with_faults(told, status.faults, FaultTable(CONFIG))


def _names(opened: OpenDevice, wait: Wait) -> dict[str, str]:
    """The names the device has for itself; none where it cannot say or fails to."""
    if not isinstance(opened.device, Inventoried):
        return {}
    try:
        named: Inventory = opened.device.inventory(wait)
    except (DeviceFault, DeadlineReached):
        return {}
    return {name: text for name, text in vars(named).items() if text}


def test(options: argparse.Namespace) -> int:
    """Put one device to a test and say what was seen: bytes that came, sights of the test, and the verdict."""
    refuse_beside_a_terminal(options)
    spec, table = one_spec(options), FaultTable(CONFIG)
    name = options.test or STATUS
    if name == "list":
        return _list_tests(spec, options)
    argument = Door(options.door) if options.door else None
    result, recording = record(spec, name, SystemClock(), MODELS, options.timeout, argument=argument)
    keep_trace(options, spec, name, result, recording)
    verdict = result.verdict
    counts = (f"bytes_sent={recording.counts[SENT]}", f"bytes_came={recording.counts[CAME]}")
    paper = next((sight.removeprefix(PAPER) for sight in verdict.saw if sight.startswith(PAPER)), None)
    told = answer("test", spec, test=name, passed=verdict.passed, saw=[*counts, *verdict.saw], paper=paper)
    told["exit"] = _exit_of(result)
    faults = () if result.fault is None else (result.fault,)
    return print_answer(with_faults(told, faults, table), as_json=options.json)


def _exit_of(result: TestResult) -> int:
    """A verdict that is open because a person has to look is no failure; one for which nothing came is."""
    if result.fault is not None:
        return EXIT_CODES[result.fault.next]
    if result.verdict.passed is None and not result.came:
        return DEADLINE
    return NOT_PASSED if result.verdict.passed is False else DONE


def _list_tests(spec: DeviceSpec, options: argparse.Namespace) -> int:
    opened = open_device(spec, SystemClock(), MODELS)
    can = opened.device.status(Wait(SystemClock(), options.timeout)).capabilities
    opened.device.close()
    rows = {
        each.name: {"needs": each.needs.value, "expects": list(each.expects), "by_eye": each.by_eye}
        for each in tests_for(load_tests(spec.family), opened.family, can)
    }
    return print_answer(answer("test", spec, value=rows), as_json=options.json)


def keep_trace(
    options: argparse.Namespace, spec: DeviceSpec, name: str, result: TestResult, recording: Recording
) -> None:
    """Write the trace where --trace names a file. Raises OSError."""
    if options.trace is not None:
        save(options.trace, spec, name, options.timeout, result, recording)


def _read(opened: OpenDevice, wait: Wait, options: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    device: Any = opened.device
    card: IdCard = device.read(wait)
    value = as_json_value(card, show=options.show)
    return {**told, "value": {**value, "valid_today": card.valid_on(day_in_china(SystemClock().now()))}}


def _scan(opened: OpenDevice, wait: Wait, options: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    found, trouble = SCANS[opened.spec.family](opened.device, wait, options)
    told["value"] = as_json_value(found, show=options.show)
    return with_faults(told, () if trouble is None else (trouble,), FaultTable(CONFIG))


def _print(opened: OpenDevice, wait: Wait, options: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    device: Any = opened.device
    document = DOCUMENTS[opened.spec.family](options)
    # The time allowed is the printer's own; what its line needs comes on top.
    outcome = device.print(document, Wait(wait.clock, options.timeout + device.line_s(document)))
    came_out = outcome.paper is Paper.CAME_OUT
    told |= {"paper": outcome.paper.value, "exit": DONE if came_out else EXIT_CODES[Next.CALL_STAFF]}
    if outcome.fault is None:
        return told
    return with_faults({**told, "exit": DONE}, (outcome.fault,), FaultTable(CONFIG))


def _retract(opened: OpenDevice, wait: Wait, options: argparse.Namespace, told: dict[str, Any]) -> dict[str, Any]:
    device: Any = opened.device
    outcome: RetractOutcome = device.retract(wait)
    well = outcome.retraction in (Retraction.TAKEN_BACK, Retraction.NOTHING_THERE)
    told |= {"paper": outcome.retraction.value, "exit": DONE if well else EXIT_CODES[Next.CALL_STAFF]}
    return with_faults(told, () if outcome.fault is None else (outcome.fault,), FaultTable(CONFIG))


ACTS: Mapping[str, tuple[Collection[str], Act]] = MappingProxyType(
    {
        "read": (("id_reader",), _read),
        "scan": (SCANS, _scan),
        "print": (DOCUMENTS, _print),
        "retract": (("receipt_printer",), _retract),
    }
)
"""Command → the families it is for, and what it does."""


def list_status(spec: DeviceSpec, options: argparse.Namespace) -> dict[str, Any]:
    """The answer of one device to the question for its status."""
    return asked(spec, _status, options)
