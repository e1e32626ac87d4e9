"""Time in rehearsal: it moves only when all rest, in the same order every time, and a cancel is never missed."""

from __future__ import annotations

import threading

import pytest

from devices import Cancelled, DeadlineReached, FakeClock, Mailbox, SystemClock, Wait


def test_a_pause_takes_its_time_and_no_more() -> None:
    clock = FakeClock(auto=True)
    Wait(clock, 5).pause(2)
    assert clock.monotonic() == 2


def test_a_deadline_ends_a_pause() -> None:
    clock = FakeClock(auto=True)
    with pytest.raises(DeadlineReached):
        Wait(clock, 5).pause(60)
    assert clock.monotonic() == 5


def test_a_cancelled_wait_does_not_sleep() -> None:
    wait = Wait(FakeClock(auto=True), 5)
    wait.cancel()
    with pytest.raises(Cancelled):
        wait.pause(1)


def test_cancel_reaches_a_sleeper_on_the_real_clock() -> None:
    clock = SystemClock()
    wait = Wait(clock, 30)
    caught: list[type[Exception]] = []

    def sleep() -> None:
        try:
            wait.pause(30)
        except Cancelled as error:
            caught.append(type(error))

    thread = clock.spawn("sleeper", sleep)
    wait.cancel()
    thread.join(2)
    assert not thread.is_alive()
    assert caught == [Cancelled]


def test_a_child_wait_is_cancelled_with_its_parent_and_ends_no_later() -> None:
    clock = FakeClock(auto=True)
    parent = Wait(clock, 5)
    child = parent.within(60)
    assert child.remaining() == 5
    parent.cancel()
    with pytest.raises(Cancelled):
        child.check()


def test_a_child_made_after_the_cancel_is_born_cancelled() -> None:
    parent = Wait(FakeClock(), 5)
    parent.cancel()
    with pytest.raises(Cancelled):
        parent.within(1).check()


def test_workers_wake_in_the_order_of_their_alarms() -> None:
    clock = FakeClock()
    order: list[str] = []

    def sleeper(name: str, seconds: float) -> None:
        Wait(clock, None).pause(seconds)
        order.append(f"{name}@{clock.monotonic():g}")

    for name, seconds in (("c", 30), ("a", 10), ("b", 20)):
        clock.spawn(name, lambda name=name, seconds=seconds: sleeper(name, seconds))  # type: ignore[misc]
    clock.advance(60)
    assert order == ["a@10", "b@20", "c@30"]
    assert clock.monotonic() == 60


def test_time_waits_for_a_busy_worker() -> None:
    clock = FakeClock()
    mailbox: Mailbox[str] = Mailbox(clock)
    working, finish, done = threading.Event(), threading.Event(), []

    def work() -> None:
        mailbox.get()
        working.set()
        finish.wait(5)
        done.append(clock.monotonic())

    clock.spawn("busy", work)
    mailbox.put("go")
    working.wait(5)
    assert not clock.at_rest()
    threading.Timer(0.05, finish.set).start()
    clock.advance(10)
    assert done == [0], "the work of the old time is done before time moves"


def test_a_worker_that_never_rests_is_named_not_waited_for_forever() -> None:
    clock = FakeClock(patience=0.05)
    release = threading.Event()
    clock.spawn("stuck", lambda: _wait_for(release))
    with pytest.raises(TimeoutError, match="1 workers"):
        clock.settle()
    release.set()


def test_a_mailbox_gives_none_after_its_time() -> None:
    clock = FakeClock(auto=True)
    mailbox: Mailbox[int] = Mailbox(clock)
    assert mailbox.get(3) is None
    assert clock.monotonic() == 3
    mailbox.put(7)
    assert mailbox.get(3) == 7
    assert len(mailbox) == 0


def test_wall_time_moves_with_monotonic_time() -> None:
    clock = FakeClock(auto=True)
    before = clock.now()
    Wait(clock, None).pause(90)
    assert (clock.now() - before).total_seconds() == 90
    assert clock.next_alarm() is None


def _wait_for(event: threading.Event) -> None:
    event.wait(5)
