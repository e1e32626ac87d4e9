"""The courier retries without limit, backs off during outages, and lets no case block another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from devices import FakeClock, Wait
from kiosk.outbox.circuit_breaker import BASE_S, CAP_S, delay_s
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import BATCH, Outbox
from kiosk.outbox.states import ANSWERED_ATTEMPTS, HANDED_OVER
from kiosk.platform.answer import Answer
from kiosk.platform.documents import PaperOutcome
from kiosk.platform.gateway import (
    UNLIMITED_ADMISSION,
    FailureKind,
    Heartbeat,
    HeartbeatReply,
    PlatformFailure,
    PlatformGateway,
    Question,
)
from kiosk.platform.wire_types import Difference, HeldCase, KnownCase, NotReceived, Rating, Receipt, SealedCase, Upload
from tests.kiosk.outbox.cases import case, held, rating
from tests.loops import running

Reply = Callable[[SealedCase, int], HeldCase]


def accepts(sealed: SealedCase, number: int) -> HeldCase:
    return held(sealed)


class Scripted:
    """A platform that answers as the test prescribes, and records every attempt with its time."""

    def __init__(self, clock: FakeClock, reply: Reply = accepts) -> None:
        self.clock = clock
        self.reply = reply
        self.attempts: list[tuple[float, str]] = []
        self.accepted: list[str] = []
        self.rounds: list[int] = []

    def round_over(self) -> None:
        self.rounds.append(len(self.accepted))

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        self.attempts.append((self.clock.monotonic(), case.case_id))
        said = self.reply(case, sum(1 for _, id_ in self.attempts if id_ == case.case_id))
        self.accepted.append(case.case_id)
        return said

    def put_outcome(self, permit: str, outcome: PaperOutcome, wait: Wait) -> None:
        raise NotImplementedError

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        self.accepted.append(rating.rating_id)

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        raise AssertionError("the courier fetches no catalogue")

    def ask(self, question: Question, wait: Wait) -> Answer:
        raise AssertionError("the courier asks nothing")

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        raise AssertionError("the courier does not beat")

    def put_material(self, upload: Upload, wait: Wait) -> None:
        raise AssertionError("there are none")

    def get_case(self, case_id: str, digest: str, wait: Wait) -> HeldCase | None:
        raise AssertionError("there is no need to ask")

    def reconcile(self, known: Sequence[KnownCase], wait: Wait) -> tuple[Difference, ...]:
        return ()

    def close(self) -> None:
        return


@contextmanager
def courier(
    folder: Path, clock: FakeClock, gateway: Scripted
) -> Iterator[tuple[Outbox, Courier, list[Receipt | NotReceived]]]:
    outbox, receipts = Outbox.open(folder, clock), list[Receipt | NotReceived]()
    made = Courier(
        outbox, lambda: cast(PlatformGateway, gateway), clock, lambda: 0.5, receipts.append, on_round=gateway.round_over
    )
    try:
        with running(made, clock):
            clock.settle()
            yield outbox, made, receipts
    finally:
        outbox.close()


def fails(kind: FailureKind, reason: str = "", retry_after: float | None = None) -> Reply:
    def reply(sealed: SealedCase, number: int) -> HeldCase:
        raise PlatformFailure(kind, reason, retry_after)

    return reply


def test_entries_are_sent_in_the_order_they_were_kept(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("a"), case("b")])
        outbox.keep_rating(rating())
        made.nudge()
        clock.settle()
        assert gateway.accepted == ["a", "b", "rating-1"]
        assert [receipt.case_id for receipt in receipts] == ["a", "b"]
        assert sum(outbox.counts()[each] for each in HANDED_OVER) == 3


def test_the_courier_holds_no_lock_while_it_asks_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A holder of the store's lock reads the clock, which under a fake clock takes the lock the courier sleeps on."""
    clock = FakeClock()
    with courier(tmp_path, clock, Scripted(clock)) as (outbox, made, _):
        free: list[bool] = []
        really = outbox.seconds_to_next

        def asked() -> float | None:
            other = threading.Thread(target=clock.now, daemon=True)
            other.start()
            other.join(2)
            free.append(not other.is_alive())
            return really()

        with monkeypatch.context() as watched:
            watched.setattr(outbox, "seconds_to_next", asked)
            made.nudge()
            while not free:
                time.sleep(0.01)
        clock.settle()
        assert all(free)


def test_more_entries_than_one_batch_are_sent_in_order(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock)
    names = [f"case-{number}" for number in range(2 * BATCH + 3)]
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in names])
        assert len(outbox.due()) == BATCH
        made.nudge()
        clock.settle()
        assert gateway.accepted == names
        assert gateway.rounds == [BATCH, 2 * BATCH, len(names)], "on_round is called after every batch"


@pytest.mark.parametrize("kind", [FailureKind.OFFLINE, FailureKind.SLOW, FailureKind.NOT_THE_PLATFORM])
def test_an_outage_costs_one_attempt_per_delay_not_one_per_case(kind: FailureKind, tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(kind))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in "abcdefgh"])
        made.nudge()
        clock.settle()
        assert len(gateway.attempts) == 1
        clock.advance(3600)
        assert 4 <= len(gateway.attempts) <= 40
        gaps = [later[0] - earlier[0] for earlier, later in zip(gateway.attempts, gateway.attempts[1:], strict=False)]
        assert max(gaps) <= CAP_S
        gateway.reply = accepts
        clock.advance(CAP_S + 60)
        assert gateway.accepted == list("abcdefgh")


def test_hours_offline_then_delivered_once(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.OFFLINE))
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("a")])
        made.nudge()
        clock.advance(8 * 3600)
        gateway.reply = accepts
        made.record_admission(UNLIMITED_ADMISSION)
        clock.advance(60)
        assert gateway.accepted == ["a"]
        clock.advance(3600)
        assert gateway.accepted == ["a"]
        assert len(receipts) == 1


def test_a_requested_pause_is_respected(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.BUSY, retry_after=300))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a")])
        made.nudge()
        clock.advance(299)
        assert len(gateway.attempts) == 1
        gateway.reply = accepts
        clock.advance(5)
        assert gateway.accepted == ["a"]


def test_a_closed_department_keeps_its_own_case_waiting_and_no_other(tmp_path: Path) -> None:
    clock = FakeClock()
    opens_at = clock.monotonic() + 12 * 3600

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        left = opens_at - clock.monotonic()
        if sealed.case_id == "closed" and left > 0:
            raise PlatformFailure(FailureKind.REFUSED, "department-closed", retry_after=left)
        return accepts(sealed, number)

    gateway = Scripted(clock, reply)
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("closed"), case("open")])
        made.nudge()
        clock.advance(10)
        assert gateway.accepted == ["open"]
        for name in "abcdefghijkl":
            outbox.keep([case(name)])
            made.nudge()
            clock.advance(3600)
        clock.advance(60)
        # Asked again every six hours at the latest: no pause of the store is believed that is longer.
        assert [id_ for _, id_ in gateway.attempts].count("closed") == 3
        assert gateway.accepted[-1] == "closed"
        assert outbox.counts()["quarantined"] == 0


def test_a_refused_case_is_quarantined_and_the_next_is_sent(tmp_path: Path) -> None:
    clock = FakeClock()

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        if sealed.case_id == "bad":
            raise PlatformFailure(FailureKind.REFUSED, "digest-mismatch")
        return accepts(sealed, number)

    with courier(tmp_path, clock, Scripted(clock, reply)) as (outbox, made, receipts):
        outbox.keep([case("bad"), case("good")])
        made.nudge()
        clock.advance(10)
        assert [each.case_id for each in receipts if isinstance(each, Receipt)] == ["good"]
        assert outbox.counts()["quarantined"] == 1


def test_a_poisonous_case_is_quarantined_and_delays_no_other(tmp_path: Path) -> None:
    clock = FakeClock()

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        if sealed.case_id == "poison":
            raise PlatformFailure(FailureKind.BROKEN)
        return accepts(sealed, number)

    gateway = Scripted(clock, reply)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("poison"), case("good")])
        made.nudge()
        clock.advance(24 * 3600)
        assert [each.case_id for each in receipts if isinstance(each, Receipt)] == ["good"]
        assert sum(id_ == "poison" for _, id_ in gateway.attempts) == ANSWERED_ATTEMPTS
        assert outbox.counts()["quarantined"] == 1


def test_attempts_without_a_network_do_not_count_as_poison(tmp_path: Path) -> None:
    clock = FakeClock()

    def reply(sealed: SealedCase, number: int) -> HeldCase:
        if sealed.case_id == "unlucky" and number <= ANSWERED_ATTEMPTS + 1:
            raise PlatformFailure(FailureKind.OFFLINE if number < ANSWERED_ATTEMPTS else FailureKind.BROKEN)
        return accepts(sealed, number)

    gateway = Scripted(clock, reply)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("unlucky"), case("good")])
        made.nudge()
        clock.advance(24 * 3600)
        assert sorted(receipt.case_id for receipt in receipts) == ["good", "unlucky"]
        assert outbox.counts()["quarantined"] == 0


def test_no_case_is_poison_while_none_is_accepted(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.BROKEN))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a"), case("b")])
        made.nudge()
        clock.advance(2 * 3600)
        assert len(gateway.attempts) > 2 * ANSWERED_ATTEMPTS
        gateway.reply = accepts
        clock.advance(2 * CAP_S)
        assert sorted(gateway.accepted) == ["a", "b"]


def test_a_terminal_that_is_not_enrolled_retries_rarely(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.IDENTITY))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a"), case("b")])
        made.nudge()
        clock.advance(3600)
        assert len(gateway.attempts) <= 5
        gateway.reply = accepts
        clock.advance(2 * CAP_S)
        assert sorted(gateway.accepted) == ["a", "b"]


def test_a_crash_while_sending_sends_again(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = Outbox.open(tmp_path, clock)
    outbox.keep([case("a")])
    outbox.mark_sending(outbox.due()[0].sequence)
    outbox.close()
    gateway = Scripted(clock)
    with courier(tmp_path, clock, gateway):
        clock.advance(1)
        assert gateway.accepted == ["a"]


def test_jittered_delays_stay_between_zero_and_the_cap() -> None:
    for attempts in range(200):
        assert delay_s(attempts, 0.0) == 0.0
        assert delay_s(attempts, 0.999999) <= max(CAP_S, 6 * 3600)
    assert delay_s(1, 0.5) == BASE_S
