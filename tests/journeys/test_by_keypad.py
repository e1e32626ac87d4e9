"""Whole visits by the terminal's keypad, over its simulator's wire: in the dark with headphones, and by sight alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QPointingDevice

from devices import FakeClock
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World, build_world
from kiosk.view import View
from tests import frozen
from tests.house.doors import ROOT
from tests.journeys.keypad_user import KeypadUser, ListeningEar
from ui.app import application, create_screen
from ui.keyboard.chinese_input import ChineseInput
from ui.profile import load_screen
from ui.stage import WindowStage, make_finger
from ui.terminal_runner import connect
from ui.voice import Voice

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PROFILE = "keypad"
"""Has a keypad, a jack, and a sound card that switches (tests/fixtures/terminals)."""


class PadUser(KeypadUser):
    """Presses the keys of the pad, each of them on its wire; figures, 更正, 确认 and 取消 are all that it has."""

    def press_pad(self, *names: str) -> None:
        for name in names:
            self.device("keypad").press(name)
            self.stage.advance(0.3)

    def device(self, name: str) -> Any:
        return self.world.terminal.devices[name].simulator

    def go_pad(self, key: str) -> None:
        for _ in range(60):
            if self.voice.cursor == key:
                return
            self.press_pad("confirm" if self.writing else "8")
        raise AssertionError(f"the keys do not lead to {key} on {self.view.id}")

    def choose(self, *keys: str) -> None:
        for key in keys:
            before = len(self.touched)
            self.go_pad(key)
            self.press_pad("confirm")
            touched = [each for each in self.touched[before:] if each != "still-here"]
            assert touched == [key], f"{touched} on {self.view.id}, wanted: {key}"

    def write(self, field: str, figures: str) -> None:
        self.go_pad(field)
        self.press_pad(*figures)

    def plug_in(self) -> None:
        self.device("headphones").plug_in()
        self.stage.advance(1)

    def pull_out(self) -> None:
        self.device("headphones").pull_out()
        self.stage.advance(1)

    @property
    def loudspeaker_on(self) -> bool:
        on: bool = self.device("sound").loudspeaker.on
        return on


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    application(["test"])
    return make_finger()


@pytest.fixture
def user(qapp: QGuiApplication, finger: QPointingDevice, platform: Platform, data: Path) -> Iterator[PadUser]:
    screen = create_screen(
        load_screen(frozen.TERMINALS / f"{PROFILE}.toml"), ChineseInput(ROOT / "build" / "rime").engine
    )
    clock = FakeClock(START)
    stage = WindowStage(screen, clock, finger)
    world: World

    def publish(view: View) -> None:
        stage.publish(view, world.terminal.languages.words(view.language))

    world = build_world(frozen.config(), data, data, clock, publish, profile=PROFILE, platform=platform)
    ear = ListeningEar()
    connect(screen, world.terminal)
    voice = Voice(screen.window, screen.bridge, ear, world.terminal.post)
    world.terminal.start()
    stage.settle()
    stage.advance(3)
    yield PadUser(screen, world, stage, voice, ear)
    world.terminal.stop()
    screen.close()
    qapp.processEvents()


def test_a_whole_visit_in_the_dark_by_the_keypad_and_with_headphones(user: PadUser) -> None:
    person = user.world.cards.people["wang_old"]
    assert user.ear.said == []
    user.plug_in()
    assert user.view.modes.voice, "plugging them in begins a visit by voice"
    assert (user.view.private, user.loudspeaker_on) == (True, False)
    user.press_pad("9")
    assert user.dark()
    user.choose("item:old-age-allowance", "continue", "for:self", "continue")
    user.card("wang_old")
    assert person.name in user.ear.since(0), "only they hear it"
    user.choose("continue", "agree:consent-record", "continue", "continue")
    user.write("answer:phone", "1990000000")
    user.press_pad("2", "clear", "1")
    assert user.ear.said[-1] == "1", "what is written is said in headphones"
    user.choose("continue", "option:bank:rural")
    user.write("answer:bank_card", "6200000000000000000")
    user.choose("continue")
    assert user.view.id == "review"
    assert "6200000000000000000" in user.ear.since(0)
    user.press_pad("cancel")
    assert user.view.id != "review", "取消 goes back"
    user.choose("continue")
    user.choose("continue", "declare")
    user.stage.advance(6)
    assert user.view.id == "ending"
    user.world.slips.take()
    user.choose("continue")
    user.stage.advance(2)
    user.choose("rate:5", "finish")
    assert user.view.page == "Attract"
    answers = user.world.platform.cases()[0]["content"]["answers"]
    assert (answers["phone"], answers["bank"]) == ("19900000001", "rural")
    user.pull_out()
    assert user.loudspeaker_on
    assert user.device("keypad").complaints == user.device("sound").complaints == ()


def test_headphones_that_are_pulled_out_in_mid_sentence_end_it(user: PadUser) -> None:
    user.plug_in()
    user.choose("item:old-age-allowance", "continue", "for:self", "continue")
    user.ear.slow = True
    held: list[Any] = []
    post, user.voice._post = user.voice._post, held.append
    user.card("wang_old")
    assert user.ear.waiting, "it is being said"
    begun = len(user.ear.begun)
    user.pull_out()
    assert user.ear.waiting == [], "it stopped in mid-sentence"
    assert user.ear.begun[begun:] == [], "and nothing is said in its place"
    assert not user.loudspeaker_on, "until the voice has said that it is silent"
    user.voice._post = post
    for each in held:
        post(each)
    user.stage.advance(1)
    assert (user.view.headphones, user.view.private, user.loudspeaker_on) == (False, False, True)
    # The window's timer is the machine's own.
    user.voice._notice.timeout.emit()
    assert "耳机拔出来了" in user.ear.begun[-1]
    user.ear.slow = False
    user.ear.finish()
    before = len(user.ear.said)
    user.press_pad("clear")
    person = user.world.cards.people["wang_old"]
    assert person.name not in user.ear.since(before), "read again, by the loudspeaker"
    assert user.ear.since(before)
    user.plug_in()
    assert person.name in user.ear.since(before), "and again in the headphones"


def test_what_cannot_be_put_off_is_said_to_nobody_in_private(user: PadUser) -> None:
    user.device("sound").begin("does_not_mute")
    user.plug_in()
    user.stage.advance(6)
    assert (user.view.modes.voice, user.view.headphones, user.view.private) == (True, True, False)
    user.choose("item:old-age-allowance", "continue", "for:self", "continue")
    user.card("wang_old")
    assert user.world.cards.people["wang_old"].name not in user.ear.since(0)


def test_volumes_are_the_profiles_again_after_a_visit(user: PadUser) -> None:
    user.plug_in()
    sound = user.device("sound")
    sound.headphones.percent = sound.loudspeaker.percent = 100
    user.choose("leave")
    assert user.view.page == "Attract"
    user.pull_out()
    assert (sound.loudspeaker.on, sound.loudspeaker.percent, sound.headphones.percent) == (True, 70, 55)


def test_a_sighted_visit_by_the_keypad_says_nothing(user: PadUser) -> None:
    user.stage.touch("start")
    user.stage.settle()
    user.choose("item:old-age-allowance")
    user.go_pad("continue")
    assert user.screen.window.property("activeFocusItem").property("visualFocus"), "the stop is marked"
    user.choose("continue", "for:self", "continue")
    user.press_pad("9")
    assert not user.dark(), "nobody who sees is left in the dark"
    assert user.ear.begun == []
    assert not user.view.modes.voice


def test_a_stuck_key_types_nothing_and_the_visit_goes_on_by_touch(user: PadUser) -> None:
    user.plug_in()
    user.choose("item:old-age-allowance", "continue", "for:self", "continue")
    user.card("wang_old")
    user.choose("continue", "agree:consent-record", "continue", "continue")
    user.write("answer:phone", "199")
    user.device("keypad").begin("stuck_key", key="5")
    user.stage.advance(12)
    field = next(each for each in user.view.fields if each.key == "answer:phone")
    assert field.value == "199"
    assert user.world.terminal.conductor.statuses["keypad"].faults[0].code == "keypad.stuck_key"
    user.press_pad(*"00000001")
    user.choose("continue")
    assert "option:bank:rural" in {option.key for each in user.view.fields for option in each.options}
