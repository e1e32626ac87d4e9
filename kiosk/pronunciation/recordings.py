"""Recorded prompts: which file speaks a message, and what is wrong with it.

A recording replaces the voice for one message: `PROMPTS/LANGUAGE/KEY.wav`. One that cannot be played is not used.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

LONGEST_S = 60.0
"""A longer file is no recording of a sentence."""
LARGEST = 32 * 2**20
"""Bytes; a minute of two channels at 96 kHz is smaller."""


def path_of(prompts: Path, language: str, key: str) -> Path:
    return prompts / language / f"{key}.wav"


def flaw_of(path: Path) -> str:
    """Return why a recording cannot be played, "" if it can. A missing file is a flaw too."""
    try:
        if not path.is_file():
            return "missing"
        size = path.stat().st_size
        if size > LARGEST:
            return f"larger than {LARGEST // 2**20} MB"
        with wave.open(str(path), "rb") as sound:
            frames, rate, width = sound.getnframes(), sound.getframerate(), sound.getnchannels() * sound.getsampwidth()
    except (OSError, EOFError, wave.Error) as error:
        return f"no WAV file of plain samples ({error or 'it is empty'})"
    if frames <= 0 or rate <= 0:
        return "without sound"
    if frames / rate > LONGEST_S:
        return f"longer than {LONGEST_S:.0f} seconds"
    return "shorter than its header says" if frames * width > size else ""


def check_recordings(prompts: Path, keys: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """Return the mistakes in a folder of recordings, and what is not recorded, a line each.

    `keys`: language → the messages that may be recorded. Only a language that has a folder is expected to have any.
    """
    mistakes: list[str] = []
    missing: list[str] = []
    folders = sorted(each for each in prompts.iterdir() if each.is_dir()) if prompts.is_dir() else []
    for folder in folders:
        known = set(keys.get(folder.name, ()))
        found = sorted(folder.iterdir())
        mistakes += [wrong for path in found if (wrong := _mistake(path, known))]
        absent = sorted(known - {path.stem for path in found})
        if absent:
            missing.append(
                f"{folder}: {len(absent)} messages are not recorded, the voice reads them: {', '.join(absent)}"
            )
    return mistakes, missing


def _mistake(path: Path, known: set[str]) -> str:
    if path.stem not in known or path.suffix != ".wav":
        return f"{path}: no message without arguments has this name: rename or remove it"
    flaw = flaw_of(path)
    return f"{path}: {flaw}; the voice reads this message: record it again" if flaw else ""
