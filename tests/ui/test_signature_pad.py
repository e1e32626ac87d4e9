"""The pad for a signature: real touches on the window, with palms, several fingers and edges."""

from __future__ import annotations

import os
from statistics import median
from time import thread_time
from typing import Any

import pytest
from PySide6.QtCore import Q_ARG, QMetaObject, QPoint, QPointF, QSizeF, Qt
from PySide6.QtTest import QTest

from kiosk.signature import POINTS_MOST, stroke_of
from kiosk.view import Modes
from tests.ui.pad_writer import Writer
from tests.ui.pixels import snapshot
from tests.ui.window_harness import WindowHarness, finger

MOVES = 5000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1500
"""Movements of a long stroke."""


@pytest.fixture
def writer(harness: WindowHarness) -> Writer:
    return Writer(harness, answers=False)


def test_a_finger_writes_a_stroke_in_the_unit_of_the_pad(writer: Writer) -> None:
    writer.writes((0.1, 0.5), (0.3, 0.5), (0.6, 0.25))
    assert writer.harness.touched == []
    ((key, numbers, width_mm),) = writer.harness.drawn
    assert (key, width_mm) == ("signature", round(writer.area.width() / writer.harness.profile.px_per_mm))
    stroke = stroke_of(numbers)
    assert stroke is not None
    for (x, y, _), (fraction_x, fraction_y) in zip(stroke, ((0.1, 0.5), (0.3, 0.5), (0.6, 0.25)), strict=True):
        assert abs(x - 10_000 * fraction_x) < 20
        assert abs(y - 6_000 * fraction_y) < 20


def test_a_mouse_writes_too(writer: Writer) -> None:
    window = writer.harness.screen.window
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=writer.at((0.2, 0.2)))
    QTest.mouseMove(window, writer.at((0.5, 0.4)))
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=writer.at((0.5, 0.4)))
    writer.harness.settle()
    assert len(writer.strokes) == 1
    assert len(writer.strokes[0]) >= 2


def test_the_ink_is_under_the_finger_before_the_session_knows_of_it(writer: Writer) -> None:
    empty = snapshot(writer.harness)
    writer.touch(f0=("press", (0.2, 0.3)))
    writer.touch(f0=("move", (0.7, 0.3)))
    under = snapshot(writer.harness)
    assert under != empty
    writer.touch(f0=("release", (0.7, 0.3)))
    assert len(writer.strokes) == 1
    assert snapshot(writer.harness) == under, "what is written stays until the session shows it"


def test_what_the_session_shows_looks_like_what_was_written(harness: WindowHarness) -> None:
    writer = Writer(harness, answers=False)
    writer.writes((0.2, 0.3), (0.7, 0.4))
    written = snapshot(harness)
    writer.answers = True
    writer.heard()
    assert writer.pad.property("strokes") == 1
    assert not writer.pad.property("unanswered").toVariant()
    pad = writer.area.toRect()
    assert harness.screen.window.grabWindow().copy(pad) == written.copy(pad)


def test_a_stroke_that_the_session_does_not_take_goes_from_the_page(writer: Writer) -> None:
    writer.pad.setProperty("patienceMs", 40)
    empty = snapshot(writer.harness)
    writer.writes((0.2, 0.3), (0.7, 0.4))
    assert snapshot(writer.harness) != empty
    QTest.qWait(60)
    writer.harness.settle()
    assert snapshot(writer.harness) == empty


def test_a_second_finger_writes_nothing(writer: Writer) -> None:
    writer.touch(f0=("press", (0.1, 0.2)))
    writer.touch(f0=("move", (0.3, 0.2)))
    writer.touch(f0=("move", (0.3, 0.2)), f1=("press", (0.8, 0.8)))
    writer.touch(f0=("move", (0.4, 0.2)), f1=("move", (0.9, 0.9)))
    writer.touch(f0=("move", (0.4, 0.2)), f1=("release", (0.9, 0.9)))
    writer.touch(f0=("move", (0.5, 0.2)))
    writer.touch(f0=("release", (0.5, 0.2)))
    (stroke,) = writer.strokes
    assert all(y < 1500 for _, y in stroke)
    assert stroke[-1][0] >= 4900


def test_a_hand_that_was_laid_down_first_gives_way_to_the_finger_that_writes(writer: Writer) -> None:
    writer.touch(f0=("press", (0.8, 0.9)))
    writer.touch(f0=("move", (0.8, 0.9)), f1=("press", (0.2, 0.3)))
    writer.touch(f0=("move", (0.8, 0.9)), f1=("move", (0.5, 0.3)))
    writer.touch(f0=("move", (0.81, 0.9)), f1=("release", (0.5, 0.3)))
    writer.touch(f0=("release", (0.81, 0.9)))
    (stroke,) = writer.strokes
    assert all(y < 2500 for _, y in stroke)


@pytest.mark.parametrize("elder", [False, True])
def test_who_rests_a_second_finger_in_large_letters_goes_on_writing(harness: WindowHarness, elder: bool) -> None:
    writer = Writer(harness, Modes(elder=elder), answers=False)
    writer.touch(f0=("press", (0.1, 0.2)))
    writer.touch(f0=("move", (0.3, 0.2)))
    QTest.qWait(350)
    writer.touch(f0=("move", (0.3, 0.2)), f1=("press", (0.8, 0.8)))
    writer.touch(f0=("move", (0.3, 0.2)), f1=("release", (0.8, 0.8)))
    writer.touch(f0=("move", (0.6, 0.2)))
    writer.touch(f0=("release", (0.6, 0.2)))
    (stroke,) = writer.strokes
    assert stroke[-1][0] >= 5900


@pytest.mark.parametrize("later", [False, True], ids=["at once", "as the hand sinks"])
def test_a_palm_writes_nothing(writer: Writer, later: bool) -> None:
    """The contact of a touch cannot be set from a test: the pad is given what a touch screen would report."""
    contact = QSizeF(30 * writer.harness.profile.px_per_mm, 12)
    first = QSizeF(8, 8) if later else contact
    assert QMetaObject.invokeMethod(writer.pad, "press", *_arguments(7, QPointF(50, 50), first))
    assert QMetaObject.invokeMethod(writer.pad, "move", *_arguments(7, QPointF(90, 50), contact))
    assert QMetaObject.invokeMethod(writer.pad, "move", *_arguments(7, QPointF(130, 50), QSizeF(8, 8)))
    assert QMetaObject.invokeMethod(writer.pad, "lift", Q_ARG(int, 7))
    assert writer.strokes == []
    assert writer.pad.property("livePath") == ""


def test_a_stroke_ends_at_the_edge_and_another_begins_on_the_way_back(writer: Writer) -> None:
    writer.writes((0.2, 0.5), (0.5, 0.5), (0.5, 1.3), (0.9, 1.3), (0.9, 0.5), (0.8, 0.4))
    first, second = writer.strokes
    assert first[-1] == (first[-1][0], 6_000)
    assert all(x >= 7900 for x, _ in second), "nothing is written along the edge"


def test_a_stroke_of_thousands_of_points_keeps_its_shape(writer: Writer) -> None:
    window, area, times = writer.harness.screen.window, writer.area, []
    writer.touch(f0=("press", (0.05, 0.5)))
    for n in range(MOVES):
        x, y = 0.05 + 0.9 * n / MOVES, 0.5 + (0.4 if n % 200 < 100 else -0.4) * (n % 100) / 100
        place = QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))
        began = thread_time()
        QTest.touchEvent(window, finger()).move(0, place, window).commit(processEvents=False)
        times.append(thread_time() - began)
    writer.touch(f0=("release", (0.95, 0.5)))
    (stroke,) = writer.strokes
    assert POINTS_MOST / 3 < len(stroke) <= POINTS_MOST
    assert stroke[-1][0] > 9300
    assert max(y for _, y in stroke) > 5000
    assert min(y for _, y in stroke) < 1000
    costs = [median(times[n : n + 100]) for n in range(0, MOVES, 100)]
    assert max(costs) < 4 * costs[0], f"a movement costs more the longer the stroke is: {costs}"


@pytest.mark.parametrize(
    "numbers",
    [[], ["1", 2, 3], [0.5, 1, 2], [None], [[1, 2, 3]], [1] * (3 * POINTS_MOST + 3), [True, 1, 1], [{}]],
)
def test_what_no_pad_gives_goes_no_further_than_the_bridge(writer: Writer, numbers: list[object]) -> None:
    writer.harness.screen.bridge.drawn("signature", numbers, 248)
    assert writer.harness.drawn == []


def _arguments(number: int, at: QPointF, contact: QSizeF) -> tuple[Any, ...]:
    return Q_ARG(int, number), Q_ARG(QPointF, at), Q_ARG(QSizeF, contact)
