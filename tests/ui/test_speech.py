"""Speech output: audible with the real programs, silent without them, ended with its page, and never blocking."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.catalogue.load import Catalogue
from kiosk.fluent.bundle import entries
from kiosk.messages import Languages
from kiosk.spoken import Sentence
from kiosk.words import text
from tests.kiosk.test_messages import ARGUMENT, sources
from tests.languages import FOLDER
from tests.shipped.test_items import shipped
from tests.ui.player_harness import VOICES, PlayerHarness, speech_processes, wait_until
from ui import speech
from ui.speech import AMPLITUDES, RATES, espeak

HEADER = 44
QUIET = 500
"""Of 32767: lower peaks are inaudible."""
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


def loudest(said: str, voice: str) -> int:
    command = [*espeak(voice, RATES[-1], AMPLITUDES[2]), "--stdout"]
    done = subprocess.run(command, input=said.encode(), capture_output=True, timeout=30, check=True)
    assert done.stderr == b"", said
    samples = memoryview(done.stdout[HEADER : len(done.stdout) // 2 * 2]).cast("h")
    return max(samples, default=0)


@needs_espeak
@pytest.mark.parametrize("language", sorted(VOICES))
def test_every_sentence_of_the_catalogue_can_be_heard(language: str) -> None:
    said = sorted(catalogue_speech(language, shipped()))
    assert len(said) > len(sources(language)) / 2, "more than half have the same text"
    with ThreadPoolExecutor(2) as pool:
        peaks = list(pool.map(lambda each: loudest(each, VOICES[language]), said))
    assert not [each for each, peak in zip(said, peaks, strict=True) if peak < QUIET]


@needs_espeak
def test_mandarin_is_said_in_its_tones() -> None:
    command = ["espeak-ng", "--stdin", "-q", "-x", "-v", VOICES["zh-CN"]]
    phonemes = subprocess.run(command, input="身份证".encode(), capture_output=True, check=True).stdout.decode()
    assert "(en)" not in phonemes
    assert sum(tone in phonemes for tone in ("55", "51")) == 2


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
    prompt = tmp_path / "prompts" / "en" / "help-title.wav"
    prompt.parent.mkdir(parents=True)
    prompt.write_bytes(b"recorded")
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    harness.speaker.say([Sentence("Help", "help-title")], "en")
    harness.wait()
    assert harness.sound.read_bytes() == b"recorded"


@needs_espeak
def test_stop_ends_all_speech_processes(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "exec sleep 60"))
    harness.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    QTest.qWait(50)
    assert speech_processes()
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
    children = speech_processes()
    assert children
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
    assert (harness.speaker._rate, harness.speaker._amplitude) == (1, len(AMPLITUDES) - 1)
    harness.speaker.reset()
    assert harness.speaker._amplitude == 2


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
    turns: list[tuple[Callable[[], None], str, str]] = [
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
    for language in ("en", "qaa"):
        prompt = tmp_path / "prompts" / language / "help-title.wav"
        prompt.parent.mkdir(parents=True)
        prompt.write_bytes(b"recorded")
    players.append(harness := PlayerHarness(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    speaker, quiet = harness.speaker, False
    speaker.quiet = lambda: quiet
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
    assert harness.sound.read_bytes().endswith(b"recorded")


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
