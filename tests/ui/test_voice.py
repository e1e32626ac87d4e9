"""Voice and keys on one page after another: where the keys lead, what is said there, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from kiosk.events import VoiceSeen
from kiosk.spoken import digit_by_digit, focus_stops, sentences_of
from kiosk.view import Field, FieldKind, Modes, View
from kiosk.words import text
from tests.house.doors import ROOT
from tests.ui.glass import Glass, languages
from tests.ui.listening import Ear, press
from tests.ui.sample_views import Samples
from ui.engine import ChineseInput
from ui.keyboard.keyboard import Keyboard
from ui.keys import IN_A_FIELD, ON_A_PAGE, Act
from ui.voice import Voice

K = Qt.Key
VIEWS = Samples("zh-CN", Modes(voice=True)).all()
WITHOUT_VISIT = {name for name, view in VIEWS.items() if not view.offers_modes}
SECRET = "990101194403070028"
PAD = {K.Key_0, K.Key_1, K.Key_2, K.Key_3, K.Key_4, K.Key_5, K.Key_6, K.Key_7, K.Key_8, K.Key_9}
PAD |= {K.Key_Asterisk, K.Key_NumberSign}


class Heard:
    """The window with a voice of its own."""

    def __init__(self, glass: Glass, keyboard: Keyboard | None = None) -> None:
        self.glass, self.ear = glass, Ear()
        self.told: list[VoiceSeen] = []
        self.voice = Voice(glass.screen.window, glass.screen.bridge, self.ear, self.told.append, keyboard)

    def press(self, *keys: Qt.Key) -> None:
        press(self.glass.screen.window, *keys)

    def go(self, key: str, view: View) -> None:
        for _ in range(len(focus_stops(view))):
            if self.voice.cursor == key:
                return
            self.press(K.Key_Down)
        assert self.voice.cursor == key


@pytest.fixture
def heard(glass: Glass) -> Iterator[Heard]:
    made = Heard(glass)
    yield made
    glass.screen.bridge.changed.disconnect(made.voice._shown)
    glass.screen.bridge.set_blank(False)
    made.voice.deleteLater()
    QCoreApplication.sendPostedEvents(made.voice, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def writes() -> Iterator[Heard]:
    """A window with Chinese input and a voice, its keys on an empty field for a name."""
    chinese = ChineseInput(ROOT / "build" / "rime")
    glass = Glass(engine=chinese.engine)
    made = Heard(glass, glass.screen.keyboard)
    sample = Samples("zh-CN", Modes(voice=True))
    name = Field("name", sample.say("姓名", "Name"), FieldKind.CHINESE, "", max_length=60)
    view = sample.view("Form", "您叫什么？", "Your name?", fields=(name,))
    glass.show(view)
    made.go("name", view)
    yield made
    glass.close()
    chinese.end_visit()


def test_candidates_are_said_with_their_figures_and_chosen_by_them(writes: Heard) -> None:
    keyboard, before = writes.glass.screen.keyboard, len(writes.ear.said)
    writes.press(K.Key_W, K.Key_E, K.Key_I)
    first = keyboard.property("spoken")
    assert len(first) > 2
    assert writes.ear.said[-len(first) :] == [f"{n}，{word}" for n, word in enumerate(first, 1)]
    writes.press(K.Key_PageDown)
    second = keyboard.property("spoken")
    assert second != first
    assert writes.ear.said[-len(second) :] == [f"{n}，{word}" for n, word in enumerate(second, 1)]
    assert writes.glass.typed == [], f"heard: {writes.ear.since(before)}"
    wanted = keyboard.property("candidates")[2]
    writes.press(K.Key_3)
    assert writes.glass.typed == [("name", wanted)]
    assert writes.ear.said[-1] == wanted
    writes.press(K.Key_3)
    assert writes.glass.typed[-1] == ("name", f"{wanted}3"), "without candidates a figure is a figure"
    writes.press(K.Key_M, K.Key_A, K.Key_Asterisk, K.Key_Asterisk, K.Key_Asterisk)
    assert writes.glass.typed[-1] == ("name", wanted), "the star takes letters first"


def test_keys_write_into_the_field_that_a_finger_chose(heard: Heard) -> None:
    view = VIEWS["form"]
    heard.glass.show(replace(view, fields=tuple(replace(field, value="") for field in view.fields)))
    key = next(stop.key for stop in focus_stops(view) if stop.field is not None)
    heard.glass.touch(key)
    heard.press(K.Key_9)
    assert heard.glass.typed[-1:] == [(key, "9")]
    assert not heard.glass.screen.bridge.property("blank"), "it is no command"


def test_a_masked_name_is_composed_without_a_word_of_it(writes: Heard) -> None:
    view = writes.voice.view
    assert view is not None
    writes.glass.show(replace(view, id="masked", fields=(replace(view.fields[0], masked=True),)))
    writes.go("name", view)
    before = len(writes.ear.said)
    writes.press(K.Key_M, K.Key_A, K.Key_1)
    assert writes.glass.typed
    said = writes.ear.since(before)
    assert writes.glass.typed[-1][1] not in said
    assert languages().words("zh-CN").speech(text("voice-hidden", count="1")) in said


@pytest.mark.parametrize("name", sorted(set(VIEWS) - WITHOUT_VISIT))
def test_the_keys_lead_to_everything_that_can_be_touched(heard: Heard, name: str) -> None:
    view = VIEWS[name]
    heard.glass.show(view)
    assert heard.ear.said
    for stop in focus_stops(view):
        heard.go(stop.key, view)
        item = heard.voice._item(stop.key)
        assert item is not None, f"nothing on the screen carries {stop.key!r}"
        if stop.field is None and stop.enabled:
            heard.glass.forget()
            heard.press(K.Key_5)
            assert heard.glass.touched == [stop.key]


@pytest.mark.parametrize("name", VIEWS)
def test_what_is_masked_is_never_said(name: str) -> None:
    view = VIEWS[name]
    hidden = replace(
        view, fields=tuple(replace(field, value=SECRET, masked=True) for field in view.fields if not field.options)
    )
    said = [line.text for line in sentences_of(hidden, languages().words("zh-CN"))]
    said += [languages().words("zh-CN").speech(each) for stop in focus_stops(hidden) for each in stop.said]
    assert SECRET not in "\n".join(said)


def test_what_is_written_into_a_masked_field_is_counted_not_said(heard: Heard) -> None:
    view = VIEWS["second-proof"]
    field = replace(view.fields[0], masked=True, value="")
    view = replace(view, id="proof", fields=(field,))
    heard.glass.show(view)
    heard.go(field.key, view)
    before = len(heard.ear.said)
    heard.press(K.Key_8, K.Key_7)
    assert heard.glass.item(field.key).property("text") == "87"
    assert heard.ear.said[before:] == ["已填 1 位，不读出来", "已填 2 位，不读出来"]
    heard.press(K.Key_Asterisk)
    assert heard.glass.item(field.key).property("text") == "8"
    assert heard.glass.typed[-1] == (field.key, "8")
    heard.press(K.Key_NumberSign)
    assert heard.voice.cursor != field.key


def test_the_number_is_said_twice_sign_by_sign_and_reported(heard: Heard) -> None:
    heard.glass.show(VIEWS["ending-kept"])
    number = next(block.value for block in VIEWS["ending-kept"].blocks if block.kind == "big_number")
    assert number is not None
    each = digit_by_digit(languages().words("zh-CN").text(number))
    assert heard.ear.since(0).count(each) == 2
    assert [event.number for event in heard.told].count(True) == 1


def test_a_dark_screen_takes_no_touch_and_lights_up_for_the_next(heard: Heard) -> None:
    view = VIEWS["notice"]
    heard.glass.show(view)
    heard.press(K.Key_9)
    heard.glass.settle()
    heard.glass.forget()
    heard.glass.tap("continue")
    assert heard.glass.touched == []
    heard.glass.show(replace(view, visit="v2", modes=Modes()))
    assert heard.glass.find("blank") is None
    heard.glass.tap("continue")
    assert heard.glass.touched == ["continue"]


def test_without_the_voice_the_keys_write_and_say_nothing(heard: Heard) -> None:
    heard.glass.show(replace(VIEWS["notice"], modes=Modes()))
    heard.press(K.Key_0, K.Key_5, K.Key_NumberSign)
    assert heard.glass.touched == []
    assert heard.ear.said == []


def test_choosing_what_is_chosen_leaves_it_chosen_for_a_screen_reader(glass: Glass) -> None:
    glass.show(VIEWS["for-whom"])
    chosen = next(choice.key for choice in VIEWS["for-whom"].choices if choice.chosen)
    glass.touch(chosen)
    assert glass.item(chosen).property("checked") is True


def test_pace_and_loudness_are_the_citizens_own(heard: Heard) -> None:
    heard.glass.show(VIEWS["notice"])
    heard.press(K.Key_3, K.Key_3, K.Key_1, K.Key_7)
    assert (heard.ear.loudness, heard.ear.pace) == (1, 1)
    heard.glass.show(replace(VIEWS["notice"], visit="v2"))
    assert (heard.ear.loudness, heard.ear.pace) == (0, 0)


def test_a_pad_of_twelve_keys_is_enough() -> None:
    assert set(ON_A_PAGE) - {K.Key_Space} == PAD
    assert {ON_A_PAGE[key] for key in PAD} == set(Act) - {Act.DELETE}
    assert {IN_A_FIELD[K.Key_Asterisk], IN_A_FIELD[K.Key_NumberSign]} == {Act.DELETE, Act.NEXT}
