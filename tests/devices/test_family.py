"""Verbs as data: looked up by name, run with typed arguments, on a small invented family with every sort of verb."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import pytest

from devices import FakeClock, Fault, Next, Wait
from devices.family import Begun, Family, JobKind, OutputKind, UnknownVerb, WatchKind, silently
from devices.id_reader.contract import FAMILY as ID_READER
from devices.receipt_printer.contract import FAMILY as RECEIPT_PRINTER
from devices.receipt_printer.contract import Paper, PrintOutcome


class BellCapability(StrEnum):
    RING = "ring"
    LIGHT = "light"
    COUNT = "count"


class Bell(Protocol):
    def ring(self, times: int, wait: Wait) -> str: ...

    def light(self, on: bool, wait: Wait) -> None: ...

    def count(self, wait: Wait) -> int: ...


@dataclass
class BrassBell:
    rung: int = 0
    lit: list[bool] = field(default_factory=list)

    def ring(self, times: int, wait: Wait) -> str:
        self.rung += times
        return "rang"

    def light(self, on: bool, wait: Wait) -> None:
        self.lit.append(on)

    def count(self, wait: Wait) -> int:
        return self.rung


def _ring(bell: Bell, times: int, wait: Wait) -> str:
    return bell.ring(times, wait)


def _light(bell: Bell, on: bool, wait: Wait) -> None:
    bell.light(on, wait)


def _count(bell: Bell, wait: Wait, _: Begun) -> int:
    return bell.count(wait)


COUNT: WatchKind[Bell, int] = WatchKind("count", BellCapability.COUNT, int, _count, every_s=1.0, longest_s=1.0)
RING: JobKind[Bell, int, str] = JobKind(
    "ring",
    BellCapability.RING,
    int,
    str,
    _ring,
    longest_s=5.0,
    surprised=lambda fault: fault.code,
    not_begun=lambda fault: fault.code,
)
LIGHT: OutputKind[Bell, bool] = OutputKind("light", BellCapability.LIGHT, bool, _light, at_rest=False, longest_s=1.0)
FAMILY: Family[Bell] = Family("bell", Bell, BellCapability, watches=(COUNT,), jobs=(RING,), outputs=(LIGHT,))


def test_each_sort_of_verb_runs_on_a_device() -> None:
    bell, wait = BrassBell(), Wait(FakeClock(), 1)
    assert FAMILY.job("ring").run(bell, 3, wait) == "rang"
    assert FAMILY.watch("count").take(bell, wait, silently) == 3
    light = FAMILY.output("light")
    light.run(bell, True, wait)
    light.run(bell, light.at_rest, wait)
    assert bell.lit == [True, False]


def test_an_argument_of_another_type_never_reaches_the_device() -> None:
    bell, wait = BrassBell(), Wait(FakeClock(), 1)
    with pytest.raises(TypeError, match="ring takes int, not str"):
        FAMILY.job("ring").run(bell, "twice", wait)
    with pytest.raises(TypeError, match="light takes bool, not str"):
        FAMILY.output("light").run(bell, "on", wait)
    assert (bell.rung, bell.lit) == (0, [])


@pytest.mark.parametrize(
    ("look_up", "says"),
    [
        (FAMILY.watch, "bell has no watch 'toll'; known: count"),
        (FAMILY.job, "bell has no job 'toll'; known: ring"),
        (FAMILY.output, "bell has no output 'toll'; known: light"),
        (ID_READER.job, "id_reader has no job 'toll'; known: none"),
    ],
)
def test_an_unknown_verb_is_an_error_with_the_known_ones(look_up: object, says: str) -> None:
    assert callable(look_up)
    with pytest.raises(UnknownVerb, match=says):
        look_up("toll")


def test_what_a_driver_lacks_is_named() -> None:
    assert FAMILY.missing_from(BrassBell()) == []
    assert FAMILY.missing_from(object()) == ["count", "light", "ring"]
    assert ID_READER.missing_from(BrassBell()) == ["close", "presence", "read", "status"]


def test_a_print_that_went_wrong_unexpectedly_is_unconfirmed() -> None:
    fault = Fault("receipt_printer.unexpected", Next.CALL_STAFF)
    assert RECEIPT_PRINTER.job("print").surprised(fault) == PrintOutcome(Paper.UNCONFIRMED, fault)
