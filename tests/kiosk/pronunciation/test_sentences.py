"""Sentences and exactly what the voice gets for them (sentences.toml), and espeak-ng as the referee of the readings."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices.text_files import read_toml
from kiosk.catalogue.load import Catalogue
from kiosk.pronunciation.parts import Part, Pronunciation
from kiosk.pronunciation.readings import HAN, OWN
from tests.languages import FOLDER
from tests.many_items import many
from tests.shipped.test_items import shipped
from tests.ui.player_harness import VOICES
from tests.ui.test_pronounced import catalogue_speech

TABLE: list[dict[str, Any]] = read_toml(Path(__file__).with_name("sentences.toml"))["sentence"]
NAMES = {"cmn-latn-pinyin": "zh", "en": "en"}
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: apt-get install espeak-ng")


@pytest.fixture(scope="module")
def pronunciation() -> Pronunciation:
    return Pronunciation(VOICES, FOLDER / OWN)


def test_the_table_is_large_and_has_no_sentence_twice() -> None:
    assert len(TABLE) >= 200
    assert len({(row["language"], row["says"]) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['language']}: {row['says']}")
def test_the_voice_gets_exactly_this(pronunciation: Pronunciation, row: dict[str, Any]) -> None:
    parts = pronunciation.parts(row["says"], row["language"])
    assert [f"{NAMES[part.voice]}: {part.text}" for part in parts] == row["gets"]


def phonemes(text: str, voice: str) -> str:
    command = ["espeak-ng", "--stdin", "-q", "-x", "-v", voice]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=30, check=True)
    return " ".join(done.stdout.decode().split())


@needs_espeak
def test_espeak_reads_a_polyphone_as_its_phrase_wants_it(pronunciation: Pronunciation) -> None:
    """Given hanzi it read 银行 as yin xing."""
    raw = phonemes("银行", VOICES["zh-CN"])
    (part,) = pronunciation.parts("银行", "zh-CN")
    assert "S;" in raw
    assert "X'a35N" in phonemes(part.text, part.voice)


@needs_espeak
def test_espeak_reads_every_syllable_of_the_table_in_mandarin_with_its_tone(pronunciation: Pronunciation) -> None:
    """One call for all: a syllable that it does not know would be spelt in English or lose its tone."""
    said = [part.text for row in TABLE for part in pronunciation.parts(row["says"], row["language"])]
    syllables = sorted({word for text in said for word in re.findall(r"\b[a-z]+[1-5]\b", text)})
    assert len(syllables) > 200
    heard = phonemes("\n".join(f"{each}." for each in syllables), VOICES["zh-CN"]).replace("_|", " ").split()
    contours = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}
    assert len(heard) == len(syllables)
    assert not [(said, each) for said, each in zip(syllables, heard, strict=True) if contours[said[-1]] not in each]


def test_nothing_of_a_chinese_sentence_is_left_to_the_voice(pronunciation: Pronunciation) -> None:
    """espeak-ng reads 13862 as "thirteen-thousand", a percent sign in English, and hanzi without context."""
    for row in TABLE:
        for part in pronunciation.parts(row["says"], row["language"]):
            if part.voice == VOICES["zh-CN"]:
                assert not re.search(rf"[{HAN}%¥]|\b\d", part.text), row


@pytest.mark.parametrize("language", sorted(code for code, voice in VOICES.items() if voice in NAMES))
@pytest.mark.parametrize("catalogue", [shipped, many], ids=["shipped", "many"])
def test_every_sentence_of_a_terminal_is_written_out(
    pronunciation: Pronunciation, language: str, catalogue: Callable[[], Catalogue]
) -> None:
    """Its own words and those of its items, with typical arguments: no sign and no hanzi is left to a voice."""
    readable = {
        VOICES["zh-CN"]: re.compile(r"(?:[a-z]+[1-5]\b|[ ,.!?])*"),
        VOICES["en"]: re.compile(r"[A-Za-z0-9 ,.!?:;'’\"%()-]*"),
    }
    said = catalogue_speech(language, catalogue())
    assert len(said) > 300
    parts = [part for sentence in said for part in pronunciation.parts(sentence, language)]
    assert not [part for part in parts if not readable[part.voice].fullmatch(part.text)]


def test_without_an_english_voice_a_latin_word_stays_in_its_sentence() -> None:
    only = Pronunciation({"zh-CN": "cmn-latn-pinyin"})
    assert only.parts("按 English 键", "zh-CN") == (Part("cmn-latn-pinyin", "an4 English jian4"),)


def test_a_voice_that_reads_hanzi_itself_gets_hanzi() -> None:
    cantonese = Pronunciation({"zh-CN": "yue"})
    assert cantonese.parts("2 个，13862.40 元", "zh-CN") == (Part("yue", "两个，一万三千八百六十二元四角"),)


def test_a_language_that_nobody_wrote_rules_for_is_read_as_it_is() -> None:
    voices = {"sw": "sw", "zh-CN": "cmn-latn-pinyin"}
    parts = Pronunciation(voices).parts("Habari 银行 10:00", "sw")
    assert parts == (Part("sw", "Habari "), Part("cmn-latn-pinyin", "yin2 hang2"), Part("sw", "10:00"))


def test_nothing_is_said_in_a_language_without_a_voice(pronunciation: Pronunciation) -> None:
    assert pronunciation.parts("Habari", "sw") == ()
    assert pronunciation.parts(" …，", "zh-CN") == ()
