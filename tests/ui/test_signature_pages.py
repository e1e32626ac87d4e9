"""The pad for a signature on a page that changes: undo, language, covers, leaving, keys; and what nobody writes."""

from __future__ import annotations

from dataclasses import replace
from time import thread_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.scenario.drawing import DRAWINGS, points_along
from kiosk.session import view_of
from kiosk.signature import STROKES_MOST
from kiosk.view import Modes, View
from tests.kiosk.session.citizen import Citizen
from tests.kiosk.session.ways import at_sign
from tests.ui.pad_writer import Writer
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, press
from tests.ui.window_harness import WindowHarness, finger, rect
from ui.stage import WindowStage
from ui.voice import Voice


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


def test_a_large_signature_is_shown_nearly_as_fast_as_an_empty_pad(harness: WindowHarness) -> None:
    writer = Writer(harness)
    bridge, words = harness.screen.bridge, harness.words().words("zh-CN")

    def taken() -> float:
        view = view_of(writer.citizen.session)
        began = thread_time()
        bridge.show(view, words)
        return thread_time() - began

    writer.show()
    times = []
    for n in range(4):
        for line in DRAWINGS["name"]:
            writer.citizen.writes(*((min(9999, x + 9 * n), y) for x, y in points_along(line)))
    for _ in range(3):
        writer.citizen.touch("undo")
        times.append(taken())
    writer.citizen.touch("clear")
    assert min(times) < 5 * taken(), times
