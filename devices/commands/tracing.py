"""Commands about traffic: `trace` shows and keeps what goes over a device's wire, `replay` plays a trace back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from devices import FakeClock, OpenDevice, SystemClock, UnknownDevice, Wait
from devices.commands.addressing import CONFIG, one_spec, refuse_beside_a_terminal
from devices.commands.answers import answer, print_answer, with_faults
from devices.commands.asking import MODELS, keep_trace
from devices.commands.exit_codes import DEADLINE, DONE, EXIT_CODES, NOT_PASSED
from devices.commands.fault_table import FaultTable
from devices.commands.simulating import begin_misfortunes, person
from devices.opening import DeviceSpec
from devices.registry import actions
from devices.replay import BadTrace, line_in_words, read_trace
from devices.tap import CAME, SENT, Line, Recording
from devices.testing import STATUS, TestResult
from devices.traces import Replayed, record
from devices.traces import replay as play

ARMED_EVERY_S = 2.0


def trace(options: argparse.Namespace) -> int:
    """Run a test of one device and show its traffic, masked; with --trace keep it as a file and play that back."""
    refuse_beside_a_terminal(options)
    spec, name = one_spec(options), options.test or STATUS
    show: Callable[[Line], None] | None = None if options.json else lambda line: print(line_in_words(line), flush=True)
    result, recording = _recorded(spec, name, options, show)
    keep_trace(options, spec, name, result, recording)
    sent, came = recording.counts[SENT], recording.counts[CAME]
    saw = [f"bytes_sent={sent}", f"bytes_came={came}", *result.verdict.saw]
    told = answer("trace", spec, test=name, passed=result.verdict.passed, saw=saw, exit=_exit_of(result))
    if options.trace is not None:
        found = play(read_trace(options.trace), FakeClock(auto=True), MODELS)
        told["value"] = {"trace": str(options.trace), **_found(found)}
    if not came and not options.json:
        print("nothing came from the device")
    faults = () if result.fault is None else (result.fault,)
    return print_answer(with_faults(told, faults, FaultTable(CONFIG)), as_json=options.json)


def _recorded(
    spec: DeviceSpec, name: str, options: argparse.Namespace, show: Callable[[Line], None] | None
) -> tuple[TestResult, Recording]:
    """One run; with --until-fault run after run until one ends with a fault."""
    clock = SystemClock()

    def prepare(opened: OpenDevice) -> None:
        if not (options.begin or options.card):
            return
        if opened.simulator is None:
            raise UnknownDevice("--begin and --card are for a simulated port: --port sim:")
        begin_misfortunes(opened.simulator, options.begin)
        if options.card:
            _lay(opened, options.card)

    while True:
        result, recording = record(spec, name, clock, MODELS, options.timeout, prepare=prepare, heard=show)
        if result.fault is not None or not options.until_fault:
            return result, recording
        Wait(clock, None).pause(ARMED_EVERY_S)


def _lay(opened: OpenDevice, name: str) -> None:
    for action in actions(opened.spec.family, opened.spec.driver):
        if action.argument == "person":
            getattr(opened.simulator, action.name)(person(name))
            return
    raise UnknownDevice(f"{opened.spec.family} takes no card")


def _exit_of(result: TestResult) -> int:
    if result.fault is not None:
        return EXIT_CODES[result.fault.next]
    return DONE if result.came else DEADLINE


def _found(found: Replayed) -> dict[str, Any]:
    return {
        "replays_the_same": found.same,
        "recorded": list(found.recorded),
        "replayed": list(found.saw),
        "complaints": list(found.complaints),
    }


def replay(options: argparse.Namespace) -> int:
    """Play a trace to its driver; the exit code says whether it ended as it did when it was recorded."""
    try:
        kept = read_trace(options.file)
    except BadTrace as bad:
        raise UnknownDevice(str(bad)) from None
    family, _, driver = kept.head.driver.partition("/")
    found = play(kept, FakeClock(auto=True), MODELS, answering=options.answering)
    spec = DeviceSpec(family, driver, kept.head.address, kept.head.model)
    told = answer("replay", spec, test=kept.head.verb, passed=found.same, saw=list(found.saw), value=_found(found))
    return print_answer({**told, "exit": DONE if found.same else NOT_PASSED}, as_json=options.json)
