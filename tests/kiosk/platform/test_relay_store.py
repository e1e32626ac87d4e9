"""Relays of the sandbox: their time, and whose they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.platform.relays import OPEN_S
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.relay_store import HELD_MOST, OPEN_MOST, RelayStore

RELAY, TERMINAL, PHONE = "relay-0123456789abcdef", "YK-TEST-1", "phone-0123456789abcdef"
MARK = "mark-0001"


class Seconds:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def store(seconds: Seconds) -> RelayStore:
    made = RelayStore(seconds)
    made.open(RELAY, TERMINAL, {})
    return made


def word_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.word


def enter(store: RelayStore, phone: str = PHONE) -> None:
    with store.claimed(RELAY, phone):
        pass


def test_a_relay_ends_by_itself_with_all_that_is_held(store: RelayStore, seconds: Seconds) -> None:
    with store.claimed(RELAY, PHONE) as relay:
        store.begin(relay, 1, 100, MARK)
        store.append(relay, 1, 0, b"ciphertext")
    seconds.now += OPEN_S - 1
    enter(store)
    seconds.now += 1
    assert word_of(lambda: enter(store)) == "unknown"
    assert not store._open, "nothing is kept of it"


def test_more_time_is_given_once(store: RelayStore, seconds: Seconds) -> None:
    for _ in range(3):
        with store.claimed(RELAY, PHONE) as relay:
            store.more(relay)
    seconds.now += 2 * OPEN_S - 1
    enter(store)
    seconds.now += 1
    assert word_of(lambda: enter(store)) == "unknown"


def test_each_end_learns_how_long_the_other_is_silent(store: RelayStore, seconds: Seconds) -> None:
    seconds.now += 7
    enter(store)
    seconds.now += 5
    with store.of_phone(RELAY, PHONE) as relay:
        assert store.since(relay.terminal_at) == 12
    seconds.now += 3
    with store.of_terminal(RELAY, TERMINAL) as relay:
        assert relay.phone_at is not None
        assert store.since(relay.phone_at) == 3


def test_another_terminal_neither_sees_nor_ends_it(store: RelayStore) -> None:
    assert word_of(lambda: store.close(RELAY, "YK-OTHER")) == "unknown"
    enter(store)
    store.close(RELAY, TERMINAL)
    assert word_of(lambda: enter(store)) == "unknown"


def test_an_unclaimed_relay_answers_no_phone(store: RelayStore) -> None:
    with pytest.raises(Refusal, match="relay-claimed"), store.of_phone(RELAY, PHONE):
        pass


def test_the_platform_holds_no_more_than_its_bounds(store: RelayStore) -> None:
    for number in range(1, OPEN_MOST):
        store.open(f"{RELAY}{number}", TERMINAL, {})
    assert word_of(lambda: store.open(f"{RELAY}-one-more", TERMINAL, {})) == "busy"
    size, taken = 15 * 2**20, 0
    for number in range(1, OPEN_MOST):
        with store.claimed(f"{RELAY}{number}", PHONE) as relay:
            if (taken := taken + size) > HELD_MOST:
                assert word_of(lambda relay=relay: store.begin(relay, 1, size, MARK)) == "busy"  # type: ignore[misc]
                return
            store.begin(relay, 1, size, MARK)
    raise AssertionError
