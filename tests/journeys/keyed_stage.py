"""Stages on which a scenario is played without touching the glass: by the tab key, or by a keypad and a dark screen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.delays import DELAYS, READINGS_BEFORE_IDLE
from kiosk.scenario.drawing import Lines
from kiosk.scenario.stage import GLOBAL_KEYS, CannotTouch, composed_in, separators
from kiosk.scenario.start_page import keys_to
from kiosk.session.advance import touchable
from kiosk.spoken import focus_stops, speaking_seconds, spoken
from tests.house.doors import ROOT
from tests.journeys.keypad_user import ListeningEar, is_said, label_of
from tests.ui.recording_loudspeaker import press
from ui.app import Screen
from ui.stage import WindowStage, make_finger
from ui.voice import Voice

K = Qt.Key
SERVICES = ROOT / "config" / "services"
STOPS_AT_MOST = 200
"""Stops of a page that are gone through for a key."""


@cache
def finger() -> QPointingDevice:
    """Return the touch screen of this process: a signature is written by hand whatever the way."""
    return make_finger()


class KeyedStage(WindowStage):
    """The window without a finger, except on the pad for a signature."""

    def __init__(self, screen: Screen, clock: FakeClock) -> None:
        super().__init__(screen, clock, finger())
        self.screen = screen
        self.drawn = False

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            press(self.screen.window, key)
            self.settle()

    def tab_to(self, key: str) -> None:
        """Tab until the control has the focus, then Return. Raises CannotTouch."""
        self.focus(key)
        self.press(K.Key_Return)

    def focus(self, key: str) -> None:
        """Tab until the control has the focus. Raises CannotTouch."""
        for _ in range(STOPS_AT_MOST):
            focused: QObject | None = self.screen.window.activeFocusItem()
            if focused is not None and focused.objectName() == key:
                return
            self.press(K.Key_Tab)
        raise CannotTouch(f"the tab key does not lead to {key!r} on {self.view().id}")

    def draw(self, lines: Lines) -> None:
        self.drawn = True
        super().draw(lines)

    def may_be_chosen(self, key: str) -> None:
        """Raises CannotTouch for a key that is not on the page, or disabled, as for a finger."""
        if not touchable(replace(self.view(), curtain=False), key) and key not in GLOBAL_KEYS:
            raise CannotTouch(f"{key!r} cannot be touched on {self.view().id}")

    def write(self, key: str, text: str) -> None:
        """Type into the focused field in place of what it has."""
        field = next(each for each in self.view().fields if each.key == key)
        for _ in field.value:
            self.press(K.Key_Backspace)
        composed, set_by_field = composed_in(self.view(), key, text), separators(self.view(), key)
        for character in text:
            if character in composed:
                # The ways to it, by sound and by strokes, are tested with the keyboard.
                focused = self.screen.window.activeFocusItem()
                if focused is not None:
                    focused.setProperty("text", str(focused.property("text")) + character)
                    self.screen.bridge.typed(key, str(focused.property("text")))
            elif character not in set_by_field:
                QTest.keyClick(self.screen.window, character)  # type: ignore[call-overload]
            QCoreApplication.processEvents()
        self.settle()


class TabStage(KeyedStage):
    """A keyboard and the screen."""

    def touch(self, key: str) -> None:
        self.may_be_chosen(key)
        self.tab_to(key)

    def type_text(self, key: str, text: str) -> None:
        self.focus(key)
        self.write(key, text)


class DarkStage(KeyedStage):
    """A keypad and a dark screen: "next" until what is wanted is said, then "choose"."""

    def __init__(self, screen: Screen, clock: FakeClock) -> None:
        super().__init__(screen, clock)
        self.ear = ListeningEar()
        self.voice: Voice | None = None

    def begin(self) -> None:
        """Wake the voice on the first page, begin with it, and make the screen dark."""
        self.press(K.Key_8, K.Key_5, K.Key_9)

    def advance(self, seconds: float) -> None:
        """With the voice nobody is asked whether they are there before they heard the page: "idle" lasts longer."""
        super().advance(seconds)
        if seconds == DELAYS["idle"]:
            words = self.screen.bridge.words
            assert words is not None
            reading = READINGS_BEFORE_IDLE * speaking_seconds(spoken(self.view(), words))
            left = max(DELAYS["idle_slow"], reading) + 1 - seconds
            while left > 0 and self.view().countdown is None:
                super().advance(1)
                left -= 1

    def touch(self, key: str) -> None:
        if self.view().page == "Attract":
            self.begin()
            if key.startswith("start"):
                return
            # A service on the first page is found among the services once the voice has begun.
            *groups, key = keys_to(self.view(), key.replace("begin:", "item:"), SERVICES)
            for group in groups:
                self.touch(group)
        if key in GLOBAL_KEYS and self.view().curtain:
            self.press(K.Key_9)
        self.may_be_chosen(key)
        if key in GLOBAL_KEYS:
            self.tab_to(key)
            return
        self._go(key)
        self.press(K.Key_5)

    def type_text(self, key: str, text: str) -> None:
        self._go(key)
        self.write(key, text)

    def _go(self, key: str) -> None:
        assert self.voice is not None
        wanted = label_of(self.view(), key, lambda words: self.screen.bridge.words.speech(words))  # type: ignore[union-attr]
        for _ in range(len(focus_stops(self.view())) + 1):
            before = len(self.ear.begun)
            writing = any(field.key == self.voice.cursor for field in self.view().fields)
            self.press(K.Key_Down if writing else K.Key_8)
            if is_said(wanted, self.ear.begun[before:][:1]) and self.voice.cursor == key:
                return
        raise CannotTouch(f"the keys lead to nothing that says {wanted!r} ({key}) on {self.view().id}")
