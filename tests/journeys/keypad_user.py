"""A user of the keypad who does not see the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from kiosk.scenario.world import World
from kiosk.spoken import Sentence, focus_stops
from kiosk.view import View
from kiosk.words import Words, text
from tests.ui.recording_loudspeaker import RecordingLoudspeaker, press, record_touches
from tests.ui.view_words import choices_of
from ui.app import Screen
from ui.stage import WindowStage
from ui.voice import Voice

K = Qt.Key
FIGURES = {str(number): getattr(K, f"Key_{number}") for number in range(10)}


class ListeningEar(RecordingLoudspeaker):
    """Records every sentence begun, in order, including interrupted ones."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[str] = []

    def say(self, sentences: Sequence[Sentence], language: str) -> None:
        self.begun += [each.text for each in sentences]
        super().say(sentences, language)


class KeypadUser:
    """A user of the keypad without sight: presses keys until the wanted text is spoken, then chooses it."""

    def __init__(self, screen: Screen, world: World, stage: WindowStage, voice: Voice, ear: ListeningEar) -> None:
        self.screen, self.world, self.stage, self.voice, self.ear = screen, world, stage, voice, ear
        self.heard = ear.begun
        self.touched = record_touches(screen.bridge)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            press(self.screen.window, key)
            self.stage.settle()

    @property
    def view(self) -> View:
        return self.stage.view()

    def go(self, key: str) -> None:
        """Press "next" until a stop speaks the label of this key; the voice's own position is not read."""
        wanted = label_of(self.view, key, self.speech)
        for _ in range(len(focus_stops(self.view)) + 1):
            before = len(self.heard)
            self.press(K.Key_Down if self.writing else K.Key_8)
            if is_said(wanted, self.heard[before:][:1]):
                return
        raise AssertionError(f"the keys lead to nothing that says {wanted!r} ({key}) on {self.view.id}")

    def speech(self, words: Words) -> str:
        return self.world.terminal.languages.words(self.view.language).speech(words)

    @property
    def writing(self) -> bool:
        return any(field.key == self.voice.cursor for field in self.view.fields)

    def choose(self, *keys: str) -> None:
        """Choose each key; the item chosen must be the one spoken last."""
        for key in keys:
            self.go(key)
            view, said, before = self.view, self.heard[-1:], len(self.touched)
            self.press(K.Key_5)
            touched = self.touched[before:]
            assert len(touched) == 1, f"5 chose {touched} on {view.id}, wanted: {key}"
            chosen = label_of(view, touched[0], self.speech)
            assert is_said(chosen, said), f"{said} was said last on {view.id}, and {chosen!r} was chosen"
            assert touched == [key]

    def write(self, field: str, figures: str) -> None:
        self.go(field)
        self.press(*(FIGURES[figure] for figure in figures))

    def card(self, name: str) -> None:
        self.world.cards.put(name)
        self.stage.advance(2)

    def dark(self) -> bool:
        image = self.screen.window.grabWindow()
        places = [(x, y) for x in range(5, image.width(), 97) for y in range(5, image.height(), 97)]
        return all(image.pixelColor(x, y).lightness() == 0 for x, y in places)


def label_of(view: View, key: str, speech: Callable[[Words], str]) -> str:
    """Return the spoken label of a key, from the view and not from the focus stops under test."""
    if view.curtain:
        return speech(text("ui-curtain-off"))
    labels = {each.key: each.label for each in choices_of(view)} | {each.key: each.label for each in view.fields}
    assert key in labels, f"{key!r} is not on {view.id}; there: {sorted(labels)}"
    return speech(labels[key])


def is_said(label: str, heard: Sequence[str]) -> bool:
    """Return whether a label was spoken whole, between two pauses, not as part of another label."""
    return any(f"，{label}，" in f"，{line}，" for line in heard)
