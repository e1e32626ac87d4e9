"""Speaking: the interface of a loudspeaker, its rates and volumes, and its recorded prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from kiosk.pronunciation.recordings import flaw_of, path_of
from kiosk.spoken import Sentence

RATES = (110, 150, 200, 260)
"""Words per minute."""
AMPLITUDES = (25, 50, 100, 150, 200)
"""espeak-ng amplitudes; 200 is the maximum."""
USUAL_RATE, USUAL_AMPLITUDE = 1, 2


class Loudspeaker(Protocol):
    """Speak sentences one after the other."""

    on_state: Callable[[bool], None]
    """Called with True when speech starts and False when it ends."""
    on_number: Callable[[], None]
    """Called when a sentence that ends a number was spoken to its end."""

    def say(self, sentences: Sequence[Sentence], language: str) -> None:
        """Append sentences to the queue."""

    def interject(self, sentences: Sequence[Sentence], language: str) -> None:
        """Say these at once, then the interrupted sentence again and the rest of the queue."""

    def stop(self) -> None:
        """Stop at once and clear the queue."""

    def silence(self) -> None:
        """The same, and return only when nothing more can be heard."""

    def next_rate(self) -> None:
        """Switch to the next speech rate; after the fastest comes the slowest."""

    def change_rate(self, steps: int) -> bool:
        """Speak faster by this many steps, slower if negative; False at the end of the scale."""

    def change_volume(self, steps: int) -> bool:
        """Speak louder by this many steps, softer if negative; False at the end of the scale."""

    def reset(self) -> None:
        """Restore rate and volume for the next citizen."""


class NoLoudspeaker:
    """Says nothing, where there is none: the keys of a keypad work all the same."""

    def __init__(self) -> None:
        self.on_state: Callable[[bool], None] = lambda speaking: None
        self.on_number: Callable[[], None] = lambda: None

    def say(self, sentences: Sequence[Sentence], language: str) -> None: ...

    def interject(self, sentences: Sequence[Sentence], language: str) -> None: ...

    def stop(self) -> None: ...

    def silence(self) -> None: ...

    def next_rate(self) -> None: ...

    def change_rate(self, steps: int) -> bool:
        return False

    def change_volume(self, steps: int) -> bool:
        return False

    def reset(self) -> None: ...


class SpeechSettings:
    """The rate and the volume of speech, as chosen by the citizen."""

    def __init__(self) -> None:
        self._rate, self._amplitude = USUAL_RATE, USUAL_AMPLITUDE
        self.quiet: Callable[[], bool] = lambda: False
        """True in a quiet hour, in which speech is a step lower."""

    @property
    def rate(self) -> int:
        return RATES[self._rate]

    @property
    def amplitude(self) -> int:
        return AMPLITUDES[max(0, self._amplitude - self.quiet())]

    def next_rate(self) -> None:
        self._rate = (self._rate + 1) % len(RATES)

    def change_rate(self, steps: int) -> bool:
        before, self._rate = self._rate, min(len(RATES) - 1, max(0, self._rate + steps))
        return self._rate != before

    def change_volume(self, steps: int) -> bool:
        before, self._amplitude = self._amplitude, min(len(AMPLITUDES) - 1, max(0, self._amplitude + steps))
        return self._amplitude != before

    def reset(self) -> None:
        self._rate, self._amplitude = USUAL_RATE, USUAL_AMPLITUDE


class RecordedPrompts:
    """The recordings of a folder that can be played; each other one is reported once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._bad: set[Path] = set()
        self.on_bad: Callable[[str], None] = lambda reason: None

    def find(self, sentence: Sentence, language: str) -> Path | None:
        """Return the recording of a sentence, None where the voice must read it."""
        if self._folder is None or not sentence.key:
            return None
        path = path_of(self._folder, language, sentence.key)
        if path in self._bad or not path.exists():
            return None
        flaw = flaw_of(path)
        if flaw:
            self.reject(path, flaw)
        return None if flaw else path

    def reject(self, path: Path, flaw: str) -> None:
        self._bad.add(path)
        self.on_bad(f"{path}: {flaw}")
