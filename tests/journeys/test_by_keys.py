"""Whole visits by keys alone with the screen dark, judged by what was said. No finger touches anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QPointingDevice

from devices import FakeClock
from kiosk.delays import DELAYS
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World, build_world
from kiosk.spoken import digit_by_digit
from kiosk.view import View
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.keypad_user import K, KeypadUser, ListeningEar
from ui.app import application, create_screen
from ui.keyboard.chinese_input import ChineseInput
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import connect
from ui.voice import Voice

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    application(["test"])
    return make_finger()


@pytest.fixture
def blind(qapp: QGuiApplication, finger: QPointingDevice, platform: Platform, data: Path) -> Iterator[KeypadUser]:
    screen = create_screen(
        load_screen(frozen.TERMINALS / "rehearsal.toml"), ChineseInput(ROOT / "build" / "rime").engine
    )
    clock = FakeClock(START)
    stage = WindowStage(screen, clock, finger)
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(frozen.config(), data, data, clock, publish, platform=platform)
    ear = ListeningEar()
    connect(screen, world.terminal)
    voice = Voice(screen.window, screen.bridge, ear, world.terminal.post)
    world.terminal.start()
    stage.settle()
    stage.advance(3)
    yield KeypadUser(screen, world, stage, voice, ear)
    world.terminal.stop()
    screen.close()
    qapp.processEvents()


def begin(blind: KeypadUser) -> None:
    """Any key wakes the voice, 5 begins, 9 makes the screen dark."""
    assert blind.ear.said == []
    blind.press(K.Key_5)
    assert "读给我听" in blind.ear.since(0)
    assert "按五或确认键选" in blind.ear.since(0)
    blind.press(K.Key_5)
    assert blind.view.modes.voice
    blind.press(K.Key_9)
    assert blind.ear.said[-1] == "屏幕已关上，旁人看不见"
    assert blind.dark()


def assert_nothing_personal_was_said(blind: KeypadUser, *typed: str) -> None:
    said = blind.ear.since(0)
    for person in blind.world.cards.people.values():
        for personal in (person.number, person.name, person.address):
            assert not personal or personal not in said
    for value in typed:
        assert value not in said
        assert digit_by_digit(value) not in said
        # Nor figure by figure while it was written.
        assert not [line for line in blind.ear.said if line in tuple(value)]


def apply(blind: KeypadUser) -> None:
    begin(blind)
    blind.choose("item:old-age-allowance", "continue", "for:self", "continue")
    blind.card("wang_old")
    blind.choose("continue", "agree:consent-record", "continue", "continue")
    blind.write("answer:phone", "19900000001")
    blind.choose("continue", "option:bank:rural")
    blind.write("answer:bank_card", "6200000000000000000")
    blind.choose("continue")


def test_the_allowance_is_applied_for_in_the_dark(blind: KeypadUser) -> None:
    apply(blind)
    assert blind.view.id == "review"
    assert blind.dark()
    assert "这一项不读出来" in blind.ear.since(0)
    blind.choose("continue")
    before = len(blind.ear.said)
    blind.choose("declare")
    blind.stage.advance(6)
    assert blind.view.id == "ending"
    number = next(block.value for block in blind.view.blocks if block.kind == "big_number")
    dictated = digit_by_digit(number.text)  # type: ignore[union-attr]
    assert blind.ear.since(before).count(dictated) == 2
    blind.world.slips.take()
    blind.choose("continue")
    blind.stage.advance(2)
    blind.choose("rate:5")
    blind.choose("finish")
    assert blind.view.page == "Attract"
    assert not blind.dark()
    assert_nothing_personal_was_said(blind, "19900000001", "6200000000000000000")
    assert blind.world.platform.cases()[0]["content"]["answers"]["bank"] == "rural"
    silent_from = len(blind.ear.said)
    blind.stage.advance(120)
    assert blind.ear.said[silent_from:] == []


def prove(blind: KeypadUser) -> str:
    code = blind.world.platform.newest_code()
    blind.write("code", code)
    blind.choose("continue")
    return code


def test_the_pension_is_looked_up_in_the_dark(blind: KeypadUser) -> None:
    begin(blind)
    blind.choose("item:pension-enrolment", "continue", "continue")
    blind.card("li_adult")
    blind.choose("continue")
    code = prove(blind)
    blind.choose("agree:consent-query")
    assert blind.view.id == "lookup"
    assert "12 年" in blind.ear.since(0)
    assert not re.search(r"\d ?元", blind.ear.since(0)), "a sum is for the citizen alone"
    blind.choose("continue", "finish")
    assert blind.view.page == "Attract"
    assert_nothing_personal_was_said(blind, code)


def test_the_progress_is_read_aloud_with_the_screen_blanked(blind: KeypadUser) -> None:
    begin(blind)
    blind.choose("item:case-progress", "continue", "way:card", "continue")
    blind.card("li_adult")
    blind.choose("continue")
    code = prove(blind)
    assert blind.view.id == "progress"
    title = blind.world.terminal.languages.words("zh-CN").speech(blind.view.title)
    assert title in blind.ear.since(0)
    blind.choose("continue", "finish")
    assert blind.view.page == "Attract"
    assert_nothing_personal_was_said(blind, code)


def test_speech_stops_with_its_page(blind: KeypadUser) -> None:
    blind.press(K.Key_5)
    blind.ear.slow = True
    blind.press(K.Key_5)
    home = [line.text for line in blind.ear.waiting]
    assert home
    blind.choose("item:old-age-allowance")
    assert blind.view.id == "guide"
    assert not set(home[:3]) & {line.text for line in blind.ear.waiting[1:]} - {blind.ear.waiting[0].text}
    blind.press(K.Key_0)
    assert blind.view.page == "Help"
    blind.choose("pause")
    assert blind.view.curtain
    assert len(blind.ear.waiting) == 2
    blind.choose("curtain-off")
    blind.choose("leave")
    blind.choose("finish")
    assert blind.view.page == "Attract"
    assert blind.ear.waiting == []


def test_nobody_is_asked_whether_they_are_there_while_the_voice_speaks(blind: KeypadUser) -> None:
    begin(blind)
    blind.ear.slow = True
    blind.press(K.Key_Asterisk)
    blind.stage.advance(500)
    assert blind.view.countdown is None
    blind.ear.finish()
    blind.stage.settle()
    blind.stage.advance(DELAYS["idle_slow"] - 1)
    assert blind.view.countdown is None
    before = len(blind.ear.said)
    blind.ear.slow = False
    blind.stage.advance(600)
    assert "还在吗" in blind.ear.since(before)
    assert "二十五" in blind.ear.since(before) or "25" in blind.ear.since(before)


def test_the_number_is_in_hand_once_it_was_said_without_a_slip(blind: KeypadUser) -> None:
    simulator = blind.world.terminal.devices["receipt_printer"].simulator
    assert simulator is not None
    simulator.begin("paper_out")
    blind.stage.advance(6)
    apply(blind)
    blind.choose("continue")
    blind.ear.slow = True
    blind.choose("declare")
    blind.stage.advance(6)
    assert blind.view.id == "ending"
    blind.ear.stop()
    blind.stage.advance(500)
    assert blind.view.id == "ending"
    assert blind.view.countdown is None
    blind.ear.slow = False
    blind.press(K.Key_Asterisk)
    blind.stage.advance(600)
    log = (blind.world.places.data / "audit" / "audit.jsonl").read_text(encoding="utf-8")
    assert "visit_ended" in {json.loads(line)["kind"] for line in log.splitlines()}
