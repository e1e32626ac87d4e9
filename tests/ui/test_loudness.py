"""Rate and volume of the voice: their limits, the options they become, and what is heard of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.spoken import Sentence
from tests.ui.player_harness import HEADER, PlayerHarness, needs_espeak
from ui.loudspeaker import AMPLITUDES, RATES
from ui.tones import TONES, Sound, wav_file


def test_volume_and_rate_are_bounded_and_reset(players: list[PlayerHarness], tmp_path: Path) -> None:
    players.append(harness := PlayerHarness(tmp_path, "cat"))
    for _ in range(20):
        harness.speaker.change_volume(1)
    for _ in range(len(RATES)):
        harness.speaker.next_rate()
    delivery = harness.speaker.settings
    assert (delivery.rate, delivery.amplitude) == (RATES[1], AMPLITUDES[-1])
    assert [harness.speaker.change_rate(1) for _ in range(3)] == [True, True, False]
    assert [harness.speaker.change_rate(-1) for _ in range(4)] == [True, True, True, False]
    assert not harness.speaker.change_volume(1)
    harness.speaker.reset()
    assert (delivery.rate, delivery.amplitude) == (RATES[1], AMPLITUDES[2])


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
    speaker.settings.quiet = lambda: quiet
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
