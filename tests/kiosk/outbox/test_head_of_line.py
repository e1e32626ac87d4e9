"""One case that can never be handed over blocks no other, whatever it is answered while heartbeats pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from devices import FakeClock, Wait
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.states import (
    ANSWERED_ATTEMPTS,
    FAILURE_RULES,
    LINE_ATTEMPTS,
    LOST_THERE,
    POISON,
    EntryState,
    rule_for,
)
from kiosk.outbox.status import format_status, status_of
from kiosk.platform.gateway import UNLIMITED_ADMISSION, FailureKind, PlatformFailure
from kiosk.platform.identity import digest
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, SealedCase, SealedMaterial, Upload
from tests.kiosk.outbox.answers import ANSWERS, failure_of
from tests.kiosk.outbox.cases import case, held
from tests.kiosk.outbox.test_courier import Scripted, accepts, courier, fails

HEARTBEAT_S = 60
CASES = [f"case-{number}" for number in range(10)]
BAD, GOOD = CASES[0], CASES[1:]
"""The oldest is the one that always fails."""


SELDOM_S = 300


def let_pass(clock: FakeClock, made: Courier, seconds: int, every_s: int = HEARTBEAT_S) -> None:
    """Let time pass, with a successful heartbeat after every so many seconds."""
    for _ in range(seconds // every_s):
        clock.advance(every_s)
        made.record_admission(UNLIMITED_ADMISSION)
    clock.settle()


class OneFails(Scripted):
    """Accepts every case but one."""

    def __init__(self, clock: FakeClock, failure: PlatformFailure) -> None:
        super().__init__(clock, self.answer)
        self.failure = failure

    def answer(self, sealed: SealedCase, number: int) -> HeldCase:
        if sealed.case_id == BAD:
            raise self.failure
        return accepts(sealed, number)

    def tries_of_bad(self) -> int:
        return sum(id_ == BAD for _, id_ in self.attempts)


def state_of_bad(outbox: Outbox) -> tuple[str, str]:
    with outbox.store.transaction() as cursor:
        ((state, reason),) = cursor.execute("SELECT state, reason FROM entry WHERE id = ?", (BAD,))
    return str(state), str(reason)


def test_there_are_fifteen_answers_and_each_has_a_rule() -> None:
    assert len(ANSWERS) == 15
    assert {kind for kind, _ in FAILURE_RULES} == set(FailureKind)


@pytest.mark.parametrize("answer", ANSWERS)
def test_of_ten_cases_nine_arrive_and_the_tenth_is_set_aside_with_its_reason(answer: str, tmp_path: Path) -> None:
    failure, clock = failure_of(ANSWERS[answer]), FakeClock()
    gateway = OneFails(clock, failure)
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in CASES])
        made.nudge()
        let_pass(clock, made, 600)
        assert gateway.accepted == GOOD
        let_pass(clock, made, 2 * 3600, SELDOM_S)
        state, reason = state_of_bad(outbox)
        assert (state, reason.removeprefix(POISON)) == ("quarantined", failure.reason or failure.kind.value)
        assert gateway.tries_of_bad() <= LINE_ATTEMPTS + 3
        assert any(BAD in line for line in format_status(status_of(outbox)))


@pytest.mark.parametrize("answer", ["502", "signature-invalid", "500"])
def test_a_case_that_fails_alone_stays_in_line_however_often(answer: str, tmp_path: Path) -> None:
    """While no other is accepted, the platform may be the cause."""
    clock = FakeClock()
    gateway = OneFails(clock, failure_of(ANSWERS[answer]))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(BAD)])
        made.nudge()
        let_pass(clock, made, 4 * 3600, SELDOM_S)
        assert gateway.tries_of_bad() > LINE_ATTEMPTS
        assert state_of_bad(outbox)[0] in ("waiting", "held")
        gateway.reply = accepts
        let_pass(clock, made, 1800)
        assert gateway.accepted == [BAD]


def test_an_outage_however_long_is_no_cases_fault(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.OFFLINE))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in CASES])
        made.nudge()
        clock.advance(8 * 3600)
        gateway.reply = accepts
        let_pass(clock, made, 120)
        assert gateway.accepted == CASES, "none had to stand back"


def test_while_heartbeats_pass_but_no_case_one_is_tried_at_a_time(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.OFFLINE))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in CASES])
        made.nudge()
        let_pass(clock, made, 1800)
        assert len(gateway.attempts) <= 35
        assert outbox.counts()["quarantined"] == 0
        gateway.reply = accepts
        let_pass(clock, made, 1800)
        assert sorted(gateway.accepted) == CASES


class OneMaterialFails(Scripted):
    """Takes every case; of one, the materials always fail or the case is always forgotten."""

    def __init__(self, clock: FakeClock, *, forgets: bool) -> None:
        super().__init__(clock, lambda sealed, number: held(sealed, complete=False))
        self.forgets = forgets
        self.complete: list[str] = []

    def put_material(self, upload: Upload, wait: Wait) -> None:
        self.attempts.append((self.clock.monotonic(), upload.sha256))
        if upload.sha256 == paper(BAD).sha256 and not self.forgets:
            raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "redirect")

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        if case_id == BAD:
            return None
        self.complete.append(case_id)
        return held(case(case_id))


def paper(name: str) -> SealedMaterial:
    """A material; that of the bad case is the smallest and so the first."""
    body = name.encode() * (1 if name == BAD else 10)
    return SealedMaterial(digest(body), "image/jpeg", body)


@pytest.mark.parametrize(("forgets", "reason"), [(False, "redirect"), (True, LOST_THERE)])
def test_materials_that_never_pass_block_no_others(forgets: bool, reason: str, tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = OneMaterialFails(clock, forgets=forgets)
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([replace(case(name), materials=(paper(name),)) for name in CASES])
        made.nudge()
        let_pass(clock, made, 720)
        assert sorted(gateway.complete) == GOOD
        let_pass(clock, made, 2 * 3600, SELDOM_S)
        assert state_of_bad(outbox) == ("quarantined", POISON + reason)


MANY = [f"bad-{number:02}" for number in range(12)]


class ManyFail(OneMaterialFails):
    """Refuses many cases for ever, takes all others with their materials, and answers the daily comparison."""

    def __init__(self, clock: FakeClock, failure: PlatformFailure) -> None:
        super().__init__(clock, forgets=False)
        self.reply = self.answer
        self.failure = failure
        self.compared = 0
        self.arrived: dict[str, float] = {}

    def answer(self, sealed: SealedCase, number: int) -> HeldCase:
        if sealed.case_id in MANY:
            raise self.failure
        self.arrived[sealed.case_id] = self.clock.monotonic()
        return held(sealed, complete=sealed.case_id != "with paper")

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        self.compared += 1
        return ()


@pytest.mark.parametrize("answer", ["413 with a page", "signature-invalid"])
def test_twelve_that_always_fail_take_no_others_turn(answer: str, tmp_path: Path) -> None:
    """Their pauses end one after the other, so one of them is always due."""
    clock = FakeClock()
    gateway = ManyFail(clock, failure_of(ANSWERS[answer]))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in MANY])
        made.nudge()
        let_pass(clock, made, 1800)
        for number in range(4):
            outbox.keep([case(f"good-{number}")])
            kept = clock.monotonic()
            made.nudge()
            let_pass(clock, made, 300)
            assert gateway.arrived[f"good-{number}"] - kept <= 2 * HEARTBEAT_S


def test_materials_and_the_daily_comparison_go_before_cases_that_always_fail(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = ManyFail(clock, failure_of(ANSWERS["redirect"]))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("before"), *(case(name) for name in MANY)])
        made.nudge()
        let_pass(clock, made, 1800)
        assert gateway.compared == 1
        outbox.keep([replace(case("with paper"), materials=(paper("with paper"),))])
        made.nudge()
        let_pass(clock, made, 300)
        assert gateway.complete == ["with paper"]


def test_only_answers_about_the_entry_count_without_a_proof_of_the_line() -> None:
    limits = {
        (kind, reason): rule_for(PlatformFailure(kind, reason)).attempts
        for kind, reason in FAILURE_RULES
        if FAILURE_RULES[kind, reason].entry is not EntryState.QUARANTINED
    }
    assert limits.pop((FailureKind.BROKEN, "")) == ANSWERED_ATTEMPTS
    assert set(limits.values()) == {LINE_ATTEMPTS}
