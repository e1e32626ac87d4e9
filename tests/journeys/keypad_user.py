"""A user of the terminal by keypad and speech alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from kiosk.scenario.world import World
from kiosk.spoken import Sentence, focus_stops
from kiosk.view import View
from kiosk.words import Words, text
from tests.ui.listening import Ear, overheard, press
from tests.ui.view_words import choices_of
from ui.app import Screen
from ui.stage import WindowStage
from ui.voice import Voice

K = Qt.Key
FIGURES = {str(number): getattr(K, f"Key_{number}") for number in range(10)}


class RecordingEar(Ear):
    """Records every line whose speech started, also those that were cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[str] = []

    def say(self, lines: Sequence[Sentence], language: str) -> None:
        self.started += [line.text for line in lines]
        super().say(lines, language)


class KeypadUser:
    """A user who sees nothing: presses "next" until the expected words are spoken, then chooses."""

    def __init__(self, screen: Screen, world: World, stage: WindowStage, voice: Voice, ear: RecordingEar) -> None:
        self.screen, self.world, self.stage, self.voice, self.ear = screen, world, stage, voice, ear
        self.spoken_lines = ear.started
        self.touched = overheard(screen.bridge)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            press(self.screen.window, key)
            self.stage.settle()

    @property
    def view(self) -> View:
        return self.stage.view()

    def go_to(self, key: str) -> None:
        """Press "next" until a stop speaks the words of this key; the voice's own cursor is not consulted."""
        expected = label_of(self.view, key, self.speech)
        for _ in range(len(focus_stops(self.view)) + 1):
            before = len(self.spoken_lines)
            self.press(K.Key_Down if self.writing else K.Key_8)
            if is_spoken(expected, self.spoken_lines[before:][:1]):
                return
        raise AssertionError(f"the keys lead to nothing that says {expected!r} ({key}) on {self.view.id}")

    def speech(self, words: Words) -> str:
        return self.world.terminal.languages.words(self.view.language).speech(words)

    @property
    def writing(self) -> bool:
        return any(field.key == self.voice.cursor for field in self.view.fields)

    def choose(self, *keys: str) -> None:
        """Choose each key, and check that the touched control is the one spoken last."""
        for key in keys:
            self.go_to(key)
            view, said, before = self.view, self.spoken_lines[-1:], len(self.touched)
            self.press(K.Key_5)
            touched = self.touched[before:]
            assert len(touched) == 1, f"5 chose {touched} on {view.id}, wanted: {key}"
            chosen = label_of(view, touched[0], self.speech)
            assert is_spoken(chosen, said), f"{said} was said last on {view.id}, and {chosen!r} was chosen"
            assert touched == [key]

    def write(self, field: str, figures: str) -> None:
        self.go_to(field)
        self.press(*(FIGURES[figure] for figure in figures))

    def card(self, name: str) -> None:
        self.world.cards.put(name)
        self.stage.advance(2)

    def screen_is_dark(self) -> bool:
        image = self.screen.window.grabWindow()
        places = [(x, y) for x in range(5, image.width(), 97) for y in range(5, image.height(), 97)]
        return all(image.pixelColor(x, y).lightness() == 0 for x, y in places)


def label_of(view: View, key: str, speech: Callable[[Words], str]) -> str:
    """Return the label of a key from the view, independent of the stops under test."""
    if view.curtain:
        return speech(text("ui-curtain-off"))
    labels = {each.key: each.label for each in choices_of(view)} | {each.key: each.label for each in view.fields}
    assert key in labels, f"{key!r} is not on {view.id}; there: {sorted(labels)}"
    return speech(labels[key])


def is_spoken(label: str, spoken_lines: Sequence[str]) -> bool:
    """Return whether a label was spoken as a whole, between pauses, not as part of another label."""
    return any(f"，{label}，" in f"，{line}，" for line in spoken_lines)
