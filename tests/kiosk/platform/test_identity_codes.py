"""Codes of invented phones: for one use, for two minutes, and of nobody else."""

from __future__ import annotations

from kiosk.platform.sandbox.identity_codes import OPEN_MOST, VALID_S, IdentityCodes


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_code_is_good_once() -> None:
    codes = IdentityCodes(Time())
    code = codes.make("1")
    assert [codes.take(code), codes.take(code), codes.take("another"), codes.take("")] == ["1", "", "", ""]


def test_a_code_lasts_two_minutes_of_the_machines_own_time() -> None:
    time = Time()
    codes = IdentityCodes(time)
    in_time, too_late = codes.make("1"), codes.make("2")
    time.now = VALID_S
    assert codes.take(in_time) == "1"
    time.now = VALID_S + 0.1
    assert codes.take(too_late) == ""


def test_a_code_says_nothing_of_its_holder_and_is_not_its_neighbour() -> None:
    codes = IdentityCodes(Time())
    one, other = codes.make("990101195003070010"), codes.make("990101195003070010")
    assert one != other
    assert "9901011950" not in one


def test_of_too_many_codes_the_oldest_are_forgotten() -> None:
    codes = IdentityCodes(Time())
    first = codes.make("1")
    for _ in range(OPEN_MOST):
        codes.make("2")
    assert codes.take(first) == ""


def test_a_reset_forgets_all() -> None:
    codes = IdentityCodes(Time())
    code = codes.make("1")
    codes.reset()
    assert codes.take(code) == ""
