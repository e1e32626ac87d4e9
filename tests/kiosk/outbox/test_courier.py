"""The courier never gives up, never hurries a dead network, and lets no case block another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices import FakeClock, Wait
from kiosk.outbox.circuit_breaker import BASE_S, CAP_S, delay_s
from kiosk.outbox.courier import Courier
from kiosk.outbox.outbox import BATCH, Outbox
from kiosk.outbox.states import HANDED_OVER, POISON_ATTEMPTS
from kiosk.platform.gateway import ADMITTED, Answer, FailureKind, Heartbeat, HeartbeatReply, PlatformFailure, Question
from kiosk.platform.wire_types import Difference, HeldCase, Known, Rating, Receipt, SealedCase, Upload
from tests.kiosk.outbox.cases import case, held, rating
from tests.loops import running

Says = Callable[[SealedCase, int], HeldCase]


def takes(sealed: SealedCase, attempt: int) -> HeldCase:
    return held(sealed)


class Scripted:
    """A platform that says what the test tells it to, and remembers who knocked and when."""

    def __init__(self, clock: FakeClock, says: Says = takes) -> None:
        self.clock = clock
        self.says = says
        self.knocks: list[tuple[float, str]] = []
        self.taken: list[str] = []
        self.rounds: list[int] = []

    def round_over(self) -> None:
        self.rounds.append(len(self.taken))

    def put_case(self, case: SealedCase, wait: Wait) -> HeldCase:
        self.knocks.append((self.clock.monotonic(), case.case_id))
        said = self.says(case, sum(1 for _, id_ in self.knocks if id_ == case.case_id))
        self.taken.append(case.case_id)
        return said

    def put_rating(self, rating: Rating, wait: Wait) -> None:
        self.taken.append(rating.rating_id)

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

    def reconcile(self, known: Sequence[Known], wait: Wait) -> tuple[Difference, ...]:
        return ()

    def close(self) -> None:
        return


@contextmanager
def courier(folder: Path, clock: FakeClock, gateway: Scripted) -> Iterator[tuple[Outbox, Courier, list[Receipt]]]:
    outbox, receipts = Outbox.open(folder, clock), list[Receipt]()
    made = Courier(outbox, lambda: gateway, clock, lambda: 0.5, receipts.append, on_round=gateway.round_over)
    try:
        with running(made, clock):
            clock.settle()
            yield outbox, made, receipts
    finally:
        outbox.close()


def fails(kind: FailureKind, reason: str = "", retry_after: float | None = None) -> Says:
    def says(sealed: SealedCase, attempt: int) -> HeldCase:
        raise PlatformFailure(kind, reason, retry_after)

    return says


def test_what_is_kept_goes_out_in_the_order_it_was_kept(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("a"), case("b")])
        outbox.keep_rating(rating())
        made.nudge()
        clock.settle()
        assert gateway.taken == ["a", "b", "rating-1"]
        assert [receipt.case_id for receipt in receipts] == ["a", "b"]
        assert sum(outbox.counts()[each] for each in HANDED_OVER) == 3


def test_nobody_waits_for_the_courier_while_it_asks_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the store looks at the clock; under a fake one that is the lock the courier sleeps on."""
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


def test_more_than_is_read_at_once_goes_out_in_order(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock)
    names = [f"case-{number}" for number in range(2 * BATCH + 3)]
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in names])
        assert len(outbox.due()) == BATCH
        made.nudge()
        clock.settle()
        assert gateway.taken == names
        assert gateway.rounds == [BATCH, 2 * BATCH, len(names)], "told a few at a time, and all of them at the end"


@pytest.mark.parametrize("kind", [FailureKind.OFFLINE, FailureKind.SLOW, FailureKind.NOT_THE_PLATFORM])
def test_a_dead_network_costs_one_attempt_a_delay_not_one_a_case(kind: FailureKind, tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(kind))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case(name) for name in "abcdefgh"])
        made.nudge()
        clock.settle()
        assert len(gateway.knocks) == 1
        clock.advance(3600)
        assert 4 <= len(gateway.knocks) <= 40
        gaps = [later[0] - earlier[0] for earlier, later in zip(gateway.knocks, gateway.knocks[1:], strict=False)]
        assert max(gaps) <= CAP_S
        gateway.says = takes
        clock.advance(CAP_S + 60)
        assert gateway.taken == list("abcdefgh")


def test_hours_offline_then_delivered_once(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.OFFLINE))
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("a")])
        made.nudge()
        clock.advance(8 * 3600)
        gateway.says = takes
        made.record_admission(ADMITTED)
        clock.advance(60)
        assert gateway.taken == ["a"]
        clock.advance(3600)
        assert gateway.taken == ["a"]
        assert len(receipts) == 1


def test_a_busy_platform_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.BUSY, retry_after=300))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a")])
        made.nudge()
        clock.advance(299)
        assert len(gateway.knocks) == 1
        gateway.says = takes
        clock.advance(5)
        assert gateway.taken == ["a"]


def test_a_refused_case_steps_aside_and_the_next_goes_on(tmp_path: Path) -> None:
    clock = FakeClock()

    def says(sealed: SealedCase, attempt: int) -> HeldCase:
        if sealed.case_id == "bad":
            raise PlatformFailure(FailureKind.REFUSED, "digest-mismatch")
        return takes(sealed, attempt)

    with courier(tmp_path, clock, Scripted(clock, says)) as (outbox, made, receipts):
        outbox.keep([case("bad"), case("good")])
        made.nudge()
        clock.advance(10)
        assert [receipt.case_id for receipt in receipts] == ["good"]
        assert outbox.counts()["quarantined"] == 1


def test_poison_is_found_by_attempts_and_blocks_nobody(tmp_path: Path) -> None:
    clock = FakeClock()

    def says(sealed: SealedCase, attempt: int) -> HeldCase:
        if sealed.case_id == "poison":
            raise PlatformFailure(FailureKind.BROKEN)
        return takes(sealed, attempt)

    gateway = Scripted(clock, says)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("poison"), case("good")])
        made.nudge()
        clock.advance(24 * 3600)
        assert [receipt.case_id for receipt in receipts] == ["good"]
        assert sum(id_ == "poison" for _, id_ in gateway.knocks) == POISON_ATTEMPTS
        assert outbox.counts()["quarantined"] == 1


def test_tries_that_a_dead_network_cost_make_no_poison(tmp_path: Path) -> None:
    clock = FakeClock()

    def says(sealed: SealedCase, attempt: int) -> HeldCase:
        if sealed.case_id == "unlucky" and attempt <= POISON_ATTEMPTS + 1:
            raise PlatformFailure(FailureKind.OFFLINE if attempt < POISON_ATTEMPTS else FailureKind.BROKEN)
        return takes(sealed, attempt)

    gateway = Scripted(clock, says)
    with courier(tmp_path, clock, gateway) as (outbox, made, receipts):
        outbox.keep([case("unlucky"), case("good")])
        made.nudge()
        clock.advance(24 * 3600)
        assert sorted(receipt.case_id for receipt in receipts) == ["good", "unlucky"]
        assert outbox.counts()["quarantined"] == 0


def test_where_nothing_passes_no_case_is_called_poison(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.BROKEN))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a"), case("b")])
        made.nudge()
        clock.advance(2 * 3600)
        assert len(gateway.knocks) > 2 * POISON_ATTEMPTS
        gateway.says = takes
        clock.advance(2 * CAP_S)
        assert sorted(gateway.taken) == ["a", "b"]


def test_an_unknown_terminal_waits_for_staff_without_hammering(tmp_path: Path) -> None:
    clock = FakeClock()
    gateway = Scripted(clock, fails(FailureKind.IDENTITY))
    with courier(tmp_path, clock, gateway) as (outbox, made, _):
        outbox.keep([case("a"), case("b")])
        made.nudge()
        clock.advance(3600)
        assert len(gateway.knocks) <= 5
        gateway.says = takes
        clock.advance(2 * CAP_S)
        assert sorted(gateway.taken) == ["a", "b"]


def test_a_crash_while_sending_sends_again(tmp_path: Path) -> None:
    clock = FakeClock()
    outbox = Outbox.open(tmp_path, clock)
    outbox.keep([case("a")])
    outbox.mark_sending(outbox.due()[0].sequence)
    outbox.close()
    gateway = Scripted(clock)
    with courier(tmp_path, clock, gateway):
        clock.advance(1)
        assert gateway.taken == ["a"]


def test_full_jitter_stays_between_nothing_and_the_cap() -> None:
    for attempts in range(200):
        assert delay_s(attempts, 0.0) == 0.0
        assert delay_s(attempts, 0.999999) <= max(CAP_S, 6 * 3600)
    assert delay_s(1, 0.5) == BASE_S
