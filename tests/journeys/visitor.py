"""A visitor at the real window for random walks: touches, keys, cards and slips, cooperative or not."""

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
from tests.ui.listening import Ear, overheard
from tests.ui.view_words import choices_of
from ui.app import Screen
from ui.stage import WindowStage
from ui.voice import Voice

ITEM = frozen.catalogue().items[0]
"""The item that a cooperative visitor chooses."""

K = Qt.Key
FIGURES = {str(number): getattr(K, f"Key_{number}") for number in range(10)}
KEYPAD = (*FIGURES.values(), K.Key_Asterisk, K.Key_NumberSign)
KEYS = (*KEYPAD, K.Key_5, K.Key_8, K.Key_Tab, K.Key_Return, K.Key_Escape, K.Key_Down, K.Key_A, K.Key_Backspace)
GOOD = {"answer:phone": "19900000001", "answer:bank_card": "6200000000000000000"}
CHOICE_WEIGHTS = {
    "start": 6, "start:voice": 12, "start:practice": 0.1, "item": 6, f"item:{ITEM.id}": 60, "for": 4,
    "for:self": 12, "agree": 20, "option": 12, "continue": 20, "declare": 20, "finish": 6, "companion": 1, "skip": 1,
    "dispute": 0.3, "reveal": 0.5, "back": 0.1, "leave": 0.1, "help": 0.1,
}  # fmt: skip
"""Weights of choices for a cooperative visitor, by key or its first part; default 3, for a chosen one 0.2. A practice
visit has no rating page."""
MAX_ACTS_ON_PAGE = 5
EXIT_WEIGHTS = {"back": 12, "leave": 3, "continue": 3, "help": 0.1, "staff": 0.1}
"""Weights on the help page, and on a page visited too long; default 1."""
SENIOR_ITEMS = {item.id for item in frozen.catalogue() if item.age_from}
"""Items for seniors; for the others a younger person's card is used."""


class Visitor:
    """All actions of a visitor at a terminal, sensible or not."""

    def __init__(
        self,
        stage: WindowStage,
        world: World,
        screen: Screen,
        finger: QPointingDevice,
        clock: FakeClock,
        ear: Ear,
        published: list[View],
    ) -> None:
        self.stage, self.world, self.screen, self.finger = stage, world, screen, finger
        self.clock, self.ear, self.published = clock, ear, published
        self.random = Random(1)
        self.last_page, self.acts_on_page = "", 0
        self.voice = Voice(screen.window, screen.bridge, ear, world.terminal.post)
        self.touched = overheard(screen.bridge)

    def _random_point(self) -> QPoint:
        window = self.screen.window
        return QPoint(self.random.randrange(window.width()), self.random.randrange(window.height()))

    def _random_control(self, names: tuple[str, ...] = ()) -> QPoint:
        named = [
            i
            for i in self.stage.items()
            if i.isVisible() and i.isEnabled() and (i.objectName() in names if names else i.objectName())
        ]
        if not named:
            return self._random_point()
        item = self.random.choice(named)
        return item.mapToScene(item.boundingRect().center()).toPoint()

    def _tap(self, place: QPoint) -> None:
        QTest.touchEvent(self.screen.window, self.finger).press(0, place, self.screen.window).commit()
        QTest.touchEvent(self.screen.window, self.finger).release(0, place, self.screen.window).commit()

    def tap_control(self) -> None:
        self._tap(self._random_control())

    def tap_twice(self) -> None:
        place = self._random_control()
        self._tap(place)
        self._tap(place)

    def tap_anywhere(self) -> None:
        self._tap(self._random_point())

    def switch_mode(self) -> None:
        """Switch language or mode on any page."""
        self._tap(self._random_control(("language", "larger", "contrast", "low", "voice", "help")))

    def rest_palm(self) -> None:
        """Rest a palm at a random place while a finger taps elsewhere."""
        self.finger_beside_a_palm(self._random_point(), self._random_control())

    def finger_beside_a_palm(self, palm: QPoint, place: QPoint) -> list[str]:
        """Tap beside a resting palm; return the keys that the tap touched (at most one, and only at its release)."""
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

    def press_key(self) -> None:
        QTest.keyClick(self.screen.window, self.random.choice(KEYS))

    def lay_card(self) -> None:
        self.world.cards.put(self.random.choice(sorted(self.world.cards.people)))

    def lift_card(self) -> None:
        self.world.cards.lift()

    def take_slip(self) -> None:
        if self.world.slips.waiting:
            self.world.slips.take()

    def wait(self) -> None:
        self._advance(self.random.choice((0.5, 4.0, 70.0)))

    def finish_speech(self) -> None:
        """Let the speech finish; the next page is spoken at once, or slowly."""
        self.ear.finish()
        self.ear.slow = self.random.random() < 0.5

    def _advance(self, seconds: float) -> None:
        self.stage.advance(seconds)
        self.world.platform.set_time(self.clock.now().isoformat())

    def advance_visit(self) -> None:
        """Perform one act that advances the visit, by what the page offers."""
        view = self.stage.view()
        self.acts_on_page = self.acts_on_page + 1 if view.id == self.last_page else 0
        self.last_page = view.id
        open_ = [field for field in view.fields if self._answer(field) not in ("", field.value)]
        if self.dark:
            self._tap(self._random_point())
        elif view.curtain:
            self.stage.touch("curtain-off")
        elif view.countdown is not None:
            self.stage.touch(view.countdown.more.key)
        elif open_:
            self._write(open_[0])
        elif self.acts_on_page <= MAX_ACTS_ON_PAGE and view.guidance is not None and view.guidance.gesture in GESTURES:
            GESTURES[view.guidance.gesture](self)
        elif keys := touchable_keys(view):
            weights = [self._weight(view, key) for key in keys]
            self._choose(self.random.choices(keys, weights)[0])
        else:
            self._advance(4.0)

    def _weight(self, view: View, key: str) -> float:
        """Return the weight of a key now; on a page visited too long exits are preferred."""
        if view.page == "Help" or self.acts_on_page > MAX_ACTS_ON_PAGE:
            return EXIT_WEIGHTS.get(key, 1)
        chosen = any(choice.chosen for choice in choices_of(view) if choice.key == key)
        return 0.2 if chosen else CHOICE_WEIGHTS.get(key, CHOICE_WEIGHTS.get(key.partition(":")[0], 3))

    @property
    def dark(self) -> bool:
        return any(item.objectName() == "blank" and item.isVisible() for item in self.stage.items())

    def _answer(self, field: Field) -> str:
        if field.key == "code":
            codes = [message["code"] for message in self.world.platform.messages() if message.get("code")]
            return codes[-1] if codes else ""
        return GOOD.get(field.key, "")

    def _write(self, field: Field) -> None:
        """Fill a field by the keypad or the on-screen keyboard; with speech by the keypad only."""
        answer = self._answer(field)
        if self.stage.view().modes.voice:
            self._navigate_to(field.key)
        elif self.random.random() < 0.4:
            self.stage.type_text(field.key, answer)
            return
        else:
            self.stage.touch(field.key)
        for _ in field.value:
            QTest.keyClick(self.screen.window, K.Key_Backspace)
        for figure in answer:
            QTest.keyClick(self.screen.window, FIGURES[figure])

    def _choose(self, key: str) -> None:
        """Choose a key by touch; with speech half of the time by the keypad."""
        if not self.stage.view().modes.voice or self.random.random() < 0.5:
            self.stage.touch(key)
            return
        self._navigate_to(key)
        QTest.keyClick(self.screen.window, K.Key_5)

    def _navigate_to(self, key: str) -> None:
        """Navigate to a key by the keypad, if possible (tests/journeys/test_by_keys.py proves that it is)."""
        for _ in range(40):
            if self.voice.cursor == key:
                return
            QTest.keyClick(self.screen.window, K.Key_Down)
            self.stage.settle()

    def lay_right_card(self) -> None:
        """Lay the card of a person the item is for, or of the helper."""
        if self.world.cards.on_reader:
            self._lift_and_wait()
        view = self.stage.view()
        item = view.where.item if isinstance(view.where, Text) else ""
        has_companion = "/" in view.id
        self.world.cards.put("zhao_helper" if has_companion else "wang_old" if item in SENIOR_ITEMS else "li_adult")
        self._advance(2.0)

    def _lift_and_wait(self) -> None:
        self.lift_card()
        self._advance(1.0)

    def _take_and_wait(self) -> None:
        self.take_slip()
        self._advance(2.0)


GESTURES = {
    "place_card": Visitor.lay_right_card,
    "lift_card": Visitor._lift_and_wait,
    "take_slip": Visitor._take_and_wait,
}
ACTIONS = (
    Visitor.tap_control, Visitor.tap_twice, Visitor.tap_anywhere, Visitor.switch_mode, Visitor.rest_palm,
    Visitor.press_key, Visitor.lay_card, Visitor.lift_card, Visitor.take_slip, Visitor.wait, Visitor.finish_speech,
)  # fmt: skip
ACTION_WEIGHTS = (40, 10, 15, 6, 5, 12, 4, 2, 2, 6, 4)
