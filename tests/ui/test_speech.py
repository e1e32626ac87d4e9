"""Speech output: audible with the real programs, silent without them, ended with its page, and never blocking."""

from __future__ import annotations

import os
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kiosk.spoken import Sentence
from tests.ui.player_harness import HEADER, PlayerHarness, needs_espeak, speech_processes, wait_until
from ui import speech


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
    # The file is there before the word is in it, and the player is stopped as soon as that is seen.
    assert wait_until(lambda: calls.exists() and "played" in calls.read_text(encoding="utf-8"))
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
def command_line(process: psutil.Process) -> str:
    """ "" for one that has ended."""
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline())
    return ""


def test_no_word_is_on_a_command_line(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "exec sleep 60"))
    harness.speaker.say([Sentence("Wutong")], "en")
    assert wait_until(lambda: bool(speech_processes()))
    children = speech_processes()
    assert not [child for child in children if "Wutong" in command_line(child)]
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


def recorded(path: Path, seconds: float = 0.1, rate: int = 8000) -> Path:
    """Write a WAV file of silence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * int(seconds * rate)))
    return path
