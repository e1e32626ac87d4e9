"""A program that fails or hangs in the middle of a visit: the page stays true, and the program ends if it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.steps import submit
from kiosk.terminal.conductor_guard import LONGEST_S
from kiosk.view import BlockKind, View
from kiosk.words import Data, Text
from kiosk.workers.supervision import CHECK_EVERY_S
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld
from tests.journeys.test_workers_rest import Stuck, faults

DECLARE = (("touch", "continue"), ("touch", "continue"), ("touch", "declare"))


def lead(view: View) -> str:
    assert isinstance(view.lead, Text)
    return view.lead.key


def fail_once(monkeypatch: pytest.MonkeyPatch, target: Any, name: str) -> None:
    """The function raises at its next call and works afterwards."""
    real, calls = getattr(target, name), iter((True,))

    def failing(*given: Any) -> Any:
        if next(calls, False):
            raise KeyError("a programming error")
        return real(*given)

    # Steps are frozen dataclasses.
    monkeypatch.setitem(vars(target), name, failing)


@pytest.fixture
def keeping(driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stuck]:
    """A visit whose case is being kept until the fixture is released."""
    stuck = Stuck(driven)
    real = driven.world.terminal.outbox.keep

    def keep(*given: Any, **named: Any) -> Any:
        try:
            stuck()
        except TimeoutError:
            return real(*given, **named)

    monkeypatch.setattr(driven.world.terminal.outbox, "keep", keep)
    driven.play(*TO_REVIEW, *DECLARE)
    yield stuck
    stuck.release()


def test_an_error_while_the_case_is_being_kept_promises_nothing_until_the_outcome_is_known(
    driven: HandDrivenWorld, keeping: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, driven.world.terminal.conductor, "_take")
    driven.play(("touch", "language"))
    assert (driven.stage.view().page, lead(driven.stage.view())) == ("Trouble", "trouble-unconfirmed")
    keeping.release()
    driven.stage.settle()
    view = driven.stage.view()
    assert lead(view) == "trouble-kept"
    (number,) = [block.value for block in view.blocks if block.kind is BlockKind.BIG_NUMBER]
    driven.stage.advance(60)
    assert isinstance(number, Data)
    assert [case["slip_number"] for case in driven.world.platform.cases()] == [number.text]


def test_an_error_in_handling_the_outcome_does_not_lose_it(
    driven: HandDrivenWorld, keeping: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch, submit.STEP, "on")
    keeping.release()
    driven.stage.settle()
    assert (driven.stage.view().page, lead(driven.stage.view())) == ("Trouble", "trouble-kept")


def test_a_conductor_that_hangs_ends_the_program(driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    conductor: Any = driven.world.terminal.conductor
    monkeypatch.setattr(conductor._runner, "_on_fatal", lambda: ended.append("fatal"))
    stuck = Stuck(driven)
    monkeypatch.setattr(conductor, "_take", stuck)
    driven.play(("touch", "start"))
    driven.clock.advance(LONGEST_S + CHECK_EVERY_S)
    stuck.release()
    driven.clock.settle()
    assert ended == ["fatal"]
    assert driven.world.terminal.health().devices


def test_a_report_that_cannot_be_written_does_not_keep_the_program_from_ending(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    conductor: Any = driven.world.terminal.conductor

    def failing(*_: object) -> None:
        raise ValueError("a programming error")

    monkeypatch.setattr(conductor._runner, "_on_fatal", lambda: ended.append("fatal"))
    monkeypatch.setattr(conductor._runner._supervision, "_log", None)
    monkeypatch.setattr(conductor._runner._supervision, "_audit", failing)
    monkeypatch.setattr(conductor, "_show", failing)
    driven.play(("touch", "start"))
    driven.clock.settle()
    assert ended == ["fatal"]


def test_a_store_that_hangs_does_not_stop_the_supervisor(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = Stuck(driven)
    monkeypatch.setattr(driven.world.terminal.outbox, "backlogs", stuck)
    driven.stage.advance(120)
    assert faults(driven)["worker.heartbeat"] in ("warning", "fault")
    reader: Any = driven.world.terminal.devices["id_reader"].device
    monkeypatch.setattr(reader, "status", stuck)
    driven.stage.advance(120)
    assert "device.driver_error" in faults(driven)
    stuck.release()


def test_an_outcome_after_the_visit_is_in_health(driven: HandDrivenWorld, keeping: Stuck) -> None:
    driven.play(("touch", "help"), ("touch", "staff-end"), ("touch", "staff-end-now"))
    keeping.release()
    driven.stage.settle()
    assert faults(driven)["worker.late_outcome"] == "warning"
