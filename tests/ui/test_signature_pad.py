"""The pad for a signature: real touches on the window, with palms, several fingers, edges, and pages that change."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import Q_ARG, QMetaObject, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.scenario.drawing import DRAWINGS, points_along
from kiosk.session import view_of
from kiosk.signature import POINTS_MOST, STROKES_MOST, stroke_of
from kiosk.view import Modes, View
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_sign
from tests.ui.pixels import snapshot
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, press
from tests.ui.window_harness import WindowHarness, class_name, finger, rect
from ui.stage import WindowStage
from ui.voice import Voice

Place = tuple[float, float]
STANDARD = Modes()
MOVES = 5000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1500
"""Movements of a long stroke."""


class Writer:
    """Fingers on the pad; places are fractions of it. The strokes go to a session, whose view is shown again."""

    def __init__(self, harness: WindowHarness, modes: Modes = STANDARD, answers: bool = True) -> None:
        while harness.find("double-tap-guard"):
            QTest.qWait(20)
        self.harness, self.citizen = harness, at_sign()
        self.modes, self.language, self.answers = modes, "zh-CN", answers
        self.show()
        harness.forget()

    def show(self) -> None:
        view = view_of(self.citizen.session)
        self.harness.show(replace(view, modes=self.modes, language=self.language))

    def at(self, place: Place) -> QPoint:
        area = self.area
        return QPointF(area.left() + place[0] * area.width(), area.top() + place[1] * area.height()).toPoint()

    @property
    def item(self) -> QQuickItem:
        return self.harness.item("signature")

    @property
    def area(self) -> QRectF:
        return rect(self.item)

    @property
    def pad(self) -> QQuickItem:
        pad = self.item.parentItem()
        assert isinstance(pad, QQuickItem)
        assert class_name(pad).startswith("SignaturePad")
        return pad

    def touch(self, **points: tuple[str, Place]) -> None:
        """One event of several fingers: `f0=("press", (0.1, 0.2))`."""
        window = self.harness.screen.window
        event = QTest.touchEvent(window, finger())
        for name, (verb, place) in points.items():
            number = int(name[1:])
            getattr(event, verb)(number, self.at(place), window)
        event.commit()
        self.harness.settle()

    def writes(self, *places: Place, number: int = 0) -> None:
        name = f"f{number}"
        self.touch(**{name: ("press", places[0])})
        for place in places[1:]:
            self.touch(**{name: ("move", place)})
        self.touch(**{name: ("release", places[-1])})
        self.heard()

    def heard(self) -> None:
        """Let the session take the strokes that came, and show what it says."""
        if self.answers:
            for key, numbers, width_mm in self.harness.drawn:
                assert key == "signature"
                self.citizen.writes(*zip(numbers[::3], numbers[1::3], strict=True), width_mm=width_mm)
            self.harness.drawn.clear()
            self.show()

    @property
    def strokes(self) -> list[tuple[tuple[int, int], ...]]:
        return [tuple(zip(numbers[::3], numbers[1::3], strict=True)) for _, numbers, _ in self.harness.drawn]


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
        began = perf_counter()
        QTest.touchEvent(window, finger()).move(0, place, window).commit(processEvents=False)
        times.append(perf_counter() - began)
    writer.touch(f0=("release", (0.95, 0.5)))
    (stroke,) = writer.strokes
    assert POINTS_MOST / 3 < len(stroke) <= POINTS_MOST
    assert stroke[-1][0] > 9300
    assert max(y for _, y in stroke) > 5000
    assert min(y for _, y in stroke) < 1000
    assert sorted(times)[MOVES * 98 // 100] < 0.02, "nearly every movement takes less than a frame"


def test_undo_while_writing_takes_the_stroke_before_and_leaves_the_one_under_the_finger(harness: WindowHarness) -> None:
    writer = Writer(harness)
    writer.writes((0.1, 0.2), (0.4, 0.2))
    writer.touch(f0=("press", (0.2, 0.6)))
    writer.touch(f0=("move", (0.5, 0.6)))
    undo = rect(harness.item("undo")).center().toPoint()
    window = harness.screen.window
    held = writer.at((0.5, 0.6))
    QTest.touchEvent(window, finger()).move(0, held, window).press(1, undo, window).commit()
    QTest.touchEvent(window, finger()).move(0, held, window).release(1, undo, window).commit()
    harness.settle()
    assert harness.touched == ["undo"]
    writer.citizen.touch("undo")
    writer.show()
    writer.touch(f0=("move", (0.8, 0.6)))
    writer.touch(f0=("release", (0.8, 0.6)))
    (stroke,) = writer.strokes
    assert (stroke[0][0], stroke[-1][0]) == pytest.approx((2000, 8000), abs=30)
    assert all(abs(y - 3600) < 30 for _, y in stroke)


def test_language_and_letters_change_while_a_finger_writes(harness: WindowHarness) -> None:
    writer = Writer(harness)
    writer.writes((0.1, 0.2), (0.4, 0.2))
    writer.touch(f0=("press", (0.2, 0.6)))
    writer.touch(f0=("move", (0.4, 0.6)))
    writer.language, writer.modes = "en", Modes(elder=True, contrast=True, dark=True)
    writer.show()
    writer.touch(f0=("move", (0.6, 0.6)))
    writer.touch(f0=("release", (0.6, 0.6)))
    (stroke,) = writer.strokes
    assert stroke[0][0] == pytest.approx(2000, abs=30)
    assert stroke[-1] == pytest.approx((6000, 3600), abs=40)
    assert writer.pad.property("strokes") == 1


@pytest.mark.parametrize("cover", ["curtain", "countdown"])
def test_a_stroke_is_dropped_when_the_page_is_covered(harness: WindowHarness, cover: str) -> None:
    writer = Writer(harness)
    writer.touch(f0=("press", (0.2, 0.6)))
    writer.touch(f0=("move", (0.4, 0.6)))
    session = writer.citizen.session
    covered = replace(session, curtain=True) if cover == "curtain" else replace(session, counting_down=True)
    harness.show(view_of(covered))
    writer.harness.settle()
    harness.show(view_of(session))
    writer.touch(f0=("release", (0.4, 0.6)))
    assert writer.strokes == []
    assert writer.pad.property("livePath") == ""


def test_a_page_that_is_left_keeps_no_stroke(harness: WindowHarness) -> None:
    writer = Writer(harness)
    writer.touch(f0=("press", (0.2, 0.6)))
    writer.touch(f0=("move", (0.4, 0.6)))
    writer.citizen.touch("other")
    writer.show()
    window = harness.screen.window
    QTest.touchEvent(window, finger()).release(0, QPoint(5, 5), window).commit()
    writer.citizen.touch("back")
    writer.show()
    assert writer.strokes == []
    assert writer.pad.property("livePath") == ""


def test_a_full_pad_takes_nothing(harness: WindowHarness) -> None:
    writer = Writer(harness)
    for _ in range(STROKES_MOST):
        writer.citizen.writes((1000, 1000), (2000, 2000))
    writer.show()
    writer.answers = False
    writer.writes((0.2, 0.3), (0.7, 0.4))
    assert writer.strokes == []


def test_by_keys_the_first_stop_is_the_way_without_writing_and_two_choices_submit(harness: WindowHarness) -> None:
    writer = Writer(harness, Modes(voice=True))
    ear = RecordingLoudspeaker()
    voice = Voice(harness.screen.window, harness.screen.bridge, ear, lambda seen: None)
    try:
        writer.citizen.touch("voice")
        for key, words in (("other", "不方便写字"), ("declared", "我声明并提交")):
            writer.show()
            before = len(ear.said)
            press(harness.screen.window, Qt.Key.Key_8, Qt.Key.Key_5)
            assert any(words in line for line in ear.said[before:])
            assert harness.touched.pop() == key
            writer.citizen.touch(key)
        assert "和签名一样有效" in "".join(ear.said)
        assert writer.citizen.page == "submit"
    finally:
        harness.screen.bridge.changed.disconnect(voice.follow_view)
        voice.deleteLater()


@pytest.mark.parametrize(
    "numbers",
    [[], ["1", 2, 3], [0.5, 1, 2], [None], [[1, 2, 3]], [1] * (3 * POINTS_MOST + 3), [True, 1, 1], [{}]],
)
def test_what_no_pad_gives_goes_no_further_than_the_bridge(writer: Writer, numbers: list[object]) -> None:
    writer.harness.screen.bridge.drawn("signature", numbers, 248)
    assert writer.harness.drawn == []


def test_without_a_pad_the_bridge_takes_no_stroke(harness: WindowHarness) -> None:
    citizen: Citizen = at_sign()
    citizen.touch("other")
    view: View = view_of(citizen.session)
    harness.show(view)
    harness.forget()
    harness.screen.bridge.drawn("signature", [1, 1, 0], 248)
    assert harness.drawn == []


def test_a_scenario_writes_by_touches_on_the_window(harness: WindowHarness) -> None:
    writer = Writer(harness, answers=False)
    stage = WindowStage(harness.screen, FakeClock(), finger())
    stage.draw(DRAWINGS["name"])
    assert len(writer.strokes) == len(DRAWINGS["name"])
    for stroke, line in zip(writer.strokes, DRAWINGS["name"], strict=True):
        for (x, y), (wanted_x, wanted_y) in ((stroke[0], line[0]), (stroke[-1], line[-1])):
            assert abs(x - wanted_x) < 20
            assert abs(y - wanted_y) < 20


def test_a_large_signature_is_shown_within_a_frame_or_two(harness: WindowHarness) -> None:
    writer = Writer(harness)
    for n in range(4):
        for line in DRAWINGS["name"]:
            writer.citizen.writes(*((min(9999, x + 9 * n), y) for x, y in points_along(line)))
    writer.show()
    view = view_of(writer.citizen.session)
    words = harness.words().words("zh-CN")
    times = []
    for key in ("undo", "undo", "undo"):
        writer.citizen.touch(key)
        view = view_of(writer.citizen.session)
        began = perf_counter()
        harness.screen.bridge.show(view, words)
        times.append(perf_counter() - began)
    assert min(times) < 0.05
    assert all(a != b for a, b in pairwise(times))


def _arguments(number: int, at: QPointF, contact: QSizeF) -> tuple[Any, ...]:
    return Q_ARG(int, number), Q_ARG(QPointF, at), Q_ARG(QSizeF, contact)
