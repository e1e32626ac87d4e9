"""Voice and keys, page by page: the stops, what is spoken there, and what is never spoken."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from kiosk.events import VoiceSeen
from kiosk.spoken import digit_by_digit, focus_stops, sentences_of
from kiosk.view import Field, FieldKind, Modes, View
from kiosk.words import text
from tests.house.doors import ROOT
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, press
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages
from ui.keyboard.chinese_input import ChineseInput
from ui.keyboard.keyboard import Keyboard
from ui.keys import IN_A_FIELD, ON_A_PAGE, KeyCommand
from ui.voice import Voice

K = Qt.Key
VIEWS = Samples("zh-CN", Modes(voice=True)).all()
OUTSIDE_VISITS = {name for name, view in VIEWS.items() if not view.offers_modes}
SECRET = "990101194403070028"
PAD = {K.Key_0, K.Key_1, K.Key_2, K.Key_3, K.Key_4, K.Key_5, K.Key_6, K.Key_7, K.Key_8, K.Key_9}
PAD |= {K.Key_Asterisk, K.Key_NumberSign}


class VoiceHarness:
    """The window with a voice and a recording loudspeaker."""

    def __init__(self, harness: WindowHarness, keyboard: Keyboard | None = None) -> None:
        self.harness, self.loudspeaker = harness, RecordingLoudspeaker()
        self.posted: list[VoiceSeen] = []
        self.voice = Voice(harness.screen.window, harness.screen.bridge, self.loudspeaker, self.posted.append, keyboard)

    def press(self, *keys: Qt.Key) -> None:
        press(self.harness.screen.window, *keys)

    def go_to(self, key: str, view: View) -> None:
        for _ in range(len(focus_stops(view))):
            if self.voice.cursor == key:
                return
            self.press(K.Key_Down)
        assert self.voice.cursor == key


@pytest.fixture
def voiced(harness: WindowHarness) -> Iterator[VoiceHarness]:
    made = VoiceHarness(harness)
    yield made
    harness.screen.bridge.changed.disconnect(made.voice.follow_view)
    harness.screen.bridge.set_blank(False)
    made.voice.deleteLater()
    QCoreApplication.sendPostedEvents(made.voice, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def name_field() -> Iterator[VoiceHarness]:
    """A window with Chinese input and voice, at an empty name field."""
    chinese = ChineseInput(ROOT / "build" / "rime")
    harness = WindowHarness(engine=chinese.engine)
    made = VoiceHarness(harness, harness.screen.keyboard)
    sample = Samples("zh-CN", Modes(voice=True))
    name = Field("name", sample.say("姓名", "Name"), FieldKind.CHINESE, "", max_length=60)
    view = sample.view("Form", "您叫什么？", "Your name?", fields=(name,))
    harness.show(view)
    made.go_to("name", view)
    yield made
    harness.close()
    chinese.end_visit()


def test_candidates_are_spoken_with_digits_and_chosen_by_digit(name_field: VoiceHarness) -> None:
    keyboard, before = name_field.harness.screen.keyboard, len(name_field.loudspeaker.said)
    name_field.press(K.Key_W, K.Key_E, K.Key_I)
    first = keyboard.property("spoken")
    assert len(first) > 2
    assert name_field.loudspeaker.said[-len(first) :] == [f"{n}，{word}" for n, word in enumerate(first, 1)]
    name_field.press(K.Key_PageDown)
    second = keyboard.property("spoken")
    assert second != first
    assert name_field.loudspeaker.said[-len(second) :] == [f"{n}，{word}" for n, word in enumerate(second, 1)]
    assert name_field.harness.typed == [], f"spoken: {name_field.loudspeaker.since(before)}"
    wanted = keyboard.property("candidates")[2]
    name_field.press(K.Key_3)
    assert name_field.harness.typed == [("name", wanted)]
    assert name_field.loudspeaker.said[-1] == wanted
    name_field.press(K.Key_3)
    assert name_field.harness.typed[-1] == ("name", f"{wanted}3"), "without candidates a digit is input"
    name_field.press(K.Key_M, K.Key_A, K.Key_Asterisk, K.Key_Asterisk, K.Key_Asterisk)
    assert name_field.harness.typed[-1] == ("name", wanted), "the star deletes uncommitted letters first"


def test_keys_write_into_the_field_that_a_finger_chose(voiced: VoiceHarness) -> None:
    view = VIEWS["form"]
    voiced.harness.show(replace(view, fields=tuple(replace(field, value="") for field in view.fields)))
    key = next(stop.key for stop in focus_stops(view) if stop.field is not None)
    voiced.harness.touch(key)
    voiced.press(K.Key_9)
    assert voiced.harness.typed[-1:] == [(key, "9")]
    assert not voiced.harness.screen.bridge.blank, "it is input, not a command"


UNLOCKED = {K.Key_Home: "7", K.Key_Up: "8", K.Key_PageUp: "9", K.Key_Clear: "5", K.Key_Insert: "0"}
"""Keys of a keypad without Num Lock, as an X server sends them, and the figures printed on them."""


@pytest.mark.parametrize("modes", [Modes(), Modes(voice=True)], ids=["by touch", "by voice"])
def test_a_keypad_without_num_lock_writes_the_figures_printed_on_it(voiced: VoiceHarness, modes: Modes) -> None:
    view = VIEWS["form"]
    voiced.harness.show(replace(view, modes=modes, fields=tuple(replace(field, value="") for field in view.fields)))
    key = next(stop.key for stop in focus_stops(view) if stop.field is not None)
    voiced.harness.touch(key)
    for pressed in UNLOCKED:
        QTest.keyClick(voiced.harness.screen.window, pressed, Qt.KeyboardModifier.KeypadModifier)
        voiced.harness.settle()
    assert voiced.harness.typed[-1:] == [(key, "".join(UNLOCKED.values()))]


def test_a_date_is_typed_by_keys_and_read_as_a_day(voiced: VoiceHarness) -> None:
    sample = Samples("zh-CN", Modes(voice=True))
    born = Field("born", sample.say("出生日期", "Born"), FieldKind.DATE, max_length=10)
    view = sample.view("Form", "哪一天出生？", "When were you born?", fields=(born,))
    voiced.harness.show(view)
    voiced.go_to("born", view)
    assert languages().words("zh-CN").speech(text("voice-date")) in voiced.loudspeaker.said
    voiced.press(K.Key_1, K.Key_9, K.Key_5, K.Key_0, K.Key_6, K.Key_1, K.Key_5, K.Key_Asterisk, K.Key_6)
    assert voiced.harness.typed[-1] == ("born", "1950-06-16")
    voiced.harness.show(replace(view, fields=(replace(born, value="1950-06-16"),)))
    voiced.voice.say_stop()
    assert any("1950年6月16日" in each for each in voiced.loudspeaker.said)


def test_a_masked_name_is_composed_without_being_spoken(name_field: VoiceHarness) -> None:
    view = name_field.voice.view
    assert view is not None
    name_field.harness.show(replace(view, id="masked", fields=(replace(view.fields[0], masked=True),)))
    name_field.go_to("name", view)
    before = len(name_field.loudspeaker.said)
    name_field.press(K.Key_M, K.Key_A, K.Key_1)
    assert name_field.harness.typed
    said = name_field.loudspeaker.since(before)
    assert name_field.harness.typed[-1][1] not in said
    assert languages().words("zh-CN").speech(text("voice-hidden", count="1")) in said


@pytest.mark.parametrize("name", sorted(set(VIEWS) - OUTSIDE_VISITS))
def test_the_keys_lead_to_everything_that_can_be_touched(voiced: VoiceHarness, name: str) -> None:
    view = VIEWS[name]
    voiced.harness.show(view)
    assert voiced.loudspeaker.said
    for stop in focus_stops(view):
        voiced.go_to(stop.key, view)
        item = voiced.voice.item(stop.key)
        assert item is not None, f"nothing on the screen carries {stop.key!r}"
        if stop.field is None and stop.enabled:
            voiced.harness.forget()
            voiced.press(K.Key_5)
            assert voiced.harness.touched == [stop.key]


@pytest.mark.parametrize("name", VIEWS)
def test_masked_values_are_never_spoken(name: str) -> None:
    view = VIEWS[name]
    hidden = replace(
        view, fields=tuple(replace(field, value=SECRET, masked=True) for field in view.fields if not field.options)
    )
    said = [line.text for line in sentences_of(hidden, languages().words("zh-CN"))]
    said += [languages().words("zh-CN").speech(each) for stop in focus_stops(hidden) for each in stop.said]
    assert SECRET not in "\n".join(said)


def test_text_typed_into_a_masked_field_is_counted_not_spoken(voiced: VoiceHarness) -> None:
    view = VIEWS["second-proof"]
    field = replace(view.fields[0], masked=True, value="")
    view = replace(view, id="proof", fields=(field,))
    voiced.harness.show(view)
    voiced.go_to(field.key, view)
    before = len(voiced.loudspeaker.said)
    voiced.press(K.Key_8, K.Key_7)
    assert voiced.harness.item(field.key).property("text") == "87"
    assert voiced.loudspeaker.said[before:] == ["已填 1 位，不读出来", "已填 2 位，不读出来"]
    voiced.press(K.Key_Asterisk)
    assert voiced.harness.item(field.key).property("text") == "8"
    assert voiced.harness.typed[-1] == (field.key, "8")
    voiced.press(K.Key_NumberSign)
    assert voiced.voice.cursor != field.key


def test_the_slip_number_is_spoken_twice_by_character_and_reported(voiced: VoiceHarness) -> None:
    voiced.harness.show(VIEWS["ending-kept"])
    number = next(block.value for block in VIEWS["ending-kept"].blocks if block.kind == "big_number")
    assert number is not None
    each = digit_by_digit(languages().words("zh-CN").text(number))
    assert voiced.loudspeaker.since(0).count(each) == 2
    assert [event.number for event in voiced.posted].count(True) == 1


def test_a_dark_screen_takes_no_touch_and_lights_up_for_the_next(voiced: VoiceHarness) -> None:
    view = VIEWS["notice"]
    voiced.harness.show(view)
    voiced.press(K.Key_9)
    voiced.harness.settle()
    voiced.harness.forget()
    voiced.harness.tap("continue")
    assert voiced.harness.touched == []
    voiced.harness.show(replace(view, visit="v2", modes=Modes()))
    assert voiced.harness.find("blank") is None
    voiced.harness.tap("continue")
    assert voiced.harness.touched == ["continue"]


def test_no_wrapper_of_an_item_that_had_the_focus_is_kept(voiced: VoiceHarness) -> None:
    """PySide would keep one for each item that `activeFocusItem()` ever returned."""
    voiced.harness.show(VIEWS["notice"])
    voiced.harness.show(VIEWS["review"])
    voiced.go_to("change:name", VIEWS["review"])
    item = voiced.harness.item("change:name")
    assert voiced.harness.focused() is item
    kept = ref(item)
    del item
    gc.collect()
    assert kept() is None


def test_the_same_key_blanks_the_screen_and_shows_it_again(voiced: VoiceHarness) -> None:
    voiced.harness.show(VIEWS["notice"])
    blanked = []
    for _ in range(3):
        voiced.press(K.Key_9)
        blanked.append(voiced.harness.find("blank") is not None)
    assert blanked == [True, False, True]


def test_without_voice_keys_do_nothing_and_nothing_is_spoken(voiced: VoiceHarness) -> None:
    voiced.harness.show(replace(VIEWS["notice"], modes=Modes()))
    voiced.press(K.Key_0, K.Key_5, K.Key_NumberSign)
    assert voiced.harness.touched == []
    assert voiced.loudspeaker.said == []


def test_choosing_what_is_chosen_leaves_it_chosen_for_a_screen_reader(harness: WindowHarness) -> None:
    harness.show(VIEWS["for-whom"])
    chosen = next(choice.key for choice in VIEWS["for-whom"].choices if choice.chosen)
    harness.touch(chosen)
    assert harness.item(chosen).property("checked") is True


def test_rate_and_volume_are_reset_for_the_next_visit(voiced: VoiceHarness) -> None:
    voiced.harness.show(VIEWS["notice"])
    voiced.press(K.Key_3, K.Key_3, K.Key_1, K.Key_7)
    assert (voiced.loudspeaker.volume, voiced.loudspeaker.rate) == (1, 1)
    voiced.harness.show(replace(VIEWS["notice"], visit="v2"))
    assert (voiced.loudspeaker.volume, voiced.loudspeaker.rate) == (0, 0)


def test_what_is_wrong_with_a_field_is_said_when_it_becomes_known(voiced: VoiceHarness) -> None:
    """A wrong code was shown at its field and nothing was said: who only listens waited for ever."""
    view = replace(VIEWS["second-proof"], wrong=())
    voiced.harness.show(replace(view, fields=tuple(replace(field, wrong=None) for field in view.fields)))
    before = len(voiced.loudspeaker.said)
    wrong = text("code-wrong", left=2)
    voiced.harness.show(replace(view, fields=tuple(replace(field, wrong=wrong) for field in view.fields)))
    assert voiced.loudspeaker.said[before:] == [languages().words("zh-CN").speech(wrong)]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_again_rate_and_volume_can_be_touched_while_the_page_is_read(voiced: VoiceHarness, language: str) -> None:
    view = Samples(language, Modes(voice=True)).all()["notice"]
    voiced.harness.show(view)
    words, ear = languages().words(language), voiced.loudspeaker
    page = ear.said[:]
    voiced.harness.tap("say:again")
    assert ear.said == page * 2
    assert voiced.harness.touched == ["still-here"], "the session only learns that somebody is active"
    for key, said in (("louder", "louder"), ("louder", "louder"), ("louder", "loudest"), ("slower", "slower")):
        voiced.harness.tap(f"say:{key}")
        assert ear.said[-1] == words.speech(text(f"voice-{said}"))
    assert (ear.volume, ear.rate) == (3, -1)
    voiced.harness.tap("say:faster")
    voiced.harness.tap("say:softer")
    assert (ear.volume, ear.rate) == (2, 0)
    voiced.harness.show(replace(view, visit="v2"))
    assert (ear.volume, ear.rate) == (0, 0)


def test_a_change_of_volume_does_not_end_the_reading_of_the_page(voiced: VoiceHarness) -> None:
    voiced.loudspeaker.slow = True
    view = VIEWS["notice"]
    voiced.harness.show(view)
    waiting = list(voiced.loudspeaker.waiting)
    assert len(waiting) > 3
    voiced.press(K.Key_3)
    voiced.harness.tap("say:slower")
    louder, slower = (languages().words("zh-CN").speech(text(f"voice-{key}")) for key in ("louder", "slower"))
    assert [line.text for line in voiced.loudspeaker.waiting][:2] == [slower, louder]
    assert voiced.loudspeaker.waiting[2:] == waiting


@pytest.mark.parametrize("modes", [Modes(), Modes(elder=True)])
def test_the_buttons_of_the_voice_are_there_only_while_it_reads(voiced: VoiceHarness, modes: Modes) -> None:
    voiced.harness.show(replace(VIEWS["notice"], modes=modes))
    assert voiced.harness.find("say:again") is None


def test_a_keypad_of_twelve_keys_is_enough() -> None:
    assert set(ON_A_PAGE) - {K.Key_Space, K.Key_Backspace} == PAD
    assert {ON_A_PAGE[key] for key in PAD} == set(KeyCommand) - {KeyCommand.DELETE}
    assert {IN_A_FIELD[K.Key_Asterisk], IN_A_FIELD[K.Key_NumberSign]} == {KeyCommand.DELETE, KeyCommand.NEXT}
