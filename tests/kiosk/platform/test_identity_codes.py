"""Codes of invented phones: for one use, for two minutes, and of nobody else."""

from __future__ import annotations

from kiosk.platform.sandbox.one_time_tokens import CODE_PREFIX, CODE_S, OPEN_MOST, OneTimeTokens


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_code_is_good_once() -> None:
    codes = OneTimeTokens(Time(), CODE_PREFIX, CODE_S)
    code = codes.make("1")
    assert [codes.take(code), codes.take(code), codes.take("another"), codes.take("")] == ["1", "", "", ""]


def test_a_code_lasts_two_minutes_of_the_machines_own_time() -> None:
    time = Time()
    codes = OneTimeTokens(time, CODE_PREFIX, CODE_S)
    in_time, too_late = codes.make("1"), codes.make("2")
    time.now = CODE_S
    assert codes.take(in_time) == "1"
    time.now = CODE_S + 0.1
    assert codes.take(too_late) == ""


def test_a_code_says_nothing_of_its_holder_and_is_not_its_neighbour() -> None:
    codes = OneTimeTokens(Time(), CODE_PREFIX, CODE_S)
    one, other = codes.make("990101195003070010"), codes.make("990101195003070010")
    assert one != other
    assert "9901011950" not in one


def test_of_too_many_codes_the_oldest_are_forgotten() -> None:
    codes = OneTimeTokens(Time(), CODE_PREFIX, CODE_S)
    first = codes.make("1")
    for _ in range(OPEN_MOST):
        codes.make("2")
    assert codes.take(first) == ""


def test_a_reset_forgets_all() -> None:
    codes = OneTimeTokens(Time(), CODE_PREFIX, CODE_S)
    code = codes.make("1")
    codes.reset()
    assert codes.take(code) == ""
