"""Whole visits by keypad and speech alone, with the screen dark and without touches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice

from devices import FakeClock
from kiosk.delays import DELAYS
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World, build_world
from kiosk.spoken import digit_by_digit
from kiosk.view import View
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.keypad_user import KeypadUser, RecordingEar
from ui.app import application, create_screen
from ui.engine import ChineseInput
from ui.profile import load_screen
from ui.rehearsal.rehearsal_app import connect
from ui.stage import WindowStage, make_finger
from ui.voice import Voice

K = Qt.Key
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    application(["test"])
    return make_finger()


@pytest.fixture
def user(qapp: QGuiApplication, finger: QPointingDevice, platform: Platform, data: Path) -> Iterator[KeypadUser]:
    screen = create_screen(
        load_screen(frozen.TERMINALS / "rehearsal.toml"), ChineseInput(ROOT / "build" / "rime").engine
    )
    clock = FakeClock(START)
    stage = WindowStage(screen, clock, finger)
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(frozen.config(), data, data, clock, publish, platform=platform)
    ear = RecordingEar()
    connect(screen, world)
    voice = Voice(screen.window, screen.bridge, ear, world.terminal.post)
    world.terminal.start()
    stage.settle()
    stage.advance(3)
    yield KeypadUser(screen, world, stage, voice, ear)
    world.terminal.stop()
    screen.close()
    qapp.processEvents()


def begin(user: KeypadUser) -> None:
    """Start a visit by keys: any key starts the speech, 5 begins, 9 makes the screen dark."""
    assert user.ear.said == []
    user.press(K.Key_5)
    assert "用按键办" in user.ear.since(0)
    assert "按五或确认键选" in user.ear.since(0)
    user.press(K.Key_5)
    assert user.view.modes.voice
    user.press(K.Key_9)
    assert user.ear.said[-1] == "屏幕已关上，旁人看不见"
    assert user.screen_is_dark()


def assert_nothing_personal_was_spoken(user: KeypadUser, *typed: str) -> None:
    said = user.ear.since(0)
    for person in user.world.cards.people.values():
        assert person.number not in said
    for value in typed:
        assert value not in said
        assert digit_by_digit(value) not in said
        # Nor digit by digit while it was typed.
        assert not [line for line in user.ear.said if line in tuple(value)]


def apply(user: KeypadUser) -> None:
    begin(user)
    user.choose("item:old-age-allowance", "continue", "for:self", "continue")
    user.card("wang_old")
    user.choose("continue", "agree:consent-record", "continue", "continue", "continue")
    user.write("answer:phone", "19900000001")
    user.choose("continue", "option:bank:rural", "continue")
    user.write("answer:bank_card", "6200000000000000000")
    user.choose("continue")


def test_an_allowance_can_be_applied_for_by_keys_and_speech(user: KeypadUser) -> None:
    apply(user)
    assert user.view.id == "review"
    assert user.screen_is_dark()
    assert "内容已隐藏" in user.ear.since(0)
    user.choose("continue")
    before = len(user.ear.said)
    user.choose("declare")
    user.stage.advance(6)
    assert user.view.id == "ending"
    number = next(block.value for block in user.view.blocks if block.kind == "big_number")
    dictated = digit_by_digit(number.text)  # type: ignore[union-attr]
    assert user.ear.since(before).count(dictated) == 2
    user.world.slips.take()
    user.choose("continue", "rate:5")
    user.stage.advance(2)
    user.choose("finish")
    assert user.view.page == "Attract"
    assert not user.screen_is_dark()
    assert_nothing_personal_was_spoken(user, "19900000001", "6200000000000000000")
    assert user.world.platform.cases()[0]["content"]["answers"]["bank"] == "rural"
    silent_from = len(user.ear.said)
    user.stage.advance(120)
    assert user.ear.said[silent_from:] == []


def prove(user: KeypadUser) -> str:
    code = user.world.platform.newest_code()
    user.write("code", code)
    user.choose("continue")
    return code


def test_a_pension_can_be_looked_up_by_keys_and_speech(user: KeypadUser) -> None:
    begin(user)
    user.choose("item:pension-enrolment", "continue", "continue")
    user.card("li_adult")
    user.choose("continue")
    code = prove(user)
    user.choose("agree:consent-query", "continue")
    assert user.view.id == "lookup"
    assert "12 年" in user.ear.since(0)
    user.choose("continue", "skip", "finish")
    assert user.view.page == "Attract"
    assert_nothing_personal_was_spoken(user, code)


def test_progress_can_be_looked_up_by_keys_and_speech(user: KeypadUser) -> None:
    begin(user)
    user.choose("item:case-progress", "continue", "way:card", "continue")
    user.card("li_adult")
    user.choose("continue")
    code = prove(user)
    assert user.view.id == "progress"
    title = user.world.terminal.languages.words("zh-CN").speech(user.view.title)
    assert title in user.ear.since(0)
    user.choose("continue", "finish")
    assert user.view.page == "Attract"
    assert_nothing_personal_was_spoken(user, code)


def test_speech_stops_with_its_page(user: KeypadUser) -> None:
    user.press(K.Key_5)
    user.ear.slow = True
    user.press(K.Key_5)
    home = [line.text for line in user.ear.waiting]
    assert home
    user.choose("item:old-age-allowance")
    assert user.view.id == "guide"
    assert not set(home[:3]) & {line.text for line in user.ear.waiting[1:]} - {user.ear.waiting[0].text}
    user.press(K.Key_0)
    assert user.view.page == "Help"
    user.choose("pause")
    assert user.view.curtain
    assert len(user.ear.waiting) == 2
    user.choose("curtain-off")
    user.choose("leave")
    user.choose("finish")
    assert user.view.page == "Attract"
    assert user.ear.waiting == []


def test_the_idle_question_does_not_appear_while_the_voice_speaks(user: KeypadUser) -> None:
    begin(user)
    user.ear.slow = True
    user.press(K.Key_Asterisk)
    user.stage.advance(500)
    assert user.view.countdown is None
    user.ear.finish()
    user.stage.settle()
    user.stage.advance(DELAYS["idle_slow"] - 1)
    assert user.view.countdown is None
    before = len(user.ear.said)
    user.ear.slow = False
    user.stage.advance(600)
    assert "还在吗" in user.ear.since(before)
    assert "二十五" in user.ear.since(before) or "25" in user.ear.since(before)


def test_without_a_slip_the_visit_ends_only_after_the_number_was_spoken(user: KeypadUser) -> None:
    simulator = user.world.terminal.devices["receipt_printer"].simulator
    assert simulator is not None
    simulator.begin("paper_out")
    user.stage.advance(6)
    apply(user)
    user.choose("continue")
    user.ear.slow = True
    user.choose("declare")
    user.stage.advance(6)
    assert user.view.id == "ending"
    user.ear.stop()
    user.stage.advance(500)
    assert user.view.id == "ending"
    assert user.view.countdown is None
    user.ear.slow = False
    user.press(K.Key_Asterisk)
    user.stage.advance(600)
    log = (user.world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    assert "visit_ended" in {json.loads(line)["kind"] for line in log.splitlines()}
