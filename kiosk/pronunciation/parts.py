"""A sentence in parts, each as the voice of its language gets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from devices.lazy_dataclass import dataclass
from kiosk.pronunciation import chinese, english
from kiosk.pronunciation.readings import HAN, Readings

IN_PINYIN = frozenset({"cmn-latn-pinyin"})
"""Voices that get numbered pinyin; others read the hanzi themselves."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[A-Za-z\u00c0-\u024f0-9'’.,&\- ]*[A-Za-z\u00c0-\u024f0-9.])?")
"""A run of Latin words in a sentence of another script."""
HANZI = re.compile(rf"[{HAN}](?:[{HAN}0-9，、。·（）：\-]*[{HAN}0-9）])?")
"""A run of hanzi in a sentence of another script, with its numbers."""
WARM_UP = "第 1 项，姓名"
CHINESE, ENGLISH = "zh", "en"
PAUSES = tuple(",.;:!?")

WRITTEN_OUT: Mapping[str, Callable[[str], str]] = {CHINESE: chinese.written_out, ENGLISH: english.written_out}
"""First letters of a language → the function that writes out its sentences; others are read as they are."""


@dataclass(frozen=True)
class Part:
    """Consecutive words of one language: espeak-ng's voice, and exactly the text it gets."""

    voice: str
    text: str


class Pronunciation:
    """Pronounce sentences. `voices`: language → espeak-ng's voice; `own`: our readings (readings.toml)."""

    def __init__(self, voices: Mapping[str, str], own: Path | None = None) -> None:
        self._voices = voices
        self._own = own

    def parts(self, sentence: str, language: str) -> tuple[Part, ...]:
        """Return the parts of a sentence of a language, none if it has nothing to say or no voice."""
        found: list[Part] = []
        for kind, text in self._split(sentence, language):
            voice = self._voice(kind, language)
            if not re.search(r"\w", text):
                # Only a pause: it belongs to what was said before.
                if found and text.strip() and not found[-1].text.endswith(PAUSES):
                    found[-1] = replace(found[-1], text=f"{found[-1].text},")
                continue
            said = self._as_read(voice, kind, text).lstrip(" ,.;:")
            if found and found[-1].voice == voice:
                found[-1] = replace(found[-1], text=f"{found[-1].text} {said}")
            elif voice and said:
                found.append(Part(voice, said))
        return tuple(found)

    def load(self) -> None:
        """Read the tables and write a sentence out, so that later sentences take less than a millisecond."""
        self._readings.pinyin(chinese.written_out(WARM_UP))
        english.written_out(WARM_UP)

    @cached_property
    def _readings(self) -> Readings:
        try:
            return Readings.load(self._own)
        except (OSError, ValueError):
            # A damaged installation still speaks: the voice reads the hanzi as it can.
            return Readings({}, {}, {}, {})

    def _voice(self, kind: str, language: str) -> str:
        if language.startswith(kind):
            return self._voices.get(language, "")
        return next((voice for code, voice in self._voices.items() if code.startswith(kind)), "")

    def _as_read(self, voice: str, kind: str, text: str) -> str:
        return self._readings.pinyin(text) if kind == CHINESE and voice in IN_PINYIN else text

    def _split(self, sentence: str, language: str) -> Iterator[tuple[str, str]]:
        """Yield language and text of each run, written out."""
        kind = language[:2]
        foreign, inside = (LATIN, ENGLISH) if kind == CHINESE else (HANZI, CHINESE)
        # In Chinese numbers belong to the sentence around them, so it is written out before it is split.
        text = chinese.written_out(sentence) if kind == CHINESE else sentence
        if not self._voice(inside, language):
            yield from self._run(kind, language, text)
            return
        place = 0
        for match in foreign.finditer(text):
            yield from self._run(kind, language, text[place : match.start()])
            yield inside, WRITTEN_OUT[inside](match[0])
            place = match.end()
        yield from self._run(kind, language, text[place:])

    @staticmethod
    def _run(kind: str, language: str, text: str) -> Iterator[tuple[str, str]]:
        if text.strip():
            yield kind if kind in WRITTEN_OUT else language, english.written_out(text) if kind == ENGLISH else text
