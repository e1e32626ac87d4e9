"""Speech output: audible with the real programs, silent without them, ended with its page, and never blocking."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.catalogue.load import Catalogue
from kiosk.fluent.bundle import entries
from kiosk.messages import Languages
from kiosk.pronunciation.parts import Pronunciation
from kiosk.pronunciation.readings import OWN
from kiosk.spoken import Sentence
from kiosk.words import text
from tests.kiosk.test_messages import ARGUMENT, sources
from tests.languages import FOLDER
from tests.shipped.test_items import shipped
from tests.ui.player_harness import VOICES, PlayerHarness, speech_processes, wait_until
from ui import speech
from ui.loudspeaker import AMPLITUDES, RATES
from ui.speech import espeak, text_for
from ui.tones import TONES, Sound, wav_file

HEADER = 44
QUIET = 500
"""Of 32767: lower peaks are inaudible."""
PRONUNCIATION = Pronunciation(VOICES, FOLDER / OWN)
COUNTED = ("count", "left", "digits", "years", "number", "current", "total")
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: apt-get install espeak-ng")


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


@pytest.fixture
def players(qapp: QGuiApplication, tmp_path: Path) -> Iterator[list[PlayerHarness]]:
    made: list[PlayerHarness] = []
    yield made
    for harness in made:
        harness.speaker.close()
    assert not speech_processes()


@needs_espeak
def test_a_voice_that_espeak_does_not_have_is_skipped(players: list[PlayerHarness], tmp_path: Path) -> None:
    harness = PlayerHarness(tmp_path, 'wc -c >>"$1"; exit $(($(wc -l <"$1") > 9))', voices={"en": "en", "qaa": "qqq"})
    players.append(harness)
    missing: list[str] = []
    harness.speaker.on_missing = missing.append
    strange = [Sentence("one", language="qaa"), Sentence("two", language="qaa")]
    harness.speaker.say([*strange, Sentence("three")], "en")
    harness.wait()
    assert missing == ["qqq"]
    assert int(harness.sound.read_text(encoding="utf-8").split()[-1]) > HEADER
    harness.speaker.say(strange, "en")
    assert not harness.speaker.speaking
    assert harness.silent == []
    assert missing == ["qqq"]


@needs_espeak
def test_a_player_that_fails_first_is_not_blamed_for_a_missing_voice(
    players: list[PlayerHarness], tmp_path: Path
) -> None:
    harness = PlayerHarness(tmp_path, "exit 1", voices={"en": "qqq"})
    players.append(harness)
    missing: list[str] = []
    harness.speaker.on_missing = missing.append
    harness.speaker.say([Sentence("one")], "en")
    harness.wait()
    assert missing == ["qqq"]
    assert harness.silent == []


def test_nothing_is_said_in_a_language_without_a_voice(players: list[PlayerHarness], tmp_path: Path) -> None:
    harness = PlayerHarness(tmp_path, 'cat >"$1"', voices={"en": "en"})
    players.append(harness)
    harness.speaker.say([Sentence("one"), Sentence("two")], "qaa")
    assert not harness.speaker.speaking
    assert harness.states == []
    assert not speech_processes()


@needs_espeak
def test_sentences_are_played_one_after_the_other(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"'))
    harness.speaker.say([Sentence("请刷身份证"), Sentence("W，T，0，2", number=True)], "zh-CN")
    assert harness.speaker.speaking
    harness.wait()
    assert harness.states == [True, False]
    assert harness.numbers == 1
    assert harness.silent == []
    assert harness.sound.read_bytes().count(b"WAVE") == 2


@needs_espeak
def test_an_interjection_is_said_at_once_and_the_page_goes_on(players: list[PlayerHarness], tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    players.append(
        harness := PlayerHarness(tmp_path, f'cat >/dev/null; echo played >>"{calls}"; [ -e "$1" ] || sleep 60')
    )
    harness.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    assert wait_until(calls.exists)
    harness.sound.write_bytes(b"")
    harness.speaker.interject([Sentence("Louder")], "en")
    harness.wait()
    assert calls.read_text(encoding="utf-8").count("played") == 4, "one, interrupted; Louder, one, two"
    assert (harness.states, harness.numbers, harness.silent) == ([True, False], 1, [])
    harness.speaker.interject([Sentence("Softer")], "en")
    harness.wait()
    assert harness.states == [True, False, True, False]


@needs_espeak
def test_recovery_is_reported_once(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, '[ -e "$1" ] && cat > /dev/null'))
    harness.speaker.say([Sentence("one")], "en")
    harness.wait()
    harness.sound.write_bytes(b"")
    harness.speaker.say([Sentence("two"), Sentence("three")], "en")
    harness.wait()
    assert harness.silent == ["sound", ""]


@needs_espeak
def test_a_recorded_prompt_replaces_espeak(players: list[PlayerHarness], tmp_path: Path) -> None:
    prompt = recorded(tmp_path / "prompts" / "en" / "help-title.wav")
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    harness.speaker.say([Sentence("Help", "help-title")], "en")
    harness.wait()
    assert harness.sound.read_bytes() == prompt.read_bytes()


BAD_PROMPTS: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "no WAV file": lambda path: path.write_bytes(b""),
    "no WAV file of": lambda path: path.write_bytes(b"recorded"),
    "without sound": lambda path: recorded(path, seconds=0),
    "longer than 60 seconds": lambda path: recorded(path, seconds=7200, rate=100),
    "shorter than": lambda path: path.write_bytes(recorded(path).read_bytes()[:900]),
}


@needs_espeak
@pytest.mark.parametrize("flaw", BAD_PROMPTS)
def test_a_recording_that_cannot_be_played_never_silences_its_sentence(
    players: list[PlayerHarness], tmp_path: Path, flaw: str
) -> None:
    prompt = tmp_path / "prompts" / "en" / "help-title.wav"
    prompt.parent.mkdir(parents=True)
    BAD_PROMPTS[flaw](prompt)
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    told: list[str] = []
    harness.speaker.prompts.on_bad = told.append
    for _ in range(2):
        harness.speaker.say([Sentence("Help", "help-title")], "en")
        harness.wait()
    assert harness.sound.read_bytes().count(b"WAVE") == 2
    assert harness.silent == []
    assert len(told) == (flaw != "missing")
    assert all(flaw in each for each in told)


@needs_espeak
def test_the_voice_says_what_the_player_cannot_play(players: list[PlayerHarness], tmp_path: Path) -> None:
    """Such as a sampling rate that the sound card does not have; the header alone does not tell."""
    recorded(tmp_path / "prompts" / "en" / "help-title.wav", rate=1234)
    refuses = 'cat >"$1.new"; test $(od -An -tu4 -j24 -N4 "$1.new") != 1234 && cat "$1.new" >>"$1"'
    players.append(harness := PlayerHarness(tmp_path, refuses, tmp_path / "prompts"))
    harness.speaker.say([Sentence("Help", "help-title", number=True), Sentence("two")], "en")
    harness.wait()
    assert harness.sound.read_bytes().count(b"WAVE") == 2
    assert (harness.silent, harness.numbers) == ([], 1)


@needs_espeak
def test_stop_ends_all_speech_processes(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "exec sleep 60"))
    harness.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    assert wait_until(lambda: bool(speech_processes()))
    harness.speaker.stop()
    assert harness.states == [True, False]
    assert wait_until(lambda: not speech_processes())
    assert harness.numbers == 0


@needs_espeak
def test_a_voice_that_is_stuck_is_given_up(
    players: list[PlayerHarness], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the idle warning would be postponed for ever."""
    monkeypatch.setattr(speech, "STUCK_FACTOR", 0.0)
    monkeypatch.setattr(speech, "STUCK_MARGIN_S", 0.05)
    players.append(harness := PlayerHarness(tmp_path, "exec sleep 60"))
    harness.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    harness.wait()
    assert harness.states == [True, False]
    assert harness.silent == ["stuck"]
    assert harness.numbers == 0


@needs_espeak
def test_no_word_is_on_a_command_line(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "exec sleep 60"))
    harness.speaker.say([Sentence("Wutong")], "en")
    assert wait_until(lambda: bool(speech_processes()))
    children = speech_processes()
    assert not [child for child in children if "Wutong" in " ".join(child.cmdline())]
    assert os.listdir(tmp_path) == ["player"]  # noqa: PTH208 (names are all that is wanted)


@needs_espeak
def test_a_machine_without_a_sound_card_says_so_once_and_goes_on(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "exit 1"))
    for _ in range(2):
        harness.speaker.say([Sentence("one"), Sentence("two", number=True)], "en")
        harness.wait()
    assert harness.silent == ["sound"]
    assert harness.numbers == 0


def test_a_missing_program_is_reported_once(
    players: list[PlayerHarness], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    players.append(harness := PlayerHarness(tmp_path, "cat"))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for _ in range(2):
        harness.speaker.say([Sentence("one", number=True)], "en")
    assert harness.silent == ["espeak-ng"]
    assert harness.states == []
    assert harness.numbers == 0


def test_volume_and_rate_are_bounded_and_reset(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "cat"))
    for _ in range(20):
        harness.speaker.change_volume(1)
    for _ in range(len(RATES)):
        harness.speaker.next_rate()
    delivery = harness.speaker.delivery
    assert (delivery.rate, delivery.amplitude) == (RATES[1], AMPLITUDES[-1])
    assert [harness.speaker.change_rate(1) for _ in range(3)] == [True, True, False]
    assert [harness.speaker.change_rate(-1) for _ in range(4)] == [True, True, True, False]
    assert not harness.speaker.change_volume(1)
    harness.speaker.reset()
    assert (delivery.rate, delivery.amplitude) == (RATES[1], AMPLITUDES[2])


def recorded(path: Path, seconds: float = 0.1, rate: int = 8000) -> Path:
    """Write a WAV file of silence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * int(seconds * rate)))
    return path


def recording_espeak(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a program of that name that records its arguments and is silent; return the record's path."""
    programs, calls = folder / "programs", folder / "calls"
    programs.mkdir()
    program = programs / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$*" >> "{calls}"\ncat > /dev/null\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return calls


def option(call: str, name: str) -> str:
    words = call.split()
    return words[words.index(name) + 1]


def test_pace_loudness_and_voice_reach_the_program(
    players: list[PlayerHarness], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = recording_espeak(tmp_path, monkeypatch)
    players.append(harness := PlayerHarness(tmp_path, "cat > /dev/null"))
    speaker = harness.speaker
    quicker, softer, louder = speaker.next_rate, lambda: speaker.change_volume(-1), lambda: speaker.change_volume(1)
    turns: list[tuple[Callable[[], object], str, str]] = [
        (lambda: None, "150", "100"),
        (quicker, "200", "100"), (quicker, "260", "100"), (quicker, "110", "100"),
        (louder, "110", "150"), (louder, "110", "200"), (louder, "110", "200"),
        (lambda: speaker.change_volume(-3), "110", "50"), (softer, "110", "25"), (softer, "110", "25"),
        (speaker.reset, "150", "100"),
    ]  # fmt: skip
    for turn, _, _ in turns:
        turn()
        speaker.say([Sentence("Wutong")], "en")
        harness.wait()
    speaker.say([Sentence("梧桐")], "zh-CN")
    harness.wait()
    said = calls.read_text(encoding="utf-8").splitlines()
    assert [(option(call, "-s"), option(call, "-a")) for call in said[:-1]] == [turn[1:] for turn in turns]
    assert [option(call, "-v") for call in said[-2:]] == ["en", "cmn-latn-pinyin"]
    assert all("--stdin" in call.split() and "--stdout" in call.split() for call in said)


def test_in_quiet_hours_the_voice_is_lower_and_reads_what_is_recorded(
    players: list[PlayerHarness], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = recording_espeak(tmp_path, monkeypatch)
    recorded = wav_file(TONES[Sound.DONE], 60)
    for language in ("en", "qaa"):
        prompt = tmp_path / "prompts" / language / "help-title.wav"
        prompt.parent.mkdir(parents=True)
        prompt.write_bytes(recorded)
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    speaker, quiet = harness.speaker, False
    speaker.delivery.quiet = lambda: quiet
    loudness = []
    for quiet, steps in ((False, 0), (True, 0), (True, 1), (True, -4), (False, 0)):
        speaker.change_volume(steps)
        speaker.say([Sentence("Help", "help-title" if quiet else "")], "en")
        harness.wait()
        loudness.append(option(calls.read_text(encoding="utf-8").splitlines()[-1], "-a"))
    assert loudness == ["100", "50", "100", "25", "25"]
    # A language that has recordings alone is not silenced.
    quiet = True
    speaker.say([Sentence("Help", "help-title")], "qaa")
    harness.wait()
    assert harness.sound.read_bytes().endswith(recorded)


@needs_espeak
def test_rate_changes_duration_and_volume_changes_the_peak(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, 'cat > "$1"'))

    def play() -> tuple[int, int]:
        harness.speaker.say([Sentence("The terminal is ready")], "en")
        harness.wait()
        sound = harness.sound.read_bytes()[HEADER:]
        return len(sound), max(memoryview(sound[: len(sound) // 2 * 2]).cast("h"))

    usual_length, usual_peak = play()
    harness.speaker.next_rate()
    harness.speaker.change_volume(-2)
    length, peak = play()
    assert length < 0.9 * usual_length
    assert peak < 0.5 * usual_peak
