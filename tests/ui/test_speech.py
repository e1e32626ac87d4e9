"""The machine's own voice: heard with the real program, silent without it, gone with its page, and never in the way."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.catalogue.load import Catalogue
from kiosk.fluent.bundle import entries
from kiosk.messages import Languages
from kiosk.spoken import Sentence
from kiosk.words import text
from tests.kiosk.test_messages import ARGUMENT, sources
from tests.languages import FOLDER, LANGUAGES
from tests.shipped.test_items import shipped
from ui import speech
from ui.speech import AMPLITUDES, RATES, VOICES, EspeakLoudspeaker, espeak

HEADER = 44
QUIET = 500
"""Of 32767: below it nobody hears anything."""
COUNTED = ("count", "left", "digits", "years", "number", "current", "total")
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: apt-get install espeak-ng")


def catalogue_said(language: str, items: Catalogue) -> set[str]:
    """Every message of a language as it is said, the service items' own included."""
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
@pytest.mark.parametrize("language", sorted({*LANGUAGES} & VOICES.keys()))
def test_every_sentence_of_the_catalogue_can_be_heard(language: str) -> None:
    said = sorted(catalogue_said(language, shipped()))
    assert len(said) > len(sources(language)) / 2, "most of it says something else"
    with ThreadPoolExecutor(2) as pool:
        peaks = list(pool.map(lambda each: loudest(each, VOICES[language]), said))
    assert not [each for each, peak in zip(said, peaks, strict=True) if peak < QUIET]


@needs_espeak
def test_mandarin_is_said_in_its_tones() -> None:
    command = ["espeak-ng", "--stdin", "-q", "-x", "-v", VOICES["zh-CN"]]
    phonemes = subprocess.run(command, input="身份证".encode(), capture_output=True, check=True).stdout.decode()
    assert "(en)" not in phonemes
    assert sum(tone in phonemes for tone in ("55", "51")) == 2


def until(true: Callable[[], bool]) -> bool:
    """Let the window's thread go on until it is so, ten seconds at most."""
    for _ in range(2000):
        if true():
            return True
        QTest.qWait(5)
    return False


def begun() -> list[psutil.Process]:
    """What the voice started and what is not reaped yet; other tests' sandboxes live beside it."""
    names = ("player", "espeak-ng", "sleep", "cat", "sh")
    return [child for child in psutil.Process().children() if child.name() in names]


class Room:
    """A loudspeaker whose sound is kept by a player of the test's own."""

    def __init__(self, folder: Path, script: str, prompts: Path | None = None) -> None:
        self.sound = folder / "sound"
        player = folder / "player"
        player.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        player.chmod(player.stat().st_mode | stat.S_IXUSR)
        self.states: list[bool] = []
        self.silent: list[str] = []
        self.numbers = 0
        self.speaker = EspeakLoudspeaker(prompts, (str(player), str(self.sound)))
        self.speaker.on_state = self.states.append
        self.speaker.on_fault = self.silent.append
        self.speaker.on_number = self._number

    def _number(self) -> None:
        self.numbers += 1

    def wait(self) -> None:
        assert until(lambda: not self.speaker.speaking)


@pytest.fixture
def rooms(qapp: QGuiApplication, tmp_path: Path) -> Iterator[list[Room]]:
    made: list[Room] = []
    yield made
    for room in made:
        room.speaker.close()
    assert not begun()


@needs_espeak
def test_sentences_are_heard_one_after_the_other(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, 'cat >> "$1"'))
    room.speaker.say([Sentence("请刷身份证"), Sentence("W，T，0，2", number=True)], "zh-CN")
    assert room.speaker.speaking
    room.wait()
    assert room.states == [True, False]
    assert room.numbers == 1
    assert room.silent == []
    assert room.sound.read_bytes().count(b"WAVE") == 2


@needs_espeak
def test_a_voice_that_is_heard_again_says_so_once(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, '[ -e "$1" ] && cat > /dev/null'))
    room.speaker.say([Sentence("one")], "en")
    room.wait()
    room.sound.write_bytes(b"")
    room.speaker.say([Sentence("two"), Sentence("three")], "en")
    room.wait()
    assert room.silent == ["sound", ""]


@needs_espeak
def test_a_recorded_prompt_is_heard_in_place_of_the_program(rooms: list[Room], tmp_path: Path) -> None:
    prompt = tmp_path / "prompts" / "en" / "help-title.wav"
    prompt.parent.mkdir(parents=True)
    prompt.write_bytes(b"recorded")
    rooms.append(room := Room(tmp_path, 'cat >> "$1"', tmp_path / "prompts"))
    room.speaker.say([Sentence("Help", "help-title")], "en")
    room.wait()
    assert room.sound.read_bytes() == b"recorded"


@needs_espeak
def test_what_was_begun_is_gone_when_its_page_goes(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, "exec sleep 60"))
    room.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    QTest.qWait(50)
    assert begun()
    room.speaker.stop()
    assert room.states == [True, False]
    assert until(lambda: not begun())
    assert room.numbers == 0


@needs_espeak
def test_a_voice_that_is_stuck_is_given_up(rooms: list[Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nobody would ever be asked whether they are still there."""
    monkeypatch.setattr(speech, "STUCK_FACTOR", 0.0)
    monkeypatch.setattr(speech, "STUCK_MARGIN_S", 0.05)
    rooms.append(room := Room(tmp_path, "exec sleep 60"))
    room.speaker.say([Sentence("one", number=True), Sentence("two")], "en")
    room.wait()
    assert room.states == [True, False]
    assert room.silent == ["stuck"]
    assert room.numbers == 0


@needs_espeak
def test_no_word_stands_on_a_command_line(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, "exec sleep 60"))
    room.speaker.say([Sentence("Wutong")], "en")
    children = begun()
    assert children
    assert not [child for child in children if "Wutong" in " ".join(child.cmdline())]
    assert os.listdir(tmp_path) == ["player"]  # noqa: PTH208 (names are all that is wanted)


@needs_espeak
def test_a_machine_without_a_sound_card_says_so_once_and_goes_on(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, "exit 1"))
    for _ in range(2):
        room.speaker.say([Sentence("one"), Sentence("two", number=True)], "en")
        room.wait()
    assert room.silent == ["sound"]
    assert room.numbers == 0


def test_a_machine_without_the_program_says_so_once(
    rooms: list[Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.append(room := Room(tmp_path, "cat"))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for _ in range(2):
        room.speaker.say([Sentence("one", number=True)], "en")
    assert room.silent == ["espeak-ng"]
    assert room.states == []
    assert room.numbers == 0


def test_louder_and_quicker_have_their_ends_and_are_forgotten(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, "cat"))
    for _ in range(20):
        room.speaker.change_volume(1)
    for _ in range(len(RATES)):
        room.speaker.next_rate()
    assert (room.speaker._rate, room.speaker._amplitude) == (1, len(AMPLITUDES) - 1)
    room.speaker.reset()
    assert room.speaker._amplitude == 2


def espeak_of_the_tests_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name which notes how it was called, and says nothing."""
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
    rooms: list[Room], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = espeak_of_the_tests_own(tmp_path, monkeypatch)
    rooms.append(room := Room(tmp_path, "cat > /dev/null"))
    speaker = room.speaker
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
        room.wait()
    speaker.say([Sentence("梧桐")], "zh-CN")
    room.wait()
    said = calls.read_text(encoding="utf-8").splitlines()
    assert [(option(call, "-s"), option(call, "-a")) for call in said[:-1]] == [turn[1:] for turn in turns]
    assert [option(call, "-v") for call in said[-2:]] == ["en", "cmn-latn-pinyin"]
    assert all("--stdin" in call.split() and "--stdout" in call.split() for call in said)


@needs_espeak
def test_what_is_quicker_is_shorter_and_what_is_louder_is_louder(rooms: list[Room], tmp_path: Path) -> None:
    rooms.append(room := Room(tmp_path, 'cat > "$1"'))

    def heard() -> tuple[int, int]:
        room.speaker.say([Sentence("The terminal is ready")], "en")
        room.wait()
        sound = room.sound.read_bytes()[HEADER:]
        return len(sound), max(memoryview(sound[: len(sound) // 2 * 2]).cast("h"))

    usual_length, usual_peak = heard()
    room.speaker.next_rate()
    room.speaker.change_volume(-2)
    length, peak = heard()
    assert length < 0.9 * usual_length
    assert peak < 0.5 * usual_peak
