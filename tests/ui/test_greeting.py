"""Whoever comes to the first page is greeted aloud once: not at night, not over the voice, never within a visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from kiosk.view import Choice, Modes
from kiosk.words import text
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, press
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages
from ui.greeting import Greeting
from ui.voice import Voice
from ui.voice_views import START

VIEWS = Samples("zh-CN").all()
QUIET_PAGE = replace(VIEWS["attract"], choices=(*VIEWS["attract"].choices, Choice(START, text("attract-start-voice"))))
GREETING = replace(QUIET_PAGE, lead=text("attract-near"), says=text("attract-offer"))
OFFER = languages().words("zh-CN").speech(text("attract-offer"))


class Greeted:
    """The window with voice and greeting, as a terminal has them; speech lasts until it is finished."""

    def __init__(self, harness: WindowHarness) -> None:
        self.harness, self.ear, self.night = harness, RecordingLoudspeaker(), False
        self.ear.slow = True
        screen = harness.screen
        self.voice = Voice(screen.window, screen.bridge, self.ear, lambda seen: None)
        self.greeting = Greeting(screen.bridge, self.ear, self.voice, lambda: self.night)
        harness.show(QUIET_PAGE)

    @property
    def heard(self) -> list[str]:
        """The sentences that are being said."""
        return [each.text for each in self.ear.waiting]

    def close(self) -> None:
        changed = self.harness.screen.bridge.changed
        for each in (self.greeting, self.voice):
            changed.disconnect(each.follow_view)
        self.voice.deleteLater()
        QCoreApplication.sendPostedEvents(self.voice, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def greeted(harness: WindowHarness) -> Iterator[Greeted]:
    made = Greeted(harness)
    yield made
    made.close()


def test_one_greeting_for_each_who_comes(greeted: Greeted) -> None:
    greeted.harness.show(GREETING)
    assert greeted.heard == [OFFER]
    # The page changes while it is said: a device reports, the time goes on.
    greeted.harness.show(replace(GREETING, choices=GREETING.choices[:-1]))
    assert greeted.heard == [OFFER], "it goes on, and is not said again"
    greeted.harness.show(QUIET_PAGE)
    assert greeted.heard == [], "the person went away"
    greeted.harness.show(GREETING)
    assert greeted.heard == [OFFER]


def test_at_night_the_page_greets_without_a_sound(greeted: Greeted) -> None:
    greeted.night = True
    greeted.harness.show(GREETING)
    greeted.night = False
    greeted.harness.show(replace(GREETING, choices=GREETING.choices[:-1]))
    assert greeted.heard == []


def test_a_visit_by_touch_begins_in_silence(greeted: Greeted) -> None:
    greeted.harness.show(GREETING)
    greeted.harness.show(VIEWS["home"])
    assert greeted.heard == []


def test_the_voice_of_a_visit_ends_with_it(greeted: Greeted) -> None:
    greeted.harness.show(replace(VIEWS["home"], modes=Modes(voice=True)))
    assert greeted.heard
    greeted.harness.show(QUIET_PAGE)
    assert greeted.heard == []


def test_a_key_answers_the_offer_and_the_page_is_read_whoever_goes(greeted: Greeted) -> None:
    greeted.harness.show(GREETING)
    press(greeted.harness.screen.window, Qt.Key.Key_Down)
    assert len(greeted.heard) > 3, "any key wakes the voice, which reads the page"
    assert OFFER not in greeted.heard
    reading = greeted.heard
    greeted.harness.show(QUIET_PAGE)
    assert greeted.heard == reading
    greeted.harness.show(GREETING)
    assert greeted.heard == reading, "the voice is not spoken over"
