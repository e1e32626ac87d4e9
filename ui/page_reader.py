"""Reading a page aloud: whole, what changed on it, and one stop. What is said where is `kiosk.spoken`'s to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from kiosk.spoken import Sentence, SpeechSource, Stop, sentence_of, sentences_of
from kiosk.view import FieldKind, View
from kiosk.words import Words, text
from ui.bridge import Bridge
from ui.loudspeaker import Loudspeaker

KEY_HELP = (text("voice-how"), text("voice-how-more"))
DOT = text("voice-dot")
FIELD_HELP: Mapping[FieldKind, str] = MappingProxyType({FieldKind.DATE: "voice-date"})
"""Fields that are filled by keys in a special way."""


class PageReader:
    """Reads the view of a bridge. `speaks`: whether a view is read aloud; of another nothing is said."""

    def __init__(self, bridge: Bridge, loudspeaker: Loudspeaker, speaks: Callable[[View], bool]) -> None:
        self._bridge, self._loudspeaker, self._speaks = bridge, loudspeaker, speaks
        self._spoken: frozenset[str] = frozenset()
        self._spoken_stop = ""

    @property
    def private(self) -> bool:
        """Whether only the citizen hears it."""
        return self._bridge.view is not None and self._bridge.view.private

    def speak(self, sentences: Sequence[Sentence], language: str) -> None:
        view = self._bridge.view
        if view is not None and self._speaks(view):
            self._loudspeaker.say(sentences, language)

    def interrupt(self, sentences: Sequence[Sentence], language: str) -> None:
        """The same, in place of what is being said."""
        self._loudspeaker.stop()
        self.speak(sentences, language)

    def say(self, *words: Words) -> None:
        """Interrupt speech with messages."""
        self._loudspeaker.stop()
        if self._bridge.view is not None:
            self.speak([self._sentence(each) for each in words], self._bridge.view.language)

    def interject(self, words: Words) -> None:
        """Say a message at once, then go on where speech was interrupted."""
        view = self._bridge.view
        if view is not None and self._speaks(view):
            self._loudspeaker.interject([self._sentence(words)], view.language)

    def read(self, view: View) -> None:
        """Interrupt speech and read the page from the top."""
        page = sentences_of(view, self._words)
        keys = (*KEY_HELP, *((DOT,) if view.dot_on_five else ())) if view.traits.explains_keys else ()
        self.interrupt([*page, *(self._sentence(each) for each in keys)], view.language)

    def say_stop(self, stop: Stop, language: str, *, composes: bool) -> None:
        """Interrupt speech with a stop, and with how its field is filled; `composes`: by sounds."""
        sentences = self._sentences(stop)
        if stop.field is not None:
            sentences += [] if stop.field.value else [self._sentence(text("voice-empty"))]
            how = FIELD_HELP.get(stop.field.kind, "voice-field")
            sentences.append(self._sentence(text("voice-chinese" if composes else how)))
        self.interrupt(sentences, language)

    def say_changes(self, view: View, stop: Stop | None) -> None:
        """Say what is new since `remember`, on the page and at the stop."""
        fresh = [line for line in sentences_of(view, self._words) if not line.still and line.text not in self._spoken]
        if stop is not None and stop.field is None and self._speech_of(stop) != self._spoken_stop:
            fresh += self._sentences(stop)
        if fresh and view.visit:
            self.speak(fresh, view.language)

    def remember(self, view: View, stop: Stop | None) -> None:
        """Note that the page and the stop were read as they are."""
        self._spoken = frozenset(line.text for line in sentences_of(view, self._words))
        self._spoken_stop = "" if stop is None else self._speech_of(stop)

    @property
    def _words(self) -> SpeechSource:
        words = self._bridge.words
        assert words is not None
        return words.in_private() if self.private else words

    def _sentence(self, words: Words) -> Sentence:
        return sentence_of(words, self._words)

    def _speech_of(self, stop: Stop) -> str:
        return "，".join(sentence.text for sentence in self._sentences(stop))

    def _sentences(self, stop: Stop) -> list[Sentence]:
        """A stop as one sentence for each run of words in one language."""
        parts = stop.said if stop.enabled else (*stop.said, text("voice-resting"))
        runs = groupby((self._sentence(each) for each in parts), key=lambda line: line.language)
        return [Sentence("，".join(line.text for line in run), language=language) for language, run in runs]
