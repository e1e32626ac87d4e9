"""Write kiosk/pronunciation/readings.tsv from pypinyin's tables (MIT licence), which are too large for a terminal.

    .venv/bin/python -m scripts.readings

pypinyin at work takes 55 MB and holds the interpreter for 70 ms when it is loaded. Kept are the usual reading of each
character, and of its 47 000 phrases those that are not read as their characters and shorter phrases say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pypinyin
from pypinyin.contrib.tone_convert import to_tone3
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parent.parent / "kiosk" / "pronunciation" / "readings.tsv"
BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
"""CJK Unified Ideographs and Extension A."""
OWN = {"得": "de5"}
"""Readings that are usual in sentences, where pypinyin has the one of the character alone."""
SANDHI = "一不"
"""Their tone follows from what comes next and is computed."""
HEAD = f"""\
# How characters and phrases are read: the usual reading of each character (one syllable), and phrases that are not read
# as their characters say. Made by `python -m scripts.readings` from the tables of pypinyin {pypinyin.__version__}
# (MIT licence, Copyright (c) 2016 mozillazg). Corrections of our own: config/languages/readings.toml.
"""

Readings = Mapping[str, tuple[str, ...]]


def usual_readings() -> dict[str, str]:
    points = [point for first, last in BLOCKS for point in range(first, last + 1) if point in pinyin_dict]
    return {chr(point): toned(pinyin_dict[point].split(",")[0]) for point in points} | OWN


@cache
def toned(syllable: str) -> str:
    """Return a syllable with its tone as a number behind it: háng is hang2."""
    return str(to_tone3(syllable, neutral_tone_with_five=True, v_to_u=False))


def as_read(phrase: str, characters: Mapping[str, str], phrases: Readings) -> tuple[str, ...]:
    """Read a phrase by its characters and by shorter phrases, the longest first."""
    found: list[str] = []
    while len(found) < len(phrase):
        rest = phrase[len(found) :]
        known = next(
            (rest[:size] for size in range(min(len(rest), len(phrase) - 1), 1, -1) if rest[:size] in phrases), ""
        )
        found += phrases[known] if known else (characters[rest[0]],)
    return tuple(found)


def irregular_phrases(characters: Mapping[str, str]) -> Readings:
    kept: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(phrases_dict, key=lambda each: (len(each), each)):
        if not all(character in characters for character in phrase):
            continue
        given = [toned(each[0]) for each in phrases_dict[phrase]]
        read = as_read(phrase, characters, kept)
        wanted = tuple(
            usual if sign in SANDHI else syllable for sign, syllable, usual in zip(phrase, given, read, strict=True)
        )
        if wanted != read:
            kept[phrase] = wanted
    return kept


def table() -> str:
    rows: dict[str, list[str]] = defaultdict(list)
    characters = usual_readings()
    for character, syllable in characters.items():
        rows[syllable].append(character)
    for phrase, syllables in irregular_phrases(characters).items():
        rows[" ".join(syllables)].append(phrase)
    lines = (
        f"{syllables}\t{(' ' if ' ' in syllables else '').join(found)}" for syllables, found in sorted(rows.items())
    )
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
