"""A speech player with its reports recorded."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
import pytest
from PySide6.QtTest import QTest

from kiosk.pronunciation.readings import OWN
from tests.languages import FOLDER, TABLE
from ui.speech import EspeakLoudspeaker

HEADER = 44
"""Bytes before the sound of a WAV file."""
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng: apt-get install espeak-ng")
VOICES = {row.code: row.voice for row in TABLE if row.voice}


def wait_until(true: Callable[[], bool]) -> bool:
    """Process events wait_until the condition holds; ten seconds at most."""
    for _ in range(2000):
        if true():
            return True
        QTest.qWait(5)
    return False


def speech_processes() -> list[psutil.Process]:
    """Return the child processes of speech output; other tests' sandboxes are children too."""
    names = ("player", "espeak-ng", "sleep", "cat", "sh")
    return [child for child in psutil.Process().children() if child.name() in names]


class PlayerHarness:
    """A loudspeaker with a player script, which writes the sound to a file."""

    def __init__(
        self, folder: Path, script: str, prompts: Path | None = None, voices: Mapping[str, str] = VOICES
    ) -> None:
        self.sound = folder / "sound"
        player = folder / "player"
        player.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        player.chmod(player.stat().st_mode | stat.S_IXUSR)
        self.states: list[bool] = []
        self.silent: list[str] = []
        self.numbers = 0
        self.speaker = EspeakLoudspeaker(voices, prompts, (str(player), str(self.sound)), readings=FOLDER / OWN)
        self.speaker.on_state = self.states.append
        self.speaker.on_fault = self.silent.append
        self.speaker.on_number = self._number

    def _number(self) -> None:
        self.numbers += 1

    def wait(self) -> None:
        assert wait_until(lambda: not self.speaker.speaking)
