"""The courier against the sandbox: materials after cases, lost cases sent again, bytes purged in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from devices import FakeClock, SystemClock
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import AFTER_START_S, EVERY_S, KEEP_BYTES, ConfirmedCases
from kiosk.outbox.states import EntryState
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import UNLIMITED_ADMISSION
from kiosk.platform.identity import TerminalKey
from kiosk.platform.wire_types import HeldCase, NotReceived, Receipt, ReceiptKind, SealedCase
from tests.contracts.gateway_harness import wait
from tests.kiosk.outbox.cases import rating
from tests.kiosk.outbox.receipts import receipt_of
from tests.loops import running as at_work
from tests.sandbox_process import TERMINAL, SandboxProcess, material, sealed_case

START_S = 60 + AFTER_START_S


@dataclass
class Post:
    """An outbox, its courier, and the platform."""

    sandbox: SandboxProcess
    outbox: Outbox
    clock: FakeClock
    courier: Courier = field(init=False)
    receipts: list[Receipt] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    receipt_errors: int = 0
    """Number of receipts whose callback is still to raise a programming error."""

    def on_receipt(self, receipt: Receipt | NotReceived) -> None:
        if self.receipt_errors:
            self.receipt_errors -= 1
            raise ZeroDivisionError
        if isinstance(receipt, Receipt):
            self.receipts.append(receipt)

    def keep(self, *cases: SealedCase) -> None:
        self.outbox.keep(cases)
        self.courier.nudge()
        self.clock.settle()

    def state(self) -> dict[str, int]:
        return {state: count for state, count in self.outbox.counts().items() if count}

    def cases(self) -> list[str]:
        return [str(case["case_id"]) for case in self.sandbox.get("/sandbox/cases")]

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.clock.settle()


@pytest.fixture
def post(running: SandboxProcess, tmp_path: Path) -> Iterator[Post]:
    running.reset()
    running.end_misfortunes()
    clock = FakeClock(SystemClock().now())
    outbox = Outbox.open(tmp_path / "outbox", clock)
    key, keys = TerminalKey(bytes(range(32))), running.keys()
    post = Post(running, outbox, clock)
    post.courier = courier = Courier(
        outbox,
        lambda: HttpGateway(running.url, TERMINAL, key, keys, SystemClock()),
        clock,
        lambda: 0.5,
        post.on_receipt,
        on_error=lambda error: post.faults.append(type(error).__name__),
    )
    with at_work(courier, clock):
        clock.settle()
        yield post
    outbox.close()


def test_all_cases_are_sent_before_any_materials(post: Post, tmp_path: Path) -> None:
    big, small = material(700_000, 1), material(20, 2)
    first = sealed_case(post.sandbox.keys(), materials=(big, small))
    second = sealed_case(post.sandbox.keys())
    post.keep(first, second)
    assert post.cases() == [first.case_id, second.case_id]
    assert [receipt.case_id for receipt in post.receipts] == [first.case_id, second.case_id]
    assert post.state() == {"complete": 2}
    stored = post.sandbox.folder / "materials"
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == {m.sha256: m.body for m in (big, small)}
    assert receipt_of(post.outbox, first.case_id, ReceiptKind.COMPLETE).count(".") == 2


def test_the_receipt_of_a_case_does_not_wait_for_its_materials(post: Post) -> None:
    post.sandbox.begin("error_500", path="/v1/materials")
    case = sealed_case(post.sandbox.keys(), materials=(material(100, 3),))
    post.keep(case)
    assert [receipt.case_id for receipt in post.receipts] == [case.case_id]
    assert post.state() == {"received": 1}
    assert post.outbox.oldest_unsent_s() is None
    post.sandbox.end_misfortunes()
    post.advance(3600)
    assert post.state() == {"complete": 1}


def test_a_material_stored_before_a_crash_gets_its_receipt_later(post: Post, tmp_path: Path) -> None:
    paper = material(100, 6)
    post.sandbox.begin("error_500", path="/v1/materials")
    case = sealed_case(post.sandbox.keys(), materials=(paper,))
    post.keep(case)
    (post.sandbox.folder / "materials" / paper.sha256).write_bytes(paper.body)
    post.sandbox.end_misfortunes()
    post.advance(3600)
    assert post.state() == {"complete": 1}


def test_a_case_that_the_platform_lost_is_sent_again(post: Post) -> None:
    case = sealed_case(post.sandbox.keys(), materials=(material(100, 4),))
    post.keep(case)
    post.sandbox.reset()  # as restored from a backup that is older than the case
    assert post.cases() == []
    post.advance(START_S)
    post.advance(60)
    assert post.cases() == [case.case_id]
    assert post.state() == {"complete": 1}


def test_a_case_lost_before_its_materials_arrived_is_sent_again_with_them(post: Post) -> None:
    post.sandbox.begin("error_500", path="/v1/materials")
    case = sealed_case(post.sandbox.keys(), materials=(material(100, 7),))
    post.keep(case)
    assert post.state() == {"received": 1}
    post.sandbox.reset()
    post.sandbox.end_misfortunes()
    post.advance(60)
    assert post.cases() == [case.case_id]
    assert post.state() == {"complete": 1}


def test_bytes_are_purged_after_a_second_confirmation_days_later(post: Post) -> None:
    case = sealed_case(post.sandbox.keys(), materials=(material(100, 5),))
    post.keep(case)
    post.advance(START_S)
    assert post.state() == {"complete": 1}
    days = int(KEEP_BYTES / timedelta(days=1)) + 1
    for _ in range(days):
        post.advance(EVERY_S)
    assert post.state() == {"purged": 1}
    assert receipt_of(post.outbox, case.case_id, ReceiptKind.COMPLETE)
    assert [
        to_reconcile.case_id for _, to_reconcile in ConfirmedCases(post.outbox.store, post.clock).to_reconcile(0, 10)
    ] == [case.case_id]
    assert post.outbox.due_materials() is None


def test_a_refusal_by_the_authority_is_noted(post: Post) -> None:
    case = sealed_case(post.sandbox.keys())
    post.keep(case)
    post.sandbox.put(f"/sandbox/cases/{case.case_id}/state", {"state": "not_granted"})
    post.advance(START_S)
    assert post.state() == {EntryState.REFUSED.value: 1}
    assert receipt_of(post.outbox, case.case_id, ReceiptKind.DECIDED)


def test_a_case_with_other_bytes_at_the_platform_is_quarantined(post: Post) -> None:
    case = sealed_case(post.sandbox.keys())
    post.keep(case)
    post.sandbox.reset()
    other = sealed_case(post.sandbox.keys(), case_id=case.case_id)
    gateway = HttpGateway(post.sandbox.url, TERMINAL, TerminalKey(bytes(range(32))), post.sandbox.keys(), SystemClock())
    gateway.put_case(other, wait())
    gateway.close()
    post.advance(START_S)
    assert post.state() == {"quarantined": 1}


def test_a_decision_with_an_invalid_receipt_is_ignored(post: Post) -> None:
    decided, lost = sealed_case(post.sandbox.keys()), sealed_case(post.sandbox.keys())
    post.keep(decided)
    post.outbox.keep([lost])
    post.outbox.mark_sending(2)
    post.outbox.record_receipts(2, HeldCase(replace(post.receipts[0], case_id=lost.case_id), None, None, ()))
    post.sandbox.put(f"/sandbox/cases/{decided.case_id}/state", {"state": "not_granted"})
    post.sandbox.begin("wrong_receipt_key", path="/v1/terminals/self/reconcile")
    post.advance(START_S)
    assert post.state() == {"complete": 2}
    assert post.cases() == [decided.case_id, lost.case_id]
    post.sandbox.end_misfortunes()
    post.advance(EVERY_S)
    assert post.state() == {"complete": 1, "refused": 1}


def test_a_fault_in_the_program_costs_one_case_a_delay_and_nobody_else(post: Post) -> None:
    first, second = sealed_case(post.sandbox.keys()), sealed_case(post.sandbox.keys())
    post.receipt_errors = 1
    post.keep(first, second)
    assert post.faults == ["ZeroDivisionError"]
    assert [receipt.case_id for receipt in post.receipts] == [second.case_id]
    post.advance(60)
    assert [receipt.case_id for receipt in post.receipts] == [second.case_id, first.case_id]
    assert post.cases() == [first.case_id, second.case_id]
    assert post.state() == {"complete": 2}


def test_a_suspended_terminal_holds_its_cases_until_a_heartbeat_succeeds(post: Post) -> None:
    post.keep(sealed_case(post.sandbox.keys()))
    post.sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": True})
    later = sealed_case(post.sandbox.keys())
    post.keep(later)
    assert post.state() == {"complete": 1, "held": 1}
    post.sandbox.put(f"/sandbox/terminals/{TERMINAL}", {"suspended": False})
    post.courier.record_admission(UNLIMITED_ADMISSION)
    post.advance(3)
    assert post.state() == {"complete": 2}


def test_a_delivered_rating_is_purged(post: Post) -> None:
    post.outbox.keep_rating(rating("rating-0001"))
    post.courier.nudge()
    post.clock.settle()
    assert post.state() == {"purged": 1}
