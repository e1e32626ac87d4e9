"""Workers that fail repeatedly or hang: shown on the page and in health, and they recover."""

from __future__ import annotations

from typing import Any

import pytest

from devices import Wait
from devices.receipt_printer.contract import PRINT
from kiosk.delays import DELAYS
from kiosk.scenario.stage import touchable_keys
from kiosk.terminal.outcomes import JOB_GRACE_S
from kiosk.workers import case_sealer
from kiosk.workers.device_agenda import LOOK_EVERY
from kiosk.workers.supervised import INCIDENTS_AT_MOST, OUT_OF_SERVICE_S
from kiosk.workers.supervision import CHECK_EVERY_S
from tests.journeys.hand_driven import TO_REVIEW, HandDrivenWorld

LEAVE = (("touch", "leave"), ("touch", "finish"))


def faults(driven: HandDrivenWorld) -> dict[str, str]:
    """Return the faults in the health report: code → state of the device or worker. A device that the profile has not
    is none."""
    devices = driven.world.terminal.health().devices
    found = {fault: device.state for device in devices for fault in device.faults}
    return {fault: state for fault, state in found.items() if not fault.startswith("profile.lacks_")}


def said(driven: HandDrivenWorld) -> set[str]:
    """Return the keys of the words in the blocks of the page."""
    return {block.words.key for block in driven.stage.view().blocks if block.words is not None}  # type: ignore[union-attr]


def hand_in(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW, ("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    driven.stage.advance(DELAYS["receipt_wait"] + 1)


def leave(driven: HandDrivenWorld) -> None:
    """End the visit from any page."""
    for _ in range(20):
        view = driven.stage.view()
        if view.page in ("Attract", "OutOfService"):
            return
        keys = touchable_keys(view) if view.countdown is None else [view.countdown.leave.key]
        wanted = next((key for key in ("finish", "leave", "leave-now", "skip", "continue") if key in keys), None)
        if wanted is None:
            driven.stage.advance(10)
        else:
            driven.play(("touch", wanted))
            driven.world.slips.take()
            driven.world.cards.lift()
            driven.stage.advance(1)


class Stuck:
    """A call that hangs, whatever its deadline, until it is released."""

    def __init__(self, driven: HandDrivenWorld) -> None:
        self._condition = driven.clock.condition()
        self._released = False
        self.entered = 0

    def __call__(self, *_: object, **__: object) -> Any:
        self.entered += 1
        with self._condition:
            while not self._released:
                self._condition.wait(None)
        raise TimeoutError

    def release(self) -> None:
        with self._condition:
            self._released = True
            self._condition.notify_all()


def test_a_sealer_that_fails_three_times_is_out_of_service_and_recovers(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("a programming error")

    monkeypatch.setattr(case_sealer, "seal_case", broken)
    for number in range(INCIDENTS_AT_MOST):
        hand_in(driven)
        view = driven.stage.view()
        assert (view.id, view.title.key) == ("ending", "ending-nothing-title"), number  # type: ignore[union-attr]
        leave(driven)
    assert driven.stage.view().page == "OutOfService"
    assert faults(driven)["worker.case_sealer"] == "fault"
    monkeypatch.undo()
    driven.stage.advance(OUT_OF_SERVICE_S + CHECK_EVERY_S)
    assert driven.stage.view().page == "Attract"
    hand_in(driven)
    assert len(driven.world.platform.cases()) == 1


def test_a_hanging_driver_is_a_fault_of_its_device_until_it_returns(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader: Any = driven.world.terminal.devices["id_reader"].device
    stuck = Stuck(driven)
    monkeypatch.setattr(reader, "read", stuck)
    driven.play(*TO_REVIEW[:5])
    assert driven.stage.view().id == "identify"
    assert stuck.entered == 1
    leave(driven)
    driven.stage.advance(3 * CHECK_EVERY_S)
    assert faults(driven)["device.driver_error"] == "fault"
    driven.play(("touch", "start"))
    tile = {choice.key: choice for choice in driven.stage.view().choices}["item:old-age-allowance"]
    assert not tile.enabled
    leave(driven)
    monkeypatch.undo()
    stuck.release()
    driven.stage.advance(OUT_OF_SERVICE_S + 2 * CHECK_EVERY_S)
    assert "device.driver_error" not in faults(driven)
    hand_in(driven)
    assert len(driven.world.platform.cases()) == 1


def test_a_hanging_printer_leaves_the_slip_unconfirmed(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer: Any = driven.world.terminal.devices["receipt_printer"].device
    stuck = Stuck(driven)
    monkeypatch.setattr(printer, "print", stuck)
    hand_in(driven)
    assert driven.stage.view().id == "ending"
    driven.stage.advance(PRINT.longest_s + JOB_GRACE_S)
    assert "paper-unconfirmed" in said(driven)
    stuck.release()
    leave(driven)
    assert driven.stage.view().page == "Attract"


def test_a_slip_on_a_slow_line_is_waited_for(driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    printer: Any = driven.world.terminal.devices["receipt_printer"].device
    prints, on_the_line_s = printer.print, PRINT.longest_s + JOB_GRACE_S + 10

    def slow(document: object, wait: Wait) -> object:
        Wait(driven.clock, None).pause(on_the_line_s)
        return prints(document, wait)

    monkeypatch.setattr(printer, "line_s", lambda document: on_the_line_s)
    monkeypatch.setattr(printer, "print", slow)
    hand_in(driven)
    driven.stage.advance(PRINT.longest_s + JOB_GRACE_S)
    assert "paper-printing" in said(driven)
    driven.stage.advance(20)
    assert "paper-out" in said(driven)


def test_a_cancelled_watch_ends_the_driver_without_a_fault(driven: HandDrivenWorld) -> None:
    driven.play(*TO_REVIEW[:5])
    leave(driven)
    driven.stage.advance(10 * CHECK_EVERY_S)
    assert faults(driven) == {}


def test_a_hanging_sealer_is_replaced_and_the_case_is_unconfirmed(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = Stuck(driven)
    real = driven.world.terminal.outbox.keep
    monkeypatch.setattr(driven.world.terminal.outbox, "keep", stuck)
    hand_in(driven)
    assert driven.stage.view().id == "submit"
    driven.stage.advance(DELAYS["keep_longest"])
    assert driven.stage.view().title.key == "ending-unconfirmed-title"  # type: ignore[union-attr]
    assert faults(driven)["worker.case_sealer"] == "warning"
    leave(driven)
    monkeypatch.setattr(driven.world.terminal.outbox, "keep", real)
    hand_in(driven)
    assert driven.stage.view().title.key == "ending-handed-over-title"  # type: ignore[union-attr]
    stuck.release()


def test_staff_can_end_a_visit_whose_sealing_hangs_and_the_outcome_is_audited(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = Stuck(driven)
    monkeypatch.setattr(driven.world.terminal.outbox, "keep", stuck)
    hand_in(driven)
    driven.play(("touch", "help"), ("touch", "staff-end"), ("touch", "staff-end-now"))
    assert driven.stage.view().page == "Attract"
    driven.stage.advance(DELAYS["keep_longest"])
    audit = (driven.world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    assert '"kind":"late_outcome","code":"KeepUnconfirmed"' in audit
    stuck.release()


def test_a_hanging_question_ends_with_a_fault_and_can_be_repeated(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.platform.client import HttpGateway

    stuck = Stuck(driven)
    monkeypatch.setattr(HttpGateway, "ask", stuck)
    driven.play(
        ("touch", "start"), ("touch", "item:case-progress"), ("touch", "continue"), ("touch", "way:slip"),
        ("slip", "WT02-0001-ABCD-E"),
    )  # fmt: skip
    driven.play(("touch", "continue"))
    driven.stage.advance(DELAYS["question_longest"] + CHECK_EVERY_S)
    view = driven.stage.view()
    assert stuck.entered == 1 or view.fields[0].wrong is not None
    assert view.fields[0].wrong is not None
    assert "continue" in touchable_keys(view)
    stuck.release()


def test_a_slip_that_waited_behind_a_hanging_look_is_never_printed(
    driven: HandDrivenWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer: Any = driven.world.terminal.devices["receipt_printer"].device
    driven.play(*TO_REVIEW)
    stuck = Stuck(driven)
    monkeypatch.setattr(printer, "status", stuck)
    driven.stage.advance(LOOK_EVERY + 1)
    assert stuck.entered == 1
    driven.play(("touch", "continue"), ("touch", "continue"), ("touch", "declare"))
    driven.stage.advance(DELAYS["receipt_wait"] + JOB_GRACE_S)
    assert "paper-did-not" in said(driven), "nothing was begun, and the page can say so"
    monkeypatch.undo()
    leave(driven)
    driven.stage.advance(100)
    stuck.release()
    driven.stage.advance(OUT_OF_SERVICE_S + 2 * CHECK_EVERY_S)
    assert driven.world.slips.all == [], "the slip of a visit that is long over"
    hand_in(driven)
    assert "paper-out" in said(driven)
