"""A user who acts at random on the window: touches, keys, cards, slips and waiting."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from devices import FakeClock
from kiosk.scenario.stage import touchable_keys
from kiosk.scenario.world import World
from kiosk.view import Field, View
from kiosk.words import Text
from tests import frozen
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, record_touches
from tests.ui.view_words import choices_of
from ui.app import Screen
from ui.stage import WindowStage
from ui.voice import Voice

ITEM = frozen.catalogue().items[0]
"""The service item that a cooperative user comes for."""
K = Qt.Key
FIGURES = {str(number): getattr(K, f"Key_{number}") for number in range(10)}
KEYPAD = (*FIGURES.values(), K.Key_Asterisk, K.Key_NumberSign)
KEYS = (*KEYPAD, K.Key_5, K.Key_8, K.Key_Tab, K.Key_Return, K.Key_Escape, K.Key_Down, K.Key_A, K.Key_Backspace)
GOOD = {"answer:phone": "19900000001", "answer:bank_card": "6200000000000000000"}
WISHED = {
    "start": 6, "start:voice": 12, "start:practice": 0.1, "item": 6, f"item:{ITEM.id}": 60, "for": 4,
    "for:self": 12, "agree": 20, "option": 12, "continue": 20, "declare": 20, "finish": 6, "companion": 1, "skip": 1,
    "dispute": 0.3, "reveal": 0.5, "back": 0.1, "leave": 0.1, "help": 0.1,
}  # fmt: skip
"""Weight of a choice for a cooperative user, by its key or the first part of it; others 3, chosen ones 0.2.
Practice is not rated."""


PATIENCE = 5
WAY_OUT = {"back": 12, "leave": 3, "continue": 3, "help": 0.1, "staff": 0.1}
"""The same of a help page, and where one has stayed too long; others 1."""
OLD = {item.id for item in frozen.catalogue() if item.age_from}
"""Items for the aged; the others are asked for by somebody younger."""


class RandomUser:
    """Random user of the window: every action of hands at a terminal, sensible or not."""

    def __init__(
        self,
        stage: WindowStage,
        world: World,
        screen: Screen,
        finger: QPointingDevice,
        clock: FakeClock,
        ear: RecordingLoudspeaker,
        published: list[View],
    ) -> None:
        self.stage, self.world, self.screen, self.finger = stage, world, screen, finger
        self.clock, self.ear, self.published = clock, ear, published
        self.random = Random(1)
        self.stood, self.stayed = "", 0
        self.voice = Voice(screen.window, screen.bridge, ear, world.terminal.post)
        self.touched = record_touches(screen.bridge)

    def _anywhere(self) -> QPoint:
        window = self.screen.window
        return QPoint(self.random.randrange(window.width()), self.random.randrange(window.height()))

    def _somewhere_named(self, names: tuple[str, ...] = ()) -> QPoint:
        named = [
            i
            for i in self.stage.items()
            if i.isVisible() and i.isEnabled() and (i.objectName() in names if names else i.objectName())
        ]
        if not named:
            return self._anywhere()
        item = self.random.choice(named)
        return item.mapToScene(item.boundingRect().center()).toPoint()

    def _tap(self, place: QPoint) -> None:
        QTest.touchEvent(self.screen.window, self.finger).press(0, place, self.screen.window).commit()
        QTest.touchEvent(self.screen.window, self.finger).release(0, place, self.screen.window).commit()

    def taps_something(self) -> None:
        self._tap(self._somewhere_named())

    def taps_twice(self) -> None:
        place = self._somewhere_named()
        self._tap(place)
        self._tap(place)

    def taps_anywhere(self) -> None:
        self._tap(self._anywhere())

    def switches(self) -> None:
        """Language or mode, in the middle of whatever the page is about."""
        self._tap(self._somewhere_named(("language", "larger", "contrast", "low", "voice", "help")))

    def rests_a_palm(self) -> None:
        """A palm lies on the glass while a finger taps elsewhere: it chooses nothing by lying there, and the finger
        no more than it may beside a palm."""
        self.finger_beside_a_palm(self._anywhere(), self._somewhere_named())

    def finger_beside_a_palm(self, palm: QPoint, place: QPoint) -> list[str]:
        """Tap at `place` while a palm rests at `palm`; return the keys chosen by the tap."""
        window, before = self.screen.window, len(self.touched)
        QTest.touchEvent(window, self.finger).press(1, palm, window).commit()
        QTest.touchEvent(window, self.finger).stationary(1).press(0, place, window).commit()
        self.stage.settle()
        assert self.touched[before:] == [], "something was chosen before a finger was lifted"
        QTest.touchEvent(window, self.finger).stationary(1).release(0, place, window).commit()
        self.stage.settle()
        chosen = self.touched[before:]
        assert len(chosen) <= 1, f"beside a palm one tap chose {chosen}"
        QTest.touchEvent(window, self.finger).release(1, palm, window).commit()
        self.stage.settle()
        assert len(self.touched) <= before + len(chosen) + 1, "a palm that was lifted chose more than one thing"
        return chosen

    def presses_a_key(self) -> None:
        QTest.keyClick(self.screen.window, self.random.choice(KEYS))

    def lays_a_card(self) -> None:
        self.world.cards.put(self.random.choice(sorted(self.world.cards.people)))

    def lifts_the_card(self) -> None:
        self.world.cards.lift()

    def takes_the_slip(self) -> None:
        if self.world.slips.waiting:
            self.world.slips.take()

    def waits(self) -> None:
        self._passes(self.random.choice((0.5, 4.0, 70.0)))

    def watches(self) -> None:
        """The voice comes to its end; the next page is said at once, or slowly."""
        self.ear.finish()
        self.ear.slow = self.random.random() < 0.5

    def _passes(self, seconds: float) -> None:
        self.stage.advance(seconds)
        self.world.platform.set_time(self.clock.now().isoformat())

    def goes_on(self) -> None:
        """Act as a user who wants to finish, by what the page offers."""
        view = self.stage.view()
        self.stayed = self.stayed + 1 if view.id == self.stood else 0
        self.stood = view.id
        open_ = [field for field in view.fields if self._answer(field) not in ("", field.value)]
        if self.dark:
            self._tap(self._anywhere())
        elif view.curtain:
            self.stage.touch("curtain-off")
        elif view.countdown is not None:
            self.stage.touch(view.countdown.more.key)
        elif open_:
            self._writes(open_[0])
        elif self.stayed <= PATIENCE and view.guidance is not None and view.guidance.gesture in GESTURES:
            GESTURES[view.guidance.gesture](self)
        elif (keys := touchable_keys(view)) and keys != ["help"]:
            wishes = [self._wish(view, key) for key in keys]
            self._chooses(self.random.choices(keys, wishes)[0])
        else:
            # Nothing but help is offered while a slip is printed.
            self._passes(4.0)

    def _wish(self, view: View, key: str) -> float:
        """Return the weight of a key now; after several turns on one page only ways out count."""
        if view.page == "Help" or self.stayed > PATIENCE:
            return WAY_OUT.get(key, 1)
        chosen = any(choice.chosen for choice in choices_of(view) if choice.key == key)
        return 0.2 if chosen else WISHED.get(key, WISHED.get(key.partition(":")[0], 3))

    @property
    def dark(self) -> bool:
        return any(item.objectName() == "blank" and item.isVisible() for item in self.stage.items())

    def _answer(self, field: Field) -> str:
        if field.key == "code":
            codes = [message["code"] for message in self.world.platform.messages() if message.get("code")]
            return codes[-1] if codes else ""
        return GOOD.get(field.key, "")

    def _writes(self, field: Field) -> None:
        """By the keypad's figures, or by our keyboard, which nobody needs who hears the page."""
        answer = self._answer(field)
        if self.stage.view().modes.voice:
            self._goes_to(field.key)
        elif self.random.random() < 0.4:
            self.stage.type_text(field.key, answer)
            return
        else:
            self.stage.touch(field.key)
        for _ in field.value:
            QTest.keyClick(self.screen.window, K.Key_Backspace)
        for figure in answer:
            QTest.keyClick(self.screen.window, FIGURES[figure])

    def _chooses(self, key: str) -> None:
        """With a finger, or by voice and keys as often on the keypad."""
        if not self.stage.view().modes.voice or self.random.random() < 0.5:
            self.stage.touch(key)
            return
        self._goes_to(key)
        QTest.keyClick(self.screen.window, K.Key_5)

    def _goes_to(self, key: str) -> None:
        """By the keypad, if the keys lead there (tests/journeys/test_by_keys.py proves that they do)."""
        for _ in range(40):
            if self.voice.cursor == key:
                return
            QTest.keyClick(self.screen.window, K.Key_Down)
            self.stage.settle()

    def lays_the_right_card(self) -> None:
        """The card of somebody whom the item is for, or of who helps."""
        if self.world.cards.on_reader:
            self._lifts()
        view = self.stage.view()
        item = view.where.item if isinstance(view.where, Text) else ""
        has_companion = "/" in view.id
        self.world.cards.put("zhao_helper" if has_companion else "wang_old" if item in OLD else "li_adult")
        self._passes(2.0)

    def _lifts(self) -> None:
        self.lifts_the_card()
        self._passes(1.0)

    def _takes(self) -> None:
        self.takes_the_slip()
        self._passes(2.0)


GESTURES = {
    "place_card": RandomUser.lays_the_right_card,
    "lift_card": RandomUser._lifts,
    "take_slip": RandomUser._takes,
}
DEEDS = {
    RandomUser.taps_something: 40,
    RandomUser.taps_twice: 10,
    RandomUser.taps_anywhere: 15,
    RandomUser.switches: 6,
    RandomUser.rests_a_palm: 5,
    RandomUser.presses_a_key: 12,
    RandomUser.lays_a_card: 4,
    RandomUser.lifts_the_card: 2,
    RandomUser.takes_the_slip: 2,
    RandomUser.waits: 6,
    RandomUser.watches: 4,
}
"""Random action → its weight."""
