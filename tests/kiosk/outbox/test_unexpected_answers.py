"""An unexpected exception behind the courier's calls: reported, delays one entry, and the courier goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from devices import FakeClock, Wait
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import AFTER_START_S, POSTPONE_S
from kiosk.platform.gateway import PlatformGateway
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, SealedCase, SealedMaterial, Upload
from tests.kiosk.outbox.cases import case, held
from tests.loops import running

WITH_MATERIALS = "a"
PAPER = SealedMaterial(hashlib.sha256(b"material").hexdigest(), "image/jpeg", b"material")


class Surprise(Exception):
    """Of a type that no code expects."""


class Answering:
    """A platform that takes everything in; each call in `surprises` raises once, or every time with `always`."""

    def __init__(self) -> None:
        self.surprises: set[str] = set()
        self.always = False
        self.calls: list[str] = []
        self.cases: dict[str, SealedCase] = {}
        self.complete: set[str] = set()

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.surprises:
            if not self.always:
                self.surprises.discard(name)
            raise Surprise

    def put_case(self, sealed: SealedCase, wait: Wait) -> HeldCase:
        self._called("put_case")
        self.cases[sealed.case_id] = sealed
        return held(sealed, complete=sealed.case_id != WITH_MATERIALS)

    def put_material(self, upload: Upload, wait: Wait) -> None:
        self._called("put_material")

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        self._called("get_case")
        self.complete.add(case_id)
        return held(self.cases[case_id])

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        self._called("reconcile")
        return ()

    def close(self) -> None:
        return


@dataclass
class Bench:
    clock: FakeClock
    platform: Answering
    outbox: Outbox
    courier: Courier
    errors: list[type]

    def keep(self, *cases: SealedCase) -> None:
        self.outbox.keep(cases)
        self.courier.nudge()
        self.clock.settle()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock, platform, errors = FakeClock(), Answering(), list[type]()
    outbox = Outbox.open(tmp_path, clock)
    made = Courier(
        outbox,
        lambda: cast(PlatformGateway, platform),
        clock,
        lambda: 0.5,
        lambda receipt: None,
        on_error=lambda error: errors.append(type(error)),
    )
    try:
        with running(made, clock):
            clock.settle()
            yield Bench(clock, platform, outbox, made, errors)
    finally:
        outbox.close()


@pytest.mark.parametrize("call", ["put_material", "get_case"])
def test_a_material_that_fails_unexpectedly_is_sent_again(bench: Bench, call: str) -> None:
    bench.platform.surprises.add(call)
    bench.keep(
        replace(
            case(WITH_MATERIALS),
            materials=(PAPER,),
        ),
        case("b"),
    )
    bench.clock.advance(600)
    assert bench.errors == [Surprise]
    assert bench.platform.complete == {WITH_MATERIALS}
    assert set(bench.platform.cases) == {"a", "b"}
    assert bench.platform.calls.count("put_material") == 2


def test_a_comparison_that_fails_unexpectedly_holds_up_no_case(bench: Bench) -> None:
    bench.keep(case("a"))
    bench.platform.surprises.add("reconcile")
    bench.platform.always = True
    bench.clock.advance(60 + AFTER_START_S)
    assert bench.errors == [Surprise]
    bench.keep(case("b"))
    assert set(bench.platform.cases) == {"a", "b"}
    bench.clock.advance(POSTPONE_S + 60)
    assert bench.errors == [Surprise, Surprise], "it is tried again, not at once"
