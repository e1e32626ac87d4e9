"""Every sentence of the catalogue, said by the real espeak-ng: audible, in its tones, each part in its language."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from kiosk.catalogue.load import Catalogue
from kiosk.fluent.bundle import entries
from kiosk.messages import Languages
from kiosk.pronunciation.parts import Pronunciation
from kiosk.pronunciation.readings import OWN
from kiosk.words import text
from tests.kiosk.test_messages import ARGUMENT, sources
from tests.languages import FOLDER
from tests.shipped.test_items import shipped
from tests.ui.player_harness import HEADER, VOICES, needs_espeak
from ui.espeak_command import espeak, text_for
from ui.loudspeaker import AMPLITUDES, RATES

QUIET = 500
"""Of 32767: lower peaks are inaudible."""
PRONUNCIATION = Pronunciation(VOICES, FOLDER / OWN)
SENTENCES = None if os.environ.get("YIKE_SENTENCES") == "all" else 250
"""Sentences of each language that are said; all of them in `make soak`."""
COUNTED = ("count", "left", "digits", "years", "number", "current", "total")


def catalogue_speech(language: str, items: Catalogue) -> set[str]:
    """Return the spoken form of every message of a language, including those of the service items."""
    words = Languages.load(FOLDER).with_items(items.items).words(language)
    keys = {("", key): entry for key, entry in sources(language).items()}
    for item in items.items:
        keys |= {(item.id, key): entry for key, entry in entries(item.words.get(language, "")).items()}
    said = set()
    for (item_id, key), entry in keys.items():
        args: dict[str, str | int] = {name: 3 if name in COUNTED else "x" for name in ARGUMENT.findall(entry)}
        if "at" in args:
            args["at"] = "2026-11-24T13:40:00+00:00"
        said.add(words.speech(text(key, item_id, **args)))
    return said


def loudest(said: str, language: str) -> int:
    parts = PRONUNCIATION.parts(said, language)
    command = [*espeak(VOICES[language], RATES[-1], AMPLITUDES[2]), "--stdout", *(["-m"] if len(parts) > 1 else [])]
    done = subprocess.run(command, input=text_for(parts).encode(), capture_output=True, timeout=30, check=True)
    assert done.stderr == b"", said
    samples = memoryview(done.stdout[HEADER : len(done.stdout) // 2 * 2]).cast("h")
    return max(samples, default=0)


@needs_espeak
@pytest.mark.parametrize("language", sorted(VOICES))
def test_every_sentence_of_the_catalogue_can_be_heard(language: str) -> None:
    said = sorted(catalogue_speech(language, shipped()))
    assert len(said) > len(sources(language)) / 2, "more than half have the same text"
    said = Random(len(said)).sample(said, SENTENCES or len(said))
    with ThreadPoolExecutor(2) as pool:
        peaks = list(pool.map(lambda each: loudest(each, language), said))
    assert not [each for each, peak in zip(said, peaks, strict=True) if peak < QUIET]


def phonemes(sentence: str, language: str) -> str:
    """Return what espeak-ng makes of a sentence as it is given to it."""
    parts = PRONUNCIATION.parts(sentence, language)
    command = ["espeak-ng", "--stdin", "-q", "-x", "-m", "-v", VOICES[language]]
    return subprocess.run(command, input=text_for(parts).encode(), capture_output=True, check=True).stdout.decode()


@needs_espeak
def test_mandarin_is_said_in_its_tones() -> None:
    said = phonemes("身份证", "zh-CN")
    assert "(en)" not in said
    assert sum(tone in said for tone in ("55", "51")) == 2


@needs_espeak
@pytest.mark.parametrize(
    ("sentence", "language", "heard"),
    [
        ("按 English 键", "zh-CN", ["'a51n", "'INglIS", "tS;'iE51n"]),
        ("Address 长者路", "en", ["a#dr'Es", "ts.'a35N", "l'u51"]),
        ("R&D <b> 银行", "en", ["'A@r- and d'i:", "j'i35n", "X'a35N"]),
    ],
)
def test_each_part_of_a_mixed_sentence_is_said_by_the_voice_of_its_language(
    sentence: str, language: str, heard: list[str]
) -> None:
    said = phonemes(sentence, language)
    assert [each for each in heard if each not in said] == [], said
