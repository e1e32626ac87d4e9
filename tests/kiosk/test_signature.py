"""Strokes of a signature: what can be one, when they are enough, and how they are drawn."""

from __future__ import annotations

import json

import pytest

from kiosk import signature as signatures
from kiosk.signature import Signature, is_enough, is_full, path_of, stroke_of

LINE = ((1000, 1000, 0), (4000, 1100, 40))
DOT = ((5000, 3000, 0),)


@pytest.mark.parametrize(
    "numbers",
    [
        (),
        (1, 2),
        (1, 2, 3, 4),
        (-1, 0, 0),
        (10_001, 0, 0),
        (0, 6_001, 0),
        (0, 0, 5),
        (0, 0, 0, 1, 1, 9, 2, 2, 8),
        (0, 0, 0, 1, 1, 60_001),
        (0, 0, 0) * 257,
        (True, 0, 0),
        (0.5, 0, 0),
        ("1", 0, 0),
        (10**30, 0, 0),
    ],
)
def test_what_no_pad_gives_is_no_stroke(numbers: tuple[int, ...]) -> None:
    assert stroke_of(numbers) is None


def test_a_stroke_is_points_with_their_time() -> None:
    assert stroke_of((1000, 1000, 0, 4000, 1100, 40)) == LINE
    assert stroke_of((10_000, 6_000, 0)) == ((10_000, 6_000, 0),)
    assert stroke_of((0, 0, 0) * 256) is not None


@pytest.mark.parametrize(
    ("strokes", "enough"),
    [((), False), ((DOT,), False), ((LINE,), True), ((DOT, DOT), True), ((((0, 0, 0), (0, 199, 9)),), False)],
    ids=["nothing", "a touch", "the name 一", "two dots", "a finger that trembled"],
)
def test_one_stroke_may_be_a_name_and_a_touch_is_none(strokes: signatures.Strokes, enough: bool) -> None:
    assert is_enough(strokes) is enough


def test_a_pad_is_full_before_a_stroke_could_be_too_much() -> None:
    long = tuple((n, n, n) for n in range(signatures.POINTS_MOST))
    assert not is_full((LINE,) * (signatures.STROKES_MOST - 1))
    assert is_full((LINE,) * signatures.STROKES_MOST)
    most = signatures.ALL_POINTS_MOST // signatures.POINTS_MOST
    assert not is_full((long,) * (most - 1))
    assert is_full((long,) * most)


def test_the_drawing_of_a_dot_can_be_seen() -> None:
    assert path_of((LINE, DOT)) == "M1000 1000L4000 1100 M5000 3000h1"


def test_the_largest_signature_fits_into_a_case() -> None:
    long = tuple((9_000 + n, 5_000 + n, 50_000 + n) for n in range(signatures.POINTS_MOST))
    strokes = (long,) * (signatures.ALL_POINTS_MOST // signatures.POINTS_MOST)
    assert len(json.dumps(strokes, separators=(",", ":"))) < 90_000


def test_nothing_of_a_signature_is_in_a_repr() -> None:
    assert "4000" not in repr(Signature("signed", (LINE,), 248, 149))
