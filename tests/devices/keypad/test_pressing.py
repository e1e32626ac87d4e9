"""Which presses count, by what a pad says of its keys and when."""

from __future__ import annotations

import pytest

from devices.keypad.contract import STUCK_S, PadKey
from devices.keypad.pressing import Move, Pressing

ONE, TWO = PadKey.DIGIT_1, PadKey.DIGIT_2
D, U, H = Move.DOWN, Move.UP, Move.HELD
SETTLE_S = 0.03


@pytest.mark.parametrize(
    ("moves", "keys", "stuck"),
    [
        ([(0, ONE, D), (0.1, ONE, U)], (ONE,), False),
        ([(0, ONE, D), (0.1, ONE, U), (0.2, ONE, D), (0.3, ONE, U)], (ONE, ONE), False),
        ([(0, ONE, D), (0.005, ONE, U), (0.01, ONE, D), (0.1, ONE, U)], (ONE,), False),
        ([(0, ONE, D), (0.1, TWO, D), (0.15, ONE, U), (0.2, TWO, U)], (ONE, TWO), False),
        ([(0, ONE, D), (0.1, TWO, D), (0.2, TWO, U)], (TWO,), True),
        ([(0, ONE, D), (1, ONE, H), (2, ONE, H), (STUCK_S + 1, ONE, U)], (), False),
        ([(0, ONE, H), (0.1, ONE, U)], (), False),
        ([(0, ONE, U)], (), False),
        ([(0.01 * n, ONE, U if n % 2 else D) for n in range(1001)], (), True),
    ],
    ids=["once", "twice", "bounce", "rolled over", "one is stuck", "held too long", "held before", "only let go",
         "chatters"],
)  # fmt: skip
def test_a_key_counts_when_it_is_let_go(
    moves: list[tuple[float, PadKey, Move]], keys: tuple[PadKey, ...], stuck: bool
) -> None:
    pressing = Pressing(SETTLE_S)
    for at, key, move in moves:
        pressing.move(key, move, at)
    pressing.pass_time(moves[-1][0] + STUCK_S)
    assert pressing.take() == keys
    assert pressing.stuck is stuck


def test_what_somebody_pressed_is_forgotten_with_them() -> None:
    pressing = Pressing(SETTLE_S)
    pressing.move(ONE, D, 0)
    pressing.move(ONE, U, 0.1)
    pressing.move(TWO, D, 0.2)
    pressing.pass_time(0.3)
    pressing.forget()
    pressing.move(TWO, U, 0.4)
    pressing.pass_time(1)
    assert pressing.take() == ()
