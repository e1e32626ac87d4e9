"""The tests of every family see a device that works, and see nothing of one that is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from devices import DeviceSpec, FakeClock, OpenDevice, Verdict, Wait, load_tests, open_device
from devices.driver_table import DRIVERS, DriverRow
from devices.family import Test
from devices.id_reader.people import load_people
from devices.keypad.contract import PadKey
from devices.sample_page import SAMPLE_CODE
from devices.testing import run_test
from tests.house.doors import ROOT

ROWS = [row for row in DRIVERS if row.simulator]
PEOPLE = load_people(ROOT / "config" / "people.toml")
SOMEBODY = next(iter(PEOPLE.values()))
OPTIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "indicators": {"lamps": {"id_reader": 1}},
        "sensors": {"doors": [{"input": 1}], "person": {"input": 2}},
        "audio": {},
    }
)
MODELS = MappingProxyType({"receipt_printer": "citizen_ppu700"})
KEYS = ("press_0", *(f"press_{digit}" for digit in range(1, 10)), "press_clear", "press_confirm", "press_cancel")
BEFORE: Mapping[str, Callable[[Any], object]] = MappingProxyType(
    {
        "read_test_card": lambda it: it.put_card(SOMEBODY) if hasattr(it, "put_card") else it.insert_card(SOMEBODY),
        "scan_target": lambda it: it.show_code(SAMPLE_CODE),
        "scan_page": lambda it: it.put_paper("a page"),
        "press_keys": lambda it: it.press_0(),
        "doors": lambda it: it.open_door(),
        "presence": lambda it: it.come_near(),
        "camera_preview": lambda it: it.show_person(),
    }
)
"""Test → the things a person does before it."""
MEANWHILE: Mapping[str, Callable[[Any, int], object]] = MappingProxyType(
    {
        "headphones": lambda it, turn: it.plug_in(),
        "press_keys": lambda it, turn: getattr(it, KEYS[turn % len(KEYS)])(),
        "doors": lambda it, turn: it.close_door(),
    }
)
"""Test → the thing a person does after each open verdict, counted from 1."""


def _opened(row: DriverRow) -> tuple[OpenDevice, FakeClock]:
    clock = FakeClock(auto=True)
    spec = DeviceSpec(row.family, row.name, "sim:", MODELS.get(row.family, ""), OPTIONS.get(row.family, {}))
    return open_device(spec, clock, ROOT / "config" / "models"), clock


def _run(opened: OpenDevice, clock: FakeClock, test: Test[Any], touched: bool) -> Verdict:
    turns = 0

    def told(verdict: Verdict) -> None:
        nonlocal turns
        turns += 1
        if touched and test.name in MEANWHILE:
            MEANWHILE[test.name](opened.simulator, turns)

    if touched:
        BEFORE.get(test.name, lambda it: None)(opened.simulator)
    wait = Wait(clock, 90)
    return run_test(opened.device, opened.family, test, opened.spec.options, wait, told=told).verdict


CASES = [
    pytest.param(row, test, id=f"{row.family}-{row.name}-{test.name}")
    for row in ROWS
    for test in load_tests(row.family)
    if (row.family, row.name, test.name)
    not in {
        ("audio", "evdev", "sound"),
        ("audio", "evdev", "sound_in_headphones"),
        ("audio", "amixer", "headphones"),
        ("receipt_printer", "escpos", "take_back"),
    }
]
"""All that a driver's simulator can be put to; a slip that is taken back is tried by its contract suite."""


@pytest.mark.parametrize(("row", "test"), CASES)
def test_a_device_that_works_shows_what_is_expected(row: DriverRow, test: Test[Any]) -> None:
    opened, clock = _opened(row)
    verdict = _run(opened, clock, test, touched=True)
    assert verdict.passed is (None if test.by_eye else True), verdict
    assert set(test.expects) <= set(verdict.saw), verdict


@pytest.mark.parametrize(("row", "test"), CASES)
def test_a_device_that_is_not_there_passes_nothing(row: DriverRow, test: Test[Any]) -> None:
    opened, clock = _opened(row)
    assert opened.simulator is not None
    opened.simulator.begin("unplugged")
    verdict = _run(opened, clock, test, touched=False)
    assert verdict.passed is False
    assert any(sight.startswith("fault=") for sight in verdict.saw), verdict


def test_keys_are_told_without_their_order() -> None:
    (test,) = load_tests("keypad")
    assert {f"key={key.value}" for key in (PadKey.DIGIT_0, PadKey.CANCEL)} < set(test.expects)
    opened, clock = _opened(next(row for row in ROWS if row.family == "keypad"))
    assert _run(opened, clock, test, touched=True).saw == tuple(sorted(test.expects))


@pytest.mark.parametrize("sight", ["name=张三", "number=990101194912310000", "two words", "x=y=z"])
def test_a_verdict_takes_no_text(sight: str) -> None:
    with pytest.raises(ValueError):
        Verdict(False, (sight,))


def test_a_pass_with_nothing_seen_is_refused() -> None:
    with pytest.raises(ValueError):
        Verdict(True)
